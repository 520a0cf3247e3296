import { expect } from 'chai';
import { checkExports } from './exports.mjs';
import { withTree } from './lib/trees.mjs';

const files = ['dist', 'src', '!**/*.test.*', '!dist/.tsbuildinfo'];
const conditions = (source, built) => ({
  '@shopcast/source': `./src/${source}.ts`,
  types: `./dist/${built}.d.ts`,
  default: `./dist/${built}.js`,
});
const manifest = {
  name: '@shopcast/widgets',
  sideEffects: ['./dist/*/define.js', './src/*/define.ts'],
  exports: { '.': conditions('index', 'index'), './*': conditions('*/define', '*/define') },
  files,
  dependencies: { lit: '3.0.0' },
};
/** A package where everything is right. */
const right = {
  'packages/widgets/package.json': manifest,
  'packages/widgets/src/index.ts': `export { Card } from './card/card.js';`,
  'packages/widgets/dist/index.js': `export { Card } from './card/card.js';`,
  'packages/widgets/dist/index.d.ts': `export { Card } from './card/card.js';`,
  'packages/widgets/src/card/card.ts': `import { LitElement } from 'lit';\nexport class Card extends LitElement {}\nCard.styles = [];`,
  'packages/widgets/dist/card/card.js': `import { LitElement } from 'lit';\nexport class Card extends LitElement {}\n__decorate([property()], Card.prototype, 'x');`,
  'packages/widgets/dist/card/card.d.ts': `import { LitElement } from 'lit';\nexport declare class Card extends LitElement {}`,
  'packages/widgets/src/card/define.ts': `import { Card } from './card.js';\ncustomElements.define('x-card', Card);`,
  'packages/widgets/dist/card/define.js': `import { Card } from './card.js';\ncustomElements.define('x-card', Card);`,
  'packages/widgets/dist/card/define.d.ts': `export {};`,
};
const complaints = change =>
  withTree({ ...right, ...change }, folder => checkExports(folder).map(text => text.replace('packages/widgets: ', '')));
const without = key =>
  withTree(Object.fromEntries(Object.entries(right).filter(([path]) => !path.endsWith(key))), folder => checkExports(folder));
const withManifest = change => complaints({ 'packages/widgets/package.json': { ...manifest, ...change } });

describe('what a package offers and what was built', () => {
  it('has nothing to say where all is right', async () => {
    expect(await complaints({})).to.deep.equal([]);
  });

  it('finds targets that are not there', async () => {
    expect(await without('dist/index.js')).to.deep.equal(['packages/widgets: exports "." has no built file ./dist/index.js.']);
    expect(await without('dist/card/define.d.ts')).to.deep.equal(['packages/widgets: exports "./card" has no types ./dist/*/define.d.ts.']);
    const gone = await withManifest({ exports: { ...manifest.exports, './gone/*': conditions('gone/*', 'gone/*') } });
    expect(gone).to.deep.equal(['exports "./gone/*" matches no file.']);
  });

  it('finds entries that no export reaches', async () => {
    expect(await withManifest({ exports: { '.': conditions('index', 'index') } })).to.deep.equal([
      'dist/card/define.js was built to be imported, but no export reaches it.',
    ]);
    const adapter = { 'packages/widgets/dist/adapters/vendure/vendure.js': '', 'packages/widgets/dist/adapters/vendure/operations.js': '' };
    expect(await complaints(adapter)).to.deep.equal([
      'dist/adapters/vendure/vendure.js was built to be imported, but no export reaches it.',
    ]);
  });

  it('finds conditions in an order in which types or sources are never read', async () => {
    const { default: built, ...others } = conditions('index', 'index');
    const found = await withManifest({ exports: { ...manifest.exports, '.': { default: built, ...others } } });
    expect(found).to.have.length(1);
    expect(found[0]).to.include('in this order');
  });

  it('finds effects that are not named, and names without effects', async () => {
    expect(await withManifest({ sideEffects: false })).to.have.length(2);
    const loop = 'const table = [];\nfor (let n = 0; n < 3; n++) table.push(Math.sqrt(n));\nexport { table };';
    expect(await complaints({ 'packages/widgets/dist/table.js': loop })).to.deep.equal([]);
    for (const effect of [
      `import './card/define.js';`,
      `register('de', {});`,
      `if (!globalThis.x) globalThis.x = 1;`,
      `for (const tag of tags) customElements.define(tag);`,
    ]) {
      expect(await complaints({ 'packages/widgets/dist/effect.js': effect }), effect).to.deep.equal([
        'dist/effect.js does something when it is imported (line 1), and sideEffects does not name it.',
      ]);
    }
    const kept = { 'packages/widgets/src/testing/scene.ts': 'await warmUp();' };
    expect(await complaints(kept)).to.deep.equal([
      'src/testing/scene.ts does something when it is imported (line 1), and sideEffects does not name it.',
      'files lacks "!**/testing".',
    ]);
    const atHome = { ...manifest, files: [...files, '!**/testing'] };
    expect(await complaints({ ...kept, 'packages/widgets/package.json': atHome })).to.deep.equal([]);
    const named = await withManifest({ sideEffects: [...manifest.sideEffects, './dist/card/card.js'] });
    expect(named).to.deep.equal(['sideEffects names dist/card/card.js, where no file does anything when it is imported.']);
  });

  it('finds what would be shipped wrongly', async () => {
    expect(await withManifest({ files: ['dist', 'src'] })).to.deep.equal([
      'files lacks "!**/*.test.*".',
      'files lacks "!dist/.tsbuildinfo".',
    ]);
  });

  it('compares dependencies with what the built files import', async () => {
    expect(await withManifest({ dependencies: {} })).to.have.length(1);
    expect(await withManifest({ dependencies: { lit: '3.0.0', tslib: '2.0.0' } })).to.deep.equal([
      'tslib is a dependency, but nothing imports it.',
    ]);
    expect(await withManifest({ dependencies: {}, peerDependencies: { lit: '^3.0.0' } })).to.deep.equal([]);
  });
});
