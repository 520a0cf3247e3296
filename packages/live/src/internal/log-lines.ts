import { parseEvent, ShopcastError, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import { openBody, type HttpOptions } from './http.js';
import { LineError } from './line-error.js';
import { textChunks } from './text-chunks.js';

/** One line of a log file. */
export type LogLine =
  { readonly type: 'header'; readonly epoch: string } | { readonly type: 'event'; readonly event: ShowEvent | UnknownEvent };

const bad = (number: number, message: string, cause?: unknown) =>
  new ShopcastError('show/bad-log', `Line ${number} of the log file: ${message}`, {
    cause,
    ...(cause instanceof ShopcastError && cause.field !== undefined && { field: cause.field }),
  });

/** Reads a line; the first must be the header. Throws `show/bad-log` with number and field. */
export function readLogLine(line: string, number: number, first: boolean): LogLine {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch (cause) {
    throw bad(number, 'this is not JSON.', cause);
  }
  if (first) {
    const { log, version, epoch } = (content ?? {}) as Record<string, unknown>;
    if (log !== 'shopcast') throw bad(number, 'the first line should be a header with "log": "shopcast".');
    if (version !== 1) throw bad(number, `version ${String(version)} is unknown here; a newer Shopcast may read it.`);
    if (typeof epoch !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(epoch)) throw bad(number, 'the header has no valid "epoch".');
    return { type: 'header', epoch };
  }
  try {
    return { type: 'event', event: parseEvent(content) };
  } catch (cause) {
    throw bad(number, cause instanceof Error ? cause.message : 'not an event.', cause);
  }
}

/**
 * The lines of a file as they arrive. A file that stops coming for 20 s, or for longer than an answer may take, throws a `LineError`; one of more
 * than `most` characters `transport/log-too-long`.
 */
export async function* fetchLines(
  environment: LiveEnvironment,
  options: HttpOptions,
  url: string,
  signal: AbortSignal,
  most = Infinity,
): AsyncGenerator<string, void, undefined> {
  const response = await openBody(environment, options, url, {}, signal);
  if (!response.body) throw new LineError('no body');
  let rest = '';
  let size = 0;
  for await (const text of textChunks(environment, response.body, Math.max(20_000, options.timeout ?? 0))) {
    size += text.length;
    if (size > most)
      throw new ShopcastError('transport/log-too-long', `${url} has more than ${most} characters; no more than that is read.`);
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}
