import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect } from 'chai';
import { childEnv, root } from './lib/run.mjs';
import { withFreshClone } from './lib/trees.mjs';

const startIn = (folder, ...args) => {
  // A group of its own, as a terminal makes it: Ctrl-C reaches all of it.
  const detached = process.platform !== 'win32';
  const child = spawn('node', [join(folder, 'tools/start.mjs'), ...args], { env: childEnv(), stdio: ['ignore', 'pipe', 'pipe'], detached });
  const lines = [];
  const heard = once(child, 'close').then(([code]) => ({ code, text: lines.join('\n') }));
  const listen = stream => createInterface(stream).on('line', line => lines.push(line));
  return { child, out: listen(child.stdout), err: listen(child.stderr), heard, lines };
};
const start = (...args) => startIn(root, ...args);
const answers = url =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

describe('npm start', function () {
  this.timeout(180_000);

  it('in a fresh clone prints one address, and stops all it started on Ctrl-C, the recording kept', () =>
    withFreshClone(async folder => {
      const { child, out, heard, lines } = startIn(folder, '--shop=memory', `--record=${join(folder, 'show.jsonl')}`);
      const address = new Promise(resolve => {
        out.on('line', line => {
          const [url] = /http:\/\/127\.0\.0\.1:\d+(?= {2}is the store)/.exec(line) ?? [];
          if (url) resolve(url);
        });
      });
      const url = await Promise.race([address, heard.then(({ text }) => Promise.reject(new Error(text)))]);
      const page = await (await fetch(url)).text();
      expect(page).to.include('<shopcast-show');
      const all = [...new Set(lines.join(' ').match(/http:\/\/127\.0\.0\.1:\d+/g))];
      expect(all.length, 'store, room and stream').to.be.at.least(3);
      if (process.platform === 'win32') child.kill('SIGINT');
      else process.kill(-child.pid, 'SIGINT');
      expect((await heard).code).to.equal(130);
      for (const one of all) expect(await answers(one), one).to.equal(false);
      expect(readFileSync(join(folder, 'show.jsonl'), 'utf8')).to.include('show-ended');
    }));

  it('says what is wrong with its arguments', async () => {
    for (const [argument, words] of [
      ['--shop=bakery', 'There is no shop "bakery" here. Known are: vendure, memory.'],
      ['--port=x', '"x" is no port.'],
      ['--colour', '--shop=memory'],
    ]) {
      const { code, text } = await start(argument).heard;
      expect(code).to.equal(1);
      expect(text).to.include(words);
    }
    const { code, text } = await start('--help').heard;
    expect([code, text.includes('--record=FILE')]).to.deep.equal([0, true]);
  });
});
