import type { CommerceAdapter } from '@shopcast/commerce';
import { memoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import {
  faultyAdapter,
  faultyFetch,
  memoryConformanceShop,
  ucpConformanceShop,
  type ConformanceShop,
  type FaultPlan,
} from '@shopcast/testing';
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
  { name: 'ucp, which rejects what is too much', open: plan => ucpShop(plan, 'rejects') },
  { name: 'ucp, which clamps what is too much', open: plan => ucpShop(plan, 'clamps') },
];

function wooShop(plan: FaultPlan, session: 'cookie' | 'token'): ConformanceShop {
  return wooConformanceShop({}, { session, timeoutMs: quick.timeoutMs, line: ask => faultyFetch(ask, { plan, ...quick }) });
}

/** The adapter reads a cart before it writes it: the plan is asked about writes, and of the reads every seventh breaks. */
function ucpShop(plan: FaultPlan, overAdd: 'rejects' | 'clamps'): ConformanceShop {
  let reads = 0;
  const ofWrites: FaultPlan = request => {
    if (/^(POST|PUT) .*\/(carts|checkout-sessions)/.test(request.name)) return plan(request);
    reads += 1;
    return reads % 7 === 0 ? 'reset-before' : undefined;
  };
  const ask = faultyFetch((url, init) => shop.ucp.fetch(url, init), { plan: ofWrites, ...quick });
  // Without a continue_url a checkout is a write as well.
  const shop: ReturnType<typeof ucpConformanceShop> = ucpConformanceShop(
    { overAdd, continueUrl: false },
    { fetch: ask, timeoutMs: quick.timeoutMs },
  );
  return shop;
}

function memoryShop(plan: FaultPlan, options: Partial<MemoryShopOptions>): ConformanceShop {
  return memoryConformanceShop(options, (shop, shopper, currency): CommerceAdapter =>
    faultyAdapter(memoryCommerce({ shop, shopper, currency, checkoutUrl: 'https://shop.example/checkout' }), { plan, ...quick }),
  );
}
