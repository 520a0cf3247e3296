/** Opens pages of examples/ in Chromium, and does there what a viewer does. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** Phone and desktop. */
export const screens = [
  [390, 844],
  [1280, 800],
];

/**
 * Serves pages on a free port of this machine.
 * @param {import('node:http').RequestListener} answer may be asynchronous
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` ends in a slash
 */
export async function startPages(answer) {
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    Promise.resolve(answer(request, response)).catch(error => response.writeHead(500).end(String(error)));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/**
 * Opens a page in a browser context of its own.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @param {readonly [width: number, height: number]} screen
 * @param {(page: import('puppeteer-core').Page) => Promise<unknown>} [before] done before the page is asked for
 * @returns {Promise<{ page: import('puppeteer-core').Page, complaints: string[], close: () => Promise<void> }>} `complaints`: errors of page and
 *   console, and whatever Shopcast warns of
 */
export async function openExample(browser, url, [width, height], before = () => Promise.resolve()) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints = [];
  page.setDefaultTimeout(12_000);
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    const isOurs = message.type() === 'warn' && message.text().includes('[shopcast]');
    if (message.type() === 'error' || isOurs) complaints.push(`${message.text()} ${message.location().url ?? ''}`.trim());
  });
  await page.setViewport({ width, height, hasTouch: width < 600, isMobile: width < 600 });
  await before(page);
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}

const card = 'shopcast-show >>> shopcast-product-card >>> [part~="title"]';
const again = 'shopcast-show >>> [part~="watch-again"]';

/** Begins the show, from the beginning where it is over, and waits for the first card. Resolves with its title. */
export async function watch(page) {
  const facade = await page.$('shopcast-show[await-start] >>> button');
  await facade?.click();
  const first = page.waitForSelector(card);
  // It plays at once, or asks first.
  const asked = await Promise.race([first.then(() => null), page.waitForSelector(again).catch(() => null)]);
  await asked?.click().catch(() => undefined);
  return (await first).evaluate(title => title.textContent.trim());
}

const button = (page, name) => page.locator(`::-p-aria([name="${name}"][role="button"])`);

/** Adds one of a product without options to the cart, out of the list of products, and waits until the cart counts it. */
export async function addFromList(page, title) {
  // Where there is space the list stands open.
  if (await page.$('::-p-aria([name="8 products"][role="button"])')) await button(page, '8 products').click();
  await button(page, `Add ${title}`).click();
  await page.waitForFunction(
    selector =>
      selector
        .reduce((root, part) => root?.querySelector(part)?.shadowRoot, globalThis.document)
        ?.querySelector('[part~="count"]')
        ?.textContent.trim() === '1',
    {},
    ['shopcast-show', 'shopcast-cart-button'],
  );
}

/** How far the page can be scrolled sideways, px. */
export const sideways = page => page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth);

const cdn = new URL('../../packages/shopcast/cdn/', import.meta.url);

/** A file of the script tag, as an answer. */
export function cdnFile(name) {
  const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
  return { status: 200, contentType, body: readFileSync(new URL(name, cdn)) };
}

/** The integrity of a file of the script tag. */
export function integrityOf(name) {
  const { files } = JSON.parse(readFileSync(new URL('shopcast.json', cdn), 'utf8'));
  return files.find(({ file }) => file === name).integrity;
}
