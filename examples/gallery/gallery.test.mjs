/** Every page of the gallery, in Chromium under a strict policy: it stands, says nothing bad, and axe finds nothing. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { openPage, startChrome } from '../../tools/lib/gallery-browser.mjs';
import { galleryPages, serveGallery } from '../../tools/lib/gallery-server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A gallery shows many wholes on one page: what holds for a page as a whole cannot hold here. */
const ofPagesOnly = [
  'region',
  'landmark-unique',
  'landmark-one-main',
  'landmark-no-duplicate-main',
  'page-has-heading-one',
  'heading-order',
];
/** Of an experimental rule: a number on a button, shortened to 99+, is no name that somebody would say. */
const experimental = ['label-content-name-mismatch'];

describe('the gallery', function () {
  this.timeout(120_000);
  let server;
  let browser;
  before(async () => {
    server = await serveGallery();
    browser = await startChrome();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const name of galleryPages()) {
    for (const look of [
      { width: 390, height: 844, scheme: 'dark' },
      { width: 1280, height: 900, scheme: 'light' },
    ]) {
      it(`${name}, ${look.width} px, ${look.scheme}`, async () => {
        const { page, complaints } = await openPage(browser, `${server.url}${name}.html`, look);
        try {
          expect(complaints, 'what the browser complains of').to.deep.equal([]);
          expect(await page.$$('.state'), 'states').to.not.have.length(0);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'scrolls sideways by').to.be.at.most(0);
          await page.evaluate(axe);
          const violations = await page.evaluate(
            async ignored => {
              const rules = Object.fromEntries(ignored.map(rule => [rule, { enabled: false }]));
              const found = await globalThis.axe.run(document, { rules, resultTypes: ['violations'] });
              return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`);
            },
            [...ofPagesOnly, ...experimental],
          );
          expect(violations, 'what axe finds').to.deep.equal([]);
        } finally {
          await page.close();
        }
      });
    }
  }

  it('is listed on its first page', () => {
    const first = readFileSync(new URL('index.html', import.meta.url), 'utf8');
    for (const name of galleryPages()) expect(first).to.include(`href="${name}.html"`);
  });
});
