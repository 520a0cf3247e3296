import { expect } from 'chai';
import type { CartResult } from '../../commerce-adapter.js';
import { createMemoryShop, memoryCommerce, type MemoryOrder, type MemoryProductJson, type MemoryShopOptions } from './memory.js';

const mug: MemoryProductJson = { id: 'mug', handle: 'fjord', title: 'Mug', price: 1000, stock: 5, images: ['/mug.jpg'] };
const open = (options: Partial<MemoryShopOptions> = {}) => memoryCommerce({ shop: { products: [mug], ...options } });
const add = (quantity: number, variantId = 'mug') => [{ type: 'add', variantId, quantity }] as const;
const issuesOf = ({ issues }: CartResult) => issues.map(({ code }) => code);

describe('the shop in memory', () => {
  it('opens with the least a product can be, and finds it by id and by handle', async () => {
    const adapter = memoryCommerce({
      shop: {
        products: [
          { id: 'a', title: 'A', price: 1 },
          { ...mug, handle: 'a' },
        ],
      },
    });
    const found = await adapter.products(['a', 'mug']);
    expect(found.get('a')?.title).to.equal('A');
    expect(found.get('a')?.variants[0]).to.deep.include({
      id: 'a',
      price: { minor: 1, currency: 'EUR' },
      quantityRule: { min: 1, step: 1 },
    });
    expect((await open().products(['fjord'])).get('fjord')?.id).to.equal('mug');
  });
  const unsellable: readonly [string, MemoryProductJson[]][] = [
    ['id "mug" is missing or taken', [mug, { ...mug, id: 'cup', variants: [{ id: 'x' }, { id: 'mug' }] }]],
    ['title is missing', [{ ...mug, title: '' }]],
    ['price', [{ id: 'a', title: 'A' }]],
    ['price', [{ ...mug, price: 19.9 }]],
    ['stock', [{ ...mug, stock: 1.5 }]],
    ['quantityRule', [{ ...mug, quantityRule: { step: 0 } }]],
    [
      'one known value',
      [
        {
          ...mug,
          options: [{ id: 'size', label: 'Size', values: [{ id: 's', label: 'S' }] }],
          variants: [{ id: 'v', options: { size: 'xxl' } }],
        },
      ],
    ],
  ];
  for (const [problem, products] of unsellable) {
    it(`does not open with ${JSON.stringify(products.at(-1)).slice(0, 60)}`, () => {
      expect(() => createMemoryShop({ products }))
        .to.throw(problem)
        .with.property('kind', 'config');
    });
  }
  it('lowers, reprices and takes out on a read where lines are corrected, the first without a word', async () => {
    const { shop, shopper, ...adapter } = open({ products: [mug, { id: 'cup', title: 'Cup', price: 500, stock: 9 }] });
    await adapter.change([...add(4), ...add(1, 'cup')]);
    shop.setStock('mug', 2);
    shop.setPrice('mug', 1200);
    const lowered = await adapter.cart();
    expect([lowered.cart.lines[0]?.quantity, lowered.cart.lines[0]?.unit.minor, lowered.issues]).to.deep.equal([2, 1200, []]);
    shop.setStock('mug', 0);
    shop.removeVariant('cup');
    const gone = await adapter.cart();
    expect(issuesOf(gone)).to.deep.equal(['out-of-stock', 'line-removed']);
    expect(shop.unitsOf(shopper)).to.deep.equal({ mug: 2 });
  });
  it('keeps lines as they are where they are kept, until they are touched', async () => {
    const adapter = open({ staleLines: 'kept' });
    const key = (await adapter.change(add(4))).cart.lines[0]?.key ?? '';
    adapter.shop.setStock('mug', 2);
    adapter.shop.setPrice('mug', 1200);
    const kept = await adapter.cart();
    expect([kept.cart.lines[0]?.quantity, kept.cart.lines[0]?.unit.minor, kept.issues]).to.deep.equal([4, 1000, []]);
    const touched = await adapter.change([{ type: 'set', lineKey: key, quantity: 2 }]);
    expect(touched.cart.lines[0]?.unit.minor).to.equal(1200);
    expect((await adapter.shop.placeOrder(adapter.shopper))?.number).to.equal('1');
  });
  it('orders at its checkout: stock falls, a code is used up, the cart is empty, a guest can follow it', async () => {
    const orders: (MemoryOrder | null)[] = [];
    const shop = createMemoryShop({ products: [mug], discountCodes: [{ code: 'Once', percent: 50, usesLeft: 1 }] });
    const adapter = memoryCommerce({ shop, onOrder: order => orders.push(order) });
    await adapter.change([...add(5), { type: 'add-code', code: 'once' }]);
    expect(await adapter.checkout()).to.deep.equal({ handled: true });
    expect(orders[0]?.result.cart.total).to.deep.equal({ minor: 2500, currency: 'EUR' });
    expect((await adapter.stock(['mug'])).get('mug')?.stock.state).to.equal('out');
    expect(issuesOf(await adapter.change([{ type: 'add-code', code: 'ONCE' }]))).to.deep.equal(['code-not-applicable']);
    expect(await adapter.order?.(orders[0]?.ref ?? '')).to.deep.equal({ number: '1', state: 'paid', tracking: [] });
    await adapter.checkout();
    expect(orders[1]).to.equal(null);
  });
  it('rounds a percentage half up, and takes off no more than there is', async () => {
    const adapter = open({
      products: [{ ...mug, price: 5 }],
      discountCodes: [
        { code: 'HALF', percent: 50 },
        { code: 'TEN', amount: 1000 },
      ],
    });
    expect((await adapter.change([...add(1), { type: 'add-code', code: 'HALF' }])).cart.discount.minor).to.equal(3);
    expect((await adapter.change([{ type: 'add-code', code: 'TEN' }])).cart.total.minor).to.equal(0);
  });
  it('sells on where backorder is allowed, and what is not counted for ever', async () => {
    const products = [
      { ...mug, stock: 0, backorder: true },
      { id: 'gift', title: 'Gift card', price: 1, stock: null },
    ];
    const adapter = open({ products });
    const { cart, issues } = await adapter.change([...add(2), ...add(500, 'gift')]);
    expect([cart.quantity, issues]).to.deep.equal([502, []]);
    expect([...(await adapter.stock(['mug', 'gift'])).values()].map(({ stock }) => stock.state)).to.deep.equal(['backorder', 'in']);
    expect(await adapter.shop.placeOrder(adapter.shopper)).to.not.equal(null);
  });
  it('keeps lines with other attributes apart, and counts their stock together', async () => {
    const adapter = open();
    const marked = { type: 'add', variantId: 'mug', quantity: 3, attributes: { for: 'Anna' } } as const;
    const { cart, issues } = await adapter.change([...add(2), marked, ...add(1)]);
    expect(cart.lines.map(({ quantity, attributes }) => [quantity, attributes])).to.deep.equal([
      [2, undefined],
      [3, { for: 'Anna' }],
    ]);
    expect(issues[0]).to.deep.include({ code: 'quantity-limited', available: 5 });
  });
  it('refuses quantities that are none', async () => {
    for (const quantity of [-1, 0.5, NaN, Infinity]) {
      const result = await open().change(add(quantity));
      expect([result.cart.lines, result.issues.length]).to.deep.equal([[], 1]);
    }
  });
  it('pages reviews, tells policies, and hands redraws to the page', async () => {
    const reviews = Array.from({ length: 11 }, (_, at) => ({ author: `A${at}`, rating: 5, text: 'Good', date: '2026-11-21' }));
    const told: CartResult[] = [];
    const shop = createMemoryShop({ products: [{ ...mug, reviews }], policies: [{ kind: 'returns', title: 'Returns', text: '30 days' }] });
    const adapter = memoryCommerce({ shop, onNotify: result => told.push(result) });
    expect(await adapter.reviews?.('mug', 2)).to.deep.equal({ items: reviews.slice(10), total: 11 });
    expect(await adapter.policies?.()).to.have.lengthOf(1);
    const result = await adapter.cart();
    adapter.notifyHost?.(result);
    expect(told).to.deep.equal([result]);
  });
  it('awaits its latency before the shop is touched', async () => {
    let arrive = () => {};
    const calls: string[] = [];
    const adapter = memoryCommerce({
      shop: { products: [mug] },
      latency: call => (calls.push(call), new Promise<void>(resolve => (arrive = resolve))),
    });
    const stop = new AbortController();
    const aborted = adapter.change(add(1), { signal: stop.signal }).catch((error: { kind: string }) => error.kind);
    stop.abort();
    expect(await aborted).to.equal('aborted');
    arrive();
    const added = adapter.change(add(2));
    arrive();
    expect((await added).cart.quantity).to.equal(2);
    expect(calls).to.deep.equal(['change', 'change']);
  });
});
