export type * from './commerce-adapter.js';
export { CommerceError, commerceFailures, type CommerceErrorOptions, type CommerceFailure } from './commerce-error.js';
