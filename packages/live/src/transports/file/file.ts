import { initialShow, ShopcastError, type LogPosition, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import type { BackOffOptions } from '../../internal/back-off.js';
import { badOption } from '../../internal/http.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import { fetchLines, readLogLine } from '../../internal/log-lines.js';
import type { LiveTransport } from '../../live-transport.js';

export interface FileTransportOptions {
  /** Address of a log file (`log.jsonl`); or give `text`. */
  readonly url?: string;
  /** The log file itself, JSON Lines. */
  readonly text?: string;
  readonly backOff?: BackOffOptions;
  readonly environment?: LiveEnvironment;
}

/** So many events go into one frame. */
const frameSize = 500;

/**
 * A recorded log: hands on all of it, then ends. When a thing is shown is the business of the session's timeline and playhead. Cannot send. Throws
 * `transport/bad-options`; a reader throws `show/bad-log` with the line at fault.
 */
export function fileTransport(options: FileTransportOptions): LiveTransport {
  const { environment = pageEnvironment, url, text } = options;
  if ((url === undefined) === (text === undefined)) throw badOption('url', 'Give either the "url" of a log file or its "text".');
  return createLineTransport({
    name: 'file',
    isPublic: true,
    environment,
    backOff: options.backOff,
    open: reader =>
      readLog(text === undefined ? fetchLines(environment, { base: url!, showId: '' }, url!, reader.signal) : text.split('\n'), reader),
  });
}

async function* readLog(lines: AsyncIterable<string> | Iterable<string>, reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
  let position: LogPosition | undefined;
  const events: (ShowEvent | UnknownEvent)[] = [];
  let at = 0;
  let number = 0;
  const frame = (): LineItem => {
    const { epoch, seq: after } = position!;
    const upTo = events.at(-1)?.seq ?? after;
    position = { epoch, seq: upTo };
    return { type: 'frame', frame: { epoch, after, upTo, events: events.splice(0), at } };
  };
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const content = readLogLine(line, number, position === undefined);
    if (content.type === 'header') {
      position = { epoch: content.epoch, seq: 0 };
      // A reader that knows this log goes on where it stands; the guard drops what it has.
      if (reader.position?.epoch !== content.epoch) {
        yield { type: 'snapshot', snapshot: { epoch: content.epoch, seq: 0, at: 0, state: initialShow } };
      }
      continue;
    }
    const { event } = content;
    const last = events.at(-1)?.seq ?? position!.seq;
    if (event.seq <= last)
      throw new ShopcastError('show/bad-log', `Line ${number}: place ${event.seq} comes after place ${last}.`, { field: 'seq' });
    events.push(event);
    at = event.at;
    if (events.length >= frameSize) yield frame();
  }
  if (position === undefined) throw new ShopcastError('show/bad-log', 'The log file is empty; its first line should be a header.');
  if (events.length > 0) yield frame();
  yield { type: 'end' };
}
