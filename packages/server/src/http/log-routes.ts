import { formatPosition, httpRoutes, ShopcastError, type LogFrame, type LogHead, type LogItem } from '@shopcast/core';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isComplete } from '../rooms/complete.js';
import type { HostedShow } from '../rooms/rooms.js';
import { anonymous, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { stretchesOf } from './stretches.js';

const second = 1000;
/** A head is made anew no more often than this, in ms, however fast the log grows. */
const headEvery = 100;

const tagOf = (text: string): string => `"${createHash('sha1').update(text).digest('base64url')}"`;

/** Answers 304 and returns `true` when the reader has what bears this tag already. */
function isKnown(request: FastifyRequest, reply: FastifyReply, tag: string, caching: string): boolean {
  void reply.header('cache-control', caching).header('etag', tag);
  const known = request.headers['if-none-match'];
  if (!known?.split(',').some(one => one.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''))) return false;
  void reply.code(304).send();
  return true;
}

/** Sends JSON text with an ETag, or nothing but 304 when the reader has it already. */
export function sendCached(request: FastifyRequest, reply: FastifyReply, text: string, caching: string, tag = tagOf(text)): FastifyReply {
  return isKnown(request, reply, tag, caching) ? reply : reply.type('application/json; charset=utf-8').send(text);
}

async function headOf({ room, segmentSize }: HostedShow, now: number): Promise<LogHead> {
  const { epoch, seq } = room.position;
  const whole = Math.floor(seq / segmentSize);
  const after = Math.max(0, whole - 1) * segmentSize;
  const tail = await room.read(after, seq - after, anonymous);
  const caughtUp = room.catchUp(anonymous, { epoch, seq });
  const ephemeral = caughtUp.type === 'frame' ? caughtUp.frame.ephemeral : undefined;
  return {
    epoch,
    seq,
    at: now,
    segmentSize,
    tail: ephemeral ? { ...tail, ephemeral } : tail,
    snapshot: { url: 'snapshot.json', seq },
    ...(isComplete(room, now) && { complete: true }),
  };
}

/** The log as files that any cache can keep: what the `poll` transport reads. They show what an anonymous viewer may see. */
export function logRoutes(app: FastifyInstance, context: AppContext): void {
  const { now } = context;
  // One head for all, however many ask: anew when the log has grown, and once a second for its time.
  interface Head {
    readonly at: number;
    readonly seq: number;
    readonly sent: Promise<{ readonly text: string; readonly tag: string }>;
  }
  const heads = new WeakMap<HostedShow, Head>();
  const makeHead = async (show: HostedShow, at: number): Promise<{ readonly text: string; readonly tag: string }> => {
    const head = await headOf(show, at);
    // A reader that has everything but the time of day has everything.
    return { text: JSON.stringify(head), tag: `W/${tagOf(JSON.stringify({ ...head, at: 0 }))}` };
  };

  app.get(httpRoutes.head, { schema: describe.head }, async (request, reply) => {
    const show = await showOf(context, request);
    const at = now();
    let head = heads.get(show);
    const age = head ? at - head.at : Infinity;
    if (!head || age < 0 || age >= second || (head.seq !== show.room.position.seq && age >= headEvery)) {
      head = { at, seq: show.room.position.seq, sent: makeHead(show, at) };
      heads.set(show, head);
      head.sent.catch(() => heads.delete(show));
    }
    const { text, tag } = await head.sent;
    return sendCached(request, reply, text, 'public, max-age=1', tag);
  });

  app.get(httpRoutes.segment, { schema: describe.segment }, async (request, reply) => {
    const { room, segmentSize } = await showOf(context, request);
    const { epoch, number } = request.params as { readonly epoch: string; readonly number: string };
    const n = /^[1-9]\d{0,9}$/.test(number) ? Number(number) : 0;
    if (n === 0 || epoch !== room.position.epoch || n * segmentSize > room.position.seq)
      throw new ShopcastError('server/unknown-segment', `There is no whole segment ${number} in the log "${epoch}".`);
    const frame: LogFrame = await room.read((n - 1) * segmentSize, segmentSize, anonymous);
    // A segment changes when words in it are removed: then no cache tells them for longer than this.
    return sendCached(request, reply, JSON.stringify(frame), 'public, max-age=60');
  });

  const snapshots = new WeakMap<LogItem, string>();
  app.get(httpRoutes.snapshot, { schema: describe.snapshot }, async (request, reply) => {
    const { room } = await showOf(context, request);
    // Newcomers of the same moment get the same snapshot: write it once.
    const item = room.catchUp(anonymous);
    const text = snapshots.get(item) ?? JSON.stringify(item.type === 'snapshot' ? item.snapshot : item.frame);
    snapshots.set(item, text);
    return sendCached(request, reply, text, 'public, max-age=5');
  });

  app.get(httpRoutes.log, { schema: describe.log }, async (request, reply) => {
    const { room } = await showOf(context, request);
    const { epoch, seq } = room.position;
    async function* lines(): AsyncGenerator<string> {
      yield `${JSON.stringify({ log: 'shopcast', version: 1, epoch, showId: room.showId })}\n`;
      for await (const { events } of stretchesOf(room, 0, seq)) {
        if (events.length > 0) yield `${events.map(event => JSON.stringify(event)).join('\n')}\n`;
      }
    }
    if (isKnown(request, reply, `"${formatPosition({ epoch, seq })}"`, 'public, max-age=5')) return reply;
    return reply.type('application/jsonl; charset=utf-8').send(Readable.from(lines()));
  });
}
