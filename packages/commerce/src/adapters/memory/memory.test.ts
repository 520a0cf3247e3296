import { commerceConformance, memoryConformanceShop } from '@shopcast/testing';
import type { CommerceCapabilities } from '../../commerce-adapter.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'page',
  checkout: 'host-callback',
  hostCart: 'events',
  lineAttributes: true,
  order: 'order-secret',
  reviews: true,
  policies: true,
  lowest30Days: true,
};
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('memory, which rejects a wish for too many', () => {
  commerceConformance({ test: it, skip, supports, create: () => memoryConformanceShop() });
});

describe('memory, which clamps, keeps stale lines and changes line keys', () => {
  commerceConformance({
    test: it,
    skip,
    supports: { ...supports, overAdd: 'clamps', stock: 'level', codes: 'one' },
    create: () => memoryConformanceShop({ overAdd: 'clamps', stock: 'level', codes: 'one', staleLines: 'kept', lineKeys: 'changing' }),
  });
});

for (const stock of ['none', 'boolean', 'exact-when-low'] as const) {
  describe(`memory, which tells its stock as ${stock}, and takes no codes`, () => {
    commerceConformance({
      test: it,
      skip,
      supports: { ...supports, stock, codes: 'none' },
      create: () => memoryConformanceShop({ stock, codes: 'none' }),
    });
  });
}
