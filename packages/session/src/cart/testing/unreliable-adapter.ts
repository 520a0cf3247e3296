import { CommerceError, type CallOptions, type CartResult, type CommerceAdapter } from '@shopcast/commerce';
import type { CartClock } from '../platform.js';

/** What may go wrong with one call. `afterMs` is when the call takes effect in the shop; a call without it never does. */
export interface CallFault {
  /** For messages: `timeout-after-effect`. */
  readonly name: string;
  readonly effectAfterMs?: number;
  /** How the call ends for whoever made it: an error, or the shop's own answer; `never` answers at all. */
  readonly answer: CommerceError | 'shop' | 'never';
  readonly answerAfterMs: number;
}

/** Calls of an adapter that change something. */
export type FaultyCall = 'change' | 'cart' | 'checkout';

/** An adapter whose calls fail as told. `calls` counts those that reached the shop. */
export interface UnreliableAdapter extends CommerceAdapter {
  readonly effects: number;
  /** Calls in flight that write: more than one at a time breaks carts of some shops. */
  readonly mostWriters: number;
}

/** Puts a bad line between an engine and its shop. `next` says what happens to the next call. */
export function unreliable(inner: CommerceAdapter, clock: CartClock, next: (call: FaultyCall) => CallFault | undefined): UnreliableAdapter {
  let effects = 0;
  let writers = 0;
  let mostWriters = 0;
  const sleep = (ms: number) => new Promise<void>(resolve => clock.setTimeout(resolve, ms));

  async function call<T>(name: FaultyCall, run: () => Promise<T>, options?: CallOptions): Promise<T> {
    const fault = next(name);
    if (!fault) return run();
    // The request is on its way: whoever gives up waiting does not call it back.
    const effect = fault.effectAfterMs === undefined ? undefined : sleep(fault.effectAfterMs).then(run);
    const aborted = new Promise<never>((_, reject) =>
      options?.signal?.addEventListener('abort', () => reject(new CommerceError('aborted', 'Given up.')), { once: true }),
    );
    const answer = async (): Promise<T> => {
      if (fault.answer === 'never') return new Promise<never>(() => {});
      await sleep(fault.answerAfterMs);
      if (fault.answer instanceof CommerceError) throw fault.answer;
      return effect ?? run();
    };
    return Promise.race([answer(), aborted]);
  }

  return {
    ...inner,
    get effects() {
      return effects;
    },
    get mostWriters() {
      return mostWriters;
    },
    cart: options => call('cart', () => inner.cart(), options),
    async change(changes, options) {
      mostWriters = Math.max(mostWriters, (writers += 1));
      try {
        return await call(
          'change',
          (): Promise<CartResult> => {
            effects += 1;
            return inner.change(changes);
          },
          options,
        );
      } finally {
        writers -= 1;
      }
    },
    checkout: options => call('checkout', () => inner.checkout(), options),
  };
}

/** The faults of the reliability figures, as an engine meets them once an adapter has read the answer. `ms` is how long things take. */
export function faultCatalogue(ms = 50): readonly CallFault[] {
  const error = (kind: CommerceError['kind'], words: string, retryAfterMs?: number) => new CommerceError(kind, words, { retryAfterMs });
  return [
    { name: 'timeout-before-effect', answer: 'never', answerAfterMs: 0 },
    { name: 'timeout-after-effect', answer: 'never', answerAfterMs: 0, effectAfterMs: ms },
    { name: 'lost-before-effect', answer: error('network', 'reset'), answerAfterMs: ms },
    { name: 'lost-after-effect', answer: error('network', 'reset'), answerAfterMs: ms, effectAfterMs: ms / 2 },
    { name: 'lost-then-effect', answer: error('network', 'reset'), answerAfterMs: ms, effectAfterMs: 1_500 },
    { name: 'lost-then-late-effect', answer: error('network', 'reset'), answerAfterMs: ms, effectAfterMs: 15_000 },
    { name: 'slow', answer: 'shop', answerAfterMs: 20_000, effectAfterMs: 10_000 },
    { name: 'slower-than-patience', answer: 'shop', answerAfterMs: 45_000, effectAfterMs: 40_000 },
    { name: 'rate-limited', answer: error('rate-limited', '429', 2_000), answerAfterMs: ms },
    { name: 'conflict', answer: error('conflict', '409'), answerAfterMs: ms },
    { name: 'error-before-effect', answer: error('unavailable', '500'), answerAfterMs: ms },
    { name: 'error-after-effect', answer: error('unavailable', '502'), answerAfterMs: ms, effectAfterMs: ms / 2 },
    { name: 'malformed', answer: error('protocol', 'malformed'), answerAfterMs: ms, effectAfterMs: ms / 2 },
  ];
}

/** A fault of the catalogue, by its name. */
export const fault = (name: string): CallFault => faultCatalogue().find(one => one.name === name)!;

/** A shop that cannot be reached. */
export const down: CallFault = { name: 'down', answer: new CommerceError('network', 'down'), answerAfterMs: 1 };

/** A shop that takes its time. */
export const slowly = (effectAfterMs: number): CallFault => ({ name: 'busy', answer: 'shop', answerAfterMs: effectAfterMs, effectAfterMs });

/** Faults for the calls that change something, in order; everything else goes well. */
export const changes = (...list: (CallFault | undefined)[]) => {
  let at = 0;
  return (call: FaultyCall) => (call === 'change' ? list[at++] : undefined);
};
