import type { CommerceError } from '@shopcast/commerce';
import { ShopcastError } from '@shopcast/core';

/** Why nothing came of a wish, after the shop was tried for long enough. */
export function failureOf(error: CommerceError, unsure: boolean): ShopcastError {
  const cause = { cause: error };
  if (error.kind === 'disposed') return new ShopcastError('cart/disposed', 'The adapter of the cart was disposed.', cause);
  if (unsure) {
    return new ShopcastError(
      'cart/unsure',
      'It could not be found out whether the change reached the shop. Look at the cart again.',
      cause,
    );
  }
  if (error.kind === 'rate-limited') return new ShopcastError('cart/rate-limited', 'The shop wants to be left alone for now.', cause);
  if (error.kind === 'unauthorized' || error.kind === 'config') {
    return new ShopcastError('cart/shop-failed', `The shop does not take the call: ${error.message}`, cause);
  }
  return new ShopcastError('cart/unreachable', 'The shop could not be reached, or did not answer sensibly.', cause);
}

/** The engine has come to its end. */
export function disposedFailure(): ShopcastError {
  return new ShopcastError('cart/disposed', 'The cart engine was disposed. Make a new one.');
}

/** The shopper took the change back. */
export function withdrawnFailure(): ShopcastError {
  return new ShopcastError('cart/withdrawn', 'The change was taken back before it was sent.');
}
