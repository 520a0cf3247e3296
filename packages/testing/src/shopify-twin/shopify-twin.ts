/** A Shopify shop in this process. Needs the package `graphql`. */
export {
  createStorefrontTwin,
  readStorefrontSchema,
  type StorefrontTrouble,
  type StorefrontTwin,
  type StorefrontTwinOptions,
} from './storefront-twin.js';
export { createShopifyShop, type ShopifyShop, type ShopifyShopOptions } from './shopify-shop.js';
export { storefrontConformanceShop } from './storefront-conformance.js';
