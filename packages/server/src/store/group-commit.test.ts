import { expect } from 'chai';
import { DatabaseSync } from 'node:sqlite';
import { createGroupCommit } from './group-commit.js';

describe('group commit', () => {
  it('puts what is asked for in one turn into one transaction, in order, and answers after it', async () => {
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE t (n INTEGER)');
    const commit = createGroupCommit(db);
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    const transactions: boolean[] = [];
    const writes = [1, 2, 3].map(n =>
      commit(() => {
        transactions.push(db.isTransaction);
        insert.run(n);
      }).then(() => transactions.push(db.isTransaction)),
    );
    expect(transactions, 'nothing is written before the turn is over').to.deep.equal([]);
    await Promise.all(writes);
    expect(transactions).to.deep.equal([true, true, true, false, false, false]);
    expect(db.prepare('SELECT n FROM t').all().map(row => row['n'])).to.deep.equal([1, 2, 3]); // prettier-ignore
    await commit.idle();
    const late = commit(() => void insert.run(4));
    await commit.idle();
    expect(db.prepare('SELECT COUNT(*) AS n FROM t').get()!['n']).to.equal(4);
    await late;
    db.close();
  });

  it('gathers writes of many turns when there are many, and flushes a few as they come', async () => {
    const db = new DatabaseSync(':memory:');
    let commits = 0;
    const counted = {
      exec: (sql: string) => {
        if (sql === 'COMMIT') commits += 1;
        db.exec(sql);
      },
      get isTransaction() {
        return db.isTransaction;
      },
    } as DatabaseSync;
    const commit = createGroupCommit(counted);
    const tenTurns = async () => {
      const before = commits;
      const writes: Promise<void>[] = [];
      for (let turn = 0; turn < 10; turn++) {
        writes.push(commit(() => undefined));
        for (let pause = 0; pause < 3; pause++) await new Promise(resolve => setImmediate(resolve));
      }
      await Promise.all(writes);
      return commits - before;
    };
    expect(await tenTurns(), 'a few').to.be.greaterThan(3);
    await commit(() => undefined, 300);
    expect(await tenTurns(), 'after 300 rows').to.be.lessThan(4);

    const before = commits;
    let rested = false;
    const ready = commit.rested().then(() => (rested = true));
    const early = commit(() => undefined);
    await new Promise(resolve => setImmediate(resolve));
    expect([rested, commits - before], 'the disk rests').to.deep.equal([false, 0]);
    await ready;
    await Promise.all([early, commit(() => undefined)]);
    expect(commits - before, 'what waited for the end of the rest goes with what was there').to.equal(1);
    db.close();
  });

  it('keeps nothing of a group whose commit fails, and tells everybody', async () => {
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED)');
    db.exec('PRAGMA foreign_keys = ON');
    const commit = createGroupCommit(db);
    const outcomes = await Promise.allSettled([
      commit(() => db.exec('INSERT INTO a VALUES (1)')),
      commit(() => db.exec('INSERT INTO b VALUES (9)')),
    ]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(db.prepare('SELECT COUNT(*) AS n FROM a').get()!['n']).to.equal(0);
    await commit(() => db.exec('INSERT INTO a VALUES (2)'));
    db.close();
  });
});
