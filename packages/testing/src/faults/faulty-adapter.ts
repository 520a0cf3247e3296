import { CommerceError, type CallOptions, type CommerceAdapter, type CommerceFailure } from '@shopcast/commerce';
import { countFaults, realDelay, type Fault, type FaultCounts, type FaultOptions } from './faults.js';

/** What an adapter makes of each fault that ends its call, and whether the shop carried it out. */
const outcomes: Readonly<Record<Exclude<Fault, 'slow' | 'duplicated-request'>, readonly [CommerceFailure, 'before' | 'after']>> = {
  'timeout-before': ['timeout', 'before'],
  'timeout-after': ['timeout', 'after'],
  'rate-limited': ['rate-limited', 'before'],
  'server-error': ['unavailable', 'before'],
  'html-502': ['unavailable', 'after'],
  malformed: ['protocol', 'after'],
  truncated: ['protocol', 'after'],
  'duplicated-answer': ['protocol', 'after'],
  'reset-before': ['network', 'before'],
  'reset-after': ['network', 'after'],
};

/** An adapter with faults, and what happened so far. */
export type FaultyAdapter = CommerceAdapter & { readonly counts: FaultCounts };

/**
 * Puts faults between the session and an adapter that asks nobody over HTTP: the shop in memory, the page's own functions. They meet
 * `products`, `stock`, `cart`, `change` and `checkout`, whose names are what the plan is asked with.
 */
export function faultyAdapter(adapter: CommerceAdapter, options: FaultOptions): FaultyAdapter {
  const { retryAfter = '1', slowMs = 30_000, delay = realDelay } = options;
  const { counts, next, forwarded } = countFaults(options.plan);
  const meet = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    const pass = () => {
      forwarded();
      return call();
    };
    const fault = next(name);
    if (fault === undefined) return pass();
    if (fault === 'duplicated-request') await pass();
    if (fault === 'slow') await delay(slowMs);
    if (fault === 'slow' || fault === 'duplicated-request') return pass();
    const [kind, when] = outcomes[fault];
    if (when === 'after') await pass();
    throw new CommerceError(
      kind,
      `The fault "${fault}" met ${name}().`,
      kind === 'rate-limited' ? { retryAfterMs: Number(retryAfter) * 1000 } : {},
    );
  };
  return Object.assign(Object.create(adapter) as CommerceAdapter, {
    counts,
    products: (refs: readonly string[], call?: CallOptions) => meet('products', () => adapter.products(refs, call)),
    stock: (ids: readonly string[], call?: CallOptions) => meet('stock', () => adapter.stock(ids, call)),
    cart: (call?: CallOptions) => meet('cart', () => adapter.cart(call)),
    change: (changes: Parameters<CommerceAdapter['change']>[0], call?: CallOptions) => meet('change', () => adapter.change(changes, call)),
    checkout: (call?: CallOptions) => meet('checkout', () => adapter.checkout(call)),
  });
}
