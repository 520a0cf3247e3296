import type { Store } from './store-controller.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  wait();
  for (const listener of listeners) listener();
}

/** Until the next whole second. */
function wait(): void {
  timer = setTimeout(tick, 1000 - (Date.now() % 1000));
}

/**
 * The device's time, ms since 1970, for elements that stand without a show: one clock for all of them, telling each whole second, and only
 * while somebody listens. Inside a show `session.$now` is the time.
 */
export const $pageNow: Store<number> = {
  get: () => Date.now(),
  listen(listener) {
    if (listeners.size === 0) wait();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearTimeout(timer);
    };
  },
};
