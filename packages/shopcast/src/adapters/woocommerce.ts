export * from '@shopcast/commerce/adapters/woocommerce';
