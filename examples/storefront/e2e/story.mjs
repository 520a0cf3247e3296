/* global describe, before, after, beforeEach, afterEach, it */
/** The main job, from beginning to end, in a real browser on the running store: a live stream, a host, a shop, and somebody who buys. */
import { expect } from 'chai';
import { openBrowser } from './browsers.mjs';
import { eventsIn } from './room-log.mjs';
import { shopperIn, until } from './shopper.mjs';

/** How the stack has to be hosted for the story: one short offer, again and again. */
const offerSeconds = 40;
export const hosting = ['--offer', 'table-runner', '--offer-seconds', String(offerSeconds)];

export const phone = { name: 'a phone', width: 390, height: 844 };
export const desktop = { name: 'a desktop', width: 1280, height: 800 };

/**
 * The story as tests.
 * @param {object} options
 * @param {'chrome' | 'firefox' | 'webkit'} options.engine
 * @param {{ name: string, width: number, height: number }} options.screen
 * @param {() => Awaited<ReturnType<typeof import('../../../tools/lib/stack.mjs').startStack>>} options.running the stack, once it runs
 */
export function story({ engine, screen, running }) {
  describe(`in ${engine}, on ${screen.name}`, () => {
    let stack;
    let browser;
    let shopper;
    let secondTab;
    before(async function () {
      browser = await openBrowser(engine, screen);
      if (!browser) {
        console.log(`      left out: there is no ${engine} on this machine`);
        this.skip();
      }
      stack = running();
      if (engine === 'webkit') console.log('      left out in webkit: what needs two tabs, since its driver shows one at a time');
      shopper = shopperIn(await browser.newTab(), stack.url);
      secondTab = shopperIn(await browser.newTab(), stack.url);
    });
    after(() => browser?.close());
    // What follows a step that failed could only wait for what does not come.
    let failed = false;
    beforeEach(function () {
      if (failed) this.skip();
    });
    afterEach(function () {
      failed ||= this.currentTest.state === 'failed';
    });
    const withTwoTabs = engine === 'webkit' ? it.skip : it;

    it('watches the stream', async () => {
      await shopper.visit('/');
      await shopper.watches();
      await shopper.finds('shopcast-live-badge', /live/i);
    });

    it('catches the offer, for a variant of three options, at its price', async () => {
      // One that has just begun, so that it lasts until its end is awaited.
      await until(
        async () =>
          (await offersIn(stack)).some(({ startsAt, endsAt }) => startsAt < Date.now() && endsAt - Date.now() > (offerSeconds - 15) * 1000),
        () => 'an offer that has just begun',
        90_000,
      );
      await shopper.finds('shopcast-product-card', /Table runner[\s\S]*31\.20/);
      // Its card, or the small one beside it when the host has gone on meanwhile.
      await shopper.taps('button', /^choose table runner|^table runner from/i, { within: 'shopcast-product-card' });
      for (const value of [/^Indigo/, /^140 cm/, /^Plain/]) await shopper.taps('label', value, { within: 'shopcast-sku-picker' });
      await shopper.finds('.picker', /31\.20/, { within: 'shopcast-sku-picker' });
      await shopper.taps('button', /add to cart/i, { within: 'shopcast-sku-picker' });
      await shopper.headerShows(1);
      await shopper.tab.press('Escape');
    });

    withTwoTabs('finds it in the store’s own cart, at the price of the offer, and changes it there; the show tells', async () => {
      await secondTab.visit('/cart');
      await secondTab.finds('.line', /Table runner[\s\S]*€31\.20/);
      await secondTab.changesQuantityTo(2);
      await secondTab.headerShows(2);
      await shopper.headerShows(2);
      await shopper.taps('shopcast-cart-button');
      await shopper.finds('dialog', /Table runner[\s\S]*2[\s\S]*62\.40/, { within: 'shopcast-cart-drawer' });
    });

    withTwoTabs('is told when the offer ends, and what happens to the price in the cart', async () => {
      await shopper.finds('dialog', /39\.00 each[\s\S]*total so far €78\.00/i, {
        within: 'shopcast-cart-drawer',
        ms: (offerSeconds + 30) * 1000,
      });
      await shopper.finds('dialog', /price|offer/i, { within: 'shopcast-cart-drawer' });
      expect(await shopper.video()).to.include({ state: 'playing' });
    });

    it('checks out in the store’s own checkout, to a paid order that the show hears of', async () => {
      const before = (await ordersIn(stack)).length;
      const quantity = await shopper.headerCount();
      if (!(await shopper.sees('dialog', undefined, 'shopcast-cart-drawer'))) await shopper.taps('shopcast-cart-button');
      await shopper.taps('button', /check ?out/i, { within: 'shopcast-cart-drawer' });
      await shopper.finds('h1', /^Checkout$/);
      await shopper.taps('button', /test order/i);
      await shopper.finds('h1', /Thank you/);
      await shopper.finds('[data-state="PaymentSettled"]', /Paid/);
      await shopper.headerShows(0);
      const orders = await until(
        async () => {
          const all = await ordersIn(stack);
          return all.length > before && all;
        },
        () => 'the order in the log of the show',
      );
      expect(orders.at(-1).data.lines).to.have.nested.property('[0].quantity', quantity);
      expect(JSON.stringify(orders.at(-1)), 'nobody is named').to.not.match(/ada|hamburg/i);
    });

    it('saw nothing jump, nothing stick out, and no page complain', async () => {
      await shopper.visit('/');
      await shopper.watches();
      await shopper.finds('shopcast-product-card', /€/);
      // As tools tell it: to the hundredth.
      const shifts = await shopper.shifts();
      expect(
        shifts.reduce((sum, { value }) => sum + value, 0),
        JSON.stringify(shifts),
      ).to.be.below(0.005);
      expect(await shopper.overflow()).to.equal(0);
      expect([...shopper.tab.complaints, ...secondTab.tab.complaints]).to.deep.equal([]);
    });
  });
}

async function offersIn({ urls, showId }) {
  const { state } = await (await fetch(`${urls.room}/shows/${showId}/snapshot.json`)).json();
  return state.offers;
}

async function ordersIn(stack) {
  return (await eventsIn(stack)).filter(({ type }) => type === 'order-placed');
}
