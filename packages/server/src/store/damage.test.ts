import { expect } from 'chai';
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
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal } from '../testing/fixture.js';
import { keptStore } from './testing/kept-store.js';
import { otherProcess } from './testing/other-process.js';
import { records } from './testing/records.js';

describe('a damaged log', function () {
  this.timeout(60_000);
  const kept = keptStore();
  /** As a kill leaves it: the newest commits only in the write-ahead file. */
  let killed: string;
  before(async () => {
    killed = mkdtempSync(join(tmpdir(), 'shopcast-killed-')); // for all of them, so not one of `temporaryFolder`
    const child = await otherProcess(killed);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  beforeEach(() => cpSync(killed, kept.folder, { recursive: true }));
  after(() => rmSync(killed, { recursive: true, force: true }));

  const hashes = () =>
    Object.fromEntries(
      readdirSync(kept.folder)
        .sort()
        .map(name => [name, createHash('sha256').update(readFileSync(join(kept.folder, name))).digest('hex')]), // prettier-ignore
    );
  const isRefused = (what: string, says: RegExp) => {
    const before = hashes();
    let problem: { code?: string; message?: string } = {};
    try {
      kept.open();
    } catch (error) {
      problem = error as typeof problem;
    }
    expect(problem.code, what).to.equal('server/damaged-log');
    expect(problem.message).to.match(says).and.to.contain('restore a backup or an export');
    expect(hashes(), `${what}: not a byte has changed`).to.deep.equal(before);
  };
  /** Everything in the main file, as after a good stop. */
  const settle = async () => {
    kept.open();
    await kept.close();
  };
  const flip = (name: string, at: number, bit = 1) => {
    const fd = openSync(join(kept.folder, name), 'r+');
    const byte = readFileSync(join(kept.folder, name))[at]!;
    writeSync(fd, Buffer.from([byte ^ bit]), 0, 1, at);
    closeSync(fd);
  };
  /** Flips a bit of a text wherever the main file has it; free pages have old copies. */
  const spoil = (text: string) => {
    const bytes = readFileSync(join(kept.folder, 'shopcast.db'));
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) flip('shopcast.db', at + text.length - 1);
  };

  it('is none when only the last moment is missing: what a kill leaves is read whole', async () => {
    expect((await kept.open().log('summer').read(0, 1000)).length).to.equal(50);
    const wal = readFileSync(join(killed, 'shopcast.db-wal'));
    await kept.close();
    // A transaction torn in the middle by a power cut was never acknowledged.
    rmSync(kept.folder, { recursive: true });
    cpSync(killed, kept.folder, { recursive: true });
    truncateSync(join(kept.folder, 'shopcast.db-wal'), wal.length - 1000);
    expect((await kept.open().log('summer').read(0, 1000)).length).to.equal(49);
  });

  it('is one with a byte of an event flipped', async () => {
    await settle();
    spoil('Number 25');
    isRefused('a flipped byte', /place 25 of show "summer" was changed/);
  });

  it('is one with a byte of a manifest flipped', async () => {
    await settle();
    kept.change(`UPDATE shows SET manifest = '{"showId":"winter"}'`);
    isRefused('a changed manifest', /manifest of show "summer"/);
  });

  it('is one with a hole', async () => {
    await settle();
    kept.change('DELETE FROM records WHERE seq = 20');
    isRefused('a hole', /place 20 of show "summer" is missing/);
  });

  it('is one without its beginning', async () => {
    await settle();
    kept.change('DELETE FROM records WHERE seq <= 3');
    isRefused('no beginning', /place 1 of show "summer" is missing/);
  });

  it('is a main file cut short, empty or gone', async () => {
    await settle();
    const whole = join(kept.folder, 'whole');
    copyFileSync(join(kept.folder, 'shopcast.db'), whole);
    truncateSync(join(kept.folder, 'shopcast.db'), 3 * 4096);
    isRefused('a page is missing', /damaged/);
    truncateSync(join(kept.folder, 'shopcast.db'), 5000);
    isRefused('half a page is missing', /damaged/);
    truncateSync(join(kept.folder, 'shopcast.db'), 0);
    isRefused('an empty file', /empty/);
    rmSync(join(kept.folder, 'shopcast.db'));
    writeFileSync(join(kept.folder, 'shopcast.db-wal'), 'something');
    isRefused('no file', /missing/);
  });

  it('is a log that is gone altogether, with what says that there was one', async () => {
    rmSync(join(kept.folder, 'shopcast.db-wal'));
    isRefused('no write-ahead file', /everything since the first start is missing/);
    writeFileSync(join(kept.folder, 'shopcast.db-wal'), '');
    isRefused('an empty one', /everything since the first start is missing/);
    cpSync(killed, kept.folder, { recursive: true });
    await settle();
    rmSync(join(kept.folder, 'shopcast.db'));
    isRefused('no main file', /missing beside "shopcast.mark"/);
    rmSync(join(kept.folder, 'shopcast.mark'));
    expect(kept.open().shows(), 'removed on purpose').to.deep.equal([]);
  });

  it('is a flipped bit anywhere in the write-ahead file that SQLite would end the log at', () => {
    const size = statSync(join(kept.folder, 'shopcast.db-wal')).size;
    const frame = 4096 + 24;
    // In the header, in a frame's header, salt and checksum, in its page; the last commits cannot be told from one torn by a power cut.
    for (const at of [0, 9, 17, 26, 32 + 3, 32 + 9, 32 + 17, 32 + 5 * frame + 30, 32 + 5 * frame + 2000, size - 6 * frame]) {
      cpSync(killed, kept.folder, { recursive: true });
      flip('shopcast.db-wal', at, 4);
      isRefused(`bit at ${at}`, /write-ahead|wal/);
    }
  });

  it('refuses or loses nothing, wherever bits flip', async () => {
    await settle();
    const main = readFileSync(join(kept.folder, 'shopcast.db'));
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let refused = 0;
    for (let round = 0; round < 150; round++) {
      const at = random(main.length);
      const damaged = Buffer.from(main);
      damaged[at]! ^= 1 << random(8);
      for (const name of readdirSync(kept.folder)) rmSync(join(kept.folder, name));
      writeFileSync(join(kept.folder, 'shopcast.db'), damaged);
      try {
        kept.open();
      } catch (error) {
        expect((error as { code: string }).code, `byte ${at}`).to.be.oneOf(['server/damaged-log', 'server/newer-format']);
        refused += 1;
        continue;
      }
      const read = await kept.store.log('summer').read(0, 1000);
      expect(read, `byte ${at} was let in`).to.deep.equal(records(1, 50));
      await kept.close();
    }
    expect(refused, 'rounds that were refused').to.be.greaterThan(10);
  });

  it('is found when a place is read that went bad after the start', async () => {
    await settle();
    kept.open();
    spoil('Number 25');
    const problem = await refusal(kept.store.log('summer').read(20, 10));
    expect(problem.code).to.equal('show/bad-log');
    expect(problem.message).to.contain('Place 25 of show "summer"');
  });
});
