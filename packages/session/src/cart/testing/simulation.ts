import { createTestClock, type TestClock } from '@shopcast/testing';

/** Time that moves only when everything that could happen without it has happened. */
export interface Simulation extends TestClock {
  /** Lets everything happen that needs no time to pass. */
  settle(): Promise<void>;
  /** Moves on by `ms`, timer by timer, letting everything happen in between. */
  pass(ms: number): Promise<void>;
  /** Moves on until `done` says so. Fails after `limitMs` of simulated time. */
  until(done: () => boolean, limitMs?: number): Promise<void>;
  /** The value of a promise that needs time to pass. */
  of<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
}

/** A clock and what moves it. */
export function createSimulation(): Simulation {
  const clock = createTestClock();
  const settle = async () => {
    await turn();
  };
  async function until(done: () => boolean, limitMs = 600_000): Promise<void> {
    const limit = clock.now() + limitMs;
    await settle();
    while (!done()) {
      const next = clock.untilNext();
      if (next === undefined || clock.now() + next > limit) throw new Error(`It did not happen within ${limitMs} simulated ms.`);
      clock.advance(next);
      await settle();
    }
  }
  return {
    ...clock,
    settle,
    until,
    async pass(ms) {
      const end = clock.now() + ms;
      await settle();
      for (let next = clock.untilNext(); next !== undefined && clock.now() + next <= end; next = clock.untilNext()) {
        clock.advance(next);
        await settle();
      }
      clock.advance(end - clock.now());
      await settle();
    },
    async of(promise, limitMs) {
      let settled = false;
      const done = () => void (settled = true);
      promise.then(done, done);
      await until(() => settled, limitMs);
      return promise;
    },
  };
}

/** A task of its own, so that every promise that can resolve by then has. */
function turn(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => unknown }).setImmediate;
  return new Promise(resolve => {
    if (immediate) return void immediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
