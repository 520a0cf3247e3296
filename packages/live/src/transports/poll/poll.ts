import { httpUrl, parseHead, segmentOf, type LogHead, type LogPosition } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import type { BackOffOptions } from '../../internal/back-off.js';
import { readServerTime, sendCommand } from '../../internal/http-calls.js';
import { assertOk, badOption, checkHttpOptions, request, type HttpOptions } from '../../internal/http.js';
import { LineError } from '../../internal/line-error.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import { orLineError, readFrame, readSnapshot } from '../../internal/read-items.js';
import { wait } from '../../internal/wait.js';
import type { LiveTransport } from '../../live-transport.js';

export interface PollTransportOptions extends HttpOptions {
  /** How often the head is read, ms >= 250. Default 2000. Jittered by a quarter, so that readers do not march in step. */
  readonly interval?: number;
  /** The same while nobody can see the page. Default 15 000. */
  readonly hiddenInterval?: number;
  /** The files lie on a static host: no commands, no clock. */
  readonly isStatic?: boolean;
  readonly backOff?: BackOffOptions;
  readonly environment?: LiveEnvironment;
}

/** A reader that misses more segments than this starts from the snapshot. */
const mostSegments = 16;
/** So many segments are asked for at once. */
const atOnce = 4;

/**
 * Reads the log as files: a head of one second and numbered segments, which any CDN hands out to millions. Commands go up by POST. Throws
 * `transport/bad-options`.
 */
export function pollTransport(options: PollTransportOptions): LiveTransport {
  checkHttpOptions(options);
  const { environment = pageEnvironment, interval = 2000, hiddenInterval = 15_000, isStatic = false } = options;
  if (!(interval >= 250))
    throw badOption('interval', `"interval" is ${interval} ms; the head is cached for a second, so give 250 or more.`);
  const files: Files = { environment, options, pause: () => (environment.hidden() ? hiddenInterval : interval) };
  return createLineTransport({
    name: 'poll',
    isPublic: true,
    environment,
    backOff: options.backOff,
    open: reader => readFiles(files, reader),
    history: async signal => (await import('../../internal/read-history.js')).readHistory(environment, options, signal),
    ...(!isStatic && {
      send: (command, commandId, signal) => sendCommand(environment, options, command, commandId, signal),
      serverTime: signal => readServerTime(environment, options, signal),
    }),
  });
}

interface Files {
  readonly environment: LiveEnvironment;
  readonly options: HttpOptions;
  pause(): number;
}

async function* readFiles(files: Files, reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
  const { environment, options } = files;
  const headUrl = httpUrl(options.base, 'head', options);
  for (;;) {
    // No If-None-Match of our own: it would cost a preflight, and the browser's cache revalidates by itself.
    const head = toHead(await get(files, headUrl, reader.signal), environment.warn);
    // A cache may still hold the head of a log that is gone.
    if (!reader.isRetired(head.epoch)) {
      yield* catchUp(files, reader, head, new URL(headUrl, globalThis.location?.href));
      yield { type: 'frame', frame: head.tail };
      if (head.complete && standsAt(reader.position, head)) yield { type: 'end' };
    }
    await wait(environment, files.pause() * (0.75 + environment.random() / 2), reader.signal, true);
    if (reader.signal.aborted) return;
  }
}

const standsAt = (position: LogPosition | undefined, head: LogHead) => position?.epoch === head.epoch && position.seq >= head.seq;

/** Brings the reader to where the head's tail begins: by segments when it misses few and they are there, else from the snapshot. */
async function* catchUp(files: Files, reader: LineReader, head: LogHead, headUrl: URL): AsyncGenerator<LineItem, void, undefined> {
  if (isNear(reader.position, head)) {
    try {
      return yield* readSegments(files, reader.position, head, reader.signal);
    } catch (error) {
      if (reader.position.seq >= head.snapshot.seq) throw error;
    }
  }
  yield readSnapshot(await get(files, new URL(head.snapshot.url, headUrl).href, reader.signal), files.environment.warn);
  if (reader.position?.epoch !== head.epoch) throw new LineError('the snapshot is of another log than the head'); // a cache between two logs
  yield* readSegments(files, reader.position, head, reader.signal);
}

function isNear(position: LogPosition | undefined, head: LogHead): position is LogPosition {
  return position?.epoch === head.epoch && (head.tail.after - position.seq) / head.segmentSize <= mostSegments;
}

async function* readSegments(
  files: Files,
  from: LogPosition,
  head: LogHead,
  signal: AbortSignal,
): AsyncGenerator<LineItem, void, undefined> {
  if (from.seq >= head.tail.after) return;
  const last = segmentOf(head.tail.after, head.segmentSize);
  for (let number = segmentOf(from.seq + 1, head.segmentSize); number <= last; number += atOnce) {
    const segments = Array.from({ length: Math.min(atOnce, last - number + 1) }, async (_, index) => {
      const url = httpUrl(files.options.base, 'segment', { ...files.options, epoch: head.epoch, number: number + index });
      const frame = readFrame(await get(files, url, signal), files.environment.warn);
      // Such a file stays as it is: the snapshot leads past it, asking again does not.
      const end = (number + index) * head.segmentSize;
      if (frame.epoch !== head.epoch || frame.after > end - head.segmentSize || frame.upTo < end)
        throw new LineError(`${url} holds another stretch of the log`);
      return frame;
    });
    for (const frame of await Promise.all(segments)) yield { type: 'frame', frame };
  }
}

/** What a file says. */
function get({ environment, options }: Files, url: string, signal: AbortSignal): Promise<unknown> {
  // Files are what an anonymous viewer may see: a token would only keep caches from sharing them.
  return request(environment, { ...options, token: undefined }, url, {}, signal, async response => {
    if (response.status === 404 && !url.endsWith('/head.json')) throw new LineError(`${url} is not there yet`);
    await assertOk(environment, response);
    const text = await response.text();
    return orLineError(() => JSON.parse(text) as unknown, environment.warn);
  });
}

function toHead(input: unknown, warn: LiveEnvironment['warn']): LogHead {
  const tail = readFrame((input as { tail?: unknown } | null)?.tail, warn);
  return orLineError(() => parseHead({ ...(input as object), tail }), warn);
}
