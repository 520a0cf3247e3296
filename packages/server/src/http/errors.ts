import { ShopcastError, type ErrorBody } from '@shopcast/core';

/** Statuses of the codes that a request can meet; every other coded error is the request's own fault: 400. */
const statuses: Readonly<Record<string, number>> = {
  'server/unknown-show': 404,
  'server/unknown-segment': 404,
  'server/show-exists': 409,
  'server/bad-token': 401,
  'server/expired-token': 401,
  'server/bad-signature': 401,
  'server/not-allowed': 403,
  'server/too-many': 429,
  'room/full': 503,
  'room/closed': 503,
  'show/bad-log': 503,
};

/** What an error is to whoever made the request. Errors without a code of ours are told apart only by their status. */
export function toErrorAnswer(error: unknown): { readonly status: number; readonly body: ErrorBody; readonly retryAfter?: number } {
  if (error instanceof ShopcastError) {
    const status = statuses[error.code] ?? 400;
    const message = error.message.replace(/^\[shopcast\] /, '').replace(/ \([a-z-]+\/[a-z-]+\)$/, '');
    const body = { error: { code: error.code, message, ...(error.field !== undefined && { field: error.field }) } };
    return status === 429 || status === 503 ? { status, body, retryAfter: 2 } : { status, body };
  }
  const status = statusOf(error);
  const message = status >= 500 ? 'The server could not answer. Try again.' : 'The request is not of the shape the server takes.';
  return { status, body: { error: { code: status >= 500 ? 'server/failed' : 'server/bad-request', message } } };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
