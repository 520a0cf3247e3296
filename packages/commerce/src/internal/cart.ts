import type { Money } from '@shopcast/core';
import type { Cart, CartChange, CartIssue, CartResult, CheckoutHandOff, CommerceCapabilities } from '../commerce-adapter.js';

/** What an issue of a change is about: its variant, its line or its code. */
export function aboutOf(change: CartChange): Partial<CartIssue> {
  if (change.type === 'add') return { variantId: change.variantId };
  return 'lineKey' in change ? { lineKey: change.lineKey } : { discountCode: change.code };
}

/** Codes as shops compare them. */
export const sameCode = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Units over all lines. */
export const unitsOf = (lines: readonly { readonly quantity: number }[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** The price of before, where it is higher than the one of now. */
export const higher = (before: Money | undefined, now: Money): Money | undefined =>
  before && before.minor > now.minor ? before : undefined;

/** A cart without anything, `more` said about it. */
export function emptyCart(currency: string, more: Partial<Cart> = {}): Cart {
  const nothing = { minor: 0, currency };
  const amounts = { subtotal: nothing, discount: nothing, total: nothing };
  return { currency, lines: [], quantity: 0, ...amounts, taxes: 'unknown', final: false, codes: [], ...more };
}

/** The answer, its first issue being that the cart was lost where it was. */
export function resultOf(cart: Cart, issues: readonly CartIssue[], lost = false): CartResult {
  return { cart, issues: lost ? [{ code: 'cart-lost' }, ...issues] : issues };
}

/** What a shop has only where its adapter says so. */
const lacking = {
  reservation: 'none',
  codes: 'none',
  hostCart: 'none',
  lineAttributes: false,
  order: 'none',
  reviews: false,
  policies: false,
  lowest30Days: false,
} as const;

/** What a shop can do: what is not said, it cannot. */
export function declareCapabilities(
  said: Omit<CommerceCapabilities, keyof typeof lacking> & Partial<Pick<CommerceCapabilities, keyof typeof lacking>>,
): CommerceCapabilities {
  return { ...lacking, ...said };
}

/** Which kind of way a checkout that was handed in as an address or a function is. */
export function checkoutKind(checkout: unknown): CommerceCapabilities['checkout'] {
  if (typeof checkout !== 'string') return 'host-callback';
  return /^https?:/i.test(checkout) ? 'url' : 'same-origin-page';
}

/** The way to a checkout at an address. */
export const checkoutAt = (url: string) => ({ url, target: 'same-tab' }) as const satisfies CheckoutHandOff;
