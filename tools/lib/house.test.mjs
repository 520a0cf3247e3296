import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { startServices } from '../services.mjs';
import { parseArguments } from './arguments.mjs';
import { packagesAreCurrent } from './install.mjs';
import { ofParts } from './parts.mjs';
import { root, run } from './run.mjs';
import { summary } from './summary.mjs';
import { classify, findTests } from './test-files.mjs';
import { withTree } from './trees.mjs';

describe('where a test runs', () => {
  const cases = [
    ['packages/core/src/money/money.test.ts', { part: 'core', node: true, browser: true }],
    ['packages/core/src/money/money.node.test.ts', { node: true, browser: false }],
    ['packages/session/src/x.browser.test.ts', { node: false, browser: true }],
    ['packages/server/src/x.test.ts', { part: 'server', node: true, browser: false }],
    ['packages/elements/src/card/card.test.ts', { part: 'elements', node: false, browser: true }],
    ['packages/elements/src/card/card.node.test.ts', { node: true, browser: false }],
    ['packages/commerce/src/adapters/vendure/vendure.live.test.ts', { node: true, browser: false, service: 'vendure', slow: false }],
    ['packages/core/src/x.slow.test.ts', { node: true, browser: true, slow: true }],
    ['packages/core/src/x.slow.node.test.ts', { node: true, browser: false, slow: true }],
    ['tools/size.test.mjs', { part: 'tools', node: true, browser: false }],
    ['examples/table-goods/shop.test.ts', { part: 'examples', node: true, browser: false }],
  ];
  for (const [path, expected] of cases) it(path, () => expect(classify(path)).to.include(expected));

  it('is said of no other file', () => {
    for (const path of [
      'packages/core/src/money/money.ts',
      'packages/core/src/test.ts',
      'packages/core/src/x.test.d.ts',
      'packages/core/src/x.tests.ts',
    ]) {
      expect(classify(path), path).to.equal(undefined);
    }
  });

  it('is found for every test file, and for none that was built or installed', () => {
    const files = {
      'packages/core/src/a.test.ts': '',
      'packages/core/dist/a.test.js': '',
      'packages/core/node_modules/x/x.test.mjs': '',
      'tools/b.test.mjs': '',
    };
    return withTree(files, folder =>
      expect(findTests(folder).map(test => test.path)).to.deep.equal(['packages/core/src/a.test.ts', 'tools/b.test.mjs']),
    );
  });
});

describe('the command line of npm test', () => {
  const tree = { 'packages/core/package.json': {}, 'packages/core/src/a.test.ts': '', 'packages/core/src/a.ts': '', 'tools/x.mjs': '' };
  const parse = (...args) => withTree(tree, folder => parseArguments(args, folder));

  it('takes packages, files and options in any order', async () => {
    expect(await parse('--all', 'core', '--browser=webkit', 'tools')).to.deep.include({
      parts: ['core', 'tools'],
      files: [],
      all: true,
      browser: 'webkit',
    });
    expect(await parse('packages/core/')).to.deep.include({ parts: ['core'] });
    expect(await parse('packages/core/src/a.test.ts')).to.deep.include({ parts: [], files: ['packages/core/src/a.test.ts'] });
  });

  it('says which argument is wrong', async () => {
    for (const [arg, reason] of [
      ['--browser=safari', 'Known are: chrome'],
      ['--fast', '"--fast" is unknown'],
      ['nowhere', 'no package and no test file "nowhere"'],
      ['packages/core/src/a.ts', 'neither a package nor a test file'],
      ['packages/core/src/b.test.ts', 'no test file'],
    ]) {
      const error = await parse(arg).catch(caught => caught);
      expect(error, arg).to.be.instanceOf(Error);
      expect(error.message).to.include(reason);
    }
  });
});

describe('whether npm ci is needed', () => {
  const lock = packages => ({ packages });
  const wanted = {
    '': {},
    'packages/core': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/@s/core': { link: true },
    'node_modules/o': { version: '1.0.0', optional: true },
  };
  const check = present =>
    withTree(
      { 'package-lock.json': lock(wanted), ...(present ? { 'node_modules/.package-lock.json': lock(present) } : {}) },
      packagesAreCurrent,
    );
  const current = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/@s/core': { link: true } };

  it('not when all is there; a package for another platform may lack', async () => expect(await check(current)).to.equal(true));
  it('when nothing is there', async () => expect(await check(undefined)).to.equal(false));
  it('when a version differs', async () => expect(await check({ ...current, 'node_modules/a': { version: '1.0.1' } })).to.equal(false));
  it('when a package lacks', async () => expect(await check({ 'node_modules/@s/core': { link: true } })).to.equal(false));
});

describe('the summary', () => {
  it('sums over all runners in its last line', () => {
    const text = summary([
      { name: 'eslint', passed: 1, failed: 0, seconds: 1 },
      { name: 'firefox', passed: 40, failed: 2, seconds: 12.34, pending: 3 },
      { name: 'webkit', passed: 0, failed: 0, seconds: 0, note: 'not installed here' },
    ]);
    const lines = text.split('\n');
    expect(lines.at(-1)).to.equal('41 passed, 2 failed');
    expect(lines[1]).to.match(/^✗ firefox +40 passed +2 failed 3 pending +12\.3 s$/);
    expect(lines[2]).to.match(/^- webkit .*not installed here$/);
  });

  it('names what failed where a log that is cut still shows it', () => {
    const failures = [{ test: 'a.test.ts: cart > adds', reason: `expected 1\n  to equal 2 ${'x'.repeat(500)}` }];
    const many = Array.from({ length: 17 }, (_, at) => ({ test: `b.test.ts: ${at}`, reason: 'no' }));
    const lines = summary([
      { name: 'node', passed: 1, failed: 1, seconds: 1, failures },
      { name: 'chrome', passed: 0, failed: 17, seconds: 1, failures: many },
    ]).split('\n');
    expect(lines.slice(0, 2).join('\n')).to.match(/^✗ node: a\.test\.ts: cart > adds\n {4}expected 1 to equal 2 x+\.\.\.$/);
    expect(lines.join('\n')).to.include('✗ chrome: b.test.ts: 14\n').and.to.include('✗ chrome: 2 more').and.not.include('b.test.ts: 15');
    expect(lines.at(-1)).to.equal('1 passed, 18 failed');
  });

  it('leaves complaints to the packages they are about', () => {
    const complaints = ['packages/core/src/a.ts: x', 'packages/core-extra: y', 'packages/live: z', 'docs/errors.md lacks'];
    expect(ofParts(complaints, ['core', 'live'])).to.deep.equal(['packages/core/src/a.ts: x', 'packages/live: z']);
    expect(ofParts(complaints, [])).to.deep.equal(complaints);
  });
});

/** Waits until a process has ended; one that nobody has collected yet has ended too. */
async function gone(pid) {
  for (const end = Date.now() + 10_000; ; await delay(20)) {
    try {
      process.kill(pid, 0);
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return;
    } catch {
      return;
    }
    if (Date.now() > end) throw new Error(`Process ${pid} still runs.`);
  }
}

describe('children', () => {
  it('are read, and ended with all they started when they take too long', async () => {
    const child = `const { spawn } = require('node:child_process');
      const inner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(inner.pid); setInterval(() => {}, 1000);`;
    const { code, output } = await run(process.execPath, ['-e', child], { timeout: 1500 });
    expect(code).not.to.equal(0);
    const [, pid] = /^(\d+)/.exec(output);
    expect(output).to.include('ran longer than 1.5 s');
    await gone(Number(pid));
  });

  it('that leave something running do not keep us waiting', async () => {
    const child = `const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).unref(); process.exit(3);`;
    expect((await run(process.execPath, ['-e', child], { timeout: 15_000 })).code).to.equal(3);
  });

  it('that cannot be started end with 127', async () => {
    expect((await run('no-such-program-at-all', [])).code).to.equal(127);
  });
});

describe('the run in Node', () => {
  const mocha = (files, use) =>
    withTree(files, async folder => {
      const result = join(folder, 'result.json');
      const paths = Object.keys(files).map(path => join(folder, path));
      const { code, output } = await run(process.execPath, [join(root, 'tools/lib/mocha-run.mjs'), result, ...paths], {
        timeout: 60_000,
        env: { SHOPCAST_GRACE_MS: '200' },
      });
      let counts;
      try {
        counts = JSON.parse(readFileSync(result, 'utf8'));
      } catch {
        counts = undefined;
      }
      use({ code, output, counts });
    });

  it('counts and shows what failed', () =>
    mocha(
      { 'a.test.mjs': `it('good', () => {}); it('bad', () => { throw new Error('so bad'); }); it.skip('later', () => {});` },
      ({ code, output, counts }) => {
        const { failures, ...numbers } = counts;
        expect(numbers).to.deep.equal({ passed: 1, failed: 1, pending: 1 });
        expect(failures.map(({ reason }) => reason)).to.deep.equal(['so bad']);
        expect(failures[0].test).to.match(/a\.test\.mjs: bad$/);
        expect(code).to.equal(1);
        expect(output).to.include('so bad').and.not.include('good');
      },
    ));

  it('fails when a file cannot be loaded, and runs the others', () =>
    mocha({ 'a.test.mjs': `import './gone.mjs';`, 'b.test.mjs': `it('good', () => {});` }, ({ code, output, counts }) => {
      expect(code).to.equal(1);
      const { failures, ...numbers } = counts;
      expect(numbers).to.deep.equal({ passed: 1, failed: 1, pending: 0 });
      expect(failures[0].test).to.include('a.test.mjs');
      expect(output).to.include('a.test.mjs could not be loaded').and.to.include('gone.mjs');
    }));

  it('fails when something is left open', () =>
    mocha({ 'a.test.mjs': `it('leaks', () => { setInterval(() => {}, 1000); });` }, ({ code, output, counts }) => {
      expect([code, counts.passed, counts.failed]).to.deep.equal([1, 1, 1]);
      expect(output).to.match(/Still open: .*Timeout/);
    }));
});

describe('services', () => {
  const events = [];
  const known = [
    { name: 'shop', start: async () => ({ env: { SHOP_URL: 'http://127.0.0.1:1' }, stop: async () => void events.push('stopped') }) },
    { name: 'broken', required: true, start: () => Promise.reject(new Error('there is no disk')) },
    { name: 'large', onlyAll: true, start: async () => ({ env: { LARGE: '1' }, stop: async () => {} }) },
  ];

  it('hand over their addresses, say why they do not run, and are stopped once', async () => {
    const { env, reasons, stop } = await startServices(['shop', 'broken', 'large', 'unheard-of'], { all: false, known });
    expect(env).to.deep.equal({ SHOP_URL: 'http://127.0.0.1:1' });
    expect(Object.fromEntries(reasons)).to.deep.equal({
      broken: { reason: 'there is no disk', required: true },
      large: { reason: 'starts only with --all', required: false },
      'unheard-of': { reason: 'there is no such service in tools/services.mjs', required: false },
    });
    await stop();
    await stop();
    expect(events).to.deep.equal(['stopped']);
    expect((await startServices(['large'], { all: true, known })).env).to.deep.equal({ LARGE: '1' });
  });
});
