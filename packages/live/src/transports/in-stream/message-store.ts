import { decodeInStream, type InStreamPart, type LogFrame, type LogSnapshot } from '@shopcast/core';
import { readFrame, readSnapshot } from '../../internal/read-items.js';

/** The messages that were in the stream so far, put together from their parts. */
export interface MessageStore {
  readonly frames: ReadonlyMap<string, LogFrame>;
  readonly snapshots: ReadonlyMap<string, LogSnapshot>;
  /** Epochs of logs that have ended. */
  readonly ended: ReadonlySet<string>;
  add(parts: readonly InStreamPart[]): void;
  /** Resolves when something was added after this call, or the signal aborts. */
  nextChange(signal: AbortSignal): Promise<void>;
}

/** A stream may run for a day: so many messages of each kind are kept, the oldest go. */
const mostKept = { frames: 5000, snapshots: 4, unfinished: 100, known: 20_000 };

function keepNewest(map: Map<string, unknown> | Set<string>, most: number): void {
  while (map.size > most) map.delete(map.keys().next().value as string);
}

export function createMessageStore(warn: (message: string) => void): MessageStore {
  const frames = new Map<string, LogFrame>();
  const snapshots = new Map<string, LogSnapshot>();
  const ended = new Set<string>();
  const unfinished = new Map<string, (string | undefined)[]>();
  const known = new Set<string>();
  const waiting = new Set<() => void>();

  const finish = ({ kind, message }: InStreamPart, data: readonly string[]) => {
    try {
      if (kind === 'end') {
        ended.add(message.replace(/\.end$/, ''));
        return;
      }
      const content = decodeInStream(data);
      if (kind === 'frame') {
        frames.set(message, readFrame(content, warn));
        return;
      }
      const item = readSnapshot(content, warn);
      if (item.type === 'snapshot') snapshots.set(message, item.snapshot);
    } catch {
      warn(`Message "${message}" in the stream cannot be read and is left out.`);
    }
  };

  return {
    frames,
    snapshots,
    ended,
    add(parts) {
      let changed = false;
      for (const part of parts) {
        if (known.has(part.message)) continue;
        const pieces = unfinished.get(part.message) ?? Array.from<string | undefined>({ length: part.parts });
        pieces[part.part - 1] = part.data;
        if (pieces.every(piece => piece !== undefined)) {
          unfinished.delete(part.message);
          known.add(part.message);
          finish(part, pieces);
          changed = true;
        } else {
          unfinished.set(part.message, pieces);
        }
      }
      keepNewest(frames, mostKept.frames);
      keepNewest(snapshots, mostKept.snapshots);
      keepNewest(unfinished, mostKept.unfinished);
      keepNewest(known, mostKept.known);
      if (changed) for (const wake of [...waiting]) wake();
    },
    nextChange(signal) {
      return new Promise(resolve => {
        const done = () => {
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        waiting.add(done);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      });
    },
  };
}
