export * from '@shopcast/commerce/adapters/bambuser';
