import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { listenAsWoo } from './woo-listener.js';
import { wooTwin, type WooBrowser, type WooProductSeed, type WooTwin } from './woo-twin.js';

const fixtures = new URL('../../../commerce/src/adapters/woocommerce/fixtures/', import.meta.url);

function recorded(name: string): { status?: number; body: unknown } {
  const json = JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')) as { status?: number; body: unknown };
  return 'status' in json ? json : { body: json };
}

/** Where two answers differ in form: keys that one lacks, and values of different kinds. `null` and empty lists fit everything. */
function differences(actual: unknown, expected: unknown, at = ''): string[] {
  if (actual === null || expected === null) return [];
  const kind = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
  if (kind(actual) !== kind(expected)) return [`${at || 'answer'} is a ${kind(actual)}, recorded as ${kind(expected)}`];
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const [shown, known] = [actual[0], expected[0]] as unknown[];
    return shown === undefined || known === undefined ? [] : differences(shown, known, `${at}[]`);
  }
  if (typeof actual !== 'object' || typeof expected !== 'object') return [];
  const [a, b] = [actual as Record<string, unknown>, expected as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap(key => {
    if (!(key in a)) return [`${at}.${key} is missing`];
    return key in b ? differences(a[key], b[key], `${at}.${key}`) : [`${at}.${key} was never recorded`];
  });
}

const hoodie: WooProductSeed = {
  slug: 'hoodie',
  title: 'Hoodie',
  price: 4990,
  attributes: [
    { label: 'Color', terms: [{ name: 'Black' }, { name: 'Sand' }] },
    { label: 'Size', terms: [{ name: 'S' }, { name: 'M' }, { name: 'L' }] },
  ],
  variations: [
    { terms: ['Black', 'S'], stock: 5 },
    { terms: ['Black', 'M'], stock: 1, price: 5490 },
    { terms: ['Black', 'L'], stock: 0 },
    { terms: ['Sand', 'M'], stock: 10 },
  ],
};
const products: readonly WooProductSeed[] = [
  { slug: 'vase', title: 'Vase', price: 2990, regular: 3990, stock: 3 },
  { slug: 'solo', title: 'Sold individually', price: 1000, soldIndividually: true },
  { slug: 'gone', title: 'Gone', price: 1000, stock: 0 },
  hoodie,
];
const coupons = [
  { code: 'LIVE10', percent: 10 },
  { code: 'MIN100', amount: 2000, minimum: 10_000 },
  { code: 'EXPIRED', percent: 10, expired: true },
];
const address = {
  first_name: 'A',
  last_name: 'B',
  address_1: 'Str 1',
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  email: 'a@b.test',
};

/** A twin and one browser, with the words to ask in. */
function open(): { twin: WooTwin; browser: WooBrowser; ask: typeof ask } {
  const twin = wooTwin({ products, coupons });
  const browser = twin.browser();
  const nonce = browser.page.wcBlocksMiddlewareConfig.storeApiNonce;
  async function ask(path: string, body?: unknown, headers: Record<string, string> = { nonce }) {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers };
    const response = await browser.fetch(twin.url + path, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  }
  return { twin, browser, ask };
}

type Ask = ReturnType<typeof open>['ask'];
const keyOf = async (ask: Ask, at = 0) => ((await ask('/cart')).body['items'] as { key: string }[])[at]?.key;

describe("the twin's answers have the form of those recorded", () => {
  /** What leads to each recording. The last request is the one compared. */
  const table: Readonly<Record<string, (ask: Ask, twin: WooTwin) => Promise<{ status: number; body: unknown }>>> = {
    products: ask => ask('/products?per_page=10'),
    product_simple: ask => ask('/products/10'),
    product_variable: ask => ask('/products/13'),
    product_by_slug: ask => ask('/products/hoodie'),
    product_variation: ask => ask('/products/15'),
    product_variations_list: ask => ask('/products?type=variation&parent=13&per_page=50'),
    product_404: ask => ask('/products/99999'),
    attributes: ask => ask('/products/attributes'),
    reviews: ask => ask('/products/reviews?product_id=10'),
    cart_new: ask => ask('/cart'),
    add_no_nonce: ask => ask('/cart/add-item', { id: 10, quantity: 1 }, {}),
    add_bad_nonce: ask => ask('/cart/add-item', { id: 10, quantity: 1 }, { nonce: 'bad' }),
    add_bad_token: ask => ask('/cart/add-item', { id: 10, quantity: 1 }, { 'cart-token': 'bad' }),
    add_token_only: (ask, twin) => ask('/cart/add-item', { id: 10, quantity: 1 }, { 'cart-token': twin.mintToken() }),
    add_variation_by_id: ask => ask('/cart/add-item', { id: 14, quantity: 1 }),
    add_variation_by_attrs: ask =>
      ask('/cart/add-item', {
        id: 13,
        quantity: 1,
        variation: [
          { attribute: 'Color', value: 'Sand' },
          { attribute: 'Size', value: 'M' },
        ],
      }),
    add_variation_missing_combo: ask => ask('/cart/add-item', { id: 13, quantity: 1, variation: [{ attribute: 'Color', value: 'Sand' }] }),
    add_variable_parent_no_attrs: ask => ask('/cart/add-item', { id: 13, quantity: 1 }),
    add_variation_oos: ask => ask('/cart/add-item', { id: 16, quantity: 1 }),
    add_out_of_stock: ask => ask('/cart/add-item', { id: 12, quantity: 1 }),
    add_over_stock: ask => ask('/cart/add-item', { id: 10, quantity: 5 }),
    add_unknown_id: ask => ask('/cart/add-item', { id: 999999, quantity: 1 }),
    add_sold_individually: ask => ask('/cart/add-item', { id: 11, quantity: 1 }),
    async add_sold_individually_again(ask) {
      await ask('/cart/add-item', { id: 11, quantity: 1 });
      return ask('/cart/add-item', { id: 11, quantity: 1 });
    },
    async update_item(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      return ask('/cart/update-item', { key: await keyOf(ask), quantity: 2 });
    },
    async update_item_over(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      return ask('/cart/update-item', { key: await keyOf(ask), quantity: 50 });
    },
    async update_item_zero(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      return ask('/cart/update-item', { key: await keyOf(ask), quantity: 0 });
    },
    async update_item_badkey(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      return ask('/cart/update-item', { key: 'nope', quantity: 1 });
    },
    async remove_item(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      await ask('/cart/add-item', { id: 11, quantity: 1 });
      return ask('/cart/remove-item', { key: await keyOf(ask) });
    },
    remove_item_again: ask => ask('/cart/remove-item', { key: 'nope' }),
    async apply_coupon(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 2 });
      return ask('/cart/apply-coupon', { code: 'LIVE10' });
    },
    apply_coupon_unknown: ask => ask('/cart/apply-coupon', { code: 'nope' }),
    apply_coupon_expired: ask => ask('/cart/apply-coupon', { code: 'expired' }),
    async apply_coupon_twice(ask) {
      await ask('/cart/apply-coupon', { code: 'live10' });
      return ask('/cart/apply-coupon', { code: 'live10' });
    },
    async remove_coupon(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 2 });
      await ask('/cart/apply-coupon', { code: 'live10' });
      return ask('/cart/remove-coupon', { code: 'LIVE10' });
    },
    async update_customer(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 2 });
      return ask('/cart/update-customer', { billing_address: address, shipping_address: address });
    },
    async cart_after_stock_drop(ask, twin) {
      await ask('/cart/add-item', { id: 17, quantity: 2 });
      twin.setStock(17, 1);
      return ask('/cart');
    },
    async cart_after_stock_zero(ask, twin) {
      await ask('/cart/add-item', { id: 17, quantity: 1 });
      twin.setStock(17, 0);
      return ask('/cart');
    },
    async cart_after_variant_gone(ask, twin) {
      await ask('/cart/add-item', { id: 17, quantity: 1 });
      twin.remove(17);
      return ask('/cart');
    },
    async checkout_post(ask) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      return ask('/checkout', { billing_address: address });
    },
    async checkout_out_of_stock(ask, twin) {
      await ask('/cart/add-item', { id: 17, quantity: 1 });
      twin.setStock(17, 0);
      return ask('/checkout', { billing_address: address });
    },
    async order_get_guest(ask, twin) {
      await ask('/cart/add-item', { id: 10, quantity: 1 });
      await ask('/checkout', { billing_address: address });
      const { id, key } = twin.orders[0] ?? expect.fail('There is no order.');
      return ask(`/order/${id}?key=${key}&billing_email=a@b.test`);
    },
    order_get_nokey: ask => ask('/order/22'),
    batch: ask =>
      ask('/batch', {
        requests: [18, 11].map(id => ({
          path: '/wc/store/v1/cart/add-item',
          method: 'POST',
          body: { id: id === 18 ? 17 : id, quantity: 1 },
        })),
      }),
  };
  for (const [name, lead] of Object.entries(table)) {
    it(name, async () => {
      const { twin, ask } = open();
      const { status, body } = await lead(ask, twin);
      const { status: known = status, body: wanted } = recorded(name);
      expect(status).to.equal(known);
      expect(differences(body, wanted)).to.deep.equal([]);
      const code = (from: unknown) => (from as { code?: string }).code;
      expect(code(body)).to.equal(code(wanted));
      const errors = (from: unknown) => ((from as { errors?: { code: string }[] }).errors ?? []).map(error => error.code);
      expect(errors(body)).to.deep.equal(errors(wanted));
    });
  }

  it('the same sums for the same cart', async () => {
    const { ask } = open();
    const { totals } = (await ask('/cart/add-item', { id: 10, quantity: 1 })).body;
    expect(totals).to.deep.equal((recorded('add_token_only').body as { totals: unknown }).totals);
  });
});

describe("the twin has the shop's traits", () => {
  const units = ({ twin, browser }: ReturnType<typeof open>) => twin.units(browser.user ?? '');

  it('of changes at the same time some are lost, though every answer is 201', async () => {
    const scene = open();
    await scene.ask('/cart/add-item', { id: 17, quantity: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => scene.ask('/cart/add-item', { id: 17, quantity: 1 })));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(5).fill(201));
    expect(units(scene)).to.deep.equal({ 17: 2 });
    for (let at = 0; at < 4; at++) await scene.ask('/cart/add-item', { id: 17, quantity: 1 });
    expect(units(scene)).to.deep.equal({ 17: 6 });
  });

  it('lowers units, takes prices over and drops coupons when the cart is read, and says nothing', async () => {
    const scene = open();
    await scene.ask('/cart/add-item', { id: 17, quantity: 3 });
    await scene.ask('/cart/apply-coupon', { code: 'min100' });
    scene.twin.setStock(17, 2);
    scene.twin.setPrice(17, 4000);
    const { body } = await scene.ask('/cart');
    expect(body['errors']).to.deep.equal([]);
    expect(body['coupons']).to.deep.equal([]);
    expect(body['items']).to.have.nested.property('[0].prices.price', '4000');
    expect(units(scene)).to.deep.equal({ 17: 2 });
  });

  it('tells once of what cannot be bought any more, and each time of what is sold out', async () => {
    const scene = open();
    for (const id of [10, 17]) await scene.ask('/cart/add-item', { id, quantity: 1 });
    scene.twin.remove(10);
    scene.twin.setStock(17, 0);
    const codes = async () => ((await scene.ask('/cart')).body['errors'] as { code: string }[]).map(({ code }) => code);
    expect(await codes()).to.deep.equal(['woocommerce_rest_cart_item_error', 'woocommerce_rest_product_out_of_stock']);
    expect(await codes()).to.deep.equal(['woocommerce_rest_product_out_of_stock']);
  });

  it('answers who it does not know with another cart and another token', async () => {
    const { twin, browser, ask } = open();
    const { headers } = await ask('/cart/add-item', { id: 10, quantity: 1 });
    const before = browser.user ?? '';
    twin.loseCart(before);
    expect(twin.isToken(headers.get('cart-token') ?? '')).to.equal(false);
    expect((await ask('/cart')).body['items']).to.deep.equal([]);
    expect(browser.user).to.match(/^t_/).and.not.equal(before);
  });

  it('listens on a port, and to other origins only with a good token', async () => {
    const { twin } = open();
    const { url, close } = await listenAsWoo(twin);
    try {
      const origin = 'https://stream.example';
      const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
        fetch(url + path, { headers: { origin, ...headers }, ...(body ? { method: 'POST', body } : {}) });
      const token = twin.mintToken();
      const allowed = (answer: Response) => answer.headers.get('access-control-allow-origin');
      expect(allowed(await ask('/cart'))).to.equal(null);
      expect(allowed(await ask('/cart', { 'cart-token': 'bad' }))).to.equal(null);
      const added = await ask('/cart/add-item', { 'cart-token': token }, '{"id":10,"quantity":1}');
      expect([added.status, allowed(added)]).to.deep.equal([201, origin]);
      expect((await fetch(url, { method: 'OPTIONS', headers: { origin } })).headers.get('access-control-allow-headers')).to.include(
        'Cart-Token',
      );
      expect((await ask('/cart/add-item', {}, 'x'.repeat(2_000_000))).status).to.equal(413);
      expect((await ask('/cart/add-item', { 'cart-token': token }, '{')).status).to.equal(500);
    } finally {
      await close();
    }
  });
});
