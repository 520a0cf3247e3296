import type { CartResult, CommerceAdapter, VariantStock } from '../../commerce-adapter.js';
import { askable, checkoutAt, declareCapabilities, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { createMemoryShop, type MemoryOrder, type MemoryShop, type MemoryShopOptions } from './memory-shop.js';

export { createMemoryShop, type MemoryOrder, type MemoryShop, type MemoryShopOptions } from './memory-shop.js';
export type { MemoryCode } from './memory-cart.js';
export type { MemoryAmount, MemoryProductJson, MemoryTerms, MemoryVariantJson } from './memory-catalogue.js';

/** Who shops, and how. */
export interface MemoryCommerceOptions {
  /** The shop, shared with other shoppers; or what it sells, for a shop of one's own. */
  readonly shop: MemoryShop | MemoryShopOptions;
  /** Adapters of the same shopper share a cart, as two tabs do. Default: a shopper of its own. */
  readonly shopper?: string;
  /** ISO 4217. Default the shop's. */
  readonly currency?: string;
  /** Where the checkout is. Without it `checkout()` orders at once. */
  readonly checkoutUrl?: string;
  /** Hears what became of an order that `checkout()` placed; `null` when something in the cart cannot be had. */
  readonly onOrder?: (order: MemoryOrder | null) => void;
  /** Hears that the cart changed, to redraw the page's own. */
  readonly onNotify?: (result: CartResult) => void;
  /** Awaited before each call reaches the shop: a delay, a fault. */
  readonly latency?: (call: string) => Promise<void> | void;
}

/** An adapter for a shop in memory, with the shop at hand. */
export interface MemoryCommerce extends CommerceAdapter {
  readonly shop: MemoryShop;
  readonly shopper: string;
}

let shoppers = 0;

/** A complete shop in memory: the reference of the contract, the fake of tests and the shop of demos without a network. */
export function memoryCommerce(options: MemoryCommerceOptions): MemoryCommerce {
  const shop = 'changeCart' in options.shop ? options.shop : createMemoryShop(options.shop);
  const { shopper = `shopper-${++shoppers}`, currency = shop.options.currency, checkoutUrl, latency } = options;
  const life = lifecycle('memory');
  const self = {};
  let cartId: string | undefined;

  /** Notices a cart the shop has forgotten since the last answer, once. */
  const followCart = async (answer: () => Promise<CartResult>): Promise<CartResult> => {
    const isLost = cartId !== undefined && shop.isLost(cartId);
    const { cart, issues } = await answer();
    cartId = shop.cartId(shopper);
    return resultOf(cart, issues, isLost);
  };
  const call = <T>(name: string, signal: { signal?: AbortSignal } | undefined, answer: () => T | Promise<T>): Promise<T> =>
    life.run(signal, async own => {
      await latency?.(name);
      // Who gave up while the call was on its way has not changed the shop.
      own.throwIfAborted();
      return answer();
    });

  return {
    name: 'memory',
    shop,
    shopper,
    capabilities: signal =>
      call('capabilities', signal, () =>
        declareCapabilities({
          stock: shop.options.stock,
          overAdd: shop.options.overAdd,
          concurrency: 'serialised',
          codes: shop.options.codes,
          codeVerdict: 'typed',
          identity: 'page',
          checkout: checkoutUrl === undefined ? 'host-callback' : 'url',
          hostCart: 'events',
          lineAttributes: true,
          order: 'order-secret',
          reviews: true,
          policies: true,
          lowest30Days: true,
        }),
      ),
    products: (refs, signal) => call('products', signal, () => new Map(refs.map(ref => [ref, shop.product(ref, currency)]))),
    stock: (variantIds, signal) =>
      call('stock', signal, () => {
        const found = variantIds.map(id => [id, shop.stock(id, currency)] as const);
        return new Map(found.filter((entry): entry is [string, VariantStock] => !!entry[1]));
      }),
    cart: signal => call('cart', signal, () => followCart(() => shop.readCart(shopper, currency))),
    change: askable((changes, signal) =>
      call('change', signal, () =>
        followCart(() => (changes.length ? shop.changeCart(shopper, currency, changes, self) : shop.readCart(shopper, currency))),
      ),
    ),
    checkout: signal =>
      call('checkout', signal, async () => {
        if (checkoutUrl !== undefined) return checkoutAt(checkoutUrl);
        const order = await shop.placeOrder(shopper);
        options.onOrder?.(order);
        return { handled: true as const };
      }),
    onExternalChange(listener) {
      return life.onDispose(
        shop.onCartChange(shopper, by => {
          if (by !== self) listener();
        }),
      );
    },
    notifyHost: result => options.onNotify?.(result),
    order: (ref, signal) => call('order', signal, () => shop.order(ref)),
    reviews: (productId, page, signal) => call('reviews', signal, () => shop.reviews(productId, page)),
    policies: signal => call('policies', signal, () => shop.policies()),
    dispose: () => life.dispose(),
  };
}
