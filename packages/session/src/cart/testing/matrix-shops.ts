import type { CommerceAdapter } from '@shopcast/commerce';
import { memoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { faultyAdapter, faultyFetch, memoryConformanceShop, type ConformanceShop, type FaultPlan } from '@shopcast/testing';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';

/** A shop of the matrix: a twin with the kit's catalogue, and faults between it and its adapter. */
export interface MatrixShop {
  readonly name: string;
  /** Opens the shop. `plan` is asked about every request; times of faults and time-outs are those of `quick`. */
  open(plan: FaultPlan): ConformanceShop;
}

/** Short times, so that ten thousand operations take a minute. The engine's policy in the matrix fits them. */
export const quick = { retryAfter: '0.01', slowMs: 60, timeoutMs: 30 } as const;

/** Every shop of the matrix. An adapter with a twin gets a line here. */
export const matrixShops: readonly MatrixShop[] = [
  { name: 'memory', open: plan => memoryShop(plan, {}) },
  { name: 'memory, clamping, changing keys', open: plan => memoryShop(plan, { overAdd: 'clamps', lineKeys: 'changing' }) },
  {
    name: 'shopify-storefront',
    open(plan) {
      const ask = faultyFetch((url, init) => shop.twin.fetch(url, init), { plan, ...quick });
      const shop: ReturnType<typeof storefrontConformanceShop> = storefrontConformanceShop({}, { fetch: ask, timeoutMs: quick.timeoutMs });
      return shop;
    },
  },
];

function memoryShop(plan: FaultPlan, options: Partial<MemoryShopOptions>): ConformanceShop {
  return memoryConformanceShop(options, (shop, shopper, currency): CommerceAdapter =>
    faultyAdapter(memoryCommerce({ shop, shopper, currency, checkoutUrl: 'https://shop.example/checkout' }), { plan, ...quick }),
  );
}
