import { expect } from 'chai';
import { checkDocs } from './docs.mjs';
import { withTree } from './lib/trees.mjs';

const tree = {
  'packages/core/src/errors/errors.ts': `export const errorCodes = [\n  'money/bad-amount',\n  'show/muted',\n] as const;`,
  'docs/errors.md':
    '# Errors\n## money\n### money/bad-amount\nWords.\n## show\n### show/muted\nWords, see [the protocol](protocol.md#muted).\n',
  'docs/protocol.md': '# Protocol\n```md\n[not a link](nowhere.md)\n```\n[away](https://example.com/x) [here](#a)\n',
  'docs/adapters/vendure.md': '# Vendure\n',
  'packages/commerce/src/adapters/vendure/vendure.ts': '',
};
const found = change => withTree({ ...tree, ...change }, folder => checkDocs(folder));

describe('docs against the code', () => {
  it('has nothing to say where all is right', async () => {
    expect(await found({})).to.deep.equal([]);
  });

  it('compares error codes with headings, both ways', async () => {
    const errors = '# Errors\n## money\n### money/bad-amount\n### money/bad-amount\n### money/bad-mood\n';
    expect(await found({ 'docs/errors.md': errors })).to.have.members([
      'docs/errors.md has no heading "### show/muted".',
      'docs/errors.md explains money/bad-mood, which is no code.',
      'docs/errors.md explains money/bad-amount twice.',
      'docs/errors.md has no heading "## show".',
    ]);
  });

  it('says so when it can read no codes', async () => {
    const silent = await found({ 'packages/core/src/errors/errors.ts': 'export const errorCodes = load();' });
    expect(silent[0]).to.include('no list of codes');
  });

  it('asks for a page for each element, adapter and transport', async () => {
    const more = {
      'packages/live/src/transports/sse/sse.ts': '',
      'packages/elements/src/card/define.ts': '',
      'packages/elements/src/internal/icon.ts': '',
    };
    expect(await found(more)).to.have.members([
      'packages/live/src/transports/sse has no page docs/transports/sse.md.',
      'packages/elements/src/card has no page docs/elements/card.md.',
    ]);
  });

  it('finds links that lead nowhere', async () => {
    expect(await found({ 'README.md': '[docs](docs/README.md) [errors](docs/errors.md)' })).to.deep.equal([
      'README.md links to docs/README.md, which is not there.',
    ]);
  });
});
