export * from '@shopcast/commerce/adapters/memory';
