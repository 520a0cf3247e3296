import {
  eventRules,
  isKnownEvent,
  parseEvent,
  parseManifest,
  reasonOf,
  ShopcastError,
  type LogRecord,
  type RoomLog,
  type ShowManifest,
} from '@shopcast/core';
import * as v from 'valibot';

const version = 1;
const stretch = 1000;
const headerSchema = v.object({
  log: v.literal('shopcast-export'),
  version: v.literal(version),
  showId: v.string(),
  /** The last place, so that a file cut short is told from a whole one; left out of what was written by hand. */
  seq: v.optional(v.number()),
  manifest: v.unknown(),
});
const causeSchema = v.optional(v.object({ viewerId: v.string(), commandId: v.string() }));

/** Writes a whole log line by line: a header with the manifest, then one record a line, nothing left out. */
export async function* writeExport(options: {
  readonly showId: string;
  readonly epoch: string;
  readonly manifest: ShowManifest;
  readonly log: RoomLog;
  /** The last place to write. */
  readonly upTo: number;
}): AsyncGenerator<string> {
  const { log, upTo, manifest, ...header } = options;
  yield `${JSON.stringify({ log: 'shopcast-export', version, ...header, seq: upTo, manifest })}\n`;
  for (let after = 0; after < upTo;) {
    const records = await log.read(after, Math.min(stretch, upTo - after));
    const last = records.at(-1);
    if (!last) return;
    after = last.event.seq;
    yield records.map(record => `${JSON.stringify(record)}\n`).join('');
  }
}

function badLine(line: number, what: string, cause?: unknown): ShopcastError {
  return new ShopcastError('server/bad-request', `Line ${line}: ${what}`, { field: `lines.${line}`, cause });
}

function parseLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badLine(line, 'it is not JSON.', cause);
  }
}

const sayOf = (error: unknown): string => (error instanceof ShopcastError ? reasonOf(error) : String(error));

/** Reads what {@link writeExport} wrote. Throws `server/bad-request` naming the line; a log with a hole, or cut short, is refused whole. */
export function readExport(text: string): { readonly manifest: ShowManifest; readonly records: readonly LogRecord[] } {
  const lines = text.split('\n');
  const header = v.safeParse(headerSchema, parseLine(lines[0] ?? '', 1));
  if (!header.success) throw badLine(1, `this is no export of this version: ${header.issues[0].message}.`);
  const records: LogRecord[] = [];
  for (const [index, content] of lines.entries()) {
    if (index === 0 || content.trim() === '') continue;
    const line = index + 1;
    const read = parseLine(content, line) as { readonly event?: unknown; readonly cause?: unknown } | null;
    try {
      const event = parseEvent(read?.event);
      const cause = v.parse(causeSchema, read?.cause);
      if (isKnownEvent(event) && eventRules[event.type].lane === 'ephemeral')
        throw badLine(line, `"${event.type}" takes no place in a log.`);
      if (event.seq !== records.length + 1) throw badLine(line, `place ${event.seq} stands where ${records.length + 1} must.`);
      records.push(cause ? { event, cause } : { event });
    } catch (error) {
      throw error instanceof ShopcastError && error.code === 'server/bad-request' ? error : badLine(line, sayOf(error), error);
    }
  }
  const { seq = records.length } = header.output;
  if (seq !== records.length) throw badLine(1, `it promises ${seq} events, and ${records.length} follow: the file is not whole.`);
  try {
    return { manifest: parseManifest(header.output.manifest), records };
  } catch (error) {
    throw badLine(1, sayOf(error), error);
  }
}
