import type { ShowEvent, UnknownEvent } from '../show/events.js';
import type { LogSnapshot } from '../show/log-frame.js';

/** One place of a log: a fact, and which command it came from. */
export interface LogRecord {
  readonly event: ShowEvent | UnknownEvent;
  /** Whose command caused it. Stays in the room: by it a repeated command is known again, even after a restart. */
  readonly cause?: { readonly viewerId: string; readonly commandId: string };
}

/** A state of the room kept beside its log, so that opening need not fold the log from its beginning. Holds what only staff may see. */
export interface RoomSnapshot extends LogSnapshot {
  /** The shape of `state`. A room ignores a snapshot of another format and folds the log. */
  readonly format: number;
}

/** Where a room keeps its facts. One room writes to it; it is the record that outlives the process. */
export interface RoomLog {
  /** Names this log. A log that starts anew under the same show has another epoch. */
  readonly epoch: string;
  /** At most `limit` records with `seq > after`, in order. Rejects with `show/bad-log` when what is stored cannot be read. */
  read(after: number, limit: number): Promise<readonly LogRecord[]>;
  /**
   * Writes the records, all or none. Resolved means they survive a crash. Rejects when they may not; the room then reads on from where it
   * stands to learn which of both became true.
   */
  append(records: readonly LogRecord[]): Promise<void>;
  /** Resolves when an append would be written right away; until then the room gathers what it has decided. Never rejects. Absent: at any time. */
  ready?(): Promise<void>;
  /** The newest snapshot saved, if any. */
  loadSnapshot?(): Promise<RoomSnapshot | undefined>;
  /** Keeps a snapshot; may replace earlier ones. It may be lost: the log alone suffices. */
  saveSnapshot?(snapshot: RoomSnapshot): Promise<void>;
}
