export * from '@shopcast/commerce/adapters/vendure';
