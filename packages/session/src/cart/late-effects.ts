import type { Cart, CartLine } from '@shopcast/commerce';
import { sumsTo, unitsOf, type LineTarget } from './effect.js';
import { sameAttributes } from './line-ids.js';

/**
 * A sending whose fate is not known although the change has been sent again or given up: the request may still be on its way or in the
 * shop's hands. Should it take effect after all, that is one effect too many.
 */
export interface Late extends LineTarget {
  readonly type: 'add' | 'set';
  readonly lineId: string | undefined;
  /** Units added, or the absolute quantity. */
  readonly quantity: number;
  /** When it was given up, ms since 1970. */
  readonly at: number;
}

/** What between two carts is accounted for. */
export interface Explained {
  /** The variant a known change was about. */
  readonly variantId?: string | undefined;
  /** Units that change added; absent where it set a quantity, which accounts for whatever the line holds. */
  readonly added?: number | undefined;
  /** The shop refused part of it, so that less than `added` may be its doing. */
  readonly refused?: boolean | undefined;
}

/** What has to be done about a late effect. */
export type Correction =
  /** Takes `units` away from the lines of a target. */
  | { readonly type: 'lower'; readonly target: LineTarget; readonly units: number; readonly landed: readonly Late[] }
  /** Gives a line back its quantity. */
  | {
      readonly type: 'restore';
      readonly line: CartLine;
      readonly lineId: string;
      readonly quantity: number;
      readonly landed: readonly Late[];
    };

/** A cart before and after, with the lines that late changes of quantity are about. */
export interface Step {
  readonly before: Cart;
  readonly after: Cart;
  readonly lineBefore: (lineId: string) => CartLine | undefined;
  readonly lineAfter: (lineId: string) => CartLine | undefined;
}

/** Finds what between two carts is the doing of late sendings. */
export function findLateEffects(step: Step, explained: Explained, late: readonly Late[]): Correction[] {
  return [...findAdds(step, explained, late), ...findQuantities(step, explained, late)];
}

function findAdds({ before, after }: Step, explained: Explained, late: readonly Late[]): Correction[] {
  const corrections: Correction[] = [];
  const adds = late.filter(one => one.type === 'add');
  const seen = new Set<Late>();
  for (const target of adds) {
    if (seen.has(target)) continue;
    const suspects = adds.filter(one => one.variantId === target.variantId && sameAttributes(one.attributes, target.attributes));
    for (const one of suspects) seen.add(one);
    const mine = explained.variantId === target.variantId;
    if (mine && explained.added === undefined) continue;
    const extra = unitsOf(after, target) - unitsOf(before, target) - (mine ? (explained.added ?? 0) : 0);
    if (extra <= 0) continue;
    const exact = sumsTo(
      extra,
      suspects.map(one => one.quantity),
    );
    const most = suspects.reduce((units, one) => units + one.quantity, 0);
    // A repeat that the shop cut short after the first sending had landed leaves an odd number of units too many.
    if (!exact && !(mine && explained.refused && extra < most)) continue;
    corrections.push({ type: 'lower', target, units: extra, landed: upTo(extra, suspects) });
  }
  return corrections;
}

function findQuantities(step: Step, explained: Explained, late: readonly Late[]): Correction[] {
  const corrections: Correction[] = [];
  for (const one of late) {
    if (one.type !== 'set' || one.lineId === undefined) continue;
    const mine = one.variantId === explained.variantId;
    if (mine && explained.added === undefined) continue;
    const added = mine ? (explained.added ?? 0) : 0;
    const line = step.lineBefore(one.lineId);
    const is = step.lineAfter(one.lineId)?.quantity ?? 0;
    // It may have come before the units that were added, or after them.
    if (!line || is === line.quantity + added || (is !== one.quantity && is !== one.quantity + added)) continue;
    if (!corrections.some(other => other.type === 'restore' && other.lineId === one.lineId))
      corrections.push({ type: 'restore', line, lineId: one.lineId, quantity: line.quantity + added, landed: [one] });
  }
  return corrections;
}

/** The sendings that make up `units`: exactly where they can, else the first ones. */
function upTo(units: number, suspects: readonly Late[]): Late[] {
  const single = suspects.find(one => one.quantity === units);
  if (single) return [single];
  const chosen: Late[] = [];
  let left = units;
  for (const one of suspects) {
    if (left <= 0) break;
    chosen.push(one);
    left -= one.quantity;
  }
  return chosen;
}
