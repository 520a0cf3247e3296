import { wooTwin } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addFromList, integrityOf, openExample, screens, sideways, startPages, watch } from '../../tools/lib/example-page.mjs';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';
import { wooGoods } from '../msw/src/goods.js';
import { answerFile, policy } from '../static-host.mjs';
import { pack } from './pack.mjs';

const missing = spawnSync('php', ['--version']).status !== 0;
if (missing) console.log('    The plugin for WordPress is not run: there is no php on this machine.');
const harness = fileURLToPath(new URL('testing/page.php', import.meta.url));

/** What the page of a store with the recorded show has: the shortcode as an author writes it. */
const shortcode = { manifest: '/examples/replay/show.json', poster: '/examples/show/poster.jpg', label: 'Table & more' };
/** What the plugin prints for it. */
const printed =
  '<shopcast-show manifest="/examples/replay/show.json" shop="woocommerce" load="click" label="Table &amp; more" poster="/examples/show/poster.jpg"></shopcast-show>';

describe('the plugin for WordPress', function () {
  this.timeout(60_000);
  let folder;
  let browser;
  let pages;
  let twin;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shopcast-wordpress-'));
    pack(folder);
    const goods = JSON.parse(readFileSync(new URL('../replay/goods.json', import.meta.url), 'utf8'));
    twin = wooTwin(wooGoods(goods));
    const tags = `<link rel="stylesheet" href="/wp-content/plugins/shopcast/cdn/shopcast.css" integrity="${integrityOf('shopcast.css')}" crossorigin="anonymous"><script type="module" src="/wp-content/plugins/shopcast/cdn/shopcast.js" integrity="${integrityOf('shopcast.js')}" crossorigin="anonymous"></script>`;
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Store</title>${tags}</head><body>${printed}</body></html>`;
    pages = await startPages(async (request, response) => {
      if (request.url === '/')
        return void response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html);
      if (request.url.startsWith('/examples/')) return answerFile(request, response);
      if (!request.url.startsWith('/wp-json/'))
        return answerFile(request, response, { fileOf: path => path.replace('/wp-content/plugins/shopcast', folder) });
      const body = Buffer.concat(await request.toArray()).toString();
      const answer = await twin.handle({ method: request.method, url: request.url, headers: request.headers, ...(body && { body }) });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    browser = await startChrome();
  });
  after(async () => {
    await browser?.close();
    await pages?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const draw = asked => JSON.parse(execFileSync('php', [harness, folder, JSON.stringify(asked)], { encoding: 'utf8' }));
  const withPhp = missing ? it.skip : it;

  for (const screen of screens) {
    it(`prints what sells into the store's cart, at ${screen.join(' by ')}`, async () => {
      const { page, complaints, close } = await openExample(browser, pages.url, screen);
      try {
        expect(await watch(page)).to.equal('Table runner');
        const added = page.waitForResponse(response => response.url().includes('/wc/store/v1/') && response.request().method() === 'POST');
        await addFromList(page, 'Pair of espresso cups');
        expect((await added).ok()).to.equal(true);
        expect(await sideways(page), 'scrolls sideways by').to.be.at.most(0);
        expect(complaints).to.deep.equal([]);
      } finally {
        await close();
      }
    });
  }

  withPhp('is PHP', () => {
    for (const file of globSync('**/*.php', { cwd: folder }))
      expect(execFileSync('php', ['-l', join(folder, file)], { encoding: 'utf8' })).to.include('No syntax errors');
  });

  withPhp('prints the element, and tags with integrity on pages that have one', () => {
    const { shortcode: html, head } = draw({ shortcode });
    expect(html).to.equal(printed);
    for (const name of ['shopcast.js', 'shopcast.css']) expect(head).to.include(`integrity="${integrityOf(name)}"`);
    expect(head.match(/crossorigin="anonymous"/g)).to.have.length(2);
    expect(head).to.include('type="module"').and.include('/wp-content/plugins/shopcast/cdn/shopcast.js');
    expect(draw({}).head).to.equal('');
  });

  withPhp('takes what the settings say where a block says nothing', () => {
    const settings = { manifest: 'https://shows.example/tonight.json', shop: '', load: 'visible' };
    const block = { manifest: '', label: '', poster: '', landscape: true };
    expect(draw({ settings, block }).block).to.equal(
      '<shopcast-show manifest="https://shows.example/tonight.json" load="visible" landscape></shopcast-show>',
    );
    expect(draw({ shortcode: '' }).shortcode).to.equal('');
    expect(draw({ shortcode: '', admin: true }).shortcode).to.include('name the address of a show');
  });

  withPhp('lets no text become markup, and keeps only what may be chosen', () => {
    const evil = '"><script>alert(1)</script>';
    const { shortcode: html } = draw({ shortcode: { manifest: `/x.json${evil}`, label: evil, load: evil, poster: 'javascript:alert(1)' } });
    expect(html).not.to.include('<script').and.not.to.include('javascript:');
    const { kept, page } = draw({
      admin: true,
      given: { manifest: 'javascript:x', shop: evil, load: 'eager', more: 1 },
      settings: { manifest: evil },
    });
    expect(kept).to.deep.equal({ manifest: '', shop: 'woocommerce', load: 'eager' });
    expect(page).to.include('name="shopcast[manifest]"').and.not.to.include('<script');
  });
});
