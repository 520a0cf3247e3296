import * as v from 'valibot';
import { ShopcastError } from '../errors/errors.js';
import type { LogSnapshot } from '../show/log-frame.js';
import { parseFrame } from '../show/parse.js';
import type { CommandAnswer, ErrorBody, LogHead, TimeAnswer } from './http.js';

const epoch = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const serverTime = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(2000));

const snapshotSchema = v.object({ epoch, seq: place, at: serverTime, state: v.unknown() });
const headSchema = v.object({
  epoch,
  seq: place,
  at: serverTime,
  segmentSize: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000)),
  tail: v.unknown(),
  snapshot: v.object({ url: v.pipe(v.string(), v.maxLength(2000)), seq: place }),
  complete: v.optional(v.boolean(), false),
});
const answerSchema = v.variant('outcome', [
  v.object({ outcome: v.literal('accepted'), seq: place }),
  v.object({
    outcome: v.literal('refused'),
    code: text,
    message: text,
    field: v.exactOptional(text),
    retryAfter: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  }),
]);
const timeSchema = v.object({ serverTime });
const errorSchema = v.object({ error: v.object({ code: text, message: text, field: v.exactOptional(text) }) });

function read<S extends v.GenericSchema>(schema: S, input: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const field = v.getDotPath(result.issues[0]) ?? undefined;
  const where = field === undefined ? '' : ` at "${field}"`;
  throw new ShopcastError(
    'transport/bad-answer',
    `This is no ${what}${where}: ${result.issues[0].message}.`,
    field === undefined ? {} : { field },
  );
}

/** A snapshot from outside; its `state` is not looked into. Throws `transport/bad-answer` with the field at fault. */
export function parseSnapshot(input: unknown): LogSnapshot {
  return read(snapshotSchema, input, 'snapshot');
}

/** A head from outside. Throws `transport/bad-answer`, or `show/bad-log` for a bad tail, with the field at fault. */
export function parseHead(input: unknown): LogHead {
  const head = read(headSchema, input, 'head of a log');
  return { ...head, tail: parseFrame(head.tail) };
}

/** The room's answer to a command. Throws `transport/bad-answer`. */
export function parseCommandAnswer(input: unknown): CommandAnswer {
  return read(answerSchema, input, 'answer to a command');
}

/** Throws `transport/bad-answer`. */
export function parseTimeAnswer(input: unknown): TimeAnswer {
  return read(timeSchema, input, 'time');
}

/** The body of a failure; `undefined` when it is none of ours (a proxy's HTML, say). */
export function parseErrorBody(input: unknown): ErrorBody | undefined {
  const result = v.safeParse(errorSchema, input);
  return result.success ? result.output : undefined;
}
