import { commerceConformance, ucpConformanceShop } from '@shopcast/testing';
import type { CommerceCapabilities } from '../../commerce-adapter.js';

const supports: CommerceCapabilities = {
  stock: 'boolean',
  reservation: 'none',
  overAdd: 'varies',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'cart-id',
  crossOrigin: 'allow-list',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: false,
  order: 'order-secret',
  reviews: false,
  policies: true,
  lowest30Days: false,
};
const cannot = { ruled: 'the protocol has no words for a quantity rule' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('UCP, a shop by the letter that rejects a wish for too many', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => ucpConformanceShop() });
});

describe('UCP, a shop that clamps, keeps stale lines, tells all variants and has neither codes, orders nor a continue_url', () => {
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, codes: 'none', order: 'none' },
    create: () => ucpConformanceShop({ overAdd: 'clamps', staleLines: 'kept', variants: 'all', has: ['checkout'], continueUrl: false }),
  });
});
