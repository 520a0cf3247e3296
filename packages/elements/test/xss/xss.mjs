/**
 * `npm run chaos -- xss [EVERY]`: hostile texts in every field of product, show, cart and announcement, through the real elements in Chromium under
 * `default-src 'self'` and Trusted Types. Nothing may run, be refused by the policy, stand in the page as an element, a handler or an address that is
 * code; what one is to read has to be there letter for letter. In the same run the same texts become markup in an open page, and have to run.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { startChrome } from '../../../../tools/lib/gallery-browser.mjs';
import { serveGallery } from '../../../../tools/lib/gallery-server.mjs';
import { collectPayloads } from './payloads.mjs';

/** Stands in every frame before anything else: what hostile scripts call, counted. */
function watchForScript() {
  const count = () => {
    globalThis.top.executed = (globalThis.top.executed ?? 0) + 1;
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = count;
  globalThis.addEventListener('securitypolicyviolation', event => {
    const directive = event.effectiveDirective;
    // Pictures at addresses nobody serves are refused on purpose.
    if (directive !== 'img-src') (globalThis.top.refused ??= []).push(`${directive} ${event.sample || event.blockedURI}`);
  });
}

/**
 * @param {{ every?: number, log?: (line: string) => void }} [options] `every`: only one of so many
 */
export async function runXss({ every = 1, log = () => undefined } = {}) {
  const { payloads, lists, missing } = collectPayloads({ every });
  if (missing) log(missing);
  const server = await serveGallery();
  const browser = await startChrome(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']);
  const started = Date.now();
  try {
    const workers = Math.min(2, cpus().length);
    const share = Math.ceil(payloads.length / workers);
    const ranges = Array.from({ length: workers }, (_, at) => ({ from: at * share, to: Math.min(payloads.length, (at + 1) * share) }));
    const [control, ...ours] = await Promise.all([
      tryControl(browser, payloads),
      ...ranges.map(range => tryElements(browser, server.url, payloads, range)),
    ]);
    const fields = ours[0].fields;
    return {
      payloads: payloads.length,
      lists,
      fields: fields.length,
      placed: payloads.length * fields.length,
      executed: ours.reduce((sum, one) => sum + one.executed, 0),
      refused: ours.flatMap(one => one.refused),
      wrong: ours.flatMap(one => one.wrong),
      unread: Object.assign({}, ...ours.map(one => one.unread)),
      dispatched: ours.reduce((sum, one) => sum + one.dispatched, 0),
      controlExecuted: control,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function tryElements(browser, url, payloads, { from, to }) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(`error in the page: ${error}`));
  page.on('dialog', dialog => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.evaluateOnNewDocument(watchForScript);
  await page.goto(new URL('../../packages/elements/test/xss/page.html', url).href);
  await page.waitForSelector('html[data-ready="true"]');
  // Code that comes later comes with the first texts.
  await page.evaluate(list => globalThis.tryAll(list, { from: 0, to: 1, stride: 97, eventsEvery: 20 }), payloads);
  await page.waitForNetworkIdle();
  // Pictures at hostile addresses need not be asked for, and all else is there.
  const devtools = await page.createCDPSession();
  await devtools.send('Network.enable');
  await devtools.send('Network.setBlockedURLs', { urls: ['*'] });
  const noticed = await page.evaluate(() => globalThis.checkInspection());
  if (noticed.length !== 2) problems.push(`the inspection overlooks what it should find: ${noticed.join(', ')}`);
  const found = { wrong: problems, fields: [], unread: {}, dispatched: 0 };
  // A prime, so that the fields of one step get texts from all over the list.
  for (let at = from; at < to; at += 200) {
    const range = { from: at, to: Math.min(to, at + 200), stride: 97, eventsEvery: 20 };
    const seen = await page.evaluate((list, range) => globalThis.tryAll(list, range), payloads, range);
    found.wrong.push(...seen.wrong);
    found.fields = seen.fields;
    found.dispatched += seen.dispatched;
    for (const [field, texts] of Object.entries(seen.unread)) (found.unread[field] ??= []).push(...texts);
  }
  const { executed, refused } = await page.evaluate(() => ({ executed: globalThis.executed ?? 0, refused: globalThis.refused ?? [] }));
  await page.close();
  return { ...found, executed, refused };
}

async function tryControl(browser, payloads) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(watchForScript);
  await page.goto('about:blank');
  await page.evaluate(readFileSync(new URL('control.js', import.meta.url), 'utf8'));
  await page.evaluate(list => globalThis.tryAsMarkup(list), payloads);
  const executed = await page.evaluate(() => globalThis.executed ?? 0);
  await page.close();
  return executed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { refused, wrong, unread, ...figures } = await runXss({ every: Number(process.argv[2] ?? 1), log: console.log });
  console.log(
    JSON.stringify({ chaos: 'xss', ...figures, refused: refused.length, wrong: wrong.length, unread: Object.keys(unread).length }),
  );
  for (const line of [...refused, ...wrong].slice(0, 20)) console.log(line);
  for (const [field, texts] of Object.entries(unread))
    console.log(`Not to be read in ${field}, ${texts.length} times: ${JSON.stringify(texts.slice(0, 3))}`);
  const failed = figures.executed > 0 || refused.length > 0 || wrong.length > 0 || Object.keys(unread).length > 0;
  if (failed || figures.controlExecuted < 100) process.exitCode = 1;
}
