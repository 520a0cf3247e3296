import type { LogPosition, LogRecord } from '@shopcast/core';

/** A tab's own copy of the log, by which it can go on when the tab with the room closes. */
export interface LogCopy {
  readonly position: LogPosition | undefined;
  readonly records: readonly LogRecord[];
  /** Adds what goes on where the copy ends. False when something is missing before it. */
  add(epoch: string, records: readonly LogRecord[]): boolean;
  /** What comes after a place; everything when the asker has another log or none. */
  after(position: LogPosition | undefined): readonly LogRecord[];
}

export function createLogCopy(): LogCopy {
  let epoch: string | undefined;
  let records: LogRecord[] = [];
  return {
    get position() {
      return epoch === undefined ? undefined : { epoch, seq: records.length };
    },
    get records() {
      return records;
    },
    add(addedEpoch, added) {
      const begins = (added[0]?.event.seq ?? 1) === 1;
      if (addedEpoch !== epoch) {
        if (!begins) return false;
        epoch = addedEpoch;
        records = [...added];
        return true;
      }
      const fresh = added.filter(record => record.event.seq > records.length);
      if (fresh.length > 0 && fresh[0]!.event.seq !== records.length + 1) return false;
      records.push(...fresh);
      return true;
    },
    after: position => records.slice(position && position.epoch === epoch ? position.seq : 0),
  };
}
