import type { TransportState } from '../live-transport.js';

/** From the least to the most ready; the transport shows the least ready of its readers. */
const readiness: readonly TransportState[] = ['retrying', 'connecting', 'behind', 'open'];

/** Joins the states of a transport's readers into the one it shows. */
export interface ReaderStates {
  readonly state: TransportState;
  onState(listener: (state: TransportState) => void): () => void;
  /** One reader's state; `undefined` when it has left. */
  set(reader: object, state: TransportState | undefined): void;
  close(): void;
}

export function createReaderStates(): ReaderStates {
  const readers = new Map<object, TransportState>();
  const listeners = new Set<(state: TransportState) => void>();
  let shown: TransportState = 'idle';
  const show = (state: TransportState) => {
    if (state === shown || shown === 'closed') return;
    shown = state;
    for (const listener of [...listeners]) listener(state);
  };
  return {
    get state() {
      return shown;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(reader, state) {
      if (state === undefined) readers.delete(reader);
      else readers.set(reader, state);
      const present = new Set(readers.values());
      show(readiness.find(candidate => present.has(candidate)) ?? 'idle');
    },
    close() {
      show('closed');
      listeners.clear();
    },
  };
}
