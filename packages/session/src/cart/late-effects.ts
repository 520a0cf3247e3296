import type { Cart, CartLine } from '@shopcast/commerce';
import { fewestThatSum, unitsOf, type LineTarget } from './effect.js';
import { sameAttributes } from './line-ids.js';

/**
 * A sending whose fate is not known although the change has been sent again or given up: the request may still be on its way or in the
 * shop's hands. Should it take effect after all, that is one effect too many.
 */
export interface Late extends LineTarget {
  readonly type: 'add' | 'set';
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
export interface Correction {
  /** Adds and quantities are undone alike: by units. */
  readonly target: LineTarget;
  /** Units to add to the line, or to take away below zero. */
  readonly by: number;
  /** The line as it was, for one that has gone. */
  readonly line?: CartLine | undefined;
  readonly landed: readonly Late[];
}

/** A cart before and after. */
export interface Step {
  readonly before: Cart;
  readonly after: Cart;
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
    const most = suspects.reduce((units, one) => units + one.quantity, 0);
    // A repeat that the shop cut short after the first sending had landed leaves an odd number of units too many.
    const odd = mine && explained.refused && extra < most ? suspects : undefined;
    const landed = fewestThatSum(extra, suspects) ?? odd;
    if (landed) corrections.push({ target, by: -extra, landed });
  }
  return corrections;
}

function findQuantities({ before, after }: Step, explained: Explained, late: readonly Late[]): Correction[] {
  const corrections: Correction[] = [];
  for (const one of late) {
    const mine = one.variantId === explained.variantId;
    if (one.type !== 'set' || (mine && explained.added === undefined)) continue;
    const added = mine ? (explained.added ?? 0) : 0;
    const line = exactLine(before, one);
    const is = exactLine(after, one)?.quantity ?? 0;
    // It may have come before the units that were added, or after them.
    if (!line || is === line.quantity + added || (is !== one.quantity && is !== one.quantity + added)) continue;
    if (!corrections.some(other => other.line === line))
      corrections.push({ target: one, by: line.quantity + added - is, line, landed: [one] });
  }
  return corrections;
}

/** The line with exactly these attributes. */
export function exactLine(cart: Cart, { variantId, attributes }: LineTarget): CartLine | undefined {
  return cart.lines.find(line => line.variantId === variantId && sameAttributes(line.attributes, attributes));
}
