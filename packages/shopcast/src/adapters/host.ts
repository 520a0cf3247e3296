export * from '@shopcast/commerce/adapters/host';
