/* global before, after */
import { startStack } from '../../../tools/lib/stack.mjs';
import { openBrowser } from './browsers.mjs';
import { shopperIn } from './shopper.mjs';

/**
 * A shopper in the running store with Chromium, for all tests of a `describe`; where there is no Chromium they are left out.
 * @param {{ width: number, height: number }} window CSS px
 * @param {Parameters<typeof startStack>[0]} [options] how the store runs
 * @returns {{ stack: any, browser: any, shopper: ReturnType<typeof shopperIn> }} filled before the first test
 */
export function inStore(window, options) {
  const here = {};
  before(async function () {
    this.timeout(300_000);
    here.browser = await openBrowser('chrome', window);
    if (!here.browser) {
      console.log('      left out: there is no Chromium on this machine');
      this.skip();
    }
    here.stack = await startStack(options);
    here.shopper = shopperIn(await here.browser.newTab(), here.stack.url);
  });
  after(async () => {
    await here.browser?.close();
    await here.stack?.stop();
  });
  return here;
}
