import { httpUrl, ShopcastError } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import type { LogHistory } from '../live-transport.js';
import type { HttpOptions } from './http.js';
import { fetchLines, readLogLine } from './log-lines.js';

/** So many characters of a log are read at most: about 80 000 events. */
const mostCharacters = 16_000_000;

/**
 * Reads `log.jsonl` of a room server or a static host. An event that cannot be read is left out and told, as on the stream.
 * @throws ShopcastError `transport/unreachable`, what the server said, `show/bad-log`, `transport/log-too-long`
 */
export async function readHistory(environment: LiveEnvironment, options: HttpOptions, signal: AbortSignal): Promise<LogHistory> {
  const url = httpUrl(options.base, 'log', options);
  const events: LogHistory['events'][number][] = [];
  let epoch: string | undefined;
  let number = 0;
  try {
    // What everybody may see: a token would only keep caches from sharing it.
    for await (const line of fetchLines(environment, { ...options, token: undefined }, url, signal, mostCharacters)) {
      number++;
      if (line.trim() === '') continue;
      if (epoch === undefined) {
        const header = readLogLine(line, number, true);
        if (header.type === 'header') epoch = header.epoch;
        continue;
      }
      try {
        const content = readLogLine(line, number, false);
        if (content.type === 'event') events.push(content.event);
      } catch (error) {
        environment.warn((error as Error).message);
      }
    }
  } catch (cause) {
    if (cause instanceof ShopcastError) throw cause;
    throw new ShopcastError('transport/unreachable', 'The log of the show did not arrive.', { cause });
  }
  if (epoch === undefined) throw new ShopcastError('show/bad-log', `${url} is empty; its first line should be a header.`);
  return { epoch, events };
}
