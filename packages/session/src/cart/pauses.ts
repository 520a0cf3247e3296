import type { CartClock } from './platform.js';

/** Waiting that ends with the engine. */
export function createPauses(clock: CartClock, end: AbortSignal) {
  /** The value, or undefined when `ms` pass or the engine ends before it comes. Leaves no timer. */
  function within<T>(promise: Promise<T> | undefined, ms: number): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => finish(undefined), ms);
      const onEnd = () => finish(undefined);
      const clear = () => {
        clock.clearTimeout(timer);
        end.removeEventListener('abort', onEnd);
      };
      const finish = (value: T | undefined) => {
        clear();
        resolve(value);
      };
      end.addEventListener('abort', onEnd, { once: true });
      if (end.aborted) return finish(undefined);
      promise?.then(finish, (error: unknown) => {
        clear();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }
  return { within, sleep: (ms: number): Promise<void> => within<void>(undefined, ms) };
}

/** See {@link createPauses}. */
export type Pauses = ReturnType<typeof createPauses>;

/** What a pause before a repeat goes by. */
export interface Backoff {
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
}

/**
 * ms to wait before the repeat after failure number `failures` (1 is the first): anything up to the doubled pause, so that many shoppers
 * do not come back at once; on top of what the shop asks for.
 */
export function backoff(policy: Backoff, failures: number, random: () => number, retryAfterMs = 0): number {
  return retryAfterMs + random() * Math.min(policy.backoffMaxMs, policy.backoffMs * 2 ** (failures - 1));
}
