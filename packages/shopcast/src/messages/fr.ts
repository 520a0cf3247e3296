import '@shopcast/elements/messages/fr';

export * from '@shopcast/elements/messages/fr';
