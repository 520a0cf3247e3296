import '@shopcast/elements/messages/zh-CN';

export * from '@shopcast/elements/messages/zh-CN';
