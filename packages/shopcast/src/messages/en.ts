export * from '@shopcast/elements/messages/en';
