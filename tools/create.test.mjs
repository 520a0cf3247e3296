import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { create } from './create.mjs';
import { root, run } from './lib/run.mjs';
import { withTree } from './lib/trees.mjs';

describe('create', () => {
  it('writes the files of an element where its name says', () =>
    withTree({ 'package.json': {} }, folder => {
      const written = create('element', 'countdown-offer', folder);
      expect(written).to.have.members([
        'packages/elements/src/countdown-offer/countdown-offer.ts',
        'packages/elements/src/countdown-offer/countdown-offer.styles.ts',
        'packages/elements/src/countdown-offer/countdown-offer.test.ts',
        'packages/elements/src/countdown-offer/define.ts',
        'docs/elements/countdown-offer.md',
      ]);
      const source = readFileSync(
        join(
          folder,
          written.find(path => path.endsWith('countdown-offer.ts')),
        ),
        'utf8',
      );
      expect(source).to.include('class ShopcastCountdownOffer').and.to.include('@element shopcast-countdown-offer');
      const page = readFileSync(join(folder, 'docs/elements/countdown-offer.md'), 'utf8');
      expect(page)
        .to.match(/^# Countdown offer\n/)
        .and.to.include('<!-- api: shopcast-countdown-offer -->');
      for (const path of written) expect(readFileSync(join(folder, path), 'utf8'), path).not.to.match(/__\w+__/);
    }));

  it('refuses kinds and names it cannot use, and writes nothing then', () =>
    withTree({ 'package.json': {} }, folder => {
      for (const [kind, name, reason] of [
        ['widget', 'x', 'element, adapter, transport'],
        [undefined, undefined, 'Usage'],
        ['element', 'CountdownOffer', 'lower case'],
        ['element', '../escape', 'lower case'],
        ['element', '-x', 'lower case'],
        ['element', undefined, 'lower case'],
        ['element', 'x'.repeat(41), 'lower case'],
        ['element', 'shopcast-card', 'Leave out'],
        ['element', 'internal', 'something else'],
      ]) {
        expect(() => create(kind, name, folder), `${kind} ${name}`).to.throw(reason);
      }
      expect(existsSync(join(folder, 'packages'))).to.equal(false);
    }));

  it('refuses a name that is taken and leaves what is there', () =>
    withTree({ 'packages/commerce/src/adapters/vendure/mine.ts': 'mine', 'docs/adapters/medusa.md': 'mine' }, folder => {
      expect(() => create('adapter', 'vendure', folder)).to.throw('there already');
      expect(() => create('adapter', 'medusa', folder)).to.throw('there already');
      expect(existsSync(join(folder, 'packages/commerce/src/adapters/vendure/vendure.ts'))).to.equal(false);
      expect(readFileSync(join(folder, 'docs/adapters/medusa.md'), 'utf8')).to.equal('mine');
    }));

  it('writes what fits the packages as they are, with a first test that fails', async () => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    // Inside the repository, so that imports of packages are found as they will be.
    const folder = mkdtempSync(join(root, '.cache/create-'));
    try {
      for (const name of ['commerce', 'live', 'elements']) {
        cpSync(join(root, 'packages', name, 'src'), join(folder, 'packages', name, 'src'), {
          recursive: true,
          filter: path => !path.includes('.test.'),
        });
      }
      const written = [
        ...create('element', 'new-thing', folder),
        ...create('adapter', 'new-shop', folder),
        ...create('transport', 'new-way', folder),
      ];
      const include = written.filter(path => path.endsWith('.ts'));
      const compilerOptions = { incremental: false, tsBuildInfoFile: null };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.test.json', compilerOptions, include }));
      const types = await run('tsc', ['--project', folder]);
      expect(types.output.split('\n').filter(line => /new-(?:thing|shop|way)/.test(line))).to.deep.equal([]);
      const form = await run('prettier', ['--check', '--ignore-path=', ...written.map(path => join(folder, path))]);
      expect(form.code, form.output).to.equal(0);
      for (const path of include.filter(path => path.endsWith('.test.ts') && !path.includes('elements'))) {
        const result = join(folder, 'result.json');
        await run('node', ['--import=tsx', '--conditions=@shopcast/source', 'tools/lib/mocha-run.mjs', result, join(folder, path)]);
        expect(JSON.parse(readFileSync(result, 'utf8')).failed, path).to.be.greaterThan(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
