import { ShopcastError } from '../errors/errors.js';
import type { CommandContext, ShowCommand } from '../show/commands.js';
import { decide } from '../show/decide.js';
import type { ShowEvent } from '../show/events.js';
import { evolve } from '../show/evolve.js';
import { parseEvent } from '../show/parse.js';
import type { ShowState } from '../show/state.js';
import type { CommandAnswer } from '../wire/http.js';
import { refusalOf } from './refusal.js';
import type { LogRecord, RoomLog } from './room-log.js';

/** A command on its way into the log. */
export interface QueuedCommand {
  readonly command: ShowCommand;
  readonly context: Omit<CommandContext, 'now'>;
  readonly cause?: LogRecord['cause'];
  /** Called once, after the commit or the refusal. Must not throw. */
  readonly answer: (answer: CommandAnswer) => void;
}

export interface CommitQueueOptions {
  readonly state: ShowState;
  readonly log: RoomLog;
  readonly clock: { now(): number };
  readonly ids: { next(): string };
  /** Most records in one append. */
  readonly group: number;
  /** Called after a group has been written and the state has moved on, before its commands are answered. Must not throw. */
  readonly onCommit: (records: readonly LogRecord[]) => void;
  /** The answer a command got before, if it got one. */
  readonly answered: (cause: NonNullable<LogRecord['cause']>) => CommandAnswer | undefined;
  readonly report: (problem: unknown) => void;
}

/** Decides commands one by one and writes what follows from them in groups. */
export interface CommitQueue {
  /** The show as far as it is written. */
  readonly state: ShowState;
  /** The show as it will be once everything decided is written: what the next command is decided against. */
  readonly ahead: ShowState;
  /** How many commands wait for the log. */
  readonly waiting: number;
  add(queued: QueuedCommand): void;
  /** Folds counts, which have no place in the log, into the state. */
  count(event: ShowEvent): void;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
}

interface Decided {
  readonly queued: QueuedCommand;
  readonly records: readonly LogRecord[];
  /** The state after it. */
  readonly after: ShowState;
}

const notWritten: CommandAnswer = {
  outcome: 'refused',
  code: 'room/log-failed',
  message: 'The log could not be written. Send the command again with the same commandId.',
};

/**
 * Commands that come while an append is under way are decided at once, against the state that will be, and appended together next. None is
 * answered or heard of before its append has resolved. When an append fails, its commands are refused, the state stays as it was, and the
 * commands that waited behind them are decided anew.
 */
export function createCommitQueue(options: CommitQueueOptions): CommitQueue {
  const { log, clock, ids, report } = options;
  let state = options.state;
  let ahead = state;
  let waiting: Decided[] = [];
  let running: Promise<void> | undefined;
  /** Records of a failed append that may have been written all the same; looked for before anything else is written. */
  let doubtful: readonly LogRecord[] = [];

  const decideNext = (queued: QueuedCommand): void => {
    try {
      const at = Math.max(clock.now(), ahead.at); // the log's time never runs backwards, whatever the clock does
      const facts = decide(queued.command, ahead, { ...queued.context, now: at });
      let after = ahead;
      const records = facts.map((fact): LogRecord => {
        const event = parseEvent({ id: ids.next(), seq: after.seq + 1, at, ...fact }); // what cannot be read back is never written
        after = evolve(after, event);
        return { event, ...(queued.cause && { cause: queued.cause }) };
      });
      waiting.push({ queued, records, after });
      ahead = after;
    } catch (error) {
      queued.answer(refusalOf(error, report));
    }
  };

  const decideWaitingAnew = (): void => {
    const again = waiting;
    waiting = [];
    ahead = state;
    for (const { queued } of again) {
      const known = queued.cause && options.answered(queued.cause); // it may have been written by the append that was in doubt
      if (known) queued.answer(known);
      else decideNext(queued);
    }
  };

  const takeGroup = (): Decided[] => {
    let records = 0;
    const end = waiting.findIndex((decided, index) => {
      records += decided.records.length;
      return index > 0 && records > options.group;
    });
    return waiting.splice(0, end < 0 ? waiting.length : end);
  };

  /** Moves on to `next`. Counts are folded beside the log, so they are carried over. */
  const commit = (records: readonly LogRecord[], next: ShowState): void => {
    state = { ...next, viewers: state.viewers, reactions: state.reactions };
    if (records.length > 0) options.onCommit(records);
  };

  /** Reads what became of the records of a failed append and takes in those that were written. */
  const settleDoubt = async (): Promise<void> => {
    const found = await log.read(state.seq, doubtful.length + 1);
    const foreign = found.find((record, index) => record.event.id !== doubtful[index]?.event.id);
    if (foreign) throw new ShopcastError('show/bad-log', `Place ${foreign.event.seq} was written by another room.`);
    const written = doubtful.slice(0, found.length);
    doubtful = [];
    commit(
      written,
      written.reduce((before: ShowState, record) => evolve(before, record.event), state),
    );
  };

  const writeGroup = async (group: readonly Decided[]): Promise<void> => {
    const records = group.flatMap(decided => decided.records);
    try {
      if (records.length > 0) await log.append(records);
    } catch (error) {
      report(error);
      doubtful = records;
      return failGroup(group);
    }
    commit(records, group.at(-1)!.after);
    for (const { queued, records: own } of group) queued.answer({ outcome: 'accepted', seq: own.at(-1)?.event.seq ?? state.seq });
  };

  const failGroup = async (group: readonly Decided[]): Promise<void> => {
    const settled = await trySettleDoubt();
    for (const { queued, records } of group) {
      const seq = records.at(-1)?.event.seq;
      const written = settled && seq !== undefined && seq <= state.seq; // nobody else writes, so the place is its own
      queued.answer(written ? { outcome: 'accepted', seq } : notWritten);
    }
    decideWaitingAnew();
  };

  const trySettleDoubt = async (): Promise<boolean> => {
    try {
      await settleDoubt();
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };

  const run = async (): Promise<void> => {
    await Promise.resolve(); // commands of the same turn make one group
    while (waiting.length > 0) {
      if (log.ready) await log.ready();
      if (doubtful.length === 0) await writeGroup(takeGroup());
      else if (await trySettleDoubt()) decideWaitingAnew();
      else for (const { queued } of waiting.splice(0)) queued.answer(notWritten);
    }
    ahead = state;
    running = undefined;
  };

  return {
    get state() {
      return state;
    },
    get ahead() {
      return ahead;
    },
    get waiting() {
      return waiting.length;
    },
    add(queued) {
      decideNext(queued);
      if (waiting.length > 0) running ??= run();
    },
    count(event) {
      state = evolve(state, event);
    },
    async idle() {
      while (running) await running;
    },
  };
}
