import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startExampleShop } from './lib/example-shop.mjs';

describe('starting a shop beside the tests', () => {
  let folder;
  const program = code => {
    const file = join(folder, 'server.mjs');
    writeFileSync(file, code);
    return file;
  };
  const failure = async file => {
    try {
      await startExampleShop('', 'SHOP_URL', { file, timeout: 5000 });
    } catch (error) {
      return error.message;
    }
    return 'it started';
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shopcast-shop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('hands on the address it prints, and ends it', async () => {
    const file = program(`console.log(JSON.stringify({ url: 'http://127.0.0.1:1/' + process.pid })); setInterval(() => {}, 1000);`);
    const { env, stop } = await startExampleShop('', 'SHOP_URL', { file });
    const pid = Number(new URL(env.SHOP_URL).pathname.slice(1));
    expect(() => process.kill(pid, 0)).not.to.throw();
    await stop();
    expect(() => process.kill(pid, 0)).to.throw('ESRCH');
  });
  it('says with the words of the shop why it ended', async () => {
    expect(await failure(program(`throw new TypeError('There is no database here.');`))).to.equal('There is no database here.');
    expect(await failure(program(`process.exitCode = 3;`))).to.equal('it ended with 3');
  });
  it('gives up on a shop that never answers', async () => {
    const file = program('setInterval(() => {}, 1000);');
    let message;
    await startExampleShop('', 'SHOP_URL', { file, timeout: 300 }).catch(error => (message = error.message));
    expect(message).to.equal('it did not answer within 0.3 s');
  });
});
