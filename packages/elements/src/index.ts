export * from './events.js';
export { registerMessages } from './messages/messages.js';
export type { Messages } from './messages/en.js';
export { ShopcastShow } from './show/show.js';
export { ShopcastAnnouncement } from './announcement/announcement.js';
export { ShopcastConnection } from './connection/connection.js';
export { ShopcastLiveBadge } from './live-badge/live-badge.js';
