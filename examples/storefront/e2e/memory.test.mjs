/** The store without a shop server: it keeps its goods itself, and show and store have one cart all the same. */
import { inStore } from './in-store.mjs';

describe('a shopper in a store that keeps its goods in memory', function () {
  this.timeout(120_000);
  const store = inStore({ width: 390, height: 844 }, { shop: 'memory' });
  let shopper;
  before(() => ({ shopper } = store));

  it('fills the cart on a page of the store, and finds it in the show', async () => {
    await shopper.visit('/goods/espresso-cups');
    await shopper.taps('main button', /cart/i);
    await shopper.headerShows(1);
    await shopper.watches();
    await shopper.taps('shopcast-cart-button');
    await shopper.finds('dialog', /espresso cups[\s\S]*€24\.00/i, { within: 'shopcast-cart-drawer' });
  });

  it('takes it out in the show, and finds the store’s cart empty', async () => {
    await shopper.taps('button', /remove/i, { within: 'shopcast-cart-drawer' });
    await shopper.headerShows(0);
    await shopper.visit('/cart');
    await shopper.finds('h1', /empty/i);
  });
});
