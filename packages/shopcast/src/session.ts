export * from '@shopcast/session';
