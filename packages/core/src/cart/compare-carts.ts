import { sameMoney, type Money } from '../money/money.js';
import { pairLines, unitsOf, type LinePair } from './pair-lines.js';

/** What comparing reads of a cart line. The line of a shop adapter fits. */
export interface CartLineLike {
  /** Names the line in this one answer of the shop. */
  readonly key: string;
  readonly variantId: string;
  /** Units. */
  readonly quantity: number;
  /** Price of one unit as charged now. */
  readonly unit: Money;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What comparing reads of a cart. The cart of a shop adapter fits. */
export interface CartLike {
  readonly lines: readonly CartLineLike[];
  readonly codes: readonly { readonly code: string; readonly applied: boolean }[];
}

/** What was asked of the shop between the two carts. The change of a shop adapter fits. */
export type WantedChange =
  | { readonly type: 'add'; readonly variantId: string; readonly quantity: number; readonly attributes?: Readonly<Record<string, string>> }
  /** `lineKey` is a key of the cart before. */
  | { readonly type: 'set'; readonly lineKey: string; readonly quantity: number }
  | { readonly type: 'remove'; readonly lineKey: string }
  | { readonly type: 'add-code' | 'remove-code'; readonly code: string };

/** One way in which the cart after is not the cart before with the wanted changes made. */
export type CartDifference =
  /** Fewer units than wanted, perhaps none. `asked`: a wanted change was about them; else the shop lowered them by itself. */
  | {
      readonly type: 'quantity-limited';
      readonly variantId: string;
      readonly lineKey?: string;
      readonly wanted: number;
      readonly got: number;
      readonly asked: boolean;
    }
  /** More units than the absolute quantity asked for: the shop raised it, did not do it, or somebody added. */
  | {
      readonly type: 'quantity-raised';
      readonly variantId: string;
      readonly lineKey?: string;
      readonly wanted: number;
      readonly got: number;
    }
  /** A line that was there is gone, and nobody here wanted that. `lineKey` is its key before, `quantity` the units that should be there. */
  | { readonly type: 'line-gone'; readonly variantId: string; readonly lineKey: string; readonly quantity: number }
  /** More units than anybody here asked for: the page, another tab, or a gift of the shop. */
  | { readonly type: 'added-elsewhere'; readonly variantId: string; readonly lineKey?: string; readonly quantity: number }
  /** A unit of what was there before costs something else now. */
  | { readonly type: 'price-changed'; readonly variantId: string; readonly lineKey?: string; readonly from: Money; readonly to: Money }
  /** A code asked for is not applied. */
  | { readonly type: 'code-refused'; readonly code: string }
  /** A code that was applied no longer is, and nobody here wanted that. */
  | { readonly type: 'code-dropped'; readonly code: string }
  /** A code is applied that nobody here asked for. */
  | { readonly type: 'code-added-elsewhere'; readonly code: string };

/**
 * Finds what a shop, another tab or the page did to a cart beyond what was asked: clamped quantities, vanished lines, new prices, dropped codes,
 * additions from elsewhere. Lines are known again by variant and attributes, never by key, since keys may change with any answer. Amounts are
 * compared, never added up. Units of one variant that the shop puts on several lines count together.
 * @param wanted In the order in which they were asked. A `set` or `remove` of a key that the cart before does not have is left out of account.
 */
export function compareCarts(before: CartLike, after: CartLike, wanted: readonly WantedChange[] = []): readonly CartDifference[] {
  return [...pairLines(before, after, wanted).flatMap(compareLines), ...compareCodes(before, after, wanted)];
}

function compareLines(pair: LinePair): CartDifference[] {
  const { variantId, wanted, before, after, asked } = pair;
  const got = unitsOf(after);
  const place = { variantId, ...(after[0] && { lineKey: after[0].key }) };
  const differences: CartDifference[] = [];
  if (got < wanted) {
    if (got === 0 && before[0]) differences.push({ type: 'line-gone', variantId, lineKey: before[0].key, quantity: wanted });
    else differences.push({ type: 'quantity-limited', ...place, wanted, got, asked: asked !== undefined });
  } else if (got > wanted) {
    if (asked === 'absolute') differences.push({ type: 'quantity-raised', ...place, wanted, got });
    else differences.push({ type: 'added-elsewhere', ...place, quantity: got - wanted });
  }
  const from = before.find(line => !after.some(other => sameMoney(line.unit, other.unit))) ?? before[0];
  const to = after.find(line => !before.some(other => sameMoney(line.unit, other.unit))) ?? after[0];
  if (from && to && !sameMoney(from.unit, to.unit)) {
    differences.push({ type: 'price-changed', variantId, lineKey: to.key, from: from.unit, to: to.unit });
  }
  return differences;
}

function compareCodes(before: CartLike, after: CartLike, wanted: readonly WantedChange[]): CartDifference[] {
  // Shops differ over the case of codes; none has two codes that differ in case alone.
  const applied = (cart: CartLike) => new Map(cart.codes.filter(code => code.applied).map(({ code }) => [code.toLowerCase(), code]));
  const had = applied(before);
  const has = applied(after);
  /** The last word asked about each code. */
  const asked = new Map<string, { readonly code: string; readonly add: boolean }>();
  for (const change of wanted) {
    if ('code' in change) asked.set(change.code.toLowerCase(), { code: change.code, add: change.type === 'add-code' });
  }
  const differences: CartDifference[] = [];
  for (const [key, { code, add }] of asked) if (add && !has.has(key)) differences.push({ type: 'code-refused', code });
  for (const [key, code] of had) if (!asked.has(key) && !has.has(key)) differences.push({ type: 'code-dropped', code });
  for (const [key, code] of has) if (!had.has(key) && !asked.get(key)?.add) differences.push({ type: 'code-added-elsewhere', code });
  return differences;
}
