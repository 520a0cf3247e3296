export { hostCommerce, type HostOptions } from './host-commerce.js';
export { hostApi, type HostApi, type HostApiOptions } from './host-api.js';
export type * from './host-types.js';
