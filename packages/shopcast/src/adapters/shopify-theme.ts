export * from '@shopcast/commerce/adapters/shopify-theme';
