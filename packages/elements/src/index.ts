export * from './events.js';
export { registerMessages } from './messages/messages.js';
export type { Messages } from './messages/en.js';
export { ShopcastShow } from './show/show.js';
