export type * from './live-transport.js';
