import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const cdnFolder = new URL('../../cdn/', import.meta.url);
const list = JSON.parse(readFileSync(new URL('shopcast.json', cdnFolder), 'utf8')) as {
  files: { file: string; integrity: string; brotli: number }[];
};
const integrityOf = (name: string): string => list.files.find(({ file }) => file === name)!.integrity;
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', json: 'application/json', map: 'application/json' };

const manifest = { showId: 's', title: 'Table for six', startsAt: Date.UTC(2090, 0, 1), streams: [], transports: [] };
const show = '<shopcast-show manifest="/show.json" label="Tonight"><a href="/tonight">Watch tonight</a></shopcast-show>';

/** Starts a server on a free port of this machine. */
async function serve(
  answer: (path: string) => { body: string | Buffer; headers: Record<string, string> } | undefined,
): Promise<[Server, string]> {
  const server = createServer(({ url = '/' }, response) => {
    const found = answer(url);
    response.writeHead(found ? 200 : 404, found?.headers).end(found?.body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`];
}

describe('the script tag in a strict store, from another origin', function () {
  this.timeout(60_000);
  let browser: Browser;
  let servers: Server[];
  let store: string;
  let cdn: string;
  let page: Page;
  let html: string;
  /** What the policy of the page lets run. */
  let scripts: string;
  const said: string[] = [];
  /** Changes what the other origin serves. */
  let tampered: string | undefined;

  before(async () => {
    const { findChrome } = (await import(new URL('../../../../tools/lib/browsers.mjs', import.meta.url).href)) as {
      findChrome: () => string;
    };
    browser = await puppeteer.launch({ executablePath: findChrome(), args: ['--no-sandbox', '--disable-gpu'] });
    const [files, filesUrl] = await serve(path => {
      try {
        const body = readFileSync(fileURLToPath(new URL(`.${path}`, cdnFolder)));
        const type = types[path.split('.').at(-1) ?? ''] ?? 'text/plain';
        const changed = tampered !== undefined && path.includes(tampered) ? Buffer.concat([body, Buffer.from(' ')]) : body;
        return { body: changed, headers: { 'content-type': type, 'access-control-allow-origin': '*' } };
      } catch {
        return undefined;
      }
    });
    const [pages, pagesUrl] = await serve(path => {
      if (path === '/show.json') return { body: JSON.stringify(manifest), headers: { 'content-type': 'application/json' } };
      if (path !== '/') return undefined;
      const policy = `default-src 'none'; script-src ${scripts}; style-src ${cdn}; connect-src 'self' ${cdn}; img-src 'self'; media-src 'self' blob:; require-trusted-types-for 'script'; trusted-types lit-html`;
      return { body: html, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } };
    });
    servers = [files, pages];
    [cdn, store] = [filesUrl, pagesUrl];
  });
  after(async () => {
    await browser.close();
    for (const server of servers) server.close();
  });
  beforeEach(async () => {
    tampered = undefined;
    scripts = cdn;
    said.length = 0;
    page = await (await browser.createBrowserContext()).newPage();
    page.on('console', message => {
      if (!message.location().url?.endsWith('favicon.ico')) said.push(message.text());
    });
    page.on('pageerror', error => said.push(String(error)));
    await page.evaluateOnNewDocument(() => {
      Object.assign(window, { moved: 0 });
      new PerformanceObserver(entries => {
        for (const entry of entries.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!entry.hadRecentInput) (window as unknown as { moved: number }).moved += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
  });
  afterEach(() => page.browserContext().close());

  const open = async (script: string, body = show): Promise<void> => {
    const style = `<link rel="stylesheet" href="${cdn}shopcast.css" integrity="${integrityOf('shopcast.css')}" crossorigin="anonymous">`;
    html = `<!doctype html><html lang="en"><head><title>Store</title>${style}${script}</head><body><p>Before</p>${body}<p>After</p></body></html>`;
    await page.goto(store);
  };
  const tag = (kind: string): string =>
    `<script ${kind} src="${cdn}shopcast.js" integrity="${integrityOf('shopcast.js')}" crossorigin="anonymous"></script>`;
  const importMap = (attributes: string): string => {
    const chunks = list.files.filter(({ file }) => file.startsWith('chunks/'));
    const integrity = Object.fromEntries(chunks.map(one => [cdn + one.file, one.integrity]));
    return `<script type="importmap" ${attributes}>${JSON.stringify({ integrity })}</script>`;
  };
  const button = 'shopcast-show >>> div >>> button';

  for (const kind of ['async', 'type="module"', 'defer']) {
    it(`works as <script ${kind}>, moves nothing, breaks no rule`, async () => {
      await open(tag(kind));
      await (await page.waitForSelector(button))!.click();
      await page.waitForSelector('shopcast-show >>> [part=state__time]');
      expect(await page.evaluate(() => (window as unknown as { moved: number }).moved)).to.equal(0);
      expect(said).to.deep.equal([]);
    });
  }

  it('works under a policy with a nonce, and with the integrity of every chunk', async () => {
    scripts = "'nonce-r4nd0m' 'strict-dynamic'";
    await open(importMap('nonce="r4nd0m"') + tag('async nonce="r4nd0m"'));
    await (await page.waitForSelector(button))!.click();
    await page.waitForSelector('shopcast-show >>> [part=state__time]');
    expect(said).to.deep.equal([]);
  });

  it('begins with sound and the focus inside by one click', async () => {
    await open(tag('async'));
    await (await page.waitForSelector(button))!.click();
    await page.waitForSelector('shopcast-show >>> .frame');
    const player = await page.waitForFunction(() => {
      const found = document.querySelector('shopcast-show')!.shadowRoot!.querySelector('shopcast-player') as
        (Element & { paused: boolean; silent: boolean }) | null;
      return found?.matches(':defined') && !found.paused && { silent: found.silent };
    });
    expect(await player.jsonValue()).to.deep.equal({ silent: false });
    expect(await page.evaluate(() => document.activeElement?.localName)).to.equal('shopcast-show');
  });

  it('shows what stands inside where the tag is not what the page expects', async () => {
    tampered = 'shopcast.js';
    await open(tag('async'));
    await page.waitForFunction(() => document.readyState === 'complete');
    expect(await page.evaluate(() => document.querySelector('shopcast-show')!.shadowRoot)).to.equal(null);
    expect(await page.evaluate(() => document.querySelector('shopcast-show a')!.checkVisibility())).to.equal(true);
  });

  it('refuses a changed chunk, with an import map, and keeps its button', async () => {
    tampered = 'chunks/app-';
    scripts = "'nonce-r4nd0m' 'strict-dynamic'";
    await open(importMap('nonce="r4nd0m"') + tag('async nonce="r4nd0m"'));
    await (await page.waitForSelector(button))!.click();
    await page.waitForFunction(
      selector => !document.querySelector('shopcast-show')!.shadowRoot!.querySelector('div')!.shadowRoot!.querySelector(selector),
      {},
      '[aria-busy]',
    );
    expect(await page.evaluate(() => customElements.get('shopcast-show') === undefined)).to.equal(true);
    expect(said.join(' ')).to.include('integrity');
  });
});
