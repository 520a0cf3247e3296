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
  'packages/elements/src/events.ts': `export class WishEvent extends ShopcastIntent<{ readonly id: string; readonly at?: number }> {
  constructor(detail: WishEvent['detail']) {
    super('shopcast-wish', detail);
  }
}
`,
  'docs/events.md': '# Events\n## Intents\n| `shopcast-wish` | `id`, `at?` | wants it | none |\n## Facts\n',
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

  it('compares events with their table, detail and GA4 included', async () => {
    const table = row => ({ 'docs/events.md': `# Events\n## Intents\n${row}\n## Facts\n` });
    expect(await found(table('| `shopcast-wish` | `id` | wants it | |'))).to.have.members([
      'docs/events.md does not tell of `at?` of shopcast-wish.',
      'docs/events.md has no name for GA4 at shopcast-wish; say "none" where there is none.',
    ]);
    expect(await found(table('| `shopcast-whim` | `id` | wants it | none |'))).to.have.members([
      'docs/events.md has no row for shopcast-wish among the intents.',
      'docs/events.md tells of shopcast-whim, which is no event.',
    ]);
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
