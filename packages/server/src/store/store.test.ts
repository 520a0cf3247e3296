import type { LogRecord } from '@shopcast/core';
import { expect } from 'chai';
import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeAll, refusal, temporaryFolder } from '../fixture.test.js';
import { createGroupCommit } from './group-commit.js';
import { openStore, type Store, type StoredDelivery } from './store.js';

const show = { id: 'summer', epoch: 'epoch-1', createdAt: 1, manifest: '{"showId":"summer"}', segmentSize: 100 };

const record = (seq: number, text = `Number ${seq}`): LogRecord => ({
  event: { id: `e${seq}`, seq, at: seq, type: 'announcement-made', data: { announcementId: `a${seq}`, text } },
  cause: { viewerId: 'hanna', commandId: `c${seq}` },
});
const records = (from: number, to: number): LogRecord[] => Array.from({ length: to - from + 1 }, (_, index) => record(from + index));

const delivery = (id: string, differs: Partial<StoredDelivery> = {}): StoredDelivery => ({
  id,
  showId: 'summer',
  url: 'https://one.example/',
  body: '{}',
  createdAt: 1,
  attempts: 0,
  dueAt: 10,
  ...differs,
});

describe('the store', () => {
  let folder: string;
  let store: Store | undefined;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await closeAll();
  });
  const open = () => (store = openStore(folder));
  const reopen = async () => {
    await store?.close();
    return open();
  };

  it('keeps shows, logs, snapshots and causes over a restart', async () => {
    await open().createShow(show, [record(1)]);
    const log = store!.log('summer');
    await log.append([record(2), { event: record(3).event }]);
    const snapshot = { format: 1, epoch: 'epoch-1', seq: 3, at: 3, state: { seq: 3 } } as never;
    await log.saveSnapshot!(snapshot);
    await reopen();
    expect(store!.shows()).to.deep.equal([{ ...show }].map(one => Object.assign(Object.create(null) as object, one)));
    expect(await store!.log('summer').read(0, 10)).to.deep.equal([record(1), record(2), { event: record(3).event }]);
    expect(await store!.log('summer').read(1, 1)).to.deep.equal([record(2)]);
    expect(await store!.log('summer').loadSnapshot!()).to.deep.equal(snapshot);
    expect(store!.log('summer').epoch).to.equal('epoch-1');
  });

  it('makes a show once', async () => {
    open();
    expect(await store!.createShow(show, [record(1)])).to.equal(true);
    expect(await store!.createShow({ ...show, epoch: 'epoch-2' }, [record(1)])).to.equal(false);
    expect(store!.show('summer')?.epoch).to.equal('epoch-1');
    await store!.saveManifest(show, '{"title":"new"}');
    expect((await reopen()).show('summer')?.manifest).to.equal('{"title":"new"}');
    expect(() => store!.log('winter'))
      .to.throw()
      .with.property('code', 'server/unknown-show');
  });

  it('undoes a failed write alone, and says so only to whoever asked for it', async () => {
    await open().createShow(show, [record(1)]);
    const log = store!.log('summer');
    const outcomes = await Promise.allSettled([log.append([record(2)]), log.append([record(3), record(2)]), log.append([record(3)])]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await (await reopen()).log('summer').read(0, 10)).to.deep.equal(records(1, 3));
  });

  it('keeps a log and its deliveries together or not at all', async () => {
    await open().createShow(show, []);
    const log = store!.log('summer', ([first]) => [delivery(`d${first!.event.seq}`)]);
    await log.append([record(1)]);
    expect(await refusal(log.append([record(1)]))).to.be.instanceOf(Error);
    expect(store!.deliveriesDue('https://one.example/', 10, 10).map(({ id }) => id)).to.deep.equal(['d1']);
  });

  it('gives deliveries by receiver, due ones only, in the order they were kept', async () => {
    open();
    const other = 'https://two.example/';
    for (const one of [
      delivery('b', { dueAt: 9 }),
      delivery('a', { dueAt: 5 }),
      delivery('late', { dueAt: 99 }),
      delivery('x', { url: other }),
    ])
      await store!.saveDelivery(one);
    await store!.saveDelivery(delivery('b', { attempts: 1, dueAt: 8 }));
    expect(store!.receivers()).to.have.members([other, 'https://one.example/']);
    const due = store!.deliveriesDue('https://one.example/', 10, 10);
    expect(due.map(({ id, attempts }) => [id, attempts])).to.deep.equal([['b', 1], ['a', 0]]); // prettier-ignore
    await store!.removeDeliveries(other, 2);
    await store!.removeDelivery('a');
    expect(store!.receivers()).to.deep.equal(['https://one.example/']);
  });

  it('knows the place of a shop’s report, also after a restart', async () => {
    const order: LogRecord = { ...record(1), cause: { viewerId: 'shop:hmac', commandId: 'order-7' } };
    await open().createShow(show, [order, record(2)]);
    await reopen();
    expect(store!.placeOfReport('summer', 'shop:hmac', 'order-7')).to.equal(1);
    expect(store!.placeOfReport('summer', 'shop:hmac', 'order-8')).to.equal(undefined);
    expect(store!.placeOfReport('winter', 'shop:hmac', 'order-7')).to.equal(undefined);
    expect(store!.placeOfReport('summer', 'hanna', 'c2')).to.equal(undefined);
  });

  it('can be read by its own user alone', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    await store.createShow(show, records(1, 2));
    const modes = readdirSync(folder).map(name => statSync(join(folder, name)).mode & 0o077);
    await store.close();
    expect(modes).to.not.be.empty;
    if (process.platform !== 'win32') expect(modes.every(mode => mode === 0)).to.equal(true);
  });

  it('passes over a damaged snapshot, since the log has everything', async () => {
    await open().createShow(show, []);
    await store!.log('summer').saveSnapshot!({ format: 1, epoch: 'epoch-1', seq: 0, at: 0, state: {} });
    await store!.close();
    const db = new DatabaseSync(join(folder, 'shopcast.db'));
    db.exec(`UPDATE snapshots SET snapshot = replace(snapshot, '"seq":0', '"seq":7')`);
    db.close();
    expect(await open().log('summer').loadSnapshot!()).to.equal(undefined);
  });

  describe('gives shows a new epoch when', () => {
    const epoch = () => open().show('summer')!.epoch;
    /** A log of three places, closed, and a copy of the folder; then two places more. */
    const copyAndGoOn = async (): Promise<string> => {
      const copy = temporaryFolder();
      await open().createShow(show, records(1, 3));
      await store!.close();
      cpSync(folder, copy, { recursive: true });
      await open().log('summer').append(records(4, 5));
      await store!.close();
      return copy;
    };

    it('its folder was restored, in place', async () => {
      const copy = await copyAndGoOn();
      cpSync(copy, folder, { recursive: true, preserveTimestamps: true });
      const renewed = epoch();
      expect(renewed).to.match(/^[A-Za-z0-9_-]{12}$/);
      expect(store!.restored).to.equal(true);
      expect(await store!.log('summer').read(0, 10)).to.deep.equal(records(1, 3));
      await reopen();
      expect([store!.restored, store!.show('summer')!.epoch]).to.deep.equal([false, renewed]);
    });

    it('the log alone was restored', async () => {
      const copy = await copyAndGoOn();
      copyFileSync(join(copy, 'shopcast.db'), join(folder, 'shopcast.db'));
      expect(epoch()).not.to.equal('epoch-1');
    });

    it('it runs in a copy of its folder', async () => {
      folder = await copyAndGoOn();
      expect(epoch()).not.to.equal('epoch-1');
    });

    it('somebody has removed the mark on purpose', async () => {
      await copyAndGoOn();
      rmSync(join(folder, 'shopcast.mark'));
      expect(epoch()).not.to.equal('epoch-1');
    });

    it('but not when its folder got another name, nor at an ordinary start, nor after a kill in the middle of one', async () => {
      await copyAndGoOn();
      renameSync(folder, `${folder}-moved`);
      folder = `${folder}-moved`;
      expect(epoch()).to.equal('epoch-1');
      await store!.close();
      const db = new DatabaseSync(join(folder, 'shopcast.db'));
      // The file is written, and not yet noted.
      db.exec("UPDATE marks SET coming = 'the new one'");
      writeFileSync(join(folder, 'shopcast.mark'), 'the new one');
      db.close();
      expect(epoch()).to.equal('epoch-1');
      await store!.close();
      // It is announced, and not yet written.
      const again = new DatabaseSync(join(folder, 'shopcast.db'));
      again.exec("UPDATE marks SET coming = 'never written'");
      again.close();
      expect(epoch()).to.equal('epoch-1');
      await store!.close();
      store = undefined;
      rmSync(folder, { recursive: true });
    });
  });

  it('brings up a folder of the first format', async () => {
    await open().createShow(show, records(1, 3));
    await store!.close();
    const db = new DatabaseSync(join(folder, 'shopcast.db'));
    db.exec('DROP TABLE marks; PRAGMA user_version = 1');
    db.close();
    expect(open().show('summer')!.epoch).to.equal('epoch-1');
    expect(await store!.log('summer').read(0, 10)).to.deep.equal(records(1, 3));
  });

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

  describe('a folder it cannot use', () => {
    const codeOf = (data: string): { code: string; message: string } => {
      try {
        store = openStore(data);
      } catch (error) {
        return error as { code: string; message: string };
      }
      throw new Error('The store opened.');
    };

    it('is one that is no folder', () => {
      writeFileSync(join(folder, 'file'), '');
      const { code, message } = codeOf(join(folder, 'file', 'data'));
      expect(code).to.equal('server/unwritable-folder');
      expect(message).to.contain('--data');
    });

    it('is one that another process uses, which goes on undisturbed', async () => {
      const child = await otherProcess(folder);
      try {
        const { code, message } = codeOf(folder);
        expect(code).to.equal('server/folder-in-use');
        expect(message).to.contain('--data');
        child.send('append');
        expect((await once(child, 'message'))[0]).to.equal('done');
      } finally {
        child.kill('SIGKILL');
      }
      await once(child, 'exit');
      expect((await open().log('summer').read(0, 1000)).length, 'the lock falls with the process, the log stays').to.equal(51);
    }).timeout(30_000);

    it('is one of a newer program', async () => {
      await open().createShow(show, []);
      await store!.close();
      store = undefined;
      const db = new DatabaseSync(join(folder, 'shopcast.db'));
      db.exec('PRAGMA user_version = 9; ALTER TABLE records RENAME TO facts');
      db.close();
      const { code, message } = codeOf(folder);
      expect(code).to.equal('server/newer-format');
      expect(message).to.contain('9');
    });
  });

  describe('a damaged log', function () {
    this.timeout(60_000);
    /** As a kill leaves it: the newest commits only in the write-ahead file. */
    let killed: string;
    before(async () => {
      killed = mkdtempSync(join(tmpdir(), 'shopcast-killed-')); // for all of them, so not one of `temporaryFolder`
      const child = await otherProcess(killed);
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    beforeEach(() => cpSync(killed, folder, { recursive: true }));
    after(() => rmSync(killed, { recursive: true, force: true }));

    const hashes = () =>
      Object.fromEntries(
        readdirSync(folder)
          .sort()
          .map(name => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]), // prettier-ignore
      );
    const isRefused = (what: string, says: RegExp) => {
      const before = hashes();
      let problem: { code?: string; message?: string } = {};
      try {
        store = openStore(folder);
      } catch (error) {
        problem = error as typeof problem;
      }
      expect(problem.code, what).to.equal('server/damaged-log');
      expect(problem.message).to.match(says).and.to.contain('restore a backup or an export');
      expect(hashes(), `${what}: not a byte has changed`).to.deep.equal(before);
    };
    /** Everything in the main file, as after a good stop. */
    const settle = async () => {
      await open().close();
      store = undefined;
    };
    const flip = (name: string, at: number, bit = 1) => {
      const fd = openSync(join(folder, name), 'r+');
      const byte = readFileSync(join(folder, name))[at]!;
      writeSync(fd, Buffer.from([byte ^ bit]), 0, 1, at);
      closeSync(fd);
    };
    /** Flips a bit of a text wherever the main file has it; free pages have old copies. */
    const spoil = (text: string) => {
      const bytes = readFileSync(join(folder, 'shopcast.db'));
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) flip('shopcast.db', at + text.length - 1);
    };
    const change = (sql: string) => {
      const db = new DatabaseSync(join(folder, 'shopcast.db'));
      db.exec(sql);
      db.close();
    };

    it('is none when only the last moment is missing: what a kill leaves is read whole', async () => {
      expect((await open().log('summer').read(0, 1000)).length).to.equal(50);
      const wal = readFileSync(join(killed, 'shopcast.db-wal'));
      await store!.close();
      // A transaction torn in the middle by a power cut was never acknowledged.
      rmSync(folder, { recursive: true });
      cpSync(killed, folder, { recursive: true });
      truncateSync(join(folder, 'shopcast.db-wal'), wal.length - 1000);
      expect((await open().log('summer').read(0, 1000)).length).to.equal(49);
    });

    it('is one with a byte of an event flipped', async () => {
      await settle();
      spoil('Number 25');
      isRefused('a flipped byte', /place 25 of show "summer" was changed/);
    });

    it('is one with a byte of a manifest flipped', async () => {
      await settle();
      change(`UPDATE shows SET manifest = '{"showId":"winter"}'`);
      isRefused('a changed manifest', /manifest of show "summer"/);
    });

    it('is one with a hole', async () => {
      await settle();
      change('DELETE FROM records WHERE seq = 20');
      isRefused('a hole', /place 20 of show "summer" is missing/);
    });

    it('is one without its beginning', async () => {
      await settle();
      change('DELETE FROM records WHERE seq <= 3');
      isRefused('no beginning', /place 1 of show "summer" is missing/);
    });

    it('is a main file cut short, empty or gone', async () => {
      await settle();
      const whole = join(folder, 'whole');
      copyFileSync(join(folder, 'shopcast.db'), whole);
      truncateSync(join(folder, 'shopcast.db'), 3 * 4096);
      isRefused('a page is missing', /damaged/);
      truncateSync(join(folder, 'shopcast.db'), 5000);
      isRefused('half a page is missing', /damaged/);
      truncateSync(join(folder, 'shopcast.db'), 0);
      isRefused('an empty file', /empty/);
      rmSync(join(folder, 'shopcast.db'));
      writeFileSync(join(folder, 'shopcast.db-wal'), 'something');
      isRefused('no file', /missing/);
    });

    it('is a flipped bit anywhere in the write-ahead file that SQLite would end the log at', () => {
      const size = statSync(join(folder, 'shopcast.db-wal')).size;
      const frame = 4096 + 24;
      // In the header, in a frame's header, salt and checksum, in its page; the last commits cannot be told from one torn by a power cut.
      for (const at of [0, 9, 17, 26, 32 + 3, 32 + 9, 32 + 17, 32 + 5 * frame + 30, 32 + 5 * frame + 2000, size - 6 * frame]) {
        cpSync(killed, folder, { recursive: true });
        flip('shopcast.db-wal', at, 4);
        isRefused(`bit at ${at}`, /write-ahead|wal/);
      }
    });

    it('refuses or loses nothing, wherever bits flip', async () => {
      await settle();
      const main = readFileSync(join(folder, 'shopcast.db'));
      let seed = 7;
      const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
      let refused = 0;
      for (let round = 0; round < 150; round++) {
        const at = random(main.length);
        const damaged = Buffer.from(main);
        damaged[at]! ^= 1 << random(8);
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        writeFileSync(join(folder, 'shopcast.db'), damaged);
        try {
          open();
        } catch (error) {
          expect((error as { code: string }).code, `byte ${at}`).to.be.oneOf(['server/damaged-log', 'server/newer-format']);
          refused += 1;
          continue;
        }
        const read = await store!.log('summer').read(0, 1000);
        expect(read, `byte ${at} was let in`).to.deep.equal(records(1, 50));
        await store!.close();
        store = undefined;
      }
      expect(refused, 'rounds that were refused').to.be.greaterThan(10);
    });

    it('is found when a place is read that went bad after the start', async () => {
      await settle();
      open();
      spoil('Number 25');
      const problem = await refusal(store!.log('summer').read(20, 10));
      expect(problem.code).to.equal('show/bad-log');
      expect(problem.message).to.contain('Place 25 of show "summer"');
    });
  });
});

/** Another process that has the folder open with 50 places, each a commit of its own. */
async function otherProcess(data: string): Promise<ChildProcess> {
  const child = fork(new URL('./store-process.test.ts', import.meta.url), [data], {
    execArgv: ['--import=tsx', '--conditions=@shopcast/source', '--no-warnings'],
    env: { ...process.env, SHOPCAST_STORE_PROCESS: data },
  });
  expect((await once(child, 'message'))[0]).to.equal('open');
  return child;
}
