import { expect } from '@open-wc/testing';

const names = ['paper', 'night', 'market'] as const;
const property = /^--shopcast-[a-z0-9-]+$/;

/** What must be read against what, and how well (WCAG 2.2, 1.4.3 and 1.4.11). */
const pairs: readonly (readonly [string, string, number])[] = [
  ['text', 'surface', 4.5],
  ['text', 'surface-2', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'surface-2', 4.5],
  ['on-accent', 'accent', 4.5],
  ['offer', 'surface', 4.5],
  ['danger', 'surface', 4.5],
  ['live', 'surface', 3],
  ['accent', 'surface', 3],
  ['control-border', 'surface', 3],
  ['focus', 'surface', 3],
];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (/rgba?\(([^)]+)\)/.exec(colour)?.[1] ?? '')
    .split(/[ ,/]+/)
    .map(channel => Number(channel) / 255)
    .map(channel => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('the ready themes', () => {
  let link: HTMLLinkElement;
  const wear = (name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = new URL(`./${name}.css`, import.meta.url).href;
      link.addEventListener('load', () => resolve());
      link.addEventListener('error', () => reject(new Error(`${name}.css did not load`)));
      document.head.append(link);
    });
  afterEach(() => link.remove());

  for (const name of names) {
    it(`${name}: sets tokens and nothing else`, async () => {
      await wear(name);
      const rules = [...link.sheet!.cssRules] as CSSStyleRule[];
      expect(rules.map(({ selectorText }) => selectorText)).to.deep.equal([':root']);
      for (const set of rules[0]!.style) expect(set).to.match(property);
    });

    for (const scheme of ['light', 'dark']) {
      it(`${name}, ${scheme}: everything can be read`, async () => {
        await wear(name);
        const swatch = document.createElement('i');
        swatch.style.colorScheme = scheme;
        document.body.append(swatch);
        const colour = (token: string): string => {
          swatch.style.color = `var(--shopcast-${token})`;
          return getComputedStyle(swatch).color;
        };
        const measured = pairs.map(([front, back, least]) => ({ front, back, least, ratio: contrast(colour(front), colour(back)) }));
        swatch.remove();
        for (const { front, back, least, ratio } of measured) expect(ratio, `${front} on ${back}`).to.be.at.least(least);
      });
    }
  }
});
