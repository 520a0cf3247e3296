import type { CallOptions, CommerceAdapter } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';

/** How to reach a __Words__ shop. */
export interface __Name__Options {
  /** Address of the shop's API. */
  readonly url: string;
  readonly fetch?: Fetch;
}

const name = '__name__';

/**
 * A __Words__ shop.
 * @throws CommerceError `config` when an option cannot be right.
 */
export function __camel__Commerce({ url }: __Name__Options): CommerceAdapter {
  if (!URL.canParse(url)) throw new CommerceError('config', `"${url}" is no address of a __Words__ shop.`);
  const life = lifecycle(name);
  /** Stands where a call to the shop belongs. */
  const unwritten = (what: string, options: CallOptions | undefined) =>
    life.run<never>(options, () => Promise.reject(new CommerceError('config', `The adapter "${name}" cannot answer ${what} yet.`)));
  return {
    name,
    capabilities: options => unwritten('capabilities', options),
    products: (_refs, options) => unwritten('products', options),
    stock: (_variantIds, options) => unwritten('stock', options),
    cart: options => unwritten('cart', options),
    change: (_changes, options) => unwritten('change', options),
    checkout: options => unwritten('checkout', options),
    dispose: () => life.dispose(),
  };
}
