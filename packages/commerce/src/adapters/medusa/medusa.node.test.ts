import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CartChange, CommerceAdapter } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import type { Fetch } from '../../internal/request.js';
import { medusaCommerce, type MedusaOptions } from './medusa.js';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** What a Medusa 2.21.2 answered, word for word. */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/recorded.json', import.meta.url), 'utf8')) as Record<string, Required<Answer>>;
const hoodie: CartChange = { type: 'add', variantId: 'variant_01M7ZRV5KKG1A94FENBEMKE06F', quantity: 2 };
const tokenKey = 'medusa:https://shop.example:reg_1';

/** An adapter whose shop gives these answers, one for each request, and the last one from then on. */
function shopOf(answers: readonly (Answer | string)[], options: Partial<MedusaOptions> = {}, cart: string | null = 'cart_1') {
  const asked: { url: string; method: string; body: unknown; headers: Record<string, string> }[] = [];
  const kept = new Map(cart ? [[tokenKey, cart]] : []);
  const fetch: Fetch = (url, { method = '', body, headers }) => {
    const sent = typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined;
    asked.push({ url: url.replace('https://shop.example/store/', ''), method, body: sent, headers: headers as Record<string, string> });
    const next = answers[Math.min(asked.length, answers.length) - 1] ?? '';
    const { status = 200, body: answer } = typeof next === 'string' ? (recorded[next] as Answer) : next;
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  };
  const tokens = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string | null) => void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
  const own = { url: 'https://shop.example/', publishableKey: 'pk_1', region: 'reg_1', country: 'DE', checkout: '/pay?cart={cart}' };
  const adapter = medusaCommerce({ ...own, url: 'https://shop.example', tokens, fetch, ...options });
  return { adapter, asked, kept };
}

const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof CommerceError ? error.kind : error),
  );
const codesOf = async (answers: readonly (Answer | string)[], change: CartChange) =>
  (await shopOf(answers).adapter.change([change])).issues.map(issue => issue.code);

describe('Medusa, recorded answers', () => {
  for (const name of Object.keys(recorded)) {
    it(`"${name}" is understood or refused as an answer, by every call`, async () => {
      const calls: ((adapter: CommerceAdapter) => Promise<unknown>)[] = [
        adapter => adapter.change([hoodie]),
        adapter => adapter.change([{ type: 'add-code', code: 'LIVE10' }]),
        adapter => adapter.cart(),
        adapter => adapter.products(['hoodie']),
        adapter => adapter.stock([hoodie.variantId]),
        adapter => adapter.order?.('order_1') ?? Promise.resolve(),
      ];
      for (const call of calls) {
        const outcome = await kindOf(call(shopOf([name]).adapter));
        expect(outcome).to.be.oneOf(['answered', 'protocol', 'unavailable', 'config']);
      }
    });
  }

  it('the first add makes a cart in the region and country, and keeps its id', async () => {
    const { adapter, asked, kept } = shopOf(['cart_create', 'add'], {}, null);
    const { cart, issues } = await adapter.change([{ ...hoodie, attributes: { lot: '3' } }]);
    expect(issues).to.deep.equal([]);
    expect(asked[0]).to.deep.include({ url: 'carts', body: { region_id: 'reg_1', shipping_address: { country_code: 'de' } } });
    expect(asked[1]?.url).to.match(/^carts\/cart_01M7ZRWQZJ70SAHBBP1J56NJKF\/line-items\?/);
    expect(asked[1]?.body).to.deep.include({ quantity: 2, metadata: { lot: '3' } });
    expect(asked[1]?.headers).to.include({ 'x-publishable-api-key': 'pk_1' });
    expect(kept.get(tokenKey)).to.equal('cart_01M7ZRWQZJ70SAHBBP1J56NJKF');
    expect(cart).to.deep.include({ currency: 'EUR', quantity: 2, total: { minor: 9980, currency: 'EUR' }, final: false });
    expect(cart.lines[0]).to.deep.include({ title: 'Hoodie', variantTitle: 'Black / S', unit: { minor: 4990, currency: 'EUR' } });
  });

  it('a cart id that was spoilt where it was kept stays one part of the address', async () => {
    const { adapter, asked, kept } = shopOf(
      [{ status: 404, body: { message: 'no cart' } }, { body: { region: { currency_code: 'eur' } } }],
      {},
      '../products/a?b#c',
    );
    expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect(asked[0]?.url).to.match(/^carts\/\.\.%2Fproducts%2Fa%3Fb%23c\?/);
    expect([...kept]).to.deep.equal([]);
  });

  it('unrounded amounts with tax are rounded half up', async () => {
    const { cart } = await shopOf(['ship_set']).adapter.cart();
    // 124.593, 19.893
    expect(cart).to.deep.include({ total: { minor: 12459, currency: 'EUR' }, tax: { minor: 1989, currency: 'EUR' }, final: true });
    expect(cart.taxes).to.equal('included');
    expect((await shopOf(['ship_set'], { country: '' }).adapter.cart()).cart.taxes).to.equal('unknown');
  });

  for (const [name, change, code] of [
    ['add_unknown', hoodie, 'variant-gone'],
    ['add_zero', hoodie, 'quantity-rule'],
    ['upd_bad', { type: 'set', lineKey: 'li_x', quantity: 1 }, 'line-gone'],
    ['promo_unknown', { type: 'add-code', code: 'NOPE' }, 'code-invalid'],
    ['promo_lower', { type: 'add-code', code: 'live10' }, 'code-invalid'],
  ] as const) {
    it(`"${name}" is ${code}, of a cart that is read again`, async () => {
      const { adapter } = shopOf([name, 'cart_get']);
      const { cart, issues } = await adapter.change([change]);
      expect(issues.map(issue => issue.code)).to.deep.equal([code]);
      expect(cart.quantity).to.equal(3);
    });
  }

  it('one code for sold out and for too many: the stock tells them apart', async () => {
    const stocked = (inventory_quantity: number) => ({ body: { variants: [{ id: hoodie.variantId, inventory_quantity }] } });
    const issueOf = async (units: number) =>
      (await shopOf(['add_over', 'cart_get', stocked(units), 'cart_get']).adapter.change([hoodie])).issues[0];
    expect(await issueOf(0)).to.deep.include({ code: 'out-of-stock', available: 0, variantId: hoodie.variantId });
    expect(await issueOf(3)).to.deep.include({ code: 'quantity-limited', available: 3 });
    expect(await issueOf(-2)).to.deep.include({ code: 'out-of-stock', available: 0 });
  });

  it('a code that is answered with success and does nothing', async () => {
    expect(await codesOf(['promo'], { type: 'add-code', code: 'LIVE10' })).to.deep.equal([]);
    const { cart, issues } = await shopOf(['promo_min']).adapter.change([{ type: 'add-code', code: 'MIN100' }]);
    expect(issues).to.deep.equal([{ code: 'code-not-applicable', discountCode: 'MIN100' }]);
    expect(cart.codes).to.deep.equal([{ code: 'LIVE10', applied: true }]);
    expect(cart.discount.minor).to.equal(998);
  });

  it('a line that is removed answers with the cart around it', async () => {
    const { adapter, asked } = shopOf(['del']);
    const { cart } = await adapter.change([{ type: 'remove', lineKey: 'a/b' }]);
    expect(cart.quantity).to.equal(2);
    expect(asked.map(({ method, url }) => [method, url.split('?')[0]])).to.deep.equal([['DELETE', 'carts/cart_1/line-items/a%2Fb']]);
  });

  it('a cart the shop has forgotten is told once, and its id with it', async () => {
    const { adapter, kept } = shopOf(['cart_missing', { body: { region: { currency_code: 'eur' } } }]);
    const read = await adapter.cart();
    expect(read.issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect(read.cart).to.include({ currency: 'EUR', quantity: 0 });
    expect(kept.size).to.equal(0);
    expect((await adapter.cart()).issues).to.deep.equal([]);
  });

  it('the shop’s own failure on a cart that is gone is a lost cart, and on one that is there a failure', async () => {
    const failed = { status: 500, body: { type: 'unknown_error', message: 'An unknown error occurred.' } };
    const change: CartChange = { type: 'add-code', code: 'X' };
    expect(await codesOf([failed, 'cart_missing', { body: { region: { currency_code: 'eur' } } }], change)).to.deep.equal(['cart-lost']);
    expect(await kindOf(shopOf([failed, 'cart_get']).adapter.change([change]))).to.equal('unavailable');
  });

  it('an order made of the cart: no loss to somebody who reads, one to somebody who changes', async () => {
    const completed = {
      body: { cart: { ...(recorded['cart_get']?.body as { cart: object }).cart, completed_at: '2026-01-01T00:00:00.000Z' } },
    };
    const region = { body: { region: { currency_code: 'eur' } } };
    expect((await shopOf([completed, region]).adapter.cart()).issues).to.deep.equal([]);
    expect(await codesOf(['add_after_complete', completed, region], hoodie)).to.deep.equal(['cart-lost']);
  });

  it('options and variants by id, in the order the shop has them, with stock and tax', async () => {
    const found = await shopOf(['product_by_handle']).adapter.products(['hoodie', 'nowhere']);
    const product = found.get('hoodie');
    expect(found.get('nowhere')).to.equal(null);
    expect(product?.options.map(option => option.label).sort()).to.deep.equal(['Color', 'Size']);
    const small = product?.variants.find(variant => variant.sku === 'H-Black-S');
    expect(small?.price).to.deep.equal({ minor: 5938, currency: 'EUR' });
    expect(small?.stock).to.include({ state: 'in' });
    expect(Object.keys(small?.options ?? {}).sort()).to.deep.equal(product?.options.map(option => option.id).sort());
  });

  it('an order for its guest', async () => {
    const { adapter } = shopOf(['order_guest']);
    expect(await adapter.order?.('order_1')).to.deep.equal({ number: '1', state: 'paid', tracking: [] });
    expect(await shopOf(['product_missing']).adapter.order?.('order_1')).to.equal(null);
  });

  it('a key that is missing or unknown, and a region that is, are errors of configuration', async () => {
    for (const name of ['no_key', 'bad_key']) expect(await kindOf(shopOf([name]).adapter.cart())).to.equal('config');
    expect(await kindOf(shopOf(['cart_create_badregion'], {}, null).adapter.change([hoodie]))).to.equal('config');
  });
});

describe('Medusa, what no recording shows', () => {
  const variant = { id: 'variant_1', manage_inventory: true, options: [{ id: 'optval_1' }] };
  const price = { currency_code: 'jpy', calculated_amount: 2960.4, original_amount: 3500 };
  const product = (...variants: object[]) => ({
    body: {
      products: [
        {
          id: 'prod_1',
          handle: 'mug',
          title: 'Mug',
          options: [{ id: 'opt_1', title: 'Default option', values: [{ id: 'optval_1', value: 'Default option value' }] }],
          variants,
        },
      ],
    },
  });
  const variantsOf = async (...variants: object[]) =>
    (await shopOf([product(...variants)]).adapter.products(['prod_1'])).get('prod_1')?.variants;

  it('a product without options has none, whatever Medusa calls it', async () => {
    const found = (await shopOf([product({ ...variant, calculated_price: price })]).adapter.products(['prod_1'])).get('prod_1');
    expect(found?.options).to.deep.equal([]);
    expect(found?.variants[0]?.options).to.deep.equal({});
    expect(found?.variants[0]).to.deep.include({ price: { minor: 2960, currency: 'JPY' }, compareAt: { minor: 3500, currency: 'JPY' } });
  });

  it('a variant without a price in the region is not sold there', async () => {
    expect(await variantsOf({ ...variant, calculated_price: null })).to.deep.equal([]);
  });

  it('stock: uncounted, back-ordered, unknown', async () => {
    const found = await variantsOf(
      { ...variant, id: '1', calculated_price: price, manage_inventory: false, inventory_quantity: 0 },
      { ...variant, id: '2', calculated_price: price, allow_backorder: true, inventory_quantity: 0 },
      { ...variant, id: '3', calculated_price: price },
      { ...variant, id: '4', calculated_price: price, inventory_quantity: -1 },
    );
    expect(found?.map(({ stock: { state, quantity } }) => [state, quantity])).to.deep.equal([
      ['in', undefined],
      ['backorder', undefined],
      ['unknown', undefined],
      ['out', 0],
    ]);
  });

  it('asks for many in portions, ids and handles apart', async () => {
    const { adapter, asked } = shopOf([{ body: { products: [] } }]);
    await adapter.products(['prod_1', ...Array.from({ length: 90 }, (_, at) => `mug ${at}`)]);
    expect(asked.map(({ url }) => (url.match(/(id|handle)\[\]=/g) ?? []).length)).to.deep.equal([1, 40, 40, 10]);
    expect(asked[1]?.url).to.include('handle[]=mug%200').and.include('region_id=reg_1&country_code=de');
  });

  it('parcels of an order', async () => {
    const labels = [
      { tracking_number: 'P-7', tracking_url: 'https://parcels.example/P-7' },
      { tracking_number: '', tracking_url: '' },
    ];
    const order = { id: 'order_1', display_id: 7, status: 'pending', payment_status: 'captured', fulfillments: [{ labels }] };
    const stateOf = async (more: object) => (await shopOf([{ body: { order: { ...order, ...more } } }]).adapter.order?.('order_1'))?.state;
    const { adapter } = shopOf([{ body: { order } }]);
    expect(await adapter.order?.('order_1')).to.deep.equal({
      number: '7',
      state: 'paid',
      tracking: [{ code: 'P-7', url: 'https://parcels.example/P-7' }],
    });
    expect(await stateOf({ fulfillment_status: 'partially_shipped' })).to.equal('shipped');
    expect(await stateOf({ fulfillment_status: 'delivered' })).to.equal('delivered');
    expect(await stateOf({ status: 'canceled' })).to.equal('cancelled');
  });
});
