import { expect } from 'chai';
import { copyFileSync, cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/fixture.js';
import { keptStore } from './testing/kept-store.js';
import { records, show } from './testing/records.js';

describe('the store gives shows a new epoch when', () => {
  const kept = keptStore();
  const epoch = () => kept.open().show('summer')!.epoch;
  /** A log of three places, closed, and a copy of the folder; then two places more. */
  const copyAndGoOn = async (): Promise<string> => {
    const copy = temporaryFolder();
    await kept.open().createShow(show, records(1, 3));
    await kept.close();
    cpSync(kept.folder, copy, { recursive: true });
    await kept.open().log('summer').append(records(4, 5));
    await kept.close();
    return copy;
  };

  it('its folder was restored, in place', async () => {
    const copy = await copyAndGoOn();
    cpSync(copy, kept.folder, { recursive: true, preserveTimestamps: true });
    const renewed = epoch();
    expect(renewed).to.match(/^[A-Za-z0-9_-]{12}$/);
    expect(kept.store.restored).to.equal(true);
    expect(await kept.store.log('summer').read(0, 10)).to.deep.equal(records(1, 3));
    await kept.reopen();
    expect([kept.store.restored, kept.store.show('summer')!.epoch]).to.deep.equal([false, renewed]);
  });

  it('the log alone was restored', async () => {
    const copy = await copyAndGoOn();
    copyFileSync(join(copy, 'shopcast.db'), join(kept.folder, 'shopcast.db'));
    expect(epoch()).not.to.equal('epoch-1');
  });

  it('it runs in a copy of its folder', async () => {
    kept.folder = await copyAndGoOn();
    expect(epoch()).not.to.equal('epoch-1');
  });

  it('somebody has removed the mark on purpose', async () => {
    await copyAndGoOn();
    rmSync(join(kept.folder, 'shopcast.mark'));
    expect(epoch()).not.to.equal('epoch-1');
  });

  it('but not when its folder got another name, nor at an ordinary start, nor after a kill in the middle of one', async () => {
    await copyAndGoOn();
    renameSync(kept.folder, `${kept.folder}-moved`);
    kept.folder = `${kept.folder}-moved`;
    expect(epoch()).to.equal('epoch-1');
    await kept.close();
    // The file is written, and not yet noted.
    kept.change("UPDATE marks SET coming = 'the new one'");
    writeFileSync(join(kept.folder, 'shopcast.mark'), 'the new one');
    expect(epoch()).to.equal('epoch-1');
    await kept.close();
    // It is announced, and not yet written.
    kept.change("UPDATE marks SET coming = 'never written'");
    expect(epoch()).to.equal('epoch-1');
    await kept.close();
    rmSync(kept.folder, { recursive: true });
  });
});
