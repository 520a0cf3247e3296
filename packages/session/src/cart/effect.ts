import type { Cart, CartLine, CommerceCapabilities } from '@shopcast/commerce';
import { sameCode } from '@shopcast/core';
import type { Late } from './late-effects.js';
import type { Wish } from './wishes.js';

/** Lines that an add of a variant counts in: with attributes only those that carry them all, since a shop may add its own. */
export interface LineTarget {
  readonly variantId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The lines of a target. */
export function linesOf(cart: Cart, { variantId, attributes = {} }: LineTarget): CartLine[] {
  const wanted = Object.entries(attributes);
  return cart.lines.filter(line => line.variantId === variantId && wanted.every(([name, value]) => line.attributes?.[name] === value));
}

/** Units over the lines of a target. */
export function unitsOf(cart: Cart, target: LineTarget): number {
  return linesOf(cart, target).reduce((units, line) => units + line.quantity, 0);
}

/** What effect a wish has had, told from the carts before and after. */
export interface EffectQuestion {
  readonly wish: Wish;
  readonly target: LineTarget | undefined;
  readonly before: Cart;
  readonly after: Cart;
  /** The line of the wish in `after`. */
  readonly line: CartLine | undefined;
  /** Earlier sendings of other wishes that may arrive yet, and would look like an effect. */
  readonly late: readonly Late[];
  readonly overAdd: CommerceCapabilities['overAdd'];
}

/** Whether a wish whose answer got lost has taken effect. Says no when in doubt: a repeat that comes on top is found and taken back. */
export function tookEffect({ wish, target, before, after, line, late, overAdd }: EffectQuestion): boolean {
  const code = after.codes.find(other => wish.code !== undefined && sameCode(other.code, wish.code));
  if (wish.type === 'add-code') return code?.applied === true;
  if (wish.type === 'remove-code') return !code;
  if (wish.type !== 'add') return (line?.quantity ?? 0) === wish.quantity;
  if (!target) return false;
  const grown = unitsOf(after, target) - unitsOf(before, target);
  if (grown <= 0) return false;
  const suspects = late.filter(one => one.type === 'add' && one.variantId === wish.variantId);
  // Sendings of as many units are all alike; which of them has arrived does not matter, and it may be several.
  const alike = suspects.filter(one => one.quantity === wish.quantity).length;
  const others = suspects.filter(one => one.quantity !== wish.quantity);
  let fewest = fewestThatSum(grown, others)?.length ?? Infinity;
  let took: boolean | undefined = fewest < Infinity ? false : undefined;
  for (let count = 1; count <= alike + 1; count += 1) {
    const rest = fewestThatSum(grown - count * wish.quantity, others);
    if (!rest || count + rest.length > fewest) continue;
    fewest = count + rest.length;
    took = true;
  }
  // The fewest arrivals that explain what is there are the likeliest.
  if (took !== undefined) return took;
  return grown > wish.quantity || overAdd !== 'rejects';
}

/** How much of a wish is in the cart. */
export function appliedPart(question: Omit<EffectQuestion, 'late' | 'overAdd'>): 'all' | 'part' | 'none' {
  const { wish, target, before, after, line } = question;
  if (wish.type === 'add' && target) {
    const grown = unitsOf(after, target) - unitsOf(before, target);
    if (grown >= wish.quantity) return 'all';
    return grown > 0 ? 'part' : 'none';
  }
  if (tookEffect({ ...question, late: [], overAdd: 'rejects' })) return 'all';
  if (wish.type !== 'set') return 'none';
  const old = before.lines.find(other => other.key === line?.key) ?? before.lines.find(other => other.variantId === wish.variantId);
  return line && line.quantity !== old?.quantity ? 'part' : 'none';
}

/** So many are looked at when a sum is sought; the time it takes doubles with each. */
const mostSummands = 12;

/** The fewest things whose quantities add up to exactly `sum`; none for 0, undefined where there is no such sum. */
export function fewestThatSum<T extends { readonly quantity: number }>(sum: number, things: readonly T[]): readonly T[] | undefined {
  if (sum === 0) return [];
  const [first, ...others] = things.slice(0, mostSummands);
  if (!first || sum < 0) return undefined;
  const without = fewestThatSum(sum, others);
  const rest = fewestThatSum(sum - first.quantity, others);
  return rest && (!without || rest.length + 1 <= without.length) ? [first, ...rest] : without;
}
