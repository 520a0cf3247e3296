import {
  CommerceError,
  type CallOptions,
  type CartCallOptions,
  type CartChange,
  type CartResult,
  type CheckoutHandOff,
  type CommerceAdapter,
  type CommerceCapabilities,
} from '@shopcast/commerce';
import type { CartPolicy } from './cart-types.js';
import { backoff, type Pauses } from './pauses.js';
import type { CartClock, OnlineSource } from './platform.js';

/** What came of one call. */
export type Called<T> = { readonly value: T } | { readonly error: CommerceError };

/** What the calls of an engine share. */
export interface ShopCallsOptions {
  readonly adapter: CommerceAdapter;
  readonly clock: CartClock;
  readonly random: () => number;
  readonly online: OnlineSource;
  readonly policy: CartPolicy;
  readonly pauses: Pauses;
  readonly end: AbortSignal;
  /** Hears how the shop does: an error, until when it is left alone (ms since 1970), or nothing when it answered. */
  readonly onContact: (error?: CommerceError, until?: number) => void;
}

/** Assumed of a shop that does not say: whatever makes the engine more careful. */
const unknownCapabilities = {
  lineAttributes: false,
  overAdd: 'varies',
  identity: 'page',
  codes: 'many',
  checkout: 'url',
  stock: 'level',
} as const;

/** The capabilities an engine goes by. */
export type KnownCapabilities = Pick<CommerceCapabilities, keyof typeof unknownCapabilities>;

/** Calls to the shop that end in time, never reject, and are repeated where that is harmless. */
export function createShopCalls(options: ShopCallsOptions) {
  const { adapter, clock, random, online, policy, pauses, end, onContact } = options;
  let capabilities: KnownCapabilities | undefined;

  /** One call; its outcome as a value, `timeout` when it takes longer than `ms`. `stop` ends it early. */
  async function once<T>(
    run: (call: CallOptions) => Promise<T>,
    ms = policy.giveUpAfterMs,
    stop = new AbortController(),
  ): Promise<Called<T>> {
    if (end.aborted) return { error: new CommerceError('aborted', 'The engine has come to its end.') };
    const onEnd = () => stop.abort();
    end.addEventListener('abort', onEnd, { once: true });
    // Run in a promise so that an adapter that throws at once is no different from one that rejects.
    const call = Promise.resolve().then(() => run({ signal: stop.signal }));
    try {
      const value = await pauses.within(
        call.then(value => ({ value })),
        ms,
      );
      if (value) return value;
      stop.abort();
      return { error: new CommerceError(end.aborted ? 'aborted' : 'timeout', `"${adapter.name}" did not answer in time.`) };
    } catch (error) {
      return { error: asCommerceError(error, adapter.name) };
    } finally {
      end.removeEventListener('abort', onEnd);
    }
  }

  /** Resolves when the device has a connection, or the engine ends. */
  function whenOnline(): Promise<void> {
    if (online.online() || end.aborted) return Promise.resolve();
    return new Promise(resolve => {
      const done = () => {
        if (!online.online() && !end.aborted) return;
        stopListening();
        end.removeEventListener('abort', done);
        resolve();
      };
      const stopListening = online.subscribe(done);
      end.addEventListener('abort', done, { once: true });
    });
  }

  /** Waits before the repeat after failure number `failures`; false when the shop wants longer than a shopper can wait. */
  async function pauseAfter(error: CommerceError, failures: number): Promise<boolean> {
    const ms = backoff(policy, failures, random, error.retryAfterMs);
    if (ms > policy.longestWaitMs) {
      onContact(error, clock.now() + ms);
      return false;
    }
    onContact(error, clock.now() + ms);
    await pauses.sleep(ms);
    await whenOnline();
    return !end.aborted;
  }

  /** Repeats a call that changes nothing until it works or there is no sense in it. Waits for a connection first. */
  async function persistently<T>(run: (call: CallOptions) => Promise<T>): Promise<Called<T>> {
    for (let failures = 1; ; failures += 1) {
      await whenOnline();
      const called = await once(run, policy.readWithinMs);
      if ('value' in called) {
        onContact();
        return called;
      }
      if (isFinal(called.error) || failures >= policy.tries || !(await pauseAfter(called.error, failures))) {
        if (!end.aborted) onContact(called.error);
        return called;
      }
    }
  }

  return {
    once,
    persistently,
    /** One reading of the cart. */
    cart: async (call: CartCallOptions): Promise<CartResult> => asResult(await adapter.cart(call)),
    /** One sending of a change. */
    change: async (change: CartChange, call: CallOptions): Promise<CartResult> => asResult(await adapter.change([change], call)),
    checkout: async (call: CallOptions): Promise<CheckoutHandOff> => asHandOff(await adapter.checkout(call)),
    whenOnline,
    pauseAfter,
    /** The shop has answered a call made by `once`. */
    answered: () => onContact(),
    /** Whether the shop is known to keep no attributes of lines. */
    get plainLines(): boolean {
      return capabilities?.lineAttributes === false;
    },
    /** What the shop can do; the careful answer where it does not say in time. */
    async capabilities(): Promise<KnownCapabilities> {
      if (capabilities) return capabilities;
      const called = await once(call => adapter.capabilities(call), policy.readWithinMs);
      if ('error' in called) return unknownCapabilities;
      return (capabilities = called.value);
    },
  };
}

/** See {@link createShopCalls}. */
export type ShopCalls = ReturnType<typeof createShopCalls>;

/** An adapter that answers with something else has a fault; what the shop did is then as open as after a broken answer. */
function asResult(result: Partial<CartResult> | null | undefined): CartResult {
  if (Array.isArray(result?.cart?.lines) && Array.isArray(result.cart.codes) && Array.isArray(result.issues)) return result as CartResult;
  throw new TypeError('A result holds a cart with lines and codes, and issues.');
}

function asHandOff(found: CheckoutHandOff | null | undefined): CheckoutHandOff {
  if (found && ('handled' in found || typeof found.url === 'string')) return found;
  throw new TypeError('A checkout is handled, or has a url.');
}

/** Whether repeating is pointless. */
export function isFinal({ kind }: CommerceError): boolean {
  return kind === 'unauthorized' || kind === 'config' || kind === 'disposed';
}

function asCommerceError(error: unknown, name: string): CommerceError {
  if (error instanceof CommerceError) return error;
  return new CommerceError('protocol', `The adapter "${name}" failed in an unforeseen way. Adapters reject with CommerceError only.`, {
    cause: error,
  });
}
