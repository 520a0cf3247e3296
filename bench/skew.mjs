/**
 * Commerce on the video clock, on the running store in Chromium: how far a card is from the frame at which the host featured its product, in ms of the video,
 * at the 95th percentile. Live, and after rewinding by twenty seconds. Sign is left out: too early is as wrong as too late.
 */
import { readFileSync } from 'node:fs';
import { openBrowser } from '../examples/storefront/e2e/browsers.mjs';
import { shopperIn } from '../examples/storefront/e2e/shopper.mjs';
import { featuredIn, percentile, skews } from '../examples/storefront/e2e/skew.mjs';
import { startStack } from '../tools/lib/stack.mjs';
import { compare } from './harness.mjs';

const show = JSON.parse(readFileSync(new URL('../examples/show/scenes.json', import.meta.url), 'utf8'));
const stack = await startStack({ hosting: ['--offer', 'none'] });
const browser = await openBrowser('chrome', { width: 390, height: 844 });
const shopper = shopperIn(await browser.newTab(), stack.url);

/** Watches whole rounds of the show. */
const watch = async rounds => {
  const frames = await shopper.watchesFrames(rounds * show.length);
  const off = skews(frames, await featuredIn(stack, show)).map(({ ms }) => Math.abs(ms));
  if (off.length < show.scenes.length / 2) throw new Error(`Only ${off.length} cards were seen coming up.`);
  return percentile(off, 95);
};

try {
  await shopper.visit('/');
  await shopper.watches();
  const figure = { bench: 'skew', unit: 'ms', better: 'lower', runs: 1, warmUp: false };
  await compare({ ...figure, metric: 'card from the frame the host featured, p95, live', ours: () => watch(2) });
  await shopper.rewinds(20_000);
  await compare({ ...figure, metric: 'card from the frame the host featured, p95, twenty seconds behind', ours: () => watch(1) });
} finally {
  await browser.close();
  await stack.stop();
}
