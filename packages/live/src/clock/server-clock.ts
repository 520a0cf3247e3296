import { pageEnvironment, type LiveEnvironment } from '../environment.js';
import { wait } from '../internal/wait.js';
import type { TimeSample } from '../live-transport.js';
import { boundsOf, intersect, middle, moved, width, type OffsetBounds } from './bounds.js';

export interface ServerClockOptions {
  /** Reads the server's clock once: `signal => transport.serverTime({ signal })`. */
  readonly sample: (signal: AbortSignal) => Promise<TimeSample | undefined>;
  /** How often to read it when all is well, ms. Default 30 000. */
  readonly interval?: number;
  readonly environment?: Pick<LiveEnvironment, 'monotonic' | 'wall' | 'after' | 'onWake'>;
}

/** The server's time on a device whose own clock may be wrong. */
export interface ServerClock {
  /** Server ms since 1970. Never runs backwards, but for a correction of `settled` from false. */
  now(): number;
  /** False until the server was read, and for a moment after the device slept: `now` is then a guess. */
  readonly settled: boolean;
  /** By how much `now` may be wrong at most, ms; Infinity before the first reading. */
  readonly uncertainty: number;
  /** Takes a reading that somebody else made. */
  add(sample: TimeSample): void;
  dispose(): void;
}

/** Quartz is rarely worse than this, ms per ms: the bound of drift before it is measured. */
const worstDrift = 0.0006;
/** What remains of doubt about a measured drift, as a crystal warms up. */
const restlessness = 0.00003;
/** Readings older than this count no more, ms. */
const memory = 20 * 60_000;
const mostReadings = 64;
/** Pauses between the readings at the beginning and after sleep, ms: many soon, because the first jitter and the drift are not known yet. */
const pauses = [300, 300, 300, 300, 300, 300, 300, 1000, 2000, 4000, 8000, 8000, 16_000] as const;
/** The clocks of the device disagree by more than this: it slept, or its clock was set, ms. */
const slept = 1000;
/** A correction backwards is spread: time runs this much slower meanwhile. Forwards it is taken at once. */
const slowest = 0.5;

/**
 * Keeps the server's time. Every reading bounds the difference of the clocks; all of the last 20 minutes together, moved by the measured drift, leave a
 * narrow interval, and its middle is the estimate. Jitter of the network only ever makes single readings wide.
 */
export function createServerClock(options: ServerClockOptions): ServerClock {
  const { sample, interval = 30_000, environment = pageEnvironment } = options;
  const life = new AbortController();
  let readings: OffsetBounds[] = [];
  let drift = 0;
  let doubt = worstDrift;
  let settled = false;
  let turn = 0; // readings since the beginning or the last sleep
  let hurry = new AbortController();

  // The device's own clock serves until the server was read.
  let anchor = { at: environment.monotonic(), offset: environment.wall() - environment.monotonic() };
  let shown = { at: anchor.at, time: -Infinity };
  let clocks = { monotonic: environment.monotonic(), wall: environment.wall() };

  const offsetAt = (at: number) => anchor.offset + (at - anchor.at) * drift;

  const estimate = () => {
    const at = environment.monotonic();
    measureDrift();
    const bounds = intersect(readings, at, drift, doubt);
    if (bounds) anchor = { at, offset: middle(bounds) };
    return bounds !== undefined;
  };

  /** Compares what the older and the newer half of the readings prove: the difference over the time between is the drift. */
  const measureDrift = () => {
    const half = Math.floor(readings.length / 2);
    if (half < 2) return;
    const older = readings.slice(0, half);
    const newer = readings.slice(-half);
    const [from, to] = [older[0]!.at, newer.at(-1)!.at];
    const [a, b] = [intersect(older, from, 0, worstDrift), intersect(newer, to, 0, worstDrift)];
    if (!a || !b || to - from < 60_000) return;
    const measured = (middle(b) - middle(a)) / (to - from);
    const error = (width(a) + width(b)) / 2 / (to - from) + restlessness;
    if (error >= worstDrift) return;
    drift = Math.max(-worstDrift, Math.min(worstDrift, measured));
    doubt = error;
  };

  const startOver = () => {
    drift = 0;
    doubt = worstDrift;
    readings = [];
    turn = 0;
    hurry.abort();
  };

  const add = (reading: TimeSample) => {
    const bounds = boundsOf(reading);
    if (!bounds || life.signal.aborted) return;
    readings = [...readings.filter(({ at }) => bounds.at - at < memory), bounds].slice(-mostReadings);
    if (!estimate()) {
      // The new one contradicts the old: the server's clock was set, or the device slept unnoticed. The new one counts.
      startOver();
      readings = [bounds];
      settled = false;
      estimate();
    }
    if (!settled) shown = { at: environment.monotonic(), time: -Infinity };
    settled = true;
  };

  /** Notices sleep: the monotonic clock of some systems stands still in it. Time must not be too early, or offers would seem open after their end. */
  const checkSleep = (monotonic: number) => {
    const wall = environment.wall();
    const missed = wall - clocks.wall - (monotonic - clocks.monotonic);
    clocks = { monotonic, wall };
    if (Math.abs(missed) < slept) return;
    if (missed > 0) anchor = { ...anchor, offset: anchor.offset + missed };
    settled = false;
    startOver();
  };

  const keepReading = async () => {
    while (!life.signal.aborted) {
      hurry = new AbortController();
      checkSleep(environment.monotonic());
      try {
        const reading = await sample(life.signal);
        if (!reading && turn === 0) return; // this way has no server to ask
        if (reading) add(reading);
      } catch {
        // Out of reach just now. What is known stays, and its doubt grows.
      }
      const pause = Math.min(interval, pauses[turn++] ?? interval);
      await wait(environment as LiveEnvironment, pause, AbortSignal.any([life.signal, hurry.signal]), true);
    }
  };
  void keepReading();

  return {
    now() {
      const at = environment.monotonic();
      checkSleep(at);
      const time = at + offsetAt(at);
      // Never back: where time turns out to be earlier than shown, it runs slower until the two meet.
      const floor = shown.time + Math.max(0, at - shown.at) * slowest;
      shown = { at, time: Math.max(time, floor) };
      return shown.time;
    },
    get settled() {
      return settled;
    },
    get uncertainty() {
      if (readings.length === 0) return Infinity;
      const at = environment.monotonic();
      const bounds = intersect(readings, at, drift, doubt) ?? moved(readings.at(-1)!, at, drift, doubt);
      return width(bounds) / 2;
    },
    add,
    dispose: () => life.abort(),
  };
}
