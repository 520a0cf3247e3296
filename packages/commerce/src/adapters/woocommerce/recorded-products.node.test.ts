import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { besideCarts, recordings } from './testing/recordings.js';
import { euro } from './testing/shopper.js';
import type { WooCommerceOptions } from './woocommerce.js';

const { used, replay } = recordings();

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

  after(() => {
    const names = readdirSync(new URL('./fixtures/', import.meta.url)).map(file => file.replace('.json', ''));
    expect(
      names.filter(name => besideCarts.test(name) && !used.has(name)),
      'recordings that no test reads',
    ).to.deep.equal([]);
  });
});
