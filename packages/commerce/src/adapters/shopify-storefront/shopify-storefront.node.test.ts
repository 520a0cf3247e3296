import { commerceConformance } from '@shopcast/testing';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import type { CommerceCapabilities } from '../../commerce-adapter.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'clamps',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'token',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: true,
  order: 'none',
  reviews: false,
  policies: true,
  lowest30Days: true,
};
const cannot = { fourOptions: 'a product of Shopify has at most three options' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('Shopify, Storefront API, whose token may count', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => storefrontConformanceShop() });
});

describe('Shopify, Storefront API, whose token may not count, where ids change and what is sold out is an error', () => {
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, stock: 'boolean' },
    create: () => storefrontConformanceShop({ mayCount: false, changingIds: true, soldOut: 'error' }),
  });
});
