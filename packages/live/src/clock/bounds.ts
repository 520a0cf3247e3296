import type { TimeSample } from '../live-transport.js';

/**
 * What a reading proves: at `at` (monotonic ms) the server's clock was ahead of the monotonic one by something in [`low`, `high`]. The answer was
 * written after the question left and before it arrived, however lopsided the way was.
 */
export interface OffsetBounds {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** Turns a reading into bounds; `undefined` for one that makes no sense. */
export function boundsOf({ serverTime, sentAt, receivedAt }: TimeSample): OffsetBounds | undefined {
  const bounds = { at: receivedAt, low: serverTime - receivedAt, high: serverTime - sentAt };
  return Number.isFinite(bounds.low) && bounds.high >= bounds.low ? bounds : undefined;
}

/** Moves bounds to another moment: the clocks may have drifted apart by `drift` (ms per ms), give or take `doubt`. */
export function moved({ at, low, high }: OffsetBounds, to: number, drift: number, doubt: number): OffsetBounds {
  const span = to - at;
  const slack = Math.abs(span) * doubt;
  return { at: to, low: low + span * drift - slack, high: high + span * drift + slack };
}

/** What several readings prove together at one moment; `undefined` when they contradict each other: a clock was set. */
export function intersect(all: readonly OffsetBounds[], at: number, drift: number, doubt: number): OffsetBounds | undefined {
  let low = -Infinity;
  let high = Infinity;
  for (const bounds of all) {
    const there = moved(bounds, at, drift, doubt);
    low = Math.max(low, there.low);
    high = Math.min(high, there.high);
  }
  // Rounded server times may miss each other by a millisecond without anybody having set a clock.
  return high - low >= -2 ? { at, low: Math.min(low, high), high: Math.max(low, high) } : undefined;
}

export const middle = ({ low, high }: OffsetBounds): number => (low + high) / 2;
export const width = ({ low, high }: OffsetBounds): number => high - low;
