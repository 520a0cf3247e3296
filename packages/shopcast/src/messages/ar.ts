import '@shopcast/elements/messages/ar';

export * from '@shopcast/elements/messages/ar';
