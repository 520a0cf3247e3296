import { standardProduct, type StandardProduct } from '@shopcast/testing';
import { readStorefrontSchema, storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { expect } from 'chai';
import { firstVariant } from '../testing/ask-shop.js';
import { shopifyStorefrontCommerce } from './shopify-storefront.js';
import { add, eur } from './testing/shopper.js';

describe('Shopify, Storefront API, products', () => {
  it('are asked of the whole schema of the version', () => {
    const types = Object.keys(readStorefrontSchema().getTypeMap());
    expect(types.filter(name => !name.startsWith('__'))).to.have.length.above(400);
  });

  it('by handle, by global id and by bare number, in one request', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const [{ id = 0 } = {}] = twin.shop.products;
    const found = await adapter.products(['rib-socks', `gid://shopify/Product/${id}`, String(id), 'gid://shopify/Collection/1']);
    expect(found.get('rib-socks')?.title).to.equal('Rib socks');
    expect(found.get(String(id))).to.deep.include({ id: `gid://shopify/Product/${id}`, handle: 'mug-fjord-saucer-small', options: [] });
    expect(found.get(`gid://shopify/Product/${id}`)?.variants[0]?.title).to.equal(standardProduct('plain').title);
    expect(found.get('gid://shopify/Collection/1')).to.equal(null);
    expect(twin.asked).to.have.length(1);
  });

  it('with 2,048 variants in nine pages of 250, or as many as are wanted and no more', async () => {
    const whole = storefrontConformanceShop();
    const ref = whole.refs.huge ?? '';
    const product = (await whole.adapter.products([ref])).get(ref);
    expect(product).to.not.have.property('truncated');
    expect(new Set(product?.variants.map(({ id }) => id))).to.have.property('size', 2048);
    expect(whole.twin.asked).to.have.length(9);
    for (const [maxVariants, requests] of [
      [600, 3],
      [250, 1],
      [1, 1],
    ] as const) {
      const part = storefrontConformanceShop({}, { maxVariants });
      const cut = (await part.adapter.products([ref])).get(ref);
      expect(cut?.variants).to.have.length(maxVariants);
      expect(cut?.truncated).to.equal(true);
      expect(part.twin.asked).to.have.length(requests);
    }
  });

  it('as many as one page holds are whole', async () => {
    const values = Array.from({ length: 250 }, (_, at) => `No. ${at}`);
    const product: StandardProduct = {
      key: 'oneOption',
      title: 'Numbers',
      options: [{ label: 'Number', values }],
      variants: values.map(value => ({ values: { Number: value }, stock: 1, price: 100 })),
    };
    const { adapter } = storefrontConformanceShop({ products: [product] });
    const found = (await adapter.products(['numbers'])).get('numbers');
    expect(found?.variants).to.have.length(250);
    expect(found).to.not.have.property('truncated');
  });

  it('with swatches, prices per measure and the lowest price of 30 days', async () => {
    const { adapter } = storefrontConformanceShop();
    const shirt = (await adapter.products(['linen-shirt'])).get('linen-shirt');
    expect(shirt?.options[0]?.values.map(({ swatch }) => swatch)).to.deep.equal([{ color: '#0000ff' }, undefined]);
    expect(await firstVariant(adapter, 'wool-blanket')).to.deep.include({
      compareAt: eur(8000),
      lowest30Days: eur(7000),
      unitPrice: { price: eur(3001), per: '1000 g', measure: { content: 2, reference: 1 } },
    });
  });

  it('a lowest price in another currency than the price is none', async () => {
    const shop = storefrontConformanceShop();
    const real = shop.twin.fetch;
    const adapter = shopifyStorefrontCommerce({
      shop: 'lamps.myshopify.com',
      token: 'public',
      lowest30Days: { namespace: 'custom', key: 'lowest_30_days' },
      fetch: async (url, init) => new Response((await (await real(url, init)).text()).replaceAll('\\"EUR\\"', '\\"USD\\"')),
    });
    expect(await firstVariant(adapter, 'wool-blanket')).to.not.have.property('lowest30Days');
  });

  it('are asked for in the country and language of the shopper, the cart too', async () => {
    const { adapter, twin } = storefrontConformanceShop({}, { country: 'JP', language: 'PT_BR' });
    await add(adapter, await firstVariant(adapter, 'mug-fjord-saucer-small'), 1);
    for (const { query } of twin.asked) expect(query).to.match(/^(query|mutation)[^{]*@inContext\(country:JP,language:PT_BR\){/);
    expect(twin.asked.at(-1)?.variables['input']).to.deep.include({ buyerIdentity: { countryCode: 'JP' } });
    expect((await adapter.cart()).cart.total).to.deep.equal({ minor: 3200, currency: 'JPY' });
  });

  it('whose stock may not be counted are there all the same, and their stock is not asked for again', async () => {
    const { adapter, twin } = storefrontConformanceShop({ mayCount: false });
    expect((await firstVariant(adapter, 'glass-carafe')).stock)
      .to.deep.include({ state: 'in' })
      .and.not.to.have.property('quantity');
    expect((await adapter.capabilities()).stock).to.equal('boolean');
    await adapter.products(['glass-carafe']);
    expect(twin.asked.map(({ variables }) => variables['q'])).to.deep.equal([true, false]);
  });

  it('a text that is no id does not spoil the refresh of the others', async () => {
    const { adapter } = storefrontConformanceShop();
    const { id } = await firstVariant(adapter, 'glass-carafe');
    const bare = id.replace(/\D+/, '');
    expect([...(await adapter.stock(['lamp', id, bare])).keys()]).to.deep.equal([id, bare]);
  });
});
