import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addFromList, openExample, screens, sideways, watch } from '../../tools/lib/example-page.mjs';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';
import { buildAndServe } from '../../tools/lib/spa-test.mjs';

const worker = join(createRequire(import.meta.url).resolve('msw/package.json'), '../lib/mockServiceWorker.js');

describe('the shop mocked in the page', function () {
  this.timeout(60_000);
  let pages;
  let browser;
  before(async () => {
    pages = await buildAndServe('msw', path => (path === '/mockServiceWorker.js' ? worker : undefined));
    browser = await startChrome();
  });
  after(async () => {
    await browser?.close();
    await pages?.stop();
  });

  for (const screen of screens) {
    it(`sells as WooCommerce does, at ${screen.join(' by ')}`, async () => {
      const { page, complaints, close } = await openExample(browser, pages.url, screen);
      try {
        expect(await watch(page)).to.equal('Table runner');
        const added = page.waitForResponse(response => response.url().includes('/wc/store/v1/') && response.request().method() === 'POST');
        await addFromList(page, 'Pair of espresso cups');
        expect((await added).fromServiceWorker()).to.equal(true);
        expect(await sideways(page), 'scrolls sideways by').to.be.at.most(0);
        expect(complaints).to.deep.equal([]);
      } finally {
        await close();
      }
    });
  }

  it('asks for the version of msw that it is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
    const tested = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).devDependencies;
    expect(devDependencies).to.include({ msw: tested.msw, vite: tested.vite });
  });
});
