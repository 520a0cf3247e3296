/** The store in front of a real shop: what its visitors do, and that Shopcast has the same cart. */
import { expect } from 'chai';
import { vendureCommerce } from '@shopcast/commerce/adapters/vendure';
import { createStore } from './app.mjs';
import { vendureShop } from './shops/vendure.mjs';
import { shoppingCases } from './testing/shopping.mjs';
import { createVisitor } from './testing/visitor.mjs';

const vendure = process.env.SHOPCAST_VENDURE_URL ?? '';

async function control(action, body = {}) {
  const response = await fetch(`${vendure}/control/${action}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
}

describe('the store, with Vendure behind it', function () {
  this.timeout(60_000);
  let app;
  let base;
  beforeEach(async () => {
    await control('reset');
    await control('stock-display', { show: 'number' });
    app = createStore({ shop: vendureShop(vendure), vendure });
    base = await app.listen({ port: 0 });
  });
  afterEach(() => app.close());
  const visitor = () => createVisitor(base);

  shoppingCases(visitor);

  /** Shopcast's adapter as it runs in this visitor's page. */
  function shopcastOf({ jar }) {
    const fetchAsPage = async (url, init) => {
      const cookie = [...jar].map(pair => pair.join('=')).join('; ');
      const response = await fetch(new URL(url, base), { ...init, headers: { ...init.headers, cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        jar.set(name, value);
      }
      return response;
    };
    return vendureCommerce({ url: '/shop-api', checkout: '/checkout', session: 'cookie', fetch: fetchAsPage });
  }
  const idOf = async (shopcast, slug) => (await shopcast.products([slug])).get(slug).variants[0].id;

  it('has one cart with Shopcast, both ways, and no cookie before there is something in it', async () => {
    const who = visitor();
    const shopcast = shopcastOf(who);
    expect((await shopcast.cart()).cart.quantity).to.equal(0);
    expect([...who.jar.keys()], 'cookies of somebody who looks').to.deep.equal([]);
    const variantId = await idOf(shopcast, 'espresso-cups');
    const { cart, issues } = await shopcast.change([{ type: 'add', variantId, quantity: 2 }]);
    expect([cart.quantity, issues]).to.deep.equal([2, []]);
    expect(cart.lines[0].image, 'pictures under the store’s own origin').to.match(/^\/pictures\//);
    expect((await who.get('/')).count).to.equal('2');
    await who.post('/cart/add', { goods: 'sencha-tea', quantity: '1' });
    const after = await shopcast.cart();
    expect([after.cart.quantity, after.issues]).to.deep.equal([3, []]);
  });

  it('and the other way round: what the store puts in first, Shopcast sees', async () => {
    const who = visitor();
    const shopcast = shopcastOf(who);
    await who.post('/cart/add', { goods: 'sencha-tea', quantity: '2' });
    expect((await shopcast.cart()).cart.quantity).to.equal(2);
    const [{ key }] = (await shopcast.cart()).cart.lines;
    await shopcast.change([{ type: 'set', lineKey: key, quantity: 1 }]);
    expect((await who.get('/cart')).count).to.equal('1');
  });

  it('loses none of the changes that page and show make at the same time', async () => {
    const who = visitor();
    const shopcast = shopcastOf(who);
    await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    const variantId = await idOf(shopcast, 'espresso-cups');
    await Promise.all([
      ...[1, 2, 3].map(() => who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' })),
      shopcast.change([{ type: 'add', variantId, quantity: 1 }]),
    ]);
    expect((await who.get('/')).count).to.equal('5');
  });

  it('shows an offer with its name and what it takes off, and the old price once it is over', async () => {
    await control('promotion', { title: 'Lamp hour', percent: 20, skus: ['espresso-cups-1'] });
    const who = visitor();
    const during = await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    expect(during.text).to.include('€19.20 each').and.include('Lamp hour').and.include('Total €19.20');
    const form = (await who.get('/checkout')).fields();
    await control('end-promotion', { code: 'Lamp hour' });
    const refused = await who.post('/checkout', form);
    expect([refused.status, refused.path]).to.deep.equal([409, '/checkout']);
    expect(refused.problem).to.include('The price has changed since you saw it.');
    expect(refused.text).to.include('Before delivery €24.00');
    expect((await who.get('/cart')).text)
      .to.include('Total €24.00')
      .and.not.include('Lamp hour');
    expect((await who.post('/checkout', refused.fields())).text).to.include('Total €28.90');
  });

  it('opens a cart again that was left at the payment', async () => {
    const who = visitor();
    await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    const form = (await who.get('/checkout')).fields();
    const ask = query =>
      fetch(`${base}/shop-api`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: [...who.jar].map(pair => pair.join('=')).join('; ') },
        body: JSON.stringify({ query }),
      }).then(answer => answer.json());
    const halfWay = async () => {
      await ask('mutation{setCustomerForOrder(input:{firstName:"A",lastName:"B",emailAddress:"a@shop.example"}){__typename}}');
      await ask(
        'mutation{setOrderShippingAddress(input:{streetLine1:"Street 1",city:"Berlin",postalCode:"10115",countryCode:"DE"}){__typename}}',
      );
      await ask(`mutation{setOrderShippingMethod(shippingMethodId:["${form.delivery}"]){__typename}}`);
      const { data } = await ask('mutation{transitionOrderToState(state:"ArrangingPayment"){...on Order{state}}}');
      expect(data.transitionOrderToState.state).to.equal('ArrangingPayment');
    };
    await halfWay();
    expect((await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' })).count).to.equal('2');
    await halfWay();
    expect((await who.post('/checkout', (await who.get('/checkout')).fields())).text).to.include('Paid, being packed');
  });

  it('tells a guest when the parcel is on its way', async () => {
    const who = visitor();
    await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    const { path } = await who.post('/checkout', (await who.get('/checkout')).fields());
    await control('ship', { code: path.split('/').at(-1), trackingCode: 'PARCEL-7' });
    expect((await visitor().get(path)).text)
      .to.include('On its way')
      .and.include('PARCEL-7');
  });

  it('says so when something sold out between cart and order', async () => {
    const who = visitor();
    await who.post('/cart/add', { goods: 'oolong-tin', quantity: '1' });
    const form = (await who.get('/checkout')).fields();
    await control('stock', { sku: 'oolong-tin-1', units: 0 });
    const refused = await who.post('/checkout', form);
    expect([refused.status, refused.count]).to.deep.equal([409, '1']);
    expect(refused.problem).to.include('Nothing was ordered.');
    expect((await who.get('/cart')).text).to.include('Sold out meanwhile.');
  });

  it('has a decent page while the shop is away, and the cart afterwards', async () => {
    const away = createStore({ shop: vendureShop('http://127.0.0.1:9'), vendure: 'http://127.0.0.1:9' });
    try {
      const closed = createVisitor(await away.listen({ port: 0 }), new Map([['session', 'x']]));
      for (const path of ['/', '/goods/stoneware-mug', '/cart', '/checkout', '/orders/X']) {
        const page = await closed.get(path);
        expect([page.status, page.text, page.count], path).to.deep.equal([
          503,
          'The shop did not answer. Your cart is safe. Try again in a moment. Try again',
          '…',
        ]);
      }
      expect((await closed.post('/cart/add', { goods: 'x' })).status).to.equal(503);
      expect((await closed.post('/shop-api', {})).status, 'no JSON').to.equal(415);
    } finally {
      await away.close();
    }
  });
});
