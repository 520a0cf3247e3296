import type { CommerceError } from '@shopcast/commerce';
import type { ShopState } from './cart-types.js';

/** Remembers how the shop did when it was last called. */
export function createContact(now: () => number) {
  let trouble: { readonly state: 'unreachable' | 'rate-limited'; readonly until?: number } | undefined;
  return {
    /** The shop answered (no error), or did not; `until` is when it is asked again, ms since 1970. */
    hear(error?: CommerceError, until?: number): void {
      if (!error) trouble = undefined;
      else if (error.kind !== 'conflict') {
        trouble = { state: error.kind === 'rate-limited' ? 'rate-limited' : 'unreachable', ...(until === undefined ? {} : { until }) };
      }
    },
    get unreachable(): boolean {
      return trouble?.state === 'unreachable';
    },
    state(online: boolean, busy: boolean): ShopState {
      if (!online) return { state: 'offline' };
      // A limit is over when its time has come, whether or not anybody asked since.
      if (trouble && !(trouble.state === 'rate-limited' && !busy && (trouble.until ?? 0) <= now())) return trouble;
      return { state: busy ? 'busy' : 'idle' };
    },
  };
}

/** See {@link createContact}. */
export type Contact = ReturnType<typeof createContact>;
