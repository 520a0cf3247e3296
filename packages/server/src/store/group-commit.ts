import type { DatabaseSync } from 'node:sqlite';

/** Runs writes of so many rows, 1 unless told; the promise resolves when they are on disk and rejects when that write was undone. */
export interface GroupCommit {
  (write: () => void, rows?: number): Promise<void>;
  /** Resolves when the disk has rested: a write asked for then is flushed in this very turn. */
  rested(): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/** So many rows a second are flushed as they come. */
const ratePassed = 100;
/** Beyond that the disk rests between flushes, to gather writes: half a ms for each row a second more, so long at most. */
const longestRest = 50;

/**
 * Puts all writes asked for in one turn of the event loop, or while the disk rests, into one transaction, so that a hundred rooms cost one flush of the disk.
 * Each write has a savepoint of its own: one that fails is undone alone and does not take the others with it.
 */
export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let waiting: { write: () => void; rows: number; done: (error?: unknown) => void }[] = [];
  const idle: (() => void)[] = [];

  let restUntil = 0;
  /** Rows a second, of late: each weighs e times less after a second. */
  let rate = 0;
  let ratedAt = performance.now();

  const flush = (): void => {
    const startedAt = performance.now();
    const group = waiting;
    waiting = [];
    const settled: [done: (error?: unknown) => void, error: unknown][] = [];
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const { write, done } of group) {
        db.exec('SAVEPOINT one');
        try {
          write();
          settled.push([done, undefined]);
        } catch (error) {
          db.exec('ROLLBACK TO one');
          settled.push([done, error ?? new Error('The write failed.')]);
        }
        db.exec('RELEASE one');
      }
      db.exec('COMMIT');
      for (const [done, error] of settled) done(error);
    } catch (error) {
      // A full or broken disk: nothing of the group is kept, and everybody hears of it.
      if (db.isTransaction) db.exec('ROLLBACK');
      for (const { done } of group) done(error);
    }
    const endedAt = performance.now();
    rate = rate * Math.exp((ratedAt - endedAt) / 1000) + group.reduce((sum, { rows }) => sum + rows, 0);
    ratedAt = endedAt;
    restUntil = endedAt + Math.max(endedAt - startedAt, Math.min(longestRest, (rate - ratePassed) / 2));
    for (const resolve of idle.splice(0)) resolve();
  };

  let resting: Promise<void> | undefined;
  const rested = (): Promise<void> => {
    const rest = restUntil - performance.now();
    if (rest < 1) return Promise.resolve();
    resting ??= new Promise(resolve => {
      setTimeout(() => {
        resting = undefined;
        resolve();
      }, rest);
    });
    return resting;
  };

  /** At the end of this turn, but the disk, which holds up everything else, gets half of the time at most. */
  const flushSoon = (): void => void rested().then(() => setImmediate(flush));

  const commit = (write: () => void, rows = 1): Promise<void> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) flushSoon();
      waiting.push({
        write,
        rows,
        done: error => (error === undefined ? resolve() : reject(error instanceof Error ? error : new Error(JSON.stringify(error)))),
      });
    });
  return Object.assign(commit, {
    rested,
    idle: () => (waiting.length === 0 ? Promise.resolve() : new Promise<void>(resolve => idle.push(resolve))),
  });
}
