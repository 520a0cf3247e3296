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
  const until = environment.monotonic() + patience;
  let message = 'No answer came';
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
    let asked: number | undefined;
    try {
      const response = await request(environment, options, httpUrl(options.base, 'commands', options), init, signal);
      if (response.ok) return parseCommandAnswer(await response.json());
      const { status } = response;
      const said = await refusal(response);
      if (!isPassing(status)) return { outcome: 'refused', code: codeOf(status), message: `The server answered ${status}.`, ...said };
      message = said?.message ?? `The server answered ${status}`;
      asked = retryAfter(response, environment.wall());
    } catch (error) {
      message = error instanceof Error ? error.message : message;
    }
    const delay = backOffDelay(attempt, environment.random, defaultBackOff, asked);
    if (environment.monotonic() + delay > until) break;
    if (attempt < attempts - 1) await wait(environment, delay, signal);
  }
  return { outcome: 'unknown', message: `${message}. Sending again with the same command id is safe.` };
}

const codeOf = (status: number): string =>
  status === 401 || status === 403
    ? 'transport/not-allowed'
    : status === 404 || status === 410
      ? 'transport/not-found'
      : 'transport/bad-answer';

/** Reads the server's clock once. Rejects with `transport/unreachable` or what the server said. */
export async function readServerTime(environment: LiveEnvironment, options: HttpOptions, signal: AbortSignal): Promise<TimeSample> {
  const sentAt = environment.monotonic();
  try {
    const response = await request(
      environment,
      { ...options, token: undefined },
      httpUrl(options.base, 'time'),
      { cache: 'no-store' },
      signal,
    );
    const receivedAt = environment.monotonic();
    await assertOk(environment, response);
    const { serverTime } = parseTimeAnswer(await response.json());
    return { serverTime, sentAt, receivedAt };
  } catch (cause) {
    if (cause instanceof ShopcastError) throw cause;
    throw new ShopcastError('transport/unreachable', 'The server did not say what time it is.', { cause });
  }
}
