import * as v from 'valibot';
import { ShopcastError, type ShopcastErrorCode } from '../errors/errors.js';
import type { ShowCommand, ShowCommandType } from './commands.js';
import type { ShowEvent, ShowEventType, UnknownEvent } from './events.js';
import { showLimits } from './limits.js';
import type { LogFrame } from './log-frame.js';
import type { ShowManifest } from './manifest.js';
import { commandData } from './schemas/command-schemas.js';
import { eventData, type SchemaOf } from './schemas/event-schemas.js';
import { manifest } from './schemas/manifest-schema.js';
import { state } from './schemas/state-schema.js';
import { id, list, maybe, place, time, whole } from './schemas/values.js';
import type { ShowState } from './state.js';

/** Reads a value by its schema, or refuses it with the code and the dotted path of the first field at fault. */
function read<T>(schema: SchemaOf<T>, input: unknown, code: ShopcastErrorCode, path = ''): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = [path, v.getDotPath(issue)].filter(Boolean).join('.');
  // What was received may be long and is somebody else's: the message keeps its beginning.
  const reason = issue.message.length > 200 ? `${issue.message.slice(0, 200)}...` : issue.message;
  throw new ShopcastError(code, field ? `"${field}": ${reason}` : reason, field ? { field } : undefined);
}

const envelope = v.object({ id, seq: place, at: time, type: id, data: maybe(v.unknown()) });
const wish = v.object({ type: id, data: maybe(v.unknown()) });

/**
 * An event from outside, typed; fields it does not have are left behind. A type that this version does not know makes an
 * `UnknownEvent`, whatever its data, up to `showLimits.unknownData` characters of JSON.
 * @throws ShopcastError `show/bad-event` with the field at fault
 */
export function parseEvent(input: unknown): ShowEvent | UnknownEvent {
  return readEvent(input, 'show/bad-event', '');
}

function readEvent(input: unknown, code: ShopcastErrorCode, path: string): ShowEvent | UnknownEvent {
  const { data, ...placed } = read(envelope, input, code, path);
  const inData = path ? `${path}.data` : 'data';
  if (Object.hasOwn(eventData, placed.type)) {
    return { ...placed, data: read(eventData[placed.type as ShowEventType] as SchemaOf<never>, data, code, inData) } as ShowEvent;
  }
  return { ...placed, data: read(unknownData, data, code, inData), unknown: true };
}

/** Data nobody here understands: JSON of a bounded size, kept as it is. */
const unknownData = v.pipe(
  v.unknown(),
  v.check(data => {
    try {
      return (JSON.stringify(data) ?? '').length <= showLimits.unknownData;
    } catch {
      return false; // a cycle or a BigInt: not from JSON
    }
  }, `must be JSON of at most ${showLimits.unknownData} characters`),
  v.transform(data => data ?? null),
);

/**
 * A command from outside, typed; fields it does not have are left behind.
 * @throws ShopcastError `show/bad-command` with the field at fault
 */
export function parseCommand(input: unknown): ShowCommand {
  const { type, data } = read(wish, input, 'show/bad-command');
  if (!Object.hasOwn(commandData, type)) throw new ShopcastError('show/bad-command', 'There is no such command.', { field: 'type' });
  return { type, data: read(commandData[type as ShowCommandType] as SchemaOf<never>, data, 'show/bad-command', 'data') } as ShowCommand;
}

/**
 * A show manifest from outside, typed. Relative URLs stay relative: they are meant from where the manifest lies.
 * @throws ShopcastError `show/bad-manifest` with the field at fault
 */
export function parseManifest(input: unknown): ShowManifest {
  return read(manifest, input, 'show/bad-manifest');
}

const frame = v.object({
  epoch: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -')),
  after: place,
  upTo: whole(0, Number.MAX_SAFE_INTEGER),
  events: list(v.unknown(), showLimits.frameEvents),
  ephemeral: maybe(list(v.unknown(), showLimits.frameEvents)),
  at: time,
});

/**
 * A frame of a log from outside, typed, every event in it parsed, placed inside the frame and in ascending order.
 * @throws ShopcastError `show/bad-log` with the field at fault
 */
export function parseFrame(input: unknown): LogFrame {
  const code = 'show/bad-log';
  const { events, ephemeral, ...rest } = read(frame, input, code);
  if (rest.upTo < rest.after) throw new ShopcastError(code, '"upTo" lies before "after".', { field: 'upTo' });
  let last = rest.after;
  const placed = events.map((item, i) => {
    const event = readEvent(item, code, `events.${i}`);
    if (event.seq <= last || event.seq > rest.upTo) {
      throw new ShopcastError(code, `Event ${event.seq} does not belong behind ${last} and up to ${rest.upTo}.`, {
        field: `events.${i}.seq`,
      });
    }
    last = event.seq;
    return event;
  });
  return { ...rest, events: placed, ...(ephemeral && { ephemeral: ephemeral.map((item, i) => readEvent(item, code, `ephemeral.${i}`)) }) };
}

/**
 * The state in a snapshot from outside, typed.
 * @throws ShopcastError `show/bad-log` with the field at fault
 */
export function parseState(input: unknown): ShowState {
  return read(state, input, 'show/bad-log');
}
