/* global describe, it, before, after */
/** What the examples of one page have to hold, whatever they are written with. */
import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { answerFile } from '../../examples/static-host.mjs';
import { addFromList, openExample, screens, sideways, startPages, watch } from './example-page.mjs';
import { startChrome } from './gallery-browser.mjs';
import { root, run } from './run.mjs';

/**
 * Builds an example with vite and serves what was built under a strict policy, as a host of such stores does: whatever is no file is the page.
 * @param {string} name folder in examples/
 * @param {(path: string) => string | undefined} [more] further files by the path of their address
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function buildAndServe(name, more = () => undefined) {
  const built = await mkdtemp(join(tmpdir(), `shopcast-${name}-`));
  await build({
    root: join(root, 'examples', name),
    logLevel: 'error',
    publicDir: false,
    build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 700 },
  });
  const fileOf = path => more(path) ?? (path !== '/' && existsSync(join(built, path)) ? join(built, path) : join(built, 'index.html'));
  const pages = await startPages((request, response) =>
    answerFile(request, response, request.url.startsWith('/examples/') ? {} : { fileOf }),
  );
  const stop = async () => {
    await pages.stop();
    await rm(built, { recursive: true, force: true });
  };
  return { url: pages.url, stop };
}

/** @param {string} name folder in examples/ */
export function testSpa(name) {
  const folder = join(root, 'examples', name);

  describe(`the store of one page in ${name}`, function () {
    this.timeout(60_000);
    let pages;
    let browser;
    before(async () => {
      pages = await buildAndServe(name);
      browser = await startChrome();
    });
    after(async () => {
      await browser?.close();
      await pages?.stop();
    });

    it('asks for the versions that it is tested with', () => {
      const versions = file => {
        const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'));
        return { ...dependencies, ...devDependencies };
      };
      const tested = versions(join(root, 'package.json'));
      const { shopcast, ...asked } = versions(join(folder, 'package.json'));
      expect(shopcast).to.equal('latest');
      const own = Object.fromEntries(Object.keys(asked).map(each => [each, tested[each].split('@').at(-1)]));
      expect(asked).to.deep.equal(own);
    });

    it('has the types of Shopcast', async () => {
      const { code, output } = await run('tsc', ['--project', folder]);
      expect(code, output).to.equal(0);
    });

    it('keeps the pairs of colours of the theme', async () => {
      const html = await (await fetch(pages.url)).text();
      const [, address] = /href="([^"]+\.css)"/.exec(html);
      expect(await (await fetch(new URL(address, pages.url))).text()).to.match(/--shopcast-text: ?light-dark\(/);
    });

    for (const screen of screens) {
      it(`keeps the show while pages change, at ${screen.join(' by ')}`, async () => {
        const { page, complaints, close } = await openExample(browser, `${pages.url}about`, screen);
        try {
          await watch(page);
          const time = () =>
            page.evaluate(() => {
              const show = globalThis.document.querySelector('shopcast-show');
              return show.shadowRoot.querySelector('shopcast-player').shadowRoot.querySelector('video').currentTime;
            });
          await page.waitForFunction(() => {
            const show = globalThis.document.querySelector('shopcast-show');
            globalThis.kept = show;
            return show.shadowRoot.querySelector('shopcast-player').shadowRoot.querySelector('video').currentTime > 0.2;
          });
          const before = await time();
          await page.locator('nav a[href="/goods"]').click();
          await page.waitForFunction(() => globalThis.document.querySelector('h1').textContent === 'Goods');
          expect(await page.evaluate(() => globalThis.kept === globalThis.document.querySelector('shopcast-show'))).to.equal(true);
          expect(await time()).to.be.at.least(before);
          await addFromList(page, 'Pair of espresso cups');
          await page.waitForFunction(() => globalThis.document.querySelector('output').textContent === 'In the cart: 1');
          await page.goBack();
          await page.waitForFunction(() => globalThis.document.querySelector('h1').textContent === 'About us');
          expect(await page.$eval('output', ({ textContent }) => textContent)).to.equal('In the cart: 1');
          expect(await sideways(page), 'scrolls sideways by').to.be.at.most(0);
          expect(complaints).to.deep.equal([]);
        } finally {
          await close();
        }
      });
    }
  });
}
