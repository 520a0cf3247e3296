import type { CommerceAdapter } from '@shopcast/commerce';
import { memoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { faultyAdapter, faultyFetch, memoryConformanceShop, type ConformanceShop, type FaultPlan } from '@shopcast/testing';
import { themeConformanceShop } from '@shopcast/testing/shopify-theme-page';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { wooConformanceShop } from '@shopcast/testing/woo-twin';

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
  ...(['nothing', 'rest'] as const).map(overAdd => ({
    name: `shopify-theme, adds ${overAdd} of what is too much`,
    open: (plan: FaultPlan) =>
      themeConformanceShop({ overAdd }, { timeoutMs: quick.timeoutMs }, page => ({
        ...page,
        fetch: faultyFetch((url, init) => page.fetch(url, init), { plan, ...quick }),
      })),
  })),
  { name: 'woocommerce, with cookies', open: plan => wooShop(plan, 'cookie') },
  { name: 'woocommerce, with a token', open: plan => wooShop(plan, 'token') },
];

function wooShop(plan: FaultPlan, session: 'cookie' | 'token'): ConformanceShop {
  return wooConformanceShop({}, { session, timeoutMs: quick.timeoutMs, line: ask => faultyFetch(ask, { plan, ...quick }) });
}

function memoryShop(plan: FaultPlan, options: Partial<MemoryShopOptions>): ConformanceShop {
  return memoryConformanceShop(options, (shop, shopper, currency): CommerceAdapter =>
    faultyAdapter(memoryCommerce({ shop, shopper, currency, checkoutUrl: 'https://shop.example/checkout' }), { plan, ...quick }),
  );
}
