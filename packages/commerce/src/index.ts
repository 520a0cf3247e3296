export type * from './commerce-adapter.js';
