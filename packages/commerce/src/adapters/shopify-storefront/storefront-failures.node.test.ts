import { storefrontConformanceShop, type StorefrontTrouble } from '@shopcast/testing/shopify-twin';
import { expect } from 'chai';
import { readUserError } from '../../internal/shopify.js';
import { failure, firstVariant } from '../testing/ask-shop.js';
import { shopifyStorefrontCommerce } from './shopify-storefront.js';
import { add } from './testing/shopper.js';

describe('Shopify, Storefront API, failures', () => {
  const kinds = {
    throttled: 'rate-limited',
    429: 'rate-limited',
    430: 'rate-limited',
    conflict: 'conflict',
    409: 'conflict',
    internal: 'unavailable',
  } as const;
  for (const [trouble, kind] of Object.entries(kinds)) {
    it(`${trouble} is ${kind}, and nothing was changed`, async () => {
      const { adapter, twin } = storefrontConformanceShop();
      const socks = await firstVariant(adapter, 'rib-socks');
      twin.trouble(trouble as StorefrontTrouble);
      const error = await failure(add(adapter, socks, 1));
      expect(error.kind).to.equal(kind);
      if (trouble === '429') expect(error.retryAfterMs).to.equal(2000);
      expect((await adapter.cart()).cart.quantity).to.equal(0);
    });
  }

  it('in the middle of several changes says that some may have been made', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const socks = await firstVariant(adapter, 'rib-socks');
    await add(adapter, socks, 1);
    twin.trouble('none', 'throttled');
    const changes = [
      { type: 'add', variantId: socks.id, quantity: 1 },
      { type: 'add-code', code: 'SAVE10' },
    ] as const;
    expect(await failure(adapter.change(changes))).to.include({ kind: 'unavailable', effectUnknown: true });
    expect((await adapter.cart()).cart).to.deep.include({ quantity: 2, codes: [] });
  });

  it('an error that says the service is away is none of the shopper', () => {
    const read = () => readUserError({ code: 'SERVICE_UNAVAILABLE', field: null, message: 'Try again' }, {});
    expect(read).to.throw('Try again').with.property('kind', 'unavailable');
    expect(readUserError({ code: null, message: 'Odd' }, { lineKey: 'l' })).to.deep.equal({ code: 'other', lineKey: 'l', message: 'Odd' });
  });

  it('options that cannot be right are refused at once', () => {
    const wrong = [
      { shop: 'https://lamps.myshopify.com' },
      { shop: 'lamps' },
      { shop: 'lamps.myshopify.com/admin' },
      { token: '' },
      { token: 'shpat_1' },
      { country: 'de' },
      { language: 'de-DE' },
      { version: 'latest' },
      { lowest30Days: { namespace: 'custom', key: 'x"){y' } },
    ];
    for (const options of wrong) {
      const make = () => shopifyStorefrontCommerce({ shop: 'lamps.myshopify.com', token: 'public', ...options });
      expect(make, JSON.stringify(options)).to.throw().with.property('kind', 'config');
    }
  });

  it('an answer of another form is of kind protocol', async () => {
    for (const body of ['{}', '[]', '{"data":{"cart":7,"r":7,"p0":7}}', '{"data":{"p0":{"variants":{"nodes":[{}]}}}}']) {
      const adapter = shopifyStorefrontCommerce({ shop: 'l.myshopify.com', token: 'public', fetch: async () => new Response(body) });
      expect((await failure(adapter.products(['lamp']))).kind, body).to.equal('protocol');
    }
  });
});
