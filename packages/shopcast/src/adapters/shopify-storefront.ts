export * from '@shopcast/commerce/adapters/shopify-storefront';
