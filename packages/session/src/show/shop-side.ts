import type { CommerceAdapter, Policy, Reviews } from '@shopcast/commerce';
import type { ShowState } from '@shopcast/core';
import type { LiveEnvironment, ServerClock } from '@shopcast/live';
import type { ReadableAtom } from 'nanostores';
import { createCartEngine } from '../cart/cart-engine.js';
import type { CartEngine, CartEngineOptions } from '../cart/cart-types.js';
import { createStockWatch } from '../cart/stock-watch.js';
import { endPrices } from './end-of-offer.js';
import type { SessionProduct } from './session-types.js';
import { createShopProducts, type ShopReading } from './shop-products.js';
import type { FreshStock } from './views.js';

/** What a show's shop side is told about the show. */
export interface ShopScene {
  readonly $truth: ReadableAtom<ShowState>;
  readonly products: () => readonly SessionProduct[];
  readonly clock: Pick<ServerClock, 'now'>;
}

/** The shop's half of a session: what it says about the products, and its cart. */
export interface ShopSide {
  readonly cart: CartEngine;
  /** What asking for each product has come to, by ref. */
  readonly $readings: ReadableAtom<ReadonlyMap<string, ShopReading>>;
  /** Stock of what is looked at, by variant id. */
  readonly $fresh: ReadableAtom<FreshStock>;
  /** Reads what the show lists, and ends prices in the cart with their offers. Returns how to stop. */
  follow(scene: ShopScene): () => void;
  watchStock(variantIds: readonly string[]): () => void;
  reviews(productId: string, page: number, signal: AbortSignal): Promise<Reviews | undefined>;
  policies(signal: AbortSignal): Promise<readonly Policy[] | undefined>;
  /** Ends cart, stock watch and adapter. */
  dispose(): void;
}

/** Makes the shop's half of a session. It owns the adapter. */
export function createShopSide(
  adapter: CommerceAdapter,
  environment: LiveEnvironment,
  cartOptions: Omit<CartEngineOptions, 'adapter'> = {},
): ShopSide {
  const { clock: cartClock, random, page } = cartOptions;
  const products = createShopProducts(adapter, environment);
  const cart = createCartEngine({ ...cartOptions, adapter });
  const watching = { ...(cartClock && { clock: cartClock }), ...(random && { random }), ...(page && { page }) };
  const stock = createStockWatch({ adapter, ...watching });
  return {
    cart,
    $readings: products.$readings,
    $fresh: stock.$stock,
    follow({ $truth, products: listed, clock }) {
      const stops = [
        $truth.subscribe(show => products.want(show.products.flatMap(({ listing }) => listing.ref ?? []))),
        endPrices({ $truth, products: listed, cart, clock, environment }),
      ];
      return () => stops.forEach(stop => stop());
    },
    watchStock: variantIds => stock.watch(variantIds),
    reviews: (productId, page, signal) => adapter.reviews?.(productId, page, { signal }) ?? Promise.resolve(undefined),
    policies: signal => adapter.policies?.({ signal }) ?? Promise.resolve(undefined),
    dispose() {
      products.dispose();
      stock.dispose();
      cart.dispose();
      adapter.dispose();
    },
  };
}
