export { fromBambuser, type BambuserOptions, type BambuserPlayer } from './from-bambuser.js';
export { hostCommerce, type HostOptions } from './host-commerce.js';
export type * from './host-types.js';
