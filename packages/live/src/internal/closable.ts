import type { TransportItem } from '../live-transport.js';
import { follow } from './wait.js';

/**
 * Makes a reader of a generator that stops when its signal aborts: on disposal, on the caller's signal, and when the caller leaves its loop. The
 * signal comes first because a generator that waits for the network cannot be returned. `assertAlive` throws when reading begins after disposal.
 */
export function closable(
  life: AbortSignal,
  signal: AbortSignal | undefined,
  assertAlive: () => void,
  read: (signal: AbortSignal) => AsyncGenerator<TransportItem, void, undefined>,
): AsyncIterable<TransportItem> {
  return {
    [Symbol.asyncIterator]() {
      const disposedBefore = life.aborted;
      const own = follow(life, signal);
      const items = read(own.controller.signal);
      const stop = () => {
        own.controller.abort();
        own.release();
      };
      return {
        async next() {
          if (disposedBefore) assertAlive();
          try {
            const result = await items.next();
            if (result.done) stop();
            return result;
          } catch (error) {
            stop();
            throw error;
          }
        },
        async return() {
          stop();
          await items.return();
          return { done: true as const, value: undefined };
        },
      };
    },
  };
}
