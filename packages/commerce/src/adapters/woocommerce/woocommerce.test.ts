import { commerceConformance } from '@shopcast/testing';
import { wooConformanceShop } from '@shopcast/testing/woo-twin';
import type { CommerceCapabilities } from '../../commerce-adapter.js';

const supports: CommerceCapabilities = {
  stock: 'exact-when-low',
  reservation: 'on-checkout',
  overAdd: 'rejects',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'text',
  identity: 'cookie',
  crossOrigin: 'no',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: false,
  order: 'order-secret',
  reviews: true,
  policies: false,
  lowest30Days: true,
};
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('WooCommerce, on a page of the theme, with cookie and nonce', () => {
  commerceConformance({ test: it, skip, supports, create: () => wooConformanceShop() });
});

describe('WooCommerce, from another origin, with a Cart-Token', () => {
  commerceConformance({
    test: it,
    skip,
    supports: { ...supports, identity: 'token', crossOrigin: 'needs-minted-token', checkout: 'url', hostCart: 'none' },
    create: () => wooConformanceShop({}, { session: 'token' }),
  });
});
