/** A clock that stands still until it is told to move. Its members may be passed on without their object. */
export interface TestClock {
  /** Ms since 1970. */
  readonly now: () => number;
  /** Calls back once the clock has moved on by `ms`. Returns what {@link clearTimeout} takes. */
  readonly setTimeout: (callback: () => void, ms?: number) => number;
  /** Forgets a timer; one that has run or was never there does no harm. */
  readonly clearTimeout: (timer: number | undefined) => void;
  /** Moves on by `ms`, a number >= 0, and runs what falls due on the way, each at its own time and in order. */
  readonly advance: (ms: number) => void;
  /** Jumps to a moment without running timers, as a device clock does when somebody sets it; also backwards. */
  readonly jump: (now: number) => void;
  /** Ms until the next timer falls due; undefined when none is waiting. */
  readonly untilNext: () => number | undefined;
  /** How many timers are waiting: 0 when nothing was left behind. */
  readonly pending: () => number;
}

/** So many timers may run in one `advance`: a timer that sets itself again for the same moment would never end. */
const mostTimers = 100_000;

/** A clock for tests. Starts on 1 January 2030, 12:00 UTC, unless told otherwise. */
export function createTestClock(options: { readonly now?: number } = {}): TestClock {
  let now = options.now ?? Date.UTC(2030, 0, 1, 12);
  let elapsed = 0; // what timers go by: jumps of `now` do not touch it
  let last = 0;
  const timers = new Map<number, { readonly due: number; readonly callback: () => void }>();

  const nextDue = (until: number) => {
    let next: { id: number; due: number; callback: () => void } | undefined;
    for (const [id, timer] of timers) if (timer.due <= until && (!next || timer.due < next.due)) next = { id, ...timer };
    return next;
  };
  const moveTo = (moment: number) => {
    now += moment - elapsed;
    elapsed = moment;
  };

  return {
    now: () => now,
    setTimeout(callback, ms = 0) {
      timers.set(++last, { due: elapsed + Math.max(0, ms), callback });
      return last;
    },
    clearTimeout(timer) {
      if (timer !== undefined) timers.delete(timer);
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock cannot advance by ${ms} ms; use jump to set it.`);
      const end = elapsed + ms;
      for (let ran = 0, timer = nextDue(end); timer; ran++, timer = nextDue(end)) {
        if (ran >= mostTimers)
          throw new Error(`More than ${mostTimers} timers ran in one advance: does one set itself again for the same moment?`);
        timers.delete(timer.id);
        moveTo(timer.due);
        timer.callback();
      }
      moveTo(end);
    },
    jump(moment) {
      now = moment;
    },
    untilNext() {
      const next = nextDue(Infinity);
      return next && next.due - elapsed;
    },
    pending: () => timers.size,
  };
}
