import '@shopcast/elements/messages/de';

export * from '@shopcast/elements/messages/de';
