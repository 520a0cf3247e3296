/* global document, window */
/**
 * What a shopper keeps when things go wrong: the page opened again in the middle of every step, and each server killed once in the middle of the
 * show.
 */
import { expect } from 'chai';
import { inStore } from './in-store.mjs';
import { shopperIn, until } from './shopper.mjs';

const drawer = { within: 'shopcast-cart-drawer' };
const picker = { within: 'shopcast-sku-picker' };
/** What a browser itself reports of a server that does not answer. */
const outage = /^Failed to load resource:/;

describe('a shopper on a phone, when things go wrong', function () {
  this.timeout(120_000);
  // No product of the show has this name: nothing is on offer, and prices stay as they are.
  const store = inStore({ width: 390, height: 844 }, { hosting: ['--offer', 'nothing'] });
  let stack;
  let shopper;
  before(() => ({ stack, shopper } = store));

  const toShow = () => shopper.tab.run(() => document.querySelector('#show').scrollIntoView({ block: 'center', behavior: 'instant' }));
  async function choosesRunner() {
    await toShow();
    await shopper.taps('[part="tray-button"]');
    await shopper.taps('[part="row__title"]', /Table runner/, { within: 'dialog' });
    for (const value of [/^Indigo/, /^140 cm/, /^Plain/]) await shopper.taps('label', value, picker);
  }
  const chosen = () =>
    shopper.tab.run(() =>
      [...window.e2e.inside(document)]
        .filter(({ type, checked }) => type === 'radio' && checked)
        .map(one => one.labels[0].textContent.trim().split(/\s*,/)[0]),
    );

  describe('the page is opened again', () => {
    it('while the show plays: it plays on by itself, once the shopper has said it may', async () => {
      await shopper.visit('/');
      await shopper.taps('button', /remember it/i);
      await shopper.finds('button', /do not remember/i);
      await shopper.watches();
      await shopper.reload();
      await shopper.plays();
    });

    it('with the picker open: product and choice are there again', async () => {
      await choosesRunner();
      await shopper.reload();
      await shopper.finds('.picker', /€39\.00/, picker);
      expect(await chosen()).to.deep.equal(['Indigo', '140 cm', 'Plain']);
    });

    it('after something has been put in the cart: header and show have it', async () => {
      await shopper.taps('button', /add to cart/i, picker);
      await shopper.headerShows(1);
      await shopper.reload();
      await shopper.headerShows(1);
      await shopper.finds('.picker', /€39\.00/, picker);
      await shopper.tab.press('Escape');
      await shopper.misses('.picker', undefined, picker);
      await shopper.finds('shopcast-cart-button', /1/);
    });

    it('with the cart open: it is open again', async () => {
      await toShow();
      await shopper.taps('shopcast-cart-button');
      await shopper.finds('dialog', /Table runner/, drawer);
      await shopper.reload();
      await shopper.finds('dialog', /Table runner[\s\S]*€39\.00/, drawer);
      await shopper.tab.press('Escape');
    });

    it('on the store’s own cart page: the same cart, and the show beside it', async () => {
      await shopper.visit('/cart');
      await shopper.finds('.line', /Table runner/);
      await shopper.reload();
      await shopper.finds('.line', /Table runner[\s\S]*€39\.00/);
      await shopper.headerShows(1);
      await shopper.plays();
    });

    it('in the checkout with half a form: what was typed is there', async () => {
      await shopper.visit('/checkout');
      await shopper.taps('#name');
      await shopper.tab.press('End');
      await shopper.tab.type(' of Altona');
      await shopper.taps('label', /express/i);
      await shopper.reload();
      const typed = () =>
        shopper.tab.run(() => [
          document.querySelector('#name').value,
          document.querySelector('[name="delivery"]:checked').labels[0].textContent,
        ]);
      await until(
        async () => (await typed()).join().match(/^Ada Example of Altona,\s*Express/),
        async () => `what was typed; there is ${await typed()}`,
      );
    });

    it('no page complained', () => expect(shopper.tab.complaints).to.deep.equal([]));
  });

  describe('a server is killed, and comes back', () => {
    before(async () => {
      await shopper.visit('/');
      await shopper.plays();
      await shopper.headerShows(1);
    });

    it('the room: the picture goes on, the cart works, and the show is told again', async () => {
      await stack.kill('room');
      await shopper.finds('shopcast-connection', /broke|trying/i);
      expect(await shopper.video()).to.include({ state: 'playing' });
      await choosesRunner();
      await shopper.taps('button', /add to cart/i, picker);
      await shopper.headerShows(2);
      await shopper.tab.press('Escape');
      await stack.restart('room');
      await shopper.finds('shopcast-connection', /back with/i, { ms: 40_000 });
      const before = await shopper.reads('shopcast-product-card');
      await until(
        async () => (await shopper.reads('shopcast-product-card')) !== before,
        () => `another card than ${before}`,
      );
      await shopper.plays();
    });

    it('the stream: the shopper is told, and the picture comes back by itself', async () => {
      await stack.kill('origin');
      await shopper.finds('shopcast-player', /interrupted|get it back/i, { ms: 60_000 });
      await shopper.headerShows(2);
      await stack.restart('origin');
      const back = Date.now();
      await until(
        async () => (await shopper.plays()) > back,
        async () => `a picture taken after the stream came back: ${JSON.stringify(await shopper.video())}`,
        60_000,
      );
    });

    it('the shop: what is added is refused in words, and the show plays on', async () => {
      await choosesRunner();
      await stack.kill('shop');
      await shopper.taps('button', /add to cart/i, picker);
      await shopper.finds('.picker', /did not answer.*cart is safe/i, { ...picker, ms: 60_000 });
      expect(await shopper.video()).to.include({ state: 'playing' });
      await shopper.headerShows(2);
    });

    it('the page is opened again meanwhile: it says so, and shows the show', async () => {
      await shopper.reload();
      await shopper.finds('h1', /shop did not answer/i);
      await shopper.plays();
      await shopper.finds('.note', /does not answer/i, picker);
      await shopper.tab.press('Escape');
    });

    it('the shop is back: nothing was lost, and nothing is there twice', async () => {
      await stack.restart('shop');
      await shopper.taps('main a', /try again/i);
      await shopper.headerShows(2);
      await choosesRunner();
      await shopper.taps('button', /add to cart/i, picker);
      await shopper.headerShows(3);
      await shopper.tab.press('Escape');
      await toShow();
      await shopper.taps('shopcast-cart-button');
      await shopper.finds('dialog', /Table runner[\s\S]*€39\.00 each[\s\S]*€117\.00/, drawer);
      await shopper.tab.press('Escape');
      await shopper.visit('/cart');
      await shopper.finds('.line-total', /€117\.00/);
    });

    it('no page complained of more than servers that did not answer', () =>
      expect(shopper.tab.complaints.filter(words => !outage.test(words))).to.deep.equal([]));
  });

  describe('another tab changes the cart', () => {
    it('and the store has read its page anew before it hears of that: the show hears of it all the same', async () => {
      await shopper.visit('/');
      await toShow();
      await shopper.taps('shopcast-cart-button');
      await shopper.finds('dialog', /Table runner[\s\S]*€117\.00/, drawer);
      const other = shopperIn(await store.browser.newTab(), stack.url);
      await other.visit('/cart');
      await other.headerShows(3);
      await other.tab.run(() => {
        const { postMessage } = BroadcastChannel.prototype;
        const held = [];
        BroadcastChannel.prototype.postMessage = function (message) {
          held.push([this, message]);
        };
        // Only what the store says: what the shows tell each other would do as well.
        window.letGo = () => held.forEach(([channel, message]) => channel.name === 'longtable-cart' && postMessage.call(channel, message));
      });
      await other.changesQuantityTo(5);
      await other.headerShows(5);
      // As after a change of the show's own, the reading of which the shop answers late.
      await shopper.tab.run(() =>
        document.dispatchEvent(new CustomEvent('shopcast-cart-changed', { detail: { cart: { quantity: 4 }, issues: [] } })),
      );
      await shopper.headerShows(5);
      await other.tab.run(() => window.letGo());
      await shopper.finds('dialog', /Table runner[\s\S]*€195\.00/, drawer);
    });
  });
});
