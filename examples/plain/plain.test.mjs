import { expect } from 'chai';
import { addFromList, openExample, screens, sideways, startPages, watch } from '../../tools/lib/example-page.mjs';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';
import { answerFile } from '../static-host.mjs';

describe('the plain page', function () {
  this.timeout(60_000);
  let pages;
  let browser;
  before(async () => {
    pages = await startPages((request, response) => answerFile(request, response));
    browser = await startChrome();
  });
  after(async () => {
    await browser?.close();
    await pages?.stop();
  });

  for (const screen of screens) {
    it(`plays and sells with no server of its own, at ${screen.join(' by ')}`, async () => {
      const { page, complaints, close } = await openExample(browser, `${pages.url}examples/plain/`, screen);
      try {
        expect(await watch(page)).to.equal('Table runner');
        await addFromList(page, 'Pair of espresso cups');
        expect(await sideways(page), 'scrolls sideways by').to.be.at.most(0);
        expect(complaints).to.deep.equal([]);
      } finally {
        await close();
      }
    });
  }

  it('is refused nothing but what lies outside the examples', async () => {
    const status = async path => (await fetch(`${pages.url}${path}`)).status;
    expect(await status('package.json')).to.equal(404);
    expect(await status('examples/..%2fpackage.json')).to.equal(404);
    const part = await fetch(`${pages.url}examples/show/low.mp4`, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text()]).to.deep.equal([206, 'ftyp']);
  });
});
