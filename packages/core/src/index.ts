export { ShopcastError, errorCodes, type ShopcastErrorCode, type ShopcastErrorOptions } from './errors/errors.js';
export type { Money } from './money/money.js';
export type * from './show/events.js';
export type * from './show/commands.js';
export type * from './show/log-frame.js';
export * from './wire/http.js';
