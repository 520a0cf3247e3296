export { createTokenStore } from '../cart/token-store.js';
export { createShopSide } from './shop-side.js';
