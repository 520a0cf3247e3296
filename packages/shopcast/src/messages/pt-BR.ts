import '@shopcast/elements/messages/pt-BR';

export * from '@shopcast/elements/messages/pt-BR';
