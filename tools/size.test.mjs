import { expect } from 'chai';
import { sizes } from './size.mjs';
import { withTree } from './lib/trees.mjs';

const words = Array.from({ length: 400 }, (_, n) => `word${(n * 7919) % 1009}`).join(' ');
const library = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': `export const small = () => process.env.NODE_ENV === 'production' ? 1 : '${words}';\nexport const large = () => '${words}';`,
};
const measured = (entries, files = library) =>
  withTree({ ...files, 'tools/size.json': { entries } }, async from => {
    const lines = [];
    return { ...(await sizes({ from, print: line => lines.push(line) })), lines };
  });

describe('size budgets', () => {
  it('fails over the budget and passes under it', async () => {
    const { passed, failed, lines } = await measured([
      { name: 'too large', code: `export { large } from 'lib';`, budget: '0.1 KB' },
      { name: 'fits', code: `export { large } from 'lib';`, budget: '4 KB' },
    ]);
    expect([passed, failed]).to.deep.equal([1, 1]);
    expect(lines[0]).to.match(/^✗ too large +\d+\.\d\d KB br +\d+\.\d\d KB gz +budget +0\.10 KB br$/);
    expect(lines[1]).to.match(/^✓ fits/);
  });

  it('counts what is used, in production', async () => {
    const { failed } = await measured([{ name: 'small', code: `export { small } from 'lib';`, budget: '0.1 KB' }]);
    expect(failed).to.equal(0);
  });

  it('leaves out what is loaded later', async () => {
    const code = `export const later = () => import('lib');`;
    expect((await measured([{ name: 'lazy', code, budget: '0.2 KB' }])).failed).to.equal(0);
  });

  it('gives what is loaded later a line and a budget of its own', async () => {
    const files = {
      ...library,
      'packages/elements/dist/later.js': `import { small } from 'lib'; export const all = [small(), '${words}'];`,
    };
    const code = `export { small } from 'lib'; export const later = () => import('./packages/elements/dist/later.js');`;
    const onDemand = [{ name: 'the rest', part: 'elements/dist/later.js', budget: '0.2 KB' }];
    const { passed, failed, lines } = await measured([{ name: 'page', code, budget: '0.3 KB', onDemand }], files);
    expect([passed, failed]).to.deep.equal([1, 1]);
    expect(lines[1]).to.match(/^✗ {3}later: the rest +\d/);
    const wrong = await measured([{ name: 'page', code: `export { small } from 'lib';`, budget: '4 KB', onDemand }], files);
    expect(wrong.lines[0]).to.include('elements/dist/later.js is not loaded on demand.');
  });

  it('counts styles and markup without what only people read', async () => {
    const space = `\n${' '.repeat(40)}`.repeat(200);
    const noise = Array.from({ length: 400 }, (_, n) => ((n * 7919) % 1009).toString(36)).join('-');
    const files = {
      'packages/elements/dist/look.js': `const css = String.raw, html = String.raw;\nexport const look = css\`a {${space}/* ${noise} */ color: red; }\` + html\`<p>${space}</p>\`;`,
    };
    const code = `export { look } from './packages/elements/dist/look.js';`;
    const { failed, lines } = await measured([{ name: 'look', code, budget: '0.15 KB' }], files);
    expect(failed, lines.join()).to.equal(0);
  });

  it('spreads a pattern into one entry for each file', async () => {
    const files = {
      'packages/commerce/dist/adapters/one/one.js': `export const one = 1;`,
      'packages/commerce/dist/adapters/one/operations.js': `export const x = '${words}';`,
      'packages/commerce/dist/adapters/two/two.js': `export const two = '${words}';`,
    };
    const { passed, failed, lines } = await measured(
      [{ name: 'adapter *', files: 'packages/commerce/dist/adapters/*/*.js', budget: '0.1 KB' }],
      files,
    );
    expect(lines.map(line => line.slice(0, 13))).to.deep.equal(['✓ adapter one', '✗ adapter two']);
    expect([passed, failed]).to.deep.equal([1, 1]);
  });

  it('gives each part that a file loads later a line of its own', async () => {
    const files = {
      'dist/adapters/one/one.js': `export const more = () => import('./more.js'); export const rest = () => import('./rest.js');`,
      'dist/adapters/one/more.js': `export const more = 1;`,
      'dist/adapters/one/rest.js': `export const rest = '${words}';`,
    };
    const entry = { name: 'adapter *', files: 'dist/adapters/*/*.js', budget: '0.2 KB', eachLater: '0.1 KB' };
    const { passed, failed, lines } = await measured([entry], files);
    expect(lines.map(line => line.slice(0, 15).trimEnd())).to.deep.equal(['✓ adapter one', '✓   later: more', '✗   later: rest']);
    expect([passed, failed]).to.deep.equal([2, 1]);
  });

  it('fails on an export that is gone and on a budget it cannot read', async () => {
    const gone = await measured([{ name: 'gone', code: `export { gone } from 'lib';`, budget: '4 KB' }]);
    expect(gone.failed).to.equal(1);
    expect(gone.lines[0]).to.include('could not be bundled');
    const wrong = await measured([{ name: 'wrong', code: `export { small } from 'lib';`, budget: 'tiny' }]).catch(error => error);
    expect(wrong).to.be.instanceOf(Error);
    expect(wrong.message).to.include('"wrong"');
  });
});
