import { ShopcastError } from '../errors/errors.js';
import { evolve } from '../show/evolve.js';
import { parseEvent, parseState } from '../show/parse.js';
import { eventRules } from '../show/rules.js';
import { initialShow, type ShowState } from '../show/state.js';
import { isKnownEvent } from '../show/visibility.js';
import type { LogRecord, RoomLog } from './room-log.js';

/** Shape of the state in a `RoomSnapshot`; raised when a saved one can no longer be gone on with. */
export const roomStateFormat = 1;

/** Records read at once. */
const page = 1000;

/** What a log holds: the state at its end, and its last records. */
export interface OpenedLog {
  readonly state: ShowState;
  readonly recent: readonly LogRecord[];
  /** Place of the snapshot it started from; 0 if it had none. */
  readonly snapshotSeq: number;
}

const badLog = (message: string, cause?: unknown) =>
  new ShopcastError(
    'show/bad-log',
    `${message} Nothing was changed. Restore the log from a copy, or export what is sound and start anew.`,
    {
      cause,
    },
  );

async function loadState(log: RoomLog, report: (problem: unknown) => void): Promise<ShowState> {
  try {
    const snapshot = await log.loadSnapshot?.();
    if (!snapshot || snapshot.epoch !== log.epoch || snapshot.format !== roomStateFormat) return initialShow;
    const state = parseState(snapshot.state);
    if (state.seq === snapshot.seq) return state;
    throw badLog(`The snapshot at place ${snapshot.seq} holds a state of place ${state.seq}.`);
  } catch (problem) {
    report(problem); // a snapshot only saves time: the log has everything
    return initialShow;
  }
}

/** A record that the room has checked. */
function parseRecord(record: LogRecord, expected: number): LogRecord {
  let event;
  try {
    event = parseEvent(record.event);
  } catch (error) {
    throw badLog(`Place ${expected} of the log cannot be read.`, error);
  }
  if (isKnownEvent(event) && eventRules[event.type].lane === 'ephemeral')
    throw badLog(`Place ${expected} of the log holds "${event.type}", a count, which takes no place.`);
  if (event.seq !== expected) throw badLog(`Place ${event.seq} stands in the log where ${expected} belongs.`);
  const { viewerId, commandId } = record.cause ?? {};
  return typeof viewerId === 'string' && typeof commandId === 'string' ? { event, cause: { viewerId, commandId } } : { event };
}

/**
 * Folds a log from its newest snapshot on and keeps its last `keep` records or more.
 * @throws ShopcastError `show/bad-log` for a hole, a wrong order, a record that cannot be read, an end before the snapshot
 */
export async function openLog(log: RoomLog, keep: number, report: (problem: unknown) => void): Promise<OpenedLog> {
  const snapshot = await loadState(log, report);
  let state = snapshot;
  let seq = Math.max(0, snapshot.seq - keep);
  let recent: LogRecord[] = [];
  for (;;) {
    const records = await log.read(seq, page);
    if (records.length === 0) break;
    for (const record of records) {
      const checked = parseRecord(record, ++seq);
      if (seq > snapshot.seq) state = evolve(state, checked.event);
      recent.push(checked);
    }
    if (recent.length > 2 * (keep + page)) recent = recent.slice(-keep);
  }
  if (seq < snapshot.seq) throw badLog(`The log ends at place ${seq}, before its own snapshot at place ${snapshot.seq}.`);
  return { state, recent, snapshotSeq: snapshot.seq };
}
