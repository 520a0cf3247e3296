import type { CartOutcome, LineDisplay } from './cart-types.js';
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
  /** An add whose attributes are sent as they are, without the mark of the show. */
  readonly exact?: true;
  readonly resolve: ((outcome: CartOutcome) => void)[];
}

/**
 * Takes `wish` into one that still waits, where the result is the same: adds of one variant become one add, absolute quantities of one
 * line the last one. Only the latest wish about a variant or line may take it in, or the order would change.
 */
export function mergeIntoWaiting(waiting: readonly Wish[], wish: Wish): boolean {
  const latest = waiting.findLast(other => concernsTheSame(other, wish));
  if (!latest || latest.sent || latest.type !== wish.type) return false;
  if (wish.type === 'add') {
    if (!sameAttributes(latest.attributes, wish.attributes)) return false;
    latest.quantity += wish.quantity;
  } else if (wish.type === 'set') latest.quantity = wish.quantity;
  latest.resolve.push(...wish.resolve);
  return true;
}

function concernsTheSame(a: Wish, b: Wish): boolean {
  if (a.code !== undefined || b.code !== undefined) return a.code === b.code;
  return a.lineId === b.lineId || a.variantId === b.variantId;
}
