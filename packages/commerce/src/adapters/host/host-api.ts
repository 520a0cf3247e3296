import type { CallOptions, CartChange } from '../../commerce-adapter.js';
import { requestJson, type Fetch } from '../../internal/request.js';
import type { HostCartAnswer, HostProduct } from './host-types.js';

/** Where a store's own JSON API is. */
export interface HostApiOptions {
  /** What the three addresses begin with: `/api`. */
  readonly url: string;
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

/** The functions of `hostCommerce` for a store that answers at `products`, `cart` and `cart` with changes. See docs/adapters/host.md. */
export interface HostApi {
  readonly products: (refs: readonly string[], options: CallOptions) => Promise<readonly (HostProduct | null)[]>;
  readonly cart: (options: CallOptions) => Promise<HostCartAnswer>;
  readonly change: (changes: readonly CartChange[], options: CallOptions) => Promise<HostCartAnswer>;
}

/** Makes a store's own JSON API the functions that `hostCommerce` asks. */
export function hostApi({ url, timeoutMs, fetch }: HostApiOptions): HostApi {
  // What comes back is checked where the answers of any page are.
  const ask = async <Body>(path: string, { signal }: CallOptions, body?: unknown): Promise<Body> =>
    (await requestJson(url.replace(/\/$/, '') + path, { body, signal, timeoutMs, fetch })).body as Body;
  return {
    products: (refs, options) => ask(`/products?${new URLSearchParams(refs.map(ref => ['ref', ref])).toString()}`, options),
    cart: options => ask('/cart', options),
    change: (changes, options) => ask('/cart', options, { changes }),
  };
}
