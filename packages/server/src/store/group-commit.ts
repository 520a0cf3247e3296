import type { DatabaseSync } from 'node:sqlite';

/** Runs writes; the promise resolves when they are on disk and rejects when that write was undone. */
export interface GroupCommit {
  (write: () => void): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/** So many writes a second are flushed as they come. */
const ratePassed = 100;
/** Beyond that the disk rests between flushes, to gather writes: half a ms for each write a second more, so long at most. */
const longestRest = 50;

/**
 * Puts all writes asked for in one turn of the event loop, or while the disk rests, into one transaction, so that a hundred rooms cost one flush of the disk.
 * Each write has a savepoint of its own: one that fails is undone alone and does not take the others with it.
 */
export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let waiting: { write: () => void; done: (error?: unknown) => void }[] = [];
  const idle: (() => void)[] = [];

  let restUntil = 0;
  /** Writes a second, of late: each weighs e times less after a second. */
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
    rate = rate * Math.exp((ratedAt - endedAt) / 1000) + group.length;
    ratedAt = endedAt;
    restUntil = endedAt + Math.max(endedAt - startedAt, Math.min(longestRest, (rate - ratePassed) / 2));
    for (const resolve of idle.splice(0)) resolve();
  };

  /** At the end of this turn, but the disk, which holds up everything else, gets half of the time at most. */
  const flushSoon = (): void => {
    const rest = restUntil - performance.now();
    if (rest >= 1) setTimeout(flush, rest);
    else setImmediate(flush);
  };

  const commit = (write: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) flushSoon();
      waiting.push({
        write,
        done: error => (error === undefined ? resolve() : reject(error instanceof Error ? error : new Error(JSON.stringify(error)))),
      });
    });
  return Object.assign(commit, {
    idle: () => (waiting.length === 0 ? Promise.resolve() : new Promise<void>(resolve => idle.push(resolve))),
  });
}
