export * from '@shopcast/commerce/adapters/medusa';
