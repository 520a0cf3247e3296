import type { Messages } from '../messages/en.js';
import type { ActMessages } from '../show/act-words.js';

/** Why the checkout did not open, and what to do. `code` is a `cart/*` code or that of an issue. */
export function checkoutWords(code: string | undefined, t: Messages & ActMessages): string {
  const words: Readonly<Record<string, string>> = {
    'cart/empty': t.checkoutEmpty,
    'cart/look-first': t.checkoutLookFirst,
    'cart/unsure': t.checkoutUnsure,
    'cart/offline': t.checkoutOffline,
    'cart/unreachable': t.shopSilent,
    'cart/rate-limited': t.cartBusyShop(),
    // The cart tells which of these it was.
    'cart-locked': t.checkoutLookFirst,
    'cart-lost': t.checkoutLookFirst,
  };
  return words[code ?? ''] ?? t.checkoutFailed;
}
