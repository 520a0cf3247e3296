import '@shopcast/elements/messages/ko';

export * from '@shopcast/elements/messages/ko';
