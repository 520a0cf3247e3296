import type { CallOptions } from '../commerce-adapter.js';
import { CommerceError } from '../commerce-error.js';
import { understand } from './understand.js';

/** The life of one adapter: every call goes through `run`, and `dispose` ends them all. */
export interface Lifecycle {
  readonly disposed: boolean;
  /**
   * Runs `call` with a signal that follows the caller's and the adapter's own end. Rejects with kind `disposed` or `aborted` as soon
   * as either happens, whether or not `call` listens.
   */
  run<T>(options: CallOptions | undefined, call: (signal: AbortSignal) => Promise<T> | T): Promise<T>;
  /** Like `run`, for what asks a shop: an answer that `call` stumbles over makes an error of kind `protocol`. */
  ask<T>(options: CallOptions | undefined, call: (signal: AbortSignal) => Promise<T> | T): Promise<T>;
  /**
   * Keeps what has to be undone at the end: listeners, channels. Undone at once when the end has already come. Answers how to undo it
   * sooner; it is undone once.
   */
  onDispose(undo: () => void): () => void;
  dispose(): void;
}

/** Begins the life of an adapter called `name`. */
export function lifecycle(name: string): Lifecycle {
  const end = new AbortController();
  const life: Lifecycle = {
    get disposed() {
      return end.signal.aborted;
    },
    async run(options, call) {
      const stop = new AbortController();
      const follow = (signal: AbortSignal) => stop.abort(reasonOf(signal, name));
      const followed = options?.signal ? [end.signal, options.signal] : [end.signal];
      const follows = followed.map(signal => () => follow(signal));
      for (const signal of followed) if (signal.aborted) throw reasonOf(signal, name);
      followed.forEach((signal, at) => signal.addEventListener('abort', follows[at] as () => void, { once: true }));
      const stopped = new Promise<never>((_, reject) =>
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason as CommerceError), { once: true }),
      );
      try {
        return await Promise.race([call(stop.signal), stopped]);
      } finally {
        followed.forEach((signal, at) => signal.removeEventListener('abort', follows[at] as () => void));
      }
    },
    ask: (options, call) => life.run(options, signal => understand(name, () => call(signal))),
    onDispose(undo) {
      let done = false;
      const once = () => {
        end.signal.removeEventListener('abort', once);
        if (!done) undo();
        done = true;
      };
      if (end.signal.aborted) once();
      else end.signal.addEventListener('abort', once, { once: true });
      return once;
    },
    dispose() {
      end.abort(new CommerceError('disposed', `The adapter "${name}" was disposed. Make a new one.`));
    },
  };
  return life;
}

function reasonOf(signal: AbortSignal, name: string): CommerceError {
  if (signal.reason instanceof CommerceError) return signal.reason;
  return new CommerceError('aborted', `The call to "${name}" was aborted.`, { cause: signal.reason });
}

/** Hears events of these types. Answers how to stop. */
export function listen(target: EventTarget, types: readonly string[], listener: (event: Event) => void): () => void {
  for (const type of types) target.addEventListener(type, listener);
  return () => types.forEach(type => target.removeEventListener(type, listener));
}
