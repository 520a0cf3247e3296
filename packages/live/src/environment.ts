/**
 * What a transport or the clock takes from the device. Handed in, so that tests run on a fake clock and a fake network; pages leave it out.
 */
export interface LiveEnvironment {
  readonly fetch: typeof globalThis.fetch;
  /** Ms that never run backwards: `performance.now`. */
  readonly monotonic: () => number;
  /** The device's own idea of ms since 1970, right or wrong: `Date.now`. */
  readonly wall: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Calls back once after so many ms. Returns how to cancel. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Whether nobody can see the page. */
  readonly hidden: () => boolean;
  /** Calls back when waiting may be over: back online, page shown again. Returns how to stop listening. */
  readonly onWake: (listener: () => void) => () => void;
  /** Tells developers what came from outside and was left out. */
  readonly warn: (message: string) => void;
}

const listen = (target: EventTarget | undefined, type: string, listener: () => void): (() => void) => {
  target?.addEventListener(type, listener);
  return () => target?.removeEventListener(type, listener);
};

/** The page's (or, without one, the process's) own clock, timers and network. */
export const pageEnvironment: LiveEnvironment = {
  fetch: (input, init) => globalThis.fetch(input, init),
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  hidden: () => globalThis.document?.hidden ?? false,
  onWake(listener) {
    const page = globalThis.window as Window | undefined;
    const stops = [
      listen(page, 'online', listener),
      listen(page, 'pageshow', listener),
      listen(page?.document, 'visibilitychange', () => page?.document.hidden || listener()),
    ];
    return () => stops.forEach(stop => stop());
  },

  warn: message => console.warn(message),
};
