import { createShopifyShop, createThemePage } from '@shopcast/testing/shopify-theme-page';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { Liquid } from 'liquidjs';
import { cdnFile, integrityOf, openExample, screens, sideways, startPages } from '../../tools/lib/example-page.mjs';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';

const block = readFileSync(new URL('blocks/shopcast-show.liquid', import.meta.url), 'utf8');
const [, schemaText] = /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(block);
const schema = JSON.parse(schemaText);
const defaults = Object.fromEntries(schema.settings.filter(({ id }) => id).map(({ id, default: value = '' }) => [id, value]));

/** As Shopify draws a block: its schema is no part of the page. */
function render(settings) {
  const engine = new Liquid({ strictFilters: true });
  engine.registerFilter('image_url', (image, [, width]) => `${image}?width=${width}`);
  const template = block.replace(/\{% schema %\}[\s\S]*\{% endschema %\}/, '');
  return engine.parseAndRender(template, { block: { settings: { ...defaults, ...settings }, shopify_attributes: 'data-block="1"' } });
}

const at = Date.UTC(2026, 0, 1);
const cdn = defaults.files;

describe('the block of a Shopify theme', function () {
  this.timeout(60_000);
  let browser;
  let pages;
  let theme;
  let html;
  let product;
  beforeEach(async () => {
    const shop = createShopifyShop();
    theme = createThemePage(shop);
    product = shop.products.find(({ variants: [first, ...others] }) => others.length === 0 && first.stock > 5);
    const ref = product.handle;
    const manifest = { showId: 'tonight', title: 'Tonight', startsAt: at, streams: [], transports: [{ kind: 'file', url: 'show.jsonl' }] };
    const events = [
      ['show-scheduled', { showId: 'tonight', title: 'Tonight', startsAt: at, streams: [] }],
      ['show-started', {}],
      ['product-listed', { productId: 'one', listing: { ref } }],
      ['product-featured', { productId: 'one' }],
    ];
    const log = [
      { log: 'shopcast', version: 1, epoch: 'e', showId: 'tonight' },
      ...events.map(([type, data], index) => ({ id: `e${index}`, seq: index + 1, at: at + index, type, data })),
    ];
    const body = `<script src="/theme.js"></script>${await render({
      manifest: '/shows/tonight.json',
      label: 'Tonight & "tomorrow"',
      poster: '/poster.svg',
      script_integrity: integrityOf('shopcast.js'),
      style_integrity: integrityOf('shopcast.css'),
    })}`;
    html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Store</title></head><body>${body}</body></html>`;
    const files = {
      '/': ['text/html', html],
      '/theme.js': ['text/javascript', 'window.Shopify = { routes: { root: "/" }, currency: { active: "EUR" } };'],
      '/poster.svg': [
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 16"><path fill="#246" d="M0 0h9v16H0z"/></svg>',
      ],
      '/shows/tonight.json': ['application/json', JSON.stringify(manifest)],
      '/shows/show.jsonl': ['application/jsonl', log.map(line => JSON.stringify(line)).join('\n')],
    };
    const policy = `default-src 'self'; script-src 'self' ${new URL(cdn).origin}; style-src 'self' ${new URL(cdn).origin}; connect-src 'self'; img-src 'self' https: http:; require-trusted-types-for 'script'`;
    pages = await startPages(async (request, response) => {
      const [type, text] = files[new URL(request.url, 'http://store').pathname] ?? [];
      if (type) return void response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(text);
      const chunks = await request.toArray();
      const sent = { method: request.method, ...(chunks.length > 0 && { body: Buffer.concat(chunks).toString() }) };
      const answer = await theme.fetch(request.url, sent);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
  });
  before(async () => void (browser = await startChrome()));
  after(() => browser?.close());
  afterEach(() => pages.stop());

  /** The files on the CDN and the pictures of the shop, neither of them over a network. */
  const offline = async page => {
    await page.setRequestInterception(true);
    page.on('request', request => {
      const url = request.url();
      if (url.startsWith(pages.url) || url.startsWith('data:')) return void request.continue();
      const headers = { 'access-control-allow-origin': '*' };
      if (url.startsWith(cdn)) return void request.respond({ headers, ...cdnFile(url.slice(cdn.length)) });
      void request.respond({ headers, contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>' });
    });
  };

  for (const screen of screens) {
    it(`sells into the theme's own cart, at ${screen.join(' by ')}`, async () => {
      const { page, complaints, close } = await openExample(browser, pages.url, screen, offline);
      try {
        const show = await page.waitForSelector('shopcast-show[await-start]');
        expect(
          await show.evaluate(element => [element.getAttribute('label'), element.getAttribute('poster'), element.dataset.block]),
        ).to.deep.equal(['Tonight & "tomorrow"', '/poster.svg?width=1080', '1']);
        await page.locator('shopcast-show >>> button').click();
        const added = page.waitForResponse(response => response.url().endsWith('/cart/add.js'));
        await page.locator('shopcast-show >>> shopcast-product-card >>> [part~="button"]').click();
        await added;
        await page.waitForSelector('shopcast-show >>> shopcast-cart-button >>> [part~="count"]');
        expect(theme.cart().lines.map(({ variant, quantity }) => [variant.product.handle, quantity])).to.deep.equal([[product.handle, 1]]);
        expect(await sideways(page), 'scrolls sideways by').to.be.at.most(0);
        expect(complaints).to.deep.equal([]);
      } finally {
        await close();
      }
    });
  }

  it('prints nothing a merchant has not set', async () => {
    const text = await render({});
    expect(text).not.to.include('<shopcast-show');
    expect(text).not.to.include('integrity=');
    expect(await render({ manifest: '"><script>' })).not.to.include('"><script>');
  });
});
