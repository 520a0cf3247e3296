import { expect } from 'chai';
import { commerceConformance, hostPage, memoryConformanceShop } from '@shopcast/testing';
import type { CartIssueCode, CommerceAdapter, CommerceCapabilities } from '../../commerce-adapter.js';
import { failure } from '../testing/ask-shop.js';
import { hostCommerce } from './host.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'page',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: true,
  order: 'order-secret',
  reviews: true,
  policies: true,
  lowest30Days: true,
};

const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('host, with a function for each wish', () => {
  commerceConformance({
    test: it,
    skip,
    supports,
    create: () => memoryConformanceShop({}, hostPage({ wishes: 'one by one', capabilities: supports })),
  });
});

describe('host, with one function for all wishes', () => {
  commerceConformance({
    test: it,
    skip,
    supports,
    create: () => memoryConformanceShop({}, hostPage({ wishes: 'together', capabilities: supports })),
  });
});

/** The smallest page there is, but for what a test changes. */
function page(changed: Readonly<Record<string, unknown>> = {}): CommerceAdapter {
  const least = {
    currency: 'EUR',
    checkout: '/checkout',
    products: () => [{ id: 7, title: 'Mug', price: 19.9, stock: 4 }],
    cart: () => ({ lines: [], total: 0 }),
    add: () => undefined,
    set: () => undefined,
  };
  return hostCommerce({ ...least, ...changed });
}

describe('host, with careful defaults', () => {
  it('makes a product of an id, a title and a price', async () => {
    const product = (await page().products(['7'])).get('7');
    const { stock, ...variant } = product?.variants[0] ?? expect.fail();
    expect(stock.state).to.equal('in');
    expect(stock).to.not.have.property('quantity');
    expect(variant).to.deep.equal({
      id: '7',
      title: 'Mug',
      options: {},
      price: { minor: 1990, currency: 'EUR' },
      quantityRule: { min: 1, step: 1 },
    });
  });
  it('finds options and values by label where they have no id', async () => {
    const products = () => ({
      shirt: {
        id: 's',
        title: 'Shirt',
        price: '5',
        options: [{ label: 'Size', values: ['S', 'M'] }],
        variants: [{ id: 1, options: { Size: 'M' } }],
      },
    });
    const product = (await page({ products }).products(['shirt', 'other'])).get('shirt');
    expect(product?.options).to.deep.equal([
      {
        id: 'Size',
        label: 'Size',
        values: [
          { id: 'S', label: 'S' },
          { id: 'M', label: 'M' },
        ],
      },
    ]);
    expect(product?.variants[0]).to.deep.include({ id: '1', title: 'M', options: { Size: 'M' } });
  });
  it('tells no more of the stock than the page claims to know', async () => {
    const states = async (stock: string) => {
      const adapter = page({ capabilities: { stock }, products: () => [{ id: 1, title: 'A', price: 1, stock: 2 }] });
      const found = (await adapter.products(['1'])).get('1')?.variants[0]?.stock;
      return [found?.state, found?.quantity];
    };
    expect(await states('none')).to.deep.equal(['unknown', undefined]);
    expect(await states('boolean')).to.deep.equal(['in', undefined]);
    expect(await states('exact')).to.deep.equal(['in', 2]);
  });
  it('reads the products again for a refresh', async () => {
    const adapter = page();
    await adapter.products(['7']);
    expect([...(await adapter.stock(['7', '8'])).keys()]).to.deep.equal(['7']);
  });
  it('turns false and unknown reasons into issues, and HTML in them into text', async () => {
    const outcomes = [false, 'out-of-stock', { code: 'nonsense', message: '<b>No</b> &amp; no', available: -3 }];
    const adapter = page({ add: () => outcomes.shift() });
    const add = { type: 'add', variantId: '7', quantity: 1 } as const;
    expect((await adapter.change([add, add, add])).issues).to.deep.equal([
      { code: 'other', variantId: '7' },
      { code: 'out-of-stock', variantId: '7' },
      { code: 'other', variantId: '7', message: 'No & no' },
    ]);
  });
  it('knows every reason of the contract', async () => {
    const every: Record<CartIssueCode, true> = {
      'out-of-stock': true,
      'quantity-limited': true,
      'quantity-rule': true,
      'variant-gone': true,
      'price-changed': true,
      'line-gone': true,
      'line-removed': true,
      'cart-locked': true,
      'cart-lost': true,
      'cart-full': true,
      'code-invalid': true,
      'code-expired': true,
      'code-not-applicable': true,
      'code-dropped': true,
      'selection-incomplete': true,
      other: true,
    };
    const reasons = Object.keys(every) as CartIssueCode[];
    const { issues } = await page({ add: () => reasons }).change([{ type: 'add', variantId: '7', quantity: 1 }]);
    expect(issues.map(({ code }) => code)).to.deep.equal(reasons);
  });
  it('finds a code that was taken without a word and not applied', async () => {
    const adapter = page({ addCode: () => true });
    expect((await adapter.change([{ type: 'add-code', code: 'X' }])).issues).to.deep.equal([
      { code: 'code-not-applicable', discountCode: 'X' },
    ]);
  });
});

describe('host, with a page that misbehaves', () => {
  it('refuses to begin without a function it needs', () => {
    expect(() => page({ cart: undefined }))
      .to.throw('"cart"')
      .with.property('kind', 'config');
    expect(() => page({ set: undefined })).to.throw('"set"');
    expect(() => page({ checkout: undefined })).to.throw('"checkout"');
  });
  it('makes unavailable of what is thrown, with its cause', async () => {
    const cause = new Error('boom');
    const error = await failure(page({ cart: () => Promise.reject(cause) }).cart());
    expect(error).to.include({ kind: 'unavailable', code: 'commerce/unavailable', cause });
  });
  it('makes timeout of a function that never answers', async () => {
    const error = await failure(page({ timeoutMs: 1, cart: () => new Promise(() => undefined) }).cart());
    expect(error.kind).to.equal('timeout');
  });
  const rubbish: readonly [string, Readonly<Record<string, unknown>>, (adapter: CommerceAdapter) => Promise<unknown>][] = [
    ['no cart', { cart: () => undefined }, adapter => adapter.cart()],
    ['a cart without lines', { cart: () => ({ total: 1 }) }, adapter => adapter.cart()],
    ['a total that is no amount', { cart: () => ({ lines: [], total: 'free' }) }, adapter => adapter.cart()],
    [
      'half a unit',
      { cart: () => ({ lines: [{ variantId: 1, title: 'A', quantity: 0.5, price: 1 }], total: 1 }) },
      adapter => adapter.cart(),
    ],
    ['a product without title', { products: () => [{ id: '7', price: 1 }] }, adapter => adapter.products(['7'])],
    ['a price of NaN', { products: () => [{ id: '7', title: 'A', price: NaN }] }, adapter => adapter.products(['7'])],
    ['no products', { products: () => 'none' }, adapter => adapter.products(['7'])],
    [
      'a variant of an unknown value',
      {
        products: () => [
          { id: '7', title: 'A', price: 1, options: [{ label: 'Size', values: ['S'] }], variants: [{ id: 1, options: { Size: 'XXL' } }] },
        ],
      },
      adapter => adapter.products(['7']),
    ],
    ['a script for a checkout', { checkout: () => 'javascript:alert(1)' }, adapter => adapter.checkout()],
  ];
  for (const [name, changed, call] of rubbish) {
    it(`makes protocol of ${name}`, async () => {
      expect((await failure(call(page(changed)))).kind).to.equal('protocol');
    });
  }
});
