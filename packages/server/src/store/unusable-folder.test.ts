import { expect } from 'chai';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptStore } from './testing/kept-store.js';
import { otherProcess } from './testing/other-process.js';
import { show } from './testing/records.js';

describe('a folder the store cannot use', () => {
  const kept = keptStore();
  const codeOf = (data: string): { code: string; message: string } => {
    try {
      kept.open(data);
    } catch (error) {
      return error as { code: string; message: string };
    }
    throw new Error('The store opened.');
  };

  it('is one that is no folder', () => {
    writeFileSync(join(kept.folder, 'file'), '');
    const { code, message } = codeOf(join(kept.folder, 'file', 'data'));
    expect(code).to.equal('server/unwritable-folder');
    expect(message).to.contain('--data');
  });

  it('is one that another process uses, which goes on undisturbed', async () => {
    const child = await otherProcess(kept.folder);
    try {
      const { code, message } = codeOf(kept.folder);
      expect(code).to.equal('server/folder-in-use');
      expect(message).to.contain('--data');
      child.send('append');
      expect((await once(child, 'message'))[0]).to.equal('done');
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    expect((await kept.open().log('summer').read(0, 1000)).length, 'the lock falls with the process, the log stays').to.equal(51);
  }).timeout(30_000);

  it('is one of a newer program', async () => {
    await kept.open().createShow(show, []);
    await kept.close();
    kept.change('PRAGMA user_version = 9; ALTER TABLE records RENAME TO facts');
    const { code, message } = codeOf(kept.folder);
    expect(code).to.equal('server/newer-format');
    expect(message).to.contain('9');
  });
});
