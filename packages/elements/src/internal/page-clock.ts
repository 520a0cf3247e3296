import { atom, onMount, type ReadableAtom } from 'nanostores';

const $clock = atom(Date.now());

/**
 * The device's time, ms since 1970, for elements that stand without a show: one clock for all of them, moving with each whole second, and
 * only while somebody looks. Inside a show `session.$now` is the time.
 */
export const $pageNow: ReadableAtom<number> = $clock;

onMount($clock, () => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = (): void => {
    const now = Date.now();
    $clock.set(now);
    timer = setTimeout(tick, 1000 - (now % 1000));
  };
  tick();
  return () => clearTimeout(timer);
});
