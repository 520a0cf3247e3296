import { reasonOf, ShopcastError, type ErrorBody } from '@shopcast/core';
import type { Socket } from 'node:net';

/** Statuses of the codes that a request can meet; every other coded error is the request's own fault: 400. */
const statuses: Readonly<Record<string, number>> = {
  'server/unknown-address': 404,
  'server/wrong-method': 405,
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
  'room/log-failed': 503,
  'show/bad-log': 503,
};

/** Whether a refusal says nothing of the command: the room is closing, or its disk failed. The same command may be heard later. */
export const isPassing = (code: string): code is 'room/closed' | 'room/log-failed' => code === 'room/closed' || code === 'room/log-failed';

/** What an error is to whoever made the request. Errors without a code of ours are told apart only by their status. */
export function toErrorAnswer(error: unknown): { readonly status: number; readonly body: ErrorBody; readonly retryAfter?: number } {
  if (error instanceof ShopcastError) {
    const status = statuses[error.code] ?? 400;
    const body = { error: { code: error.code, message: reasonOf(error), ...(error.field !== undefined && { field: error.field }) } };
    return status === 429 || status === 503 ? { status, body, retryAfter: 2 } : { status, body };
  }
  const status = statusOf(error);
  const code = status >= 500 ? 'server/failed' : 'server/bad-request';
  const message = messages[status] ?? (status >= 500 ? 'The server could not answer. Try again.' : unreadable);
  return { status, body: { error: { code, message } }, ...(status === 503 && { retryAfter: 2 }) };
}

const unreadable = 'The server cannot read this request.';
const messages: Readonly<Record<number, string>> = {
  400: 'The body is not what its type says, such as JSON.',
  408: 'The request did not arrive in time.',
  413: 'The body is larger than the server takes.',
  415: 'Send the body as application/json, an import as application/jsonl.',
  431: 'The headers of the request are larger than the server takes.',
  503: 'The server is stopping. Come back in a moment.',
};

/** Not taken from `node:http`: importing values of it loads a whole client of HTTP, a tenth of the time that a start takes. */
const reasons = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** Answers what came down a socket and is no request, in the form of every other failure. */
export function answerNoRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const statusCode = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const message = (statusCode !== 400 && messages[statusCode]) || unreadable;
  const text = JSON.stringify({ error: { code: 'server/bad-request', message } } satisfies ErrorBody);
  const head = [
    `HTTP/1.1 ${statusCode} ${reasons[statusCode]}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
  socket.destroy();
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
