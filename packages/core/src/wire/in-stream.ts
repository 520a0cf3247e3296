import { ShopcastError } from '../errors/errors.js';
import type { LogItem } from '../show/log-frame.js';

/** CLASS of the date ranges and description of the ID3 TXXX frames that carry a show. */
export const inStreamClass = 'com.shopcast.event';

/** A piece of a message in a stream. Large messages come in several. */
export interface InStreamPart {
  readonly kind: 'frame' | 'snapshot' | 'end';
  /** Same for all parts of a message, another for every other message of the show. */
  readonly message: string;
  /** From 1 to `parts`. */
  readonly part: number;
  readonly parts: number;
  /** A stretch of the message's JSON: printable ASCII without `"` and `$`. */
  readonly data: string;
}

const mostParts = 1000;

/** JSON in printable ASCII that may stand in a quoted attribute: no quote, and no `{$` that a player would take for a variable. */
const toAttribute = (content: unknown) =>
  JSON.stringify(content)
    .replace(/[^\x20-\x7e]/g, unit => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'))
    .replace(/["$%]/g, unit => '%' + unit.charCodeAt(0).toString(16));

/**
 * Splits an item into parts of at most `size` characters of data (default 2048). Counts (`ephemeral`) are left out: a stream keeps what it carries.
 * `end` says that the log has ended.
 */
export function encodeInStream(item: LogItem | { readonly type: 'end'; readonly epoch: string }, size = 2048): InStreamPart[] {
  const [message, content] = describe(item);
  const text = toAttribute(content);
  const parts = Math.max(1, Math.ceil(text.length / size));
  return Array.from({ length: parts }, (_, index) => ({
    kind: item.type,
    message,
    part: index + 1,
    parts,
    data: text.slice(index * size, (index + 1) * size),
  }));
}

function describe(item: LogItem | { readonly type: 'end'; readonly epoch: string }): [message: string, content: unknown] {
  if (item.type === 'end') return [`${item.epoch}.end`, {}];
  if (item.type === 'snapshot') return [`${item.snapshot.epoch}.${item.snapshot.seq}.snapshot`, item.snapshot];
  const { epoch, after, upTo, events, at } = item.frame;
  return [`${epoch}.${after}-${upTo}`, { epoch, after, upTo, events, at }];
}

/** The `EXT-X-DATERANGE` line of a part. `startDate` (ISO 8601) puts it on the stream's program date-time. */
export function formatDateRange(part: InStreamPart, startDate: string): string {
  const attributes = {
    ID: `${part.message}.${part.part}`,
    CLASS: inStreamClass,
    'START-DATE': startDate,
    'X-SHOPCAST-KIND': part.kind,
    'X-SHOPCAST-MESSAGE': part.message,
    'X-SHOPCAST-PART': `${part.part}/${part.parts}`,
    'X-SHOPCAST-DATA': part.data,
  };
  return `#EXT-X-DATERANGE:${Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`;
}

/** The value of the ID3 TXXX frame of a part; its description is {@link inStreamClass}. Plain ASCII. */
export function formatId3Value({ kind, message, part, parts, data }: InStreamPart): string {
  return `${kind} ${message} ${part}/${parts} ${data}`;
}

/** Reads the value of an ID3 TXXX frame; `undefined` when it is no part. */
export function parseId3Value(value: string): InStreamPart | undefined {
  const [, kind = '', message = '', place = '', data = ''] = /^(\S+) (\S+) (\S+) (.*)$/.exec(value) ?? [];
  return toPart(kind, message, place, data);
}

/** Reads the attributes of a date range; `undefined` when it is no part. */
export function parseDateRange(attributes: Readonly<Record<string, string | undefined>>): InStreamPart | undefined {
  const of = (name: string) => attributes[`X-SHOPCAST-${name}`] ?? '';
  return attributes['CLASS'] === inStreamClass ? toPart(of('KIND'), of('MESSAGE'), of('PART'), of('DATA')) : undefined;
}

function toPart(kind: string, message: string, place: string, data: string): InStreamPart | undefined {
  const [, part, parts] = (/^(\d{1,4})\/(\d{1,4})$/.exec(place) ?? []).map(Number);
  if (kind !== 'frame' && kind !== 'snapshot' && kind !== 'end') return undefined;
  if (!/^[A-Za-z0-9_.-]{1,120}$/.test(message) || !part || !parts || part > parts || parts > mostParts) return undefined;
  return { kind, message, part, parts, data };
}

/** Joins the data of all parts of a message, in order. Throws `show/bad-log` when it is no JSON. */
export function decodeInStream(data: readonly string[]): unknown {
  try {
    return JSON.parse(decodeURIComponent(data.join('')));
  } catch (cause) {
    throw new ShopcastError('show/bad-log', 'A message in the stream is damaged.', { cause });
  }
}
