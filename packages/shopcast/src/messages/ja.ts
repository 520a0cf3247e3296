import '@shopcast/elements/messages/ja';

export * from '@shopcast/elements/messages/ja';
