export * from '@shopcast/core';
export type * from '@shopcast/commerce';
export type { LiveTransport, SendResult } from '@shopcast/live';
export { createShowSession, type ShowSessionOptions } from './show/show-session.js';
export { openShowSession, type OpenShowOptions } from './show/open-show-session.js';
export { addFromShow, type ShowWish, type ShowWishOutcome } from './show/add-from-show.js';
export { offerCovers } from './show/offer-covers.js';
export type * from './show/session-types.js';
export type { Playback } from './show/playback.js';
export { createCartEngine } from './cart/cart-engine.js';
export type * from './cart/cart-types.js';
export { createTokenStore, type SessionTokenStore, type TokenStorage, type TokenStoreOptions } from './cart/token-store.js';
export { createStockWatch, type ShownStock, type StockWatch, type StockWatchOptions } from './cart/stock-watch.js';
export type { ChannelLike, LocksLike, TabsOptions } from './cart/tabs.js';
export {
  openShop,
  openTransport,
  registerShop,
  registerTransport,
  type NamedOptions,
  type ShopFactory,
  type ShopFactoryContext,
  type TransportFactory,
  type TransportFactoryContext,
} from './registry/registry.js';
