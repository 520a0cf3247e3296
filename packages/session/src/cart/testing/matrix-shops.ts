import type { CommerceAdapter, CommerceCapabilities } from '@shopcast/commerce';
import { memoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import {
  faultyAdapter,
  bambuserPage,
  faultyFetch,
  hostPage,
  memoryConformanceShop,
  pageFaults,
  ucpConformanceShop,
  type ConformanceShop,
  type FaultPlan,
} from '@shopcast/testing';
import { themeConformanceShop } from '@shopcast/testing/shopify-theme-page';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { wooConformanceShop } from '@shopcast/testing/woo-twin';

/** How long faults and adapters take. The engine's policy in the matrix fits them. */
export interface MatrixTimes {
  /** Of a 429, seconds. */
  readonly retryAfter: string;
  /** How late a slow answer is, ms. */
  readonly slowMs: number;
  /** When adapters give up, ms. */
  readonly timeoutMs: number;
  /** Pauses of the engine between its readings after a lost answer, ms. */
  readonly settleMs: readonly number[];
}

/** A shop of the matrix, with the kit's catalogue, and faults between it and its adapter. */
export interface MatrixShop {
  readonly name: string;
  readonly times: MatrixTimes;
  /** Opens the shop. `plan` is asked about every request. */
  open(plan: FaultPlan): ConformanceShop | Promise<ConformanceShop>;
}

/** Short times, so that ten thousand operations take a minute. */
const quick: MatrixTimes = { retryAfter: '0.01', slowMs: 60, timeoutMs: 30, settleMs: [0, 2, 5] };

/** What the page of another shop says of itself where it is more than the careful defaults. */
const ablePage = { stock: 'exact', overAdd: 'rejects', codes: 'many', lineAttributes: true, checkout: 'same-origin-page' } as const;

/** Every shop of the matrix that is in this process. An adapter with a twin gets a line here. */
export const matrixShops: readonly MatrixShop[] = shopsInProcess().map(shop => ({ ...shop, times: quick }));

function shopsInProcess(): Omit<MatrixShop, 'times'>[] {
  return [
    { name: 'memory', open: plan => memoryShop(plan, {}) },
    { name: 'memory, clamping, changing keys', open: plan => memoryShop(plan, { overAdd: 'clamps', lineKeys: 'changing' }) },
    {
      name: 'shopify-storefront',
      open(plan) {
        const ask = faultyFetch((url, init) => shop.twin.fetch(url, init), { plan, ...quick });
        const shop: ReturnType<typeof storefrontConformanceShop> = storefrontConformanceShop(
          {},
          { fetch: ask, timeoutMs: quick.timeoutMs },
        );
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
    { name: 'host, one function for all wishes', open: plan => hostShop(plan, 'together', ablePage) },
    {
      name: 'host, a function for each wish, with the careful defaults',
      open: plan => hostShop(plan, 'one by one', { codes: 'many', checkout: 'same-origin-page' }),
    },
    { name: 'bambuser, whose page tells its cart', open: bambuserShop },
  ];
}

function hostShop(plan: FaultPlan, wishes: 'together' | 'one by one', capabilities: Partial<CommerceCapabilities>): ConformanceShop {
  const meet = pageFaults({ plan, ...quick });
  return memoryConformanceShop({}, hostPage({ wishes, capabilities, meet, timeoutMs: quick.timeoutMs }));
}

function bambuserShop(plan: FaultPlan): ConformanceShop {
  const shop = memoryConformanceShop(
    {},
    bambuserPage({ tellsCart: true, meet: pageFaults({ plan, ...quick }), timeoutMs: quick.timeoutMs }),
  );
  // The player knows the names of no options but its own two.
  return { ...shop, refs: { ...shop.refs, oneOption: 'lowStock' } };
}

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
