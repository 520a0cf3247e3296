import '@shopcast/elements/messages/es';

export * from '@shopcast/elements/messages/es';
