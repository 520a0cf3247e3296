export { hostCommerce, type HostOptions } from './host-commerce.js';
export type * from './host-types.js';
