import { formatPosition, heartbeatSeconds, httpUrl, parseErrorBody } from '@shopcast/core';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import type { BackOffOptions } from '../../internal/back-off.js';
import { readServerTime, sendCommand } from '../../internal/http-calls.js';
import { checkHttpOptions, openBody, type HttpOptions } from '../../internal/http.js';
import { LineError } from '../../internal/line-error.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import { orLineError, readFrame, readSnapshot } from '../../internal/read-items.js';
import { textChunks } from '../../internal/text-chunks.js';
import type { LiveTransport } from '../../live-transport.js';

export interface SseTransportOptions extends HttpOptions {
  readonly backOff?: BackOffOptions;
  /** A line silent for so long is dead, ms. Default 40 000: more than two of the server's heartbeats. */
  readonly silence?: number;
  readonly environment?: LiveEnvironment;
}

/**
 * The default way: server-sent events down, POST up. Reads the stream with `fetch` rather than `EventSource`, which can neither carry a token nor
 * tell a refusal from a lost line. Throws `transport/bad-options`.
 */
export function sseTransport(options: SseTransportOptions): LiveTransport {
  checkHttpOptions(options);
  const { environment = pageEnvironment, silence = (2 * heartbeatSeconds + 10) * 1000 } = options;
  return createLineTransport({
    name: 'sse',
    environment,
    backOff: options.backOff,
    open: reader => readStream(environment, options, silence, reader),
    send: (command, commandId, signal) => sendCommand(environment, options, command, commandId, signal),
    serverTime: signal => readServerTime(environment, options, signal),
    history: async signal => (await import('../../internal/read-history.js')).readHistory(environment, options, signal),
  });
}

async function* readStream(
  environment: LiveEnvironment,
  options: HttpOptions,
  silence: number,
  reader: LineReader,
): AsyncGenerator<LineItem, void, undefined> {
  const { position, signal } = reader;
  const after = position ? `?after=${encodeURIComponent(formatPosition(position))}` : '';
  const url = httpUrl(options.base, 'events', options) + after;
  const response = await openBody(environment, options, url, { headers: { accept: 'text/event-stream' }, cache: 'no-store' }, signal);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body)
    throw new LineError('not a stream of events');
  yield { type: 'open' };

  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => messages.push(message), onRetry: ms => reader.setRetryBase(ms) });
  for await (const text of textChunks(environment, response.body, silence)) {
    parser.feed(text);
    for (const message of messages.splice(0)) {
      const item = toItem(message, environment.warn);
      if (item) yield item;
    }
  }
  throw new LineError('the server closed the line');
}

/** What an event of the stream says; `undefined` for one that a later version of the server may send. */
function toItem({ event, data }: EventSourceMessage, warn: LiveEnvironment['warn']): LineItem | undefined {
  if (event === 'end') return { type: 'end' };
  if (event !== 'frame' && event !== 'snapshot' && event !== 'refused') return undefined;
  const content = orLineError(() => JSON.parse(data) as unknown, warn);
  if (event === 'frame') return { type: 'frame', frame: readFrame(content, warn) };
  if (event === 'snapshot') return readSnapshot(content, warn);
  const said = parseErrorBody(content)?.error;
  // Coming back shows whether it is final: with a fresh token the server lets us in, else it answers 401.
  throw new LineError(said?.message ?? 'the server ended the stream');
}
