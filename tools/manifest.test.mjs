import { join } from 'node:path';
import { expect } from 'chai';
import { findUndocumented, makeManifest } from './manifest.mjs';
import { withTree } from './lib/trees.mjs';

const element = (doc, body) => `import { LitElement, html } from 'lit';
import { property } from 'lit/decorators.js';
/**
${doc.map(line => ` * ${line}`).join('\n')}
 */
export class ShopcastBadge extends LitElement {
${body}
}
declare global { interface HTMLElementTagNameMap { 'shopcast-badge': ShopcastBadge } }
`;

const good = element(
  [
    'Says that a show is live.',
    '',
    '@element shopcast-badge',
    '@slot - Words of the badge.',
    '@slot icon - A picture.',
    '@event {ShopcastSeenEvent} shopcast-seen - Somebody saw it.',
    '@csspart label - The words.',
  ],
  `  /** Which show. */
  @property({ attribute: 'show-id' }) showId?: string;
  readonly #seen = () => this.dispatchEvent(new ShopcastSeenEvent());
  private hidden = 1;
  /** Looks again. */
  refresh(): void {}
  override render() { return html\`<slot name="icon"></slot><span part="label"><slot></slot></span>\`; }`,
);

const bad = element(
  [
    'Says that a show is live.',
    '',
    '@element shopcast-badge',
    '@slot footer - Gone since long.',
    '@event {ShopcastSeenEvent} shopcast-seen',
  ],
  `  @property({ attribute: 'show-id' }) showId?: string;
  readonly #seen = () => this.dispatchEvent(new ShopcastSeenEvent());
  refresh(): void {}
  override render() { return html\`<slot name="icon"></slot><span part="label"></span>\`; }`,
);

const checked = (source, base) =>
  withTree(
    {
      'elements/src/badge/badge.ts': source,
      'elements/src/badge/badge.test.ts': '',
      ...(base && { 'elements/src/badge/badge-settings.ts': base }),
    },
    from => {
      const folder = join(from, 'elements');
      const manifest = makeManifest(folder);
      return { manifest, found: findUndocumented(manifest, folder).map(text => text.replace('src/badge/badge.ts: ShopcastBadge ', '')) };
    },
  );

describe('custom elements manifest', () => {
  it('has nothing to say about an element that is described, and leaves out what is private', async () => {
    const { manifest, found } = await checked(good);
    expect(found).to.deep.equal([]);
    const [declaration] = manifest.modules[0].declarations;
    expect(declaration.tagName).to.equal('shopcast-badge');
    expect(declaration.members.map(member => member.name)).to.deep.equal(['showId', 'refresh']);
    expect(declaration.slots.map(slot => slot.name)).to.deep.equal(['', 'icon']);
  });

  it('names every public thing that is not described', async () => {
    const { found } = await checked(bad);
    expect(found).to.have.members([
      'has a public field "showId" without a description.',
      'has a public method "refresh" without a description.',
      'has an attribute "show-id" without a description.',
      'has an event "shopcast-seen" without a description.',
      'has slot "icon" in a template but not in its doc block.',
      'documents slot "footer", which no template has.',
      'has part "label" in a template but not in its doc block.',
    ]);
  });

  it('asks of a class that elements extend for its members alone', async () => {
    const base = `import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
/** What a page says. */
export class BadgeSettings extends LitElement {
  @property() label?: string;
}`;
    const { manifest, found } = await checked(good.replace('extends LitElement', 'extends BadgeSettings'), base);
    expect(found).to.deep.equal([
      'src/badge/badge-settings.ts: BadgeSettings has a public field "label" without a description.',
      'src/badge/badge-settings.ts: BadgeSettings has an attribute "label" without a description.',
    ]);
    const [attribute] = manifest.modules.at(-1).declarations[0].attributes.filter(({ name }) => name === 'label');
    expect(attribute.inheritedFrom.name).to.equal('BadgeSettings');
  });

  it('asks for the doc block itself', async () => {
    const { found } = await checked(element([''], `  override render() { return html\`<slot></slot>\`; }`));
    expect(found).to.include('has no description.').and.to.include('has no @element tag that names it.');
    expect(found).to.include('has the default slot in a template but not in its doc block.');
  });
});
