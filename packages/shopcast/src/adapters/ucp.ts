export * from '@shopcast/commerce/adapters/ucp';
