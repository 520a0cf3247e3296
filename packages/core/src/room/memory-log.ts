import { ShopcastError } from '../errors/errors.js';
import type { LogRecord, RoomLog, RoomSnapshot } from './room-log.js';

/** A {@link RoomLog} in memory: for tests, for a show played between the tabs of one browser, for a page without a server. */
export interface MemoryLog extends RoomLog {
  /** Everything written so far; hand it to another memory log to go on elsewhere. */
  readonly records: readonly LogRecord[];
}

/**
 * A log that lasts as long as the page or the process. `epoch` must be new for every log that starts empty; pass the old one
 * together with the old `records` to continue a log.
 */
export function createMemoryLog(options: { readonly epoch: string; readonly records?: readonly LogRecord[] }): MemoryLog {
  const records = [...(options.records ?? [])];
  let snapshot: RoomSnapshot | undefined;
  return {
    epoch: options.epoch,
    records,
    read(after, limit) {
      return Promise.resolve(records.slice(after, after + limit));
    },
    append(added) {
      const misplaced = added.find((record, index) => record.event.seq !== records.length + index + 1);
      if (misplaced) {
        const found = `Place ${misplaced.event.seq} does not follow place ${records.length}`;
        return Promise.reject(new ShopcastError('show/bad-log', `${found}. Does another room write to this log?`));
      }
      for (const record of added) records.push(record);
      return Promise.resolve();
    },
    loadSnapshot() {
      return Promise.resolve(snapshot);
    },
    saveSnapshot(saved) {
      snapshot = saved;
      return Promise.resolve();
    },
  };
}
