import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import type { BackOffOptions } from '../../internal/back-off.js';
import { badOption } from '../../internal/http.js';
import { LineError } from '../../internal/line-error.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import type { LiveTransport } from '../../live-transport.js';

/** How to reach a show by __Words__. */
export interface __Name__TransportOptions {
  /** Address the show is read from. */
  readonly url: string;
  readonly backOff?: BackOffOptions;
  readonly environment?: LiveEnvironment;
}

/** A show by __Words__. Cannot send. Throws `transport/bad-options`. */
export function __camel__Transport({ url, backOff, environment = pageEnvironment }: __Name__TransportOptions): LiveTransport {
  if (!URL.canParse(url)) throw badOption('url', `"${url}" is no address.`);
  return createLineTransport({ name: '__name__', environment, backOff, open: reader => readLine(url, reader) });
}

/** Opens the line once, from where the reader stands; it may lose, repeat or swap what it likes. */
async function* readLine(url: string, reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
  if (!reader.signal.aborted) yield { type: 'open' };
  throw new LineError(`Nothing is read from ${url} yet.`);
}
