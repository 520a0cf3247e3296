/** Every page of the gallery as people with other eyes, hands and settings have it, and that next to nothing moves by itself. */
import { expect } from 'chai';
import { openPage, startChrome } from '../../tools/lib/gallery-browser.mjs';
import { galleryPages, serveGallery } from '../../tools/lib/gallery-server.mjs';
import { conditions, faultsOfPage } from './conditions.mjs';

/** Sums what moves by itself. Stands in the page before anything else. */
function watchForShifts() {
  globalThis.shifts = [];
  const note = ({ value }) => globalThis.shifts.push(value);
  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type: 'layout-shift', buffered: true });
}
/** What a page may shift in all; 0.1 counts as good on the web. What remains: lists that take a product up, words that come over other words. */
const mostShift = { load: 0.01, changes: 0.05 };
const shiftOf = page => page.evaluate(() => globalThis.shifts.reduce((sum, value) => sum + value, 0));
const twoFrames = page => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describe('the gallery, for everybody', function () {
  this.timeout(240_000);
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
    for (const [condition, { query = '', change, ...look }] of Object.entries(conditions)) {
      it(`${name}, ${condition}: nothing is cut off, everything can be reached`, async () => {
        const { page } = await openPage(browser, `${server.url}${name}.html?${query}`, look);
        try {
          await change?.(page);
          await twoFrames(page);
          expect([...new Set(await page.evaluate(faultsOfPage))]).to.deep.equal([]);
        } finally {
          await page.close();
        }
      });
    }

    it(`${name}: next to nothing moves while it loads`, async () => {
      const { page } = await openPage(browser, `${server.url}${name}.html`, { width: 390, height: 844, before: watchForShifts });
      try {
        await twoFrames(page);
        expect(await shiftOf(page)).to.be.at.most(mostShift.load);
      } finally {
        await page.close();
      }
    });
  }

  for (const width of [390, 1280]) {
    it(`a show of ${width} px: next to nothing moves when card, words and sheets come and go`, async () => {
      const { page } = await openPage(browser, `${server.url}show.html?play`, { width, height: 900, before: watchForShifts });
      try {
        const steps = await page.evaluate(() => Object.keys(globalThis.play));
        expect(steps).to.have.length.above(6);
        for (const step of steps) {
          await page.evaluate(step => globalThis.play[step](), step);
          await twoFrames(page);
        }
        expect(await shiftOf(page)).to.be.at.most(mostShift.changes);
      } finally {
        await page.close();
      }
    });
  }
});
