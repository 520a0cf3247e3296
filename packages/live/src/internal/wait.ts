import type { LiveEnvironment } from '../environment.js';

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. With `wakeable` also when the device wakes up. */
export function wait(environment: LiveEnvironment, ms: number, signal: AbortSignal, wakeable = false): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      cancel();
      stopListening();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stopListening = wakeable ? environment.onWake(done) : () => {};
    const cancel = environment.after(ms, done);
    signal.addEventListener('abort', done);
  });
}

/** A controller that follows other signals. `release` stops following, so that a long-lived signal keeps nothing alive. */
export function follow(...signals: readonly (AbortSignal | undefined)[]): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) {
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
  }
  return { controller, release: () => signals.forEach(signal => signal?.removeEventListener('abort', abort)) };
}
