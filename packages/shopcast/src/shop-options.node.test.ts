import { ShopcastError } from '@shopcast/session';
import { expect } from 'chai';
import { medusaOptions, storefrontOptions, vendureOptions, wooOptions } from './shop-options.js';

const failure = (run: () => unknown): { code: string; field: unknown } => {
  try {
    run();
  } catch (error) {
    if (error instanceof ShopcastError) return { code: error.code, field: error.field };
    throw error;
  }
  throw new Error('It was taken.');
};

describe('options of shops written in HTML', () => {
  it('makes addresses of products', () => {
    for (const read of [medusaOptions, vendureOptions]) {
      const options = read({ url: 'https://shop.example', productUrl: '/goods/{handle}?from={handle}' }) as {
        productUrl: (handle: string) => string;
      };
      expect(options.productUrl('a/b ü')).to.equal('/goods/a%2Fb%20%C3%BC?from=a%2Fb%20%C3%BC');
      expect(read({ url: 'https://shop.example', productUrl: '' })).to.deep.equal({ url: 'https://shop.example' });
      expect(failure(() => read({ productUrl: '/goods' }))).to.deep.equal({ code: 'commerce/config', field: 'productUrl' });
    }
  });

  it('names the fields of Vendure that hold amounts', () => {
    expect(vendureOptions({ url: '/shop-api', lowest30Days: 'lowest', compareAt: 'before' })).to.deep.equal({
      url: '/shop-api',
      customFields: { lowest30Days: 'lowest', compareAt: 'before' },
    });
    expect(vendureOptions({ compareAt: 'before' })).to.deep.equal({ customFields: { compareAt: 'before' } });
    expect(vendureOptions({ url: '/shop-api', pageSize: '50' })).to.deep.equal({ url: '/shop-api', pageSize: '50' });
  });

  it('names where plugins of WooCommerce put prices', () => {
    expect(wooOptions({ lowest30Days: 'omnibus.lowest', unitPrice: 'unit.price', unitPer: 'unit.per' })).to.deep.equal({
      fields: { lowest30Days: 'omnibus.lowest', unitPrice: { price: 'unit.price', per: 'unit.per' } },
    });
    expect(wooOptions({ session: 'cookie' })).to.deep.equal({ session: 'cookie' });
    expect(failure(() => wooOptions({ unitPrice: 'unit.price' })).field).to.equal('unitPer');
    expect(failure(() => wooOptions({ unitPer: 'unit.per' })).field).to.equal('unitPrice');
  });

  it('names a metafield of Shopify', () => {
    expect(storefrontOptions({ shop: 'lamps.myshopify.com', lowest30Days: 'custom.lowest_30_days' })).to.deep.equal({
      shop: 'lamps.myshopify.com',
      lowest30Days: { namespace: 'custom', key: 'lowest_30_days' },
    });
    for (const name of ['lowest', 'a.b.c', 'custom.', 'custom.a"b']) {
      expect(
        failure(() => storefrontOptions({ lowest30Days: name })),
        name,
      ).to.deep.equal({ code: 'commerce/config', field: 'lowest30Days' });
    }
  });
});
