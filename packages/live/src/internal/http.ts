import { parseErrorBody, ShopcastError } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import { LineError } from './line-error.js';

/** The bearer token of whoever uses the transport: fixed, or fetched anew for each connection. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** Where a room server is, and who asks. */
export interface HttpOptions {
  /** Base address of the room server: `https://live.example.com`. */
  readonly base: string;
  readonly showId: string;
  /** Needed to send, and by staff to see what only staff may see. */
  readonly token?: TokenSource | undefined;
  /** How long to wait for an answer, ms. Default 10 000. */
  readonly timeout?: number | undefined;
}

/** Throws `transport/bad-options` for what cannot work. */
export function checkHttpOptions({ base, showId }: HttpOptions): void {
  if (!URL.canParse(base, globalThis.location?.href))
    throw badOption('base', `"${base}" is no address. Give one like "https://live.example.com".`);
  if (typeof showId !== 'string' || showId === '')
    throw badOption('showId', 'There is no show id. Give the id under which the server knows the show.');
}

export function badOption(field: string, message: string): ShopcastError {
  return new ShopcastError('transport/bad-options', message, { field });
}

/**
 * One request. `read` makes something of any answer that has a status; the time runs until it has, so that half an answer does not hang. No answer
 * in time, or a broken one, throws a `LineError`.
 */
export async function request<T>(
  environment: LiveEnvironment,
  options: HttpOptions,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
  read: (response: Response) => T | Promise<T>,
): Promise<T> {
  const timeout = options.timeout ?? 10_000;
  const late = new AbortController();
  const cancel = environment.after(timeout, () => late.abort());
  try {
    const token = typeof options.token === 'function' ? await options.token() : options.token;
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    return await read(await environment.fetch(url, { ...init, headers, signal: AbortSignal.any([signal, late.signal]) }));
  } catch (error) {
    if (error instanceof ShopcastError || error instanceof LineError) throw error;
    throw new LineError(late.signal.aborted ? `no answer within ${timeout} ms` : 'no connection', undefined, { cause: error });
  } finally {
    cancel();
  }
}

/** `Retry-After` in ms: seconds or a date. */
export function retryAfter(response: Response, wall: number): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - wall;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What a refused answer says of itself. */
export async function refusal(response: Response): Promise<{ code: string; message: string; field?: string } | undefined> {
  return parseErrorBody(await response.json().catch(() => undefined))?.error;
}

/** Lets good answers pass; throws a `ShopcastError` for what stays so, a `LineError` for what may get better. */
export async function assertOk(environment: LiveEnvironment, response: Response): Promise<void> {
  const { status } = response;
  if (response.ok) return;
  const said = await refusal(response);
  if (status === 401 || status === 403) {
    throw new ShopcastError(
      'transport/not-allowed',
      `The server refused the token (${status}). ${said?.message ?? 'Hand in a fresh one.'}`,
    );
  }
  if (status === 404 || status === 410) {
    throw new ShopcastError('transport/not-found', `There is nothing at ${response.url} (${status}). Check base address and show id.`);
  }
  throw new LineError(`status ${status}`, retryAfter(response, environment.wall()));
}

/** A good answer whose body is still to be read, in whatever time that takes. What a refused one says of itself is waited for no longer than for an answer. */
export function openBody(
  environment: LiveEnvironment,
  options: HttpOptions,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Response> {
  return request(environment, options, url, init, signal, async response => {
    await assertOk(environment, response);
    return response;
  });
}
