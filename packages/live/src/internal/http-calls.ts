import { httpUrl, parseCommandAnswer, parseTimeAnswer, ShopcastError, type CommandRequest, type ShowCommand } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import type { SendResult, TimeSample } from '../live-transport.js';
import { backOffDelay, defaultBackOff } from './back-off.js';
import { assertOk, refusal, request, retryAfter, type HttpOptions } from './http.js';
import { wait } from './wait.js';

/** A command is tried for so long in all, ms. */
const patience = 15_000;
const attempts = 3;

/** Statuses after which the same command is sent again: the server was busy or out of order. */
const isPassing = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

const codeOf = (status: number): string => {
  if (status === 401 || status === 403) return 'transport/not-allowed';
  return status === 404 || status === 410 ? 'transport/not-found' : 'transport/bad-answer';
};

/** What became of one try: a result, or why to try again. */
type Tried =
  { readonly result: SendResult } | { readonly result?: undefined; readonly message: string; readonly asked: number | undefined };

async function readAnswer(response: Response, wall: number): Promise<Tried> {
  if (response.ok) return { result: parseCommandAnswer(await response.json()) };
  const { status } = response;
  const said = await refusal(response);
  if (isPassing(status)) return { message: said?.message ?? `The server answered ${status}`, asked: retryAfter(response, wall) };
  return { result: { outcome: 'refused', code: codeOf(status), message: `The server answered ${status}.`, ...said } };
}

/**
 * Sends a command by POST. It is repeated under the same id while the server is out of reach, for 15 s at most; then nobody knows what became of
 * it and the answer is `unknown`.
 */
export async function sendCommand(
  environment: LiveEnvironment,
  options: HttpOptions,
  command: ShowCommand,
  commandId: string,
  signal: AbortSignal,
): Promise<SendResult> {
  const body = JSON.stringify({ commandId, command } satisfies CommandRequest);
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
  const url = httpUrl(options.base, 'commands', options);
  const until = environment.monotonic() + patience;
  let message = 'No answer came';
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
    let asked: number | undefined;
    try {
      const tried = await request(environment, options, url, init, signal, response => readAnswer(response, environment.wall()));
      if (tried.result) return tried.result;
      ({ message, asked } = tried);
    } catch (error) {
      message = error instanceof Error ? error.message : message;
    }
    const delay = backOffDelay(attempt, environment.random, defaultBackOff, asked);
    if (environment.monotonic() + delay > until) break;
    if (attempt < attempts - 1) await wait(environment, delay, signal);
  }
  return { outcome: 'unknown', message: `${message}. Sending again with the same command id is safe.` };
}

/** Reads the server's clock once. Rejects with `transport/unreachable` or what the server said. */
export async function readServerTime(environment: LiveEnvironment, options: HttpOptions, signal: AbortSignal): Promise<TimeSample> {
  const sentAt = environment.monotonic();
  const url = httpUrl(options.base, 'time');
  try {
    return await request(environment, { ...options, token: undefined }, url, { cache: 'no-store' }, signal, async response => {
      const receivedAt = environment.monotonic();
      await assertOk(environment, response);
      return { serverTime: parseTimeAnswer(await response.json()).serverTime, sentAt, receivedAt };
    });
  } catch (cause) {
    if (cause instanceof ShopcastError) throw cause;
    throw new ShopcastError('transport/unreachable', 'The server did not say what time it is.', { cause });
  }
}
