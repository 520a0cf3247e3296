import { memoryTokens } from '../../internal/memory-tokens.js';
import type { WooCommerceOptions } from './woocommerce.js';

/** The `Cart-Token` that proves to the shop whose cart is meant. */
export interface CartToken {
  /** The token to send. */
  readonly token: () => Promise<string | undefined>;
  /** Takes note of the token in the answer to a request with `sent`. */
  readonly hear: (given: string, sent: string | undefined) => void;
  /** Takes note of whether the cart holds anything. True, once, when the cart before was lost. */
  readonly see: (hasUnits: boolean) => boolean;
  /** The address at which the checkout finds the cart. */
  readonly checkoutOf: (url: string) => string;
}

/** Asks for, renews and keeps the token. Loaded in `token` mode. */
export function cartToken({ tokens = memoryTokens(), mintToken }: WooCommerceOptions, key: string): CartToken {
  let fresh: string | undefined;
  let minting: Promise<string> | undefined;
  let hadUnits = false;
  let isLost = false;

  function forget(): void {
    isLost ||= hadUnits || !!tokens.get(key);
    tokens.set(key, null);
    fresh = undefined;
  }

  return {
    async token() {
      const kept = tokens.get(key);
      // One that has run out is not sent: a page of another origin could not even read the refusal.
      if (kept && (claimsOf(kept).exp ?? Infinity) * 1000 < Date.now()) forget();
      const known = tokens.get(key) ?? fresh;
      if (known || !mintToken) return known;
      minting ??= mintToken().finally(() => (minting = undefined));
      return (fresh = await minting);
    },
    hear(given, sent) {
      // The shop does not refuse to read for a token it does not know: it hands out another, of an empty cart.
      if (sent && claimsOf(sent).user_id !== claimsOf(given).user_id) forget();
      fresh = given;
      if (tokens.get(key)) tokens.set(key, given);
    },
    see(hasUnits) {
      hadUnits = hasUnits;
      // A token that nothing hangs on is not kept.
      if (hasUnits && fresh) tokens.set(key, fresh);
      const wasLost = isLost;
      isLost = false;
      return wasLost;
    },
    checkoutOf(url) {
      const kept = tokens.get(key);
      return kept ? `${url}${url.includes('?') ? '&' : '?'}session=${encodeURIComponent(kept)}` : url;
    },
  };
}

/** Whether a guest became another one, and so lost the cart. Who signs in takes it along, and is no `t_` any more. */
export function isOtherGuest(before: string, now: string): boolean {
  const { user_id: user } = claimsOf(now);
  return user !== claimsOf(before).user_id && /^t_/.test(String(user));
}

/** What a token says of itself. Nobody here can check it, and nobody needs to. */
function claimsOf(token: string): { readonly user_id?: unknown; readonly exp?: number } {
  try {
    return JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as object;
  } catch {
    return {};
  }
}
