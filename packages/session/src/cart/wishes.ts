import type { CartChange } from '@shopcast/commerce';
import type { CartItem, CartOutcome, LineDisplay, ShownIssue } from './cart-types.js';
import type { LineTarget } from './effect.js';
import { sameAttributes } from './line-ids.js';

/** A change the shopper asked for, from the tap to the shop's answer. */
export interface Wish {
  readonly id: string;
  type: 'add' | 'set' | 'remove' | 'add-code' | 'remove-code';
  /** The line concerned; for an add the line it will end up in, as far as can be told. */
  readonly lineId?: string;
  readonly variantId?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly code?: string;
  readonly display?: LineDisplay;
  /** When the shopper asked, ms since 1970. */
  readonly since: number;
  /** Units to add, or the absolute quantity; 0 for a removal. */
  quantity: number;
  state: 'waiting' | 'sending' | 'unsure';
  /** Its turn has come; such a wish takes in no other. */
  sent: boolean;
  /** The shopper has taken it back. */
  withdrawn?: boolean;
  /** The engine's own, to put right what a late sending did. */
  readonly own?: true;
  /** Units by which such a wish changes the line, whatever it holds by then. */
  readonly by?: number;
  /** An add whose attributes are sent as they are, without the mark of the show. */
  readonly exact?: true;
  readonly resolve: ((outcome: CartOutcome) => void)[];
}

/** Whether an item can be added. Pages ask too, and those are not held to types. */
export function isItem(item: Partial<CartItem> | null | undefined): item is CartItem {
  const { variantId, quantity = 1, attributes } = item ?? {};
  const texts = Object.values(attributes ?? {}).every(value => typeof value === 'string');
  return typeof variantId === 'string' && variantId !== '' && Number.isSafeInteger(quantity) && quantity >= 1 && texts;
}

/**
 * Takes `wish` into one that still waits, where the result is the same: adds of one variant become one add, absolute quantities of one
 * line the last one. Only the latest wish about a variant or line may take it in, or the order would change.
 */
export function mergeIntoWaiting(waiting: readonly Wish[], wish: Wish): boolean {
  const latest = waiting.findLast(other => concernsTheSame(other, wish));
  if (!latest || latest.sent || latest.type !== wish.type) return false;
  if (wish.type === 'add') {
    if (!sameAttributes(latest.attributes, wish.attributes) || !Number.isSafeInteger(latest.quantity + wish.quantity)) return false;
    latest.quantity += wish.quantity;
  } else if (wish.type === 'set') latest.quantity = wish.quantity;
  latest.resolve.push(...wish.resolve);
  return true;
}

function concernsTheSame(a: Wish, b: Wish): boolean {
  if (a.code !== undefined || b.code !== undefined) return a.code === b.code;
  return a.lineId === b.lineId || a.variantId === b.variantId;
}

/** The lines an add counts in. `tag` marks lines of the show, in shops that keep attributes. */
export function targetOf(wish: Wish, lineAttributes: boolean, tag: string | false): LineTarget | undefined {
  const { variantId, attributes, exact } = wish;
  if (variantId === undefined) return undefined;
  const all = { ...attributes, ...(exact || tag === false ? {} : { _shopcast: tag }) };
  return lineAttributes && Object.keys(all).length > 0 ? { variantId, attributes: all } : { variantId };
}

/** The change as the shop takes it; `null` when the line it is about has gone, or the shopper has taken it back. */
export function changeOf(wish: Wish, target: LineTarget | undefined, lineKey: string | undefined): CartChange | null {
  if (wish.withdrawn) return null;
  const { type, code, quantity } = wish;
  if (type === 'add') return target ? { type, ...target, quantity } : null;
  if (type === 'add-code' || type === 'remove-code') return code === undefined ? null : { type, code };
  if (lineKey === undefined) return null;
  return quantity === 0 ? { type: 'remove', lineKey } : { type: 'set', lineKey, quantity };
}

/** What an issue about a wish is about. */
export function subjectOf({ variantId, lineId, code }: Wish): Pick<ShownIssue, 'variantId' | 'lineId' | 'discountCode'> {
  return {
    ...(variantId === undefined ? {} : { variantId }),
    ...(lineId === undefined ? {} : { lineId }),
    ...(code === undefined ? {} : { discountCode: code }),
  };
}

/** Tells everybody who asked for it what became of a wish. */
export function resolveWish(wish: Wish, outcome: CartOutcome): void {
  for (const resolve of wish.resolve) resolve(outcome);
}
