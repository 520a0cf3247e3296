/**
 * From page to page: a shopper who watches goes on to another page of the store, and the show there goes on where it was. From the start of the navigation
 * to the first moving picture, in Chromium on this machine, the store's own page, the script tag, the engine and the stream included.
 */
/* global document, location, window */
import { openBrowser } from '../examples/storefront/e2e/browsers.mjs';
import { shopperIn, until } from '../examples/storefront/e2e/shopper.mjs';
import { startStack } from '../tools/lib/stack.mjs';
import { compare } from './harness.mjs';

const stack = await startStack();
// Sound on a page that nobody has touched yet is for the browser to allow; pictures are what is measured.
const browser = await openBrowser('chrome', { width: 1280, height: 800, args: ['--autoplay-policy=no-user-gesture-required'] });
const tab = await browser.newTab();
const shopper = shopperIn(tab, stack.url);
await tab.page.evaluateOnNewDocument(() => {
  document.addEventListener('shopcast-player-state', ({ detail }) => {
    if (detail.state === 'playing') window.playsSince ??= window.performance.now();
  });
});

/** Goes to another page as a link does, and says after how many ms the picture moves. */
async function goTo(path) {
  const from = await tab.url();
  await tab.run(to => void location.assign(to), path);
  return until(
    async () => (await tab.url()) !== from && (await tab.run(() => window.playsSince)),
    () => 'the picture moves on the next page',
    30_000,
  );
}

try {
  await shopper.visit('/');
  await shopper.watches();
  await shopper.taps('button', /^Remember it/);
  await until(
    () => tab.run(() => document.querySelector('shopcast-show').consent === 'granted'),
    () => 'the show has heard of the consent',
  );
  const pages = ['/goods/stoneware-mug', '/shelves/linen', '/cart', '/'];
  let turn = 0;
  await compare({
    bench: 'resume',
    metric: 'from page to page until the picture moves',
    unit: 'ms',
    better: 'lower',
    runs: 8,
    ours: () => goTo(pages[turn++ % pages.length]),
  });
} finally {
  await browser.close();
  await stack.stop();
}
