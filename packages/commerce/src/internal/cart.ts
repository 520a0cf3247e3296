import type { Money } from '@shopcast/core';
import type {
  Cart,
  CartChange,
  CartIssue,
  CartResult,
  CheckoutHandOff,
  CommerceAdapter,
  CommerceCapabilities,
} from '../commerce-adapter.js';

/** What an issue of a change is about: its variant, its line or its code. */
export function aboutOf(change: CartChange): Partial<CartIssue> {
  if (change.type === 'add') return { variantId: change.variantId };
  return 'lineKey' in change ? { lineKey: change.lineKey } : { discountCode: change.code };
}

/** More units than this no shop sells at once, and some fail on the number instead of refusing it. */
const mostUnits = 1_000_000;

/** Why no shop can be asked for a change. */
function unaskable(change: CartChange): CartIssue['code'] | undefined {
  if (!('quantity' in change)) return undefined;
  const { type, quantity } = change;
  if (!Number.isInteger(quantity) || quantity < (type === 'add' ? 1 : 0)) return 'quantity-rule';
  return quantity > mostUnits ? 'quantity-limited' : undefined;
}

/** `change` of an adapter, which is asked only for quantities that are some; of the others it is told in the answer. */
export function askable(change: CommerceAdapter['change']): CommerceAdapter['change'] {
  return async (changes, options) => {
    const refused = changes.flatMap(each => {
      const code = unaskable(each);
      return code ? [{ code, ...aboutOf(each) }] : [];
    });
    if (!refused.length) return change(changes, options);
    const { cart, issues } = await change(
      changes.filter(each => !unaskable(each)),
      options,
    );
    return { cart, issues: [...refused, ...issues] };
  };
}

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
