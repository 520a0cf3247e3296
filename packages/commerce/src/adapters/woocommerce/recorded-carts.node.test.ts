import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import type { CartChange, CartIssue } from '../../commerce-adapter.js';
import type { Fetch } from '../../internal/request.js';
import { failure } from '../testing/ask-shop.js';
import { besideCarts, recordings } from './testing/recordings.js';
import { add, euro, unitsOf } from './testing/shopper.js';

const { used, recording, replay } = recordings();
const set = (lineKey: string, quantity: number): CartChange => ({ type: 'set', lineKey, quantity });
const code = (text: string): CartChange => ({ type: 'add-code', code: text });
const vase = 'd3d9446802a44259755d38e6d163e820';

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
    return async (_, { method }) => {
      const { status, body } = await recording(method === 'POST' ? refusal : cart);
      return new Response(JSON.stringify(body), { status });
    };
  }
});

describe('what WooCommerce answered, read as a failure of the call', () => {
  for (const name of ['add_no_nonce', 'add_bad_nonce']) {
    it(`${name}: asked once more with the nonce it brought`, async () => {
      const { adapter, asked } = replay(name);
      expect((await failure(adapter.change([add('10')]))).code).to.equal('commerce/unauthorized');
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
    expect((await failure(bad.adapter.change([add('10')]))).code).to.equal('commerce/unauthorized');
    expect(bad.asked.map(({ headers }) => headers.get('cart-token'))).to.deep.equal([
      'stale.token.x',
      (await recording('add_bad_token')).headers['cart-token'],
    ]);
    expect([...tokens]).to.deep.equal([]);
  });

  // What belongs to other addresses is no cart, whatever its status.
  for (const name of ['checkout_get', 'checkout_post', 'collection_data', 'attributes'])
    it(`${name}: no cart`, async () => {
      expect((await failure(replay(name, { path: /GET \/cart$/ }).adapter.cart())).code).to.equal('commerce/protocol');
    });

  after(() => {
    const names = readdirSync(new URL('./fixtures/', import.meta.url)).map(file => file.replace('.json', ''));
    expect(
      names.filter(name => !besideCarts.test(name) && !used.has(name)),
      'recordings that no test reads',
    ).to.deep.equal([]);
  });
});
