import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CartChange, CartIssue, CartResult } from '../../commerce-adapter.js';
import type { Fetch } from '../../internal/request.js';
import { wooCommerce, type WooCommerceOptions } from './woocommerce.js';

/** An answer of a WooCommerce 10.0.2 that was running. Some were kept without what was asked. */
interface Recording {
  readonly request?: { readonly method: string; readonly path: string };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const folder = new URL('./fixtures/', import.meta.url);
const names = readdirSync(folder).map(file => file.replace('.json', ''));
const used = new Set<string>();

function recording(name: string, status = 200): Recording {
  used.add(name);
  const json = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recording;
  return 'status' in json ? json : { status, headers: {}, body: json };
}

/** A shop that answers `name` to whatever changes it, or to every address like `path`, and else what belongs to it. */
function replay(
  name: string,
  { path = /POST/, status = 200, ...options }: { path?: RegExp; status?: number } & Partial<WooCommerceOptions> = {},
) {
  const asked: { readonly line: string; readonly headers: Headers }[] = [];
  const others: readonly [RegExp, string][] = [
    [/GET \/cart$/, 'cart'],
    [/GET \/products\?type=variation/, 'product_variations_list'],
    [/GET \/products\/\d+$/, 'product_variation'],
  ];
  const fetch: Fetch = (url, init) => {
    const line = `${init.method} ${url.replace('https://shop.example/wp-json/wc/store/v1', '')}`;
    asked.push({ line, headers: new Headers(init.headers) });
    const found = path.test(line) ? name : others.find(([address]) => address.test(line))?.[1];
    if (!found) throw new Error(`Nothing was recorded for ${line}.`);
    const { status: told, headers, body } = recording(found, status);
    const shown = Object.entries(headers).filter(([key]) => key !== 'set-cookie');
    return Promise.resolve(new Response(JSON.stringify(body), { status: told, headers: shown }));
  };
  const adapter = wooCommerce({ url: 'https://shop.example/wp-json/wc/store/v1', nonce: 'n0', fetch, ...options });
  return { adapter, asked };
}

const unitsOf = ({ cart }: CartResult) => Object.fromEntries(cart.lines.map(line => [line.variantId, line.quantity]));
const euro = (minor: number) => ({ minor, currency: 'EUR' });
const add = (variantId: string, quantity = 1): CartChange => ({ type: 'add', variantId, quantity });
const set = (lineKey: string, quantity: number): CartChange => ({ type: 'set', lineKey, quantity });
const code = (text: string): CartChange => ({ type: 'add-code', code: text });
const vase = 'd3d9446802a44259755d38e6d163e820';

async function failureOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: { code?: string }) => error.code ?? 'no code',
  );
}

describe('what WooCommerce answered, read as a cart', () => {
  const table: Readonly<Record<string, { units: Record<string, number>; total: number; issues?: readonly Partial<CartIssue>[] }>> = {
    cart: { units: { 10: 1, 14: 1, 18: 1, 11: 1 }, total: 15053 },
    cart_new: { units: {}, total: 0 },
    cart_new3: { units: {}, total: 0 },
    cart_empty: { units: {}, total: 0 },
    cors_get: { units: {}, total: 0 },
    cart_after_checkout: { units: {}, total: 0 },
    par_result: { units: { 18: 2 }, total: 11563 },
    // Two were wished for and one is left: the shop says nothing.
    cart_after_stock_drop: { units: { 17: 1 }, total: 5573 },
    cart_after_stock_zero: {
      units: { 17: 1 },
      total: 5573,
      issues: [
        {
          code: 'out-of-stock',
          available: 0,
          message: '“Hoodie – Sand, S” is out of stock and cannot be purchased. Please remove it from your cart.',
        },
      ],
    },
    cart_after_variant_gone: {
      units: {},
      total: 0,
      issues: [
        {
          code: 'line-removed',
          message:
            'Hoodie – Sand, M has been removed from your cart because it can no longer be purchased. Please contact us if you need assistance.',
        },
      ],
    },
  };
  for (const [name, { units, total, issues = [] }] of Object.entries(table)) {
    it(name, async () => {
      const result = await replay(name, { path: /GET \/cart$/ }).adapter.cart();
      expect(unitsOf(result)).to.deep.equal(units);
      expect(result.cart.total).to.deep.equal(euro(total));
      expect(result.issues).to.deep.equal(issues);
    });
  }

  it('what is told with each answer is told once', async () => {
    const { adapter } = replay('cart_after_stock_zero', { path: /GET \/cart$/ });
    expect((await adapter.cart()).issues).to.have.length(1);
    expect((await adapter.cart()).issues).to.deep.equal([]);
  });

  it('everything the cart says of a line, and of its sums', async () => {
    const { cart } = await replay('cart', { path: /GET \/cart$/ }).adapter.cart();
    expect(cart.lines[0]).to.deep.equal({
      key: vase,
      variantId: '10',
      productId: '10',
      title: 'Vase',
      quantity: 1,
      unit: euro(2990),
      unitCompareAt: euro(3990),
      total: euro(2990),
      max: 3,
      editable: true,
    });
    expect(cart.lines[1]).to.deep.include({ variantId: '14', title: 'Hoodie', variantTitle: 'Black / S', max: 5 });
    expect(cart.lines[3]).to.deep.include({ variantId: '11', max: 1, editable: false });
    expect(cart).to.deep.include({
      subtotal: euro(14470),
      discount: euro(0),
      tax: euro(2404),
      taxes: 'included',
      final: false,
      quantity: 4,
    });
  });
});

describe('what WooCommerce answered, read as a change that worked', () => {
  const table: Readonly<Record<string, readonly [CartChange, Record<string, number>]>> = {
    add_token_only: [add('10'), { 10: 1 }],
    add_variation_by_id: [add('14'), { 10: 1, 14: 1 }],
    add_variation_by_attrs: [add('13?Color=Sand&Size=M'), { 10: 1, 14: 1, 18: 1 }],
    add_sold_individually: [add('11'), { 10: 1, 14: 1, 18: 1, 11: 1 }],
    // Five at the same time, all of them "201 Created": two arrived.
    par0: [add('18'), { 18: 1 }],
    par1: [add('18'), { 18: 1 }],
    par2: [add('18'), { 18: 1 }],
    par3: [add('18'), { 18: 1 }],
    par4: [add('18'), { 18: 2 }],
    update_item: [set(vase, 2), { 10: 2, 14: 1, 18: 1, 11: 1 }],
    remove_item: [
      { type: 'remove', lineKey: '7e84f211fa7c819891a2150976bb5c26' },
      { 10: 2, 18: 1, 11: 1 },
    ],
    apply_coupon: [code('LIVE10'), { 10: 2, 18: 1, 11: 1 }],
    apply_coupon_min: [code('min100'), { 10: 2, 18: 1, 11: 1 }],
    remove_coupon: [
      { type: 'remove-code', code: 'live10' },
      { 10: 2, 18: 1, 11: 1 },
    ],
    update_customer: [code('min100'), { 10: 2, 18: 1, 11: 1 }],
  };
  for (const [name, [change, units]] of Object.entries(table)) {
    it(name, async () => {
      const { adapter, asked } = replay(name);
      const result = await adapter.change([change]);
      expect(unitsOf(result)).to.deep.equal(units);
      expect(result.issues).to.deep.equal([]);
      expect(asked).to.have.length(1);
    });
  }

  it('codes, and what they take off', async () => {
    const { cart } = await replay('apply_coupon_min').adapter.change([code('MIN100')]);
    expect(cart.codes).to.deep.equal([
      { code: 'live10', applied: true },
      { code: 'min100', applied: true },
    ]);
    expect(cart).to.deep.include({ subtotal: euro(12470), discount: euro(3247), total: euro(9806) });
  });

  it('once there is an address, the total is final', async () => {
    expect((await replay('update_customer').adapter.change([code('x')])).cart.final).to.equal(true);
  });

  it('batch: two adds in one trip', async () => {
    const { adapter, asked } = replay('batch', { status: 207 });
    const result = await adapter.change([add('18'), add('11')]);
    expect(unitsOf(result)).to.deep.equal({ 18: 1, 11: 1 });
    expect(result.issues).to.deep.equal([]);
    expect(asked.map(({ line }) => line)).to.deep.equal(['POST /batch']);
  });
});

describe('what WooCommerce answered, read as a refusal', () => {
  const all = { 10: 1, 14: 1, 18: 1, 11: 1 };
  const table: Readonly<Record<string, readonly [CartChange, Partial<CartIssue>, Record<string, number>?, number?]>> = {
    add_out_of_stock: [add('12'), { code: 'out-of-stock', variantId: '12', available: 0 }],
    add_variation_oos: [add('16'), { code: 'out-of-stock', variantId: '16', available: 0 }],
    add_over_stock: [add('10', 5), { code: 'quantity-limited', variantId: '10', available: 3 }],
    add_over_stock_b: [add('15', 2), { code: 'quantity-limited', variantId: '15', available: 1 }],
    add_sold_individually_again: [add('11'), { code: 'quantity-rule', variantId: '11' }],
    add_unknown_id: [add('999999'), { code: 'variant-gone', variantId: '999999' }],
    add_variable_parent_no_attrs: [add('13'), { code: 'selection-incomplete', variantId: '13' }],
    add_variation_missing_combo: [add('13?Color=Sand&Size=L'), { code: 'selection-incomplete' }],
    update_item_over: [set(vase, 50), { code: 'quantity-limited', lineKey: vase, available: 3 }],
    update_item_zero: [set(vase, 1), { code: 'quantity-rule', lineKey: vase }],
    update_item_badkey: [set('nope', 1), { code: 'line-gone', lineKey: 'nope' }, { 10: 2, 14: 1, 18: 1, 11: 1 }],
    remove_item_again: [
      { type: 'remove', lineKey: 'x' },
      { code: 'line-gone', lineKey: 'x' },
      { 10: 2, 18: 1, 11: 1 },
    ],
    apply_coupon_unknown: [code('nope'), { code: 'code-invalid', discountCode: 'nope' }],
    apply_coupon_expired: [code('expired'), { code: 'code-expired', discountCode: 'expired' }],
    apply_coupon_twice: [code('live10'), { code: 'code-invalid', discountCode: 'live10' }],
    checkout_out_of_stock: [add('17'), { code: 'out-of-stock', variantId: '17', available: 0 }, { 17: 1 }, 409],
  };
  for (const [name, [change, issue, units = all, status = 200]] of Object.entries(table)) {
    it(name, async () => {
      const { adapter, asked } = replay(name, { status });
      const result = await adapter.change([change]);
      expect(result.issues[0]).to.deep.include(issue);
      expect(result.issues[0]?.message)
        .to.be.a('string')
        .and.not.match(/&\w+;|&#/);
      expect(unitsOf(result)).to.deep.equal(units);
      // A refusal that carries the cart saves the reading.
      expect(asked).to.have.length(units === all ? 2 : 1);
    });
  }

  it('a code that is applied already is as it was wished to be', async () => {
    const { adapter } = replay('apply_coupon_twice', { fetch: orElse('apply_coupon_twice', 'apply_coupon') });
    expect(await adapter.change([code('LIVE10')])).to.deep.include({ issues: [] });
  });

  function orElse(refusal: string, cart: string): Fetch {
    return (_, { method }) => {
      const { status, body } = recording(method === 'POST' ? refusal : cart);
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    };
  }
});

describe('what WooCommerce answered, read as a failure of the call', () => {
  for (const name of ['add_no_nonce', 'add_bad_nonce']) {
    it(`${name}: asked once more with the nonce it brought`, async () => {
      const { adapter, asked } = replay(name);
      expect(await failureOf(adapter.change([add('10')]))).to.equal('commerce/unauthorized');
      expect(asked.map(({ headers }) => headers.get('nonce'))).to.deep.equal(['n0', '4b14e22e2f']);
    });
  }

  it('add_bad_token: asked once more with the token it brought, and the old cart is lost', async () => {
    const tokens = new Map([['woocommerce:https://shop.example/wp-json/wc/store/v1', 'stale.token.x']]);
    const kept = {
      get: (key: string) => tokens.get(key) ?? null,
      set: (key: string, value: string | null) => void (value ? tokens.set(key, value) : tokens.delete(key)),
    };
    const bad = replay('add_bad_token', { session: 'token', tokens: kept });
    expect(await failureOf(bad.adapter.change([add('10')]))).to.equal('commerce/unauthorized');
    expect(bad.asked.map(({ headers }) => headers.get('cart-token'))).to.deep.equal([
      'stale.token.x',
      recording('add_bad_token').headers['cart-token'],
    ]);
    expect([...tokens]).to.deep.equal([]);
  });

  // What belongs to other addresses is no cart, whatever its status.
  for (const name of ['checkout_get', 'checkout_post', 'collection_data', 'attributes'])
    it(`${name}: no cart`, async () => {
      expect(await failureOf(replay(name, { path: /GET \/cart$/ }).adapter.cart())).to.equal('commerce/protocol');
    });
});

describe('what WooCommerce answered, read as products, reviews and orders', () => {
  async function product(name: string, ref: string, options: Partial<WooCommerceOptions> = {}) {
    const { adapter } = replay(name, { path: new RegExp(`GET /products/${ref}$`), ...options });
    return (await adapter.products([ref])).get(ref);
  }

  it('product_simple', async () => {
    expect(await product('product_simple', 'vase')).to.deep.include({ id: '10', handle: 'vase', title: 'Vase', options: [], images: [] });
    const { stock, ...variant } = (await product('product_simple', 'vase'))?.variants[0] ?? {};
    expect(variant).to.deep.equal({
      id: '10',
      sku: 'VASE',
      title: 'Vase',
      options: {},
      price: euro(2990),
      compareAt: euro(3990),
      quantityRule: { min: 1, step: 1 },
    });
    expect(stock).to.deep.include({ state: 'in', quantity: 3 });
  });

  for (const name of ['product_variable', 'product_by_slug']) {
    it(`${name}, with product_variations_list`, async () => {
      const hoodie = await product(name, 'hoodie');
      expect(hoodie?.options).to.deep.equal([
        { id: 'Color', label: 'Color', values: ['Black', 'Sand'].map(text => ({ id: text, label: text })) },
        { id: 'Size', label: 'Size', values: ['S', 'M', 'L'].map(text => ({ id: text, label: text })) },
      ]);
      const seen = hoodie?.variants.map(({ id, title, price, stock }) => [id, title, price.minor, stock.state, stock.quantity]);
      expect(seen).to.deep.equal([
        ['14', 'Black / S', 4990, 'in', 5],
        ['15', 'Black / M', 5490, 'low', 1],
        ['16', 'Black / L', 4990, 'out', 0],
        ['17', 'Sand / S', 4990, 'low', 2],
        ['18', 'Sand / M', 5490, 'in', 10],
      ]);
      // 9999 is no limit, also where there is nothing; a limit that is the stock is no rule.
      expect(hoodie?.variants.map(({ quantityRule }) => quantityRule.max)).to.deep.equal(Array(5).fill(undefined));
    });
  }

  it('product_variation, asked for by its own slug', async () => {
    const found = await product('product_variation', 'hoodie-black-m');
    expect(found?.variants.map(({ id, stock }) => [id, stock.state])).to.deep.equal([['15', 'low']]);
  });

  it('products, and the stock of those that are sold by themselves', async () => {
    const { adapter } = replay('products', { path: /GET \/products\?include/ });
    const found = await adapter.products(['12', '11', '99999']);
    expect(found.get('12')?.variants[0]?.stock).to.deep.include({ state: 'out', quantity: 0 });
    expect(found.get('11')?.variants[0]?.quantityRule).to.deep.equal({ min: 1, max: 1, step: 1 });
    expect(found.get('11')?.variants[0]?.stock).to.deep.include({ state: 'in' }).and.not.to.have.property('quantity');
    expect(found.get('99999')).to.equal(null);
    // The variable product is in the answer too, and is nothing one can buy.
    expect([...(await adapter.stock(['10', '13'])).keys()]).to.deep.equal(['10']);
  });

  it('product_variations_list, as stock', async () => {
    const { adapter } = replay('product_variations_list', { path: /GET \/products\?include/ });
    const found = await adapter.stock(['16', '18', '77']);
    expect([...found.keys()]).to.deep.equal(['16', '18']);
    expect(found.get('18')?.price).to.deep.equal(euro(5490));
  });

  it('product_404', async () => {
    expect(await product('product_404', 'no-such')).to.equal(null);
  });

  it('reviews', async () => {
    const { adapter } = replay('reviews', { path: /GET \/products\/reviews/ });
    expect(await adapter.reviews?.('10', 1)).to.deep.equal({ items: [], total: 0 });
  });

  it('order_get_guest, by the address that the shop sends its guest', async () => {
    const { adapter, asked } = replay('order_get_guest', { path: /GET \/order/ });
    const ref = 'https://shop.example/checkout/order-received/22/?key=wc_order_13xVNcMN52poS&billing_email=a@b.test';
    expect(await adapter.order?.(ref)).to.deep.equal({ number: '22', state: 'paid', tracking: [] });
    expect(asked[0]?.line).to.equal('GET /order/22?key=wc_order_13xVNcMN52poS&billing_email=a@b.test');
  });

  it('order_get_nokey', async () => {
    const { adapter } = replay('order_get_nokey', { path: /GET \/order/ });
    expect(await adapter.order?.('22?key=x')).to.equal(null);
  });

  after(() => expect([...used].sort(), 'recordings that no test reads').to.deep.equal(names.sort()));
});
