/** Pages of a Shopify theme, in Node and in browsers. */
export { createThemePage, type CookieJar, type ThemePageOptions, type TwinThemePage } from './theme-page.js';
export { createShopifyShop, type ShopifyShop, type ShopifyShopOptions } from './shopify-shop.js';
export { themeConformanceShop } from './theme-conformance.js';
