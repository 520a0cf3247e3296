import { waitUntil as waitFor } from '@open-wc/testing';

/**
 * Waits until something is so, for 10 s: a machine under load is slow, not wrong. (The helper of the library gives up after one second.)
 * @param message - What was waited for; the predicate itself unless told.
 */
export const waitUntil = (holds: () => unknown, message = String(holds)): Promise<void> =>
  waitFor(holds, message, { interval: 20, timeout: 10_000 });
