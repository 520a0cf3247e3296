import { CommerceError, type CommerceFailure } from '../commerce-error.js';
import { defaultTimeoutMs } from './values.js';

/** What an adapter calls instead of the global `fetch`: a double, a proxy, a page's own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How to ask. Everything has a default but the address. */
export interface JsonRequest {
  /** Default `POST` with a body, else `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials;
  /** Ends the call with kind `aborted`, or with its reason if that is a CommerceError. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for the whole answer, ms > 0; then kind `timeout`. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  readonly fetch?: Fetch | undefined;
  /** Statuses beyond 2xx whose JSON the caller maps itself, since this shop refuses wishes with them. */
  readonly refusals?: readonly number[];
}

/** An answer with a JSON body. `body` is `undefined` where the shop sent none (204). */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Asks a shop for JSON. Rejects with a `CommerceError` of the right kind and with nothing else. */
export async function requestJson(url: string, request: JsonRequest = {}): Promise<JsonAnswer> {
  const { body, signal, timeoutMs = defaultTimeoutMs, refusals = [] } = request;
  const ask = request.fetch ?? ((address, init) => globalThis.fetch(address, init));
  if (signal?.aborted) throw abortedError(signal, url);
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop.abort();
  }, timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  // A fetch handed in may not listen to its signal, so the wait itself ends too.
  const stopped = new Promise<never>((_, reject) => stop.signal.addEventListener('abort', () => reject(new Error('stopped'))));
  let response: Response | undefined;
  let text: string;
  try {
    const asked = ask(url, {
      method: request.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers },
      signal: stop.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(request.credentials ? { credentials: request.credentials } : {}),
    });
    response = await Promise.race([asked, stopped]);
    text = await Promise.race([response.text(), stopped]);
  } catch (cause) {
    if (signal?.aborted) throw abortedError(signal, url);
    if (timedOut) throw new CommerceError('timeout', `No answer from ${place(url)} within ${timeoutMs} ms.`, { cause });
    if (response) throw failed('protocol', `The answer of ${place(url)} broke off.`, response, cause);
    throw new CommerceError('network', `${place(url)} cannot be reached, or does not allow this page to ask (CORS).`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
  if (!response.ok && !refusals.includes(response.status)) throw failed(kindOf(response.status), words(url, response.status), response);
  if (text === '' && response.ok) return { status: response.status, headers: response.headers, body: undefined };
  try {
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as unknown };
  } catch (cause) {
    // A page of a gateway is no answer of the shop, whatever its status.
    const kind = response.ok ? 'protocol' : kindOf(response.status);
    throw failed(kind, `${place(url)} answered ${response.status} with something that is not JSON.`, response, cause);
  }
}

/** What a status beyond 2xx means for a call, unless the shop uses it for refusals. */
export function kindOf(status: number): CommerceFailure {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 410) return 'config';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 409) return 'conflict';
  if (status === 429 || status === 430) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'protocol';
}

/** A `Retry-After` in ms: seconds or an HTTP date; undefined where absent or unreadable. Never more than an hour. */
export function retryAfterMs(value: string | null, now = Date.now()): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.ceil(ms)), 3_600_000);
}

/** How long an answer asks to be left alone, ms. WooCommerce has a header of its own for it. */
export function pauseOf(headers: Headers): number | undefined {
  return retryAfterMs(headers.get('retry-after') ?? headers.get('ratelimit-retry-after'));
}

/** What to throw for an answer that is neither done nor a refusal of business: the shop's own `words`, and what the status means unless told. */
export function answeredError(
  shop: string,
  answer: Pick<JsonAnswer, 'status' | 'headers'>,
  words: string | undefined,
  kind = kindOf(answer.status),
): CommerceError {
  return failed(kind, `${shop} answered ${answer.status}: ${words ?? 'nothing it explains'}.`, answer);
}

function failed(
  kind: CommerceFailure,
  message: string,
  { status, headers }: Pick<JsonAnswer, 'status' | 'headers'>,
  cause?: unknown,
): CommerceError {
  return new CommerceError(kind, message, { cause, status, retryAfterMs: pauseOf(headers) });
}

function words(url: string, status: number): string {
  const advice: Partial<Record<CommerceFailure, string>> = {
    unauthorized: ' Check the token or key, and whether this page may use it.',
    config: ' Check the address of the shop.',
    'rate-limited': ' It wants fewer requests.',
  };
  return `${place(url)} answered ${status}.${advice[kindOf(status)] ?? ''}`;
}

function abortedError(signal: AbortSignal, url: string): CommerceError {
  if (signal.reason instanceof CommerceError) return signal.reason;
  return new CommerceError('aborted', `The call to ${place(url)} was aborted.`, { cause: signal.reason });
}

/** The address without its query, which may carry a token or what a shopper typed. */
function place(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
