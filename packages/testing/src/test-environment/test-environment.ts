import type { LiveEnvironment } from '@shopcast/live';
import { createTestClock, type TestClock } from '../test-clock/test-clock.js';

/** A device for transports and clocks under test: its time moves when told, its network is the real one unless another is handed in. */
export interface TestEnvironment extends LiveEnvironment {
  /** The device's clock; `after` and `monotonic` go by it. */
  readonly clock: TestClock;
  /** How long those who wait on this device wait at most, in real ms. */
  readonly patience: number;
  /** What was warned of. */
  readonly warnings: readonly string[];
  /** What `random` gives from now on; by default a fixed sequence. */
  setRandom(random: () => number): void;
  setHidden(hidden: boolean): void;
  /** As when the page is shown again or the network is back. */
  wakeUp(): void;
}

/** A fixed sequence of numbers in [0, 1) that looks like chance: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes a device for tests. */
export function createTestEnvironment(
  options: { readonly seed?: number; readonly fetch?: typeof globalThis.fetch; readonly patience?: number } = {},
): TestEnvironment {
  const clock = createTestClock();
  const start = clock.now();
  let elapsed = 0; // what the clock was advanced by, whatever it jumped
  let last = start;
  let random = seededRandom(options.seed ?? 1);
  let hidden = false;
  const sleepers = new Set<() => void>();
  const warnings: string[] = [];
  return {
    clock: {
      ...clock,
      jump(now) {
        elapsed += clock.now() - last;
        clock.jump(now);
        last = now;
      },
    },
    patience: options.patience ?? 15_000,
    warnings,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    monotonic: () => elapsed + clock.now() - last,
    wall: () => clock.now(),
    random: () => random(),
    after(ms, callback) {
      const timer = clock.setTimeout(callback, ms);
      return () => clock.clearTimeout(timer);
    },
    hidden: () => hidden,
    onWake(listener) {
      sleepers.add(listener);
      return () => sleepers.delete(listener);
    },
    warn: message => void warnings.push(message),
    setRandom: given => void (random = given),
    setHidden: given => void (hidden = given),
    wakeUp: () => [...sleepers].forEach(listener => listener()),
  };
}
