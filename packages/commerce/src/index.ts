export type * from './commerce-adapter.js';
export { CommerceError, commerceFailures, type CommerceErrorOptions, type CommerceFailure } from './commerce-error.js';
export { lifecycle, type Lifecycle } from './internal/lifecycle.js';
export { requestJson, type Fetch, type JsonAnswer, type JsonRequest } from './internal/request.js';
export { decodeEntities, plainText } from './internal/text.js';
