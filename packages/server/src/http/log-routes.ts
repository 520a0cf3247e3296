import { formatPosition, httpRoutes, ShopcastError, type LogFrame, type LogHead, type LogSnapshot } from '@shopcast/core';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HostedShow } from '../rooms/rooms.js';
import { anonymous, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';

const second = 1000;
/** A show ended so long ago will not change any more. */
const completeAfter = 3600 * second;
/** Events read from the disk at once while a whole log is sent. */
const stretch = 1000;

/** Sends JSON text with an ETag, or nothing but 304 when the reader has it already. */
function sendCached(request: FastifyRequest, reply: FastifyReply, text: string, caching: string): FastifyReply {
  const tag = `"${createHash('sha1').update(text).digest('base64url')}"`;
  void reply.header('cache-control', caching).header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known?.split(',').some(one => one.trim().replace(/^W\//, '') === tag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

async function headOf({ room }: HostedShow, segmentSize: number, now: number): Promise<LogHead> {
  const { epoch, seq } = room.position;
  const whole = Math.floor(seq / segmentSize);
  const after = Math.max(0, whole - 1) * segmentSize;
  const tail = await room.read(after, seq - after, anonymous);
  const caughtUp = room.catchUp(anonymous, { epoch, seq });
  const ephemeral = caughtUp.type === 'frame' ? caughtUp.frame.ephemeral : undefined;
  const { endedAt } = room.state(anonymous);
  return {
    epoch,
    seq,
    at: now,
    segmentSize,
    tail: ephemeral ? { ...tail, ephemeral } : tail,
    snapshot: { url: 'snapshot.json', seq },
    ...(endedAt !== undefined && now - endedAt > completeAfter && { complete: true }),
  };
}

/** The log as files that any cache can keep: what the `poll` transport reads. They show what an anonymous viewer may see. */
export function logRoutes(app: FastifyInstance, context: AppContext): void {
  const { config, now } = context;
  // One second of heads is one head, however many ask for it.
  const heads = new Map<HostedShow, { readonly until: number; readonly text: Promise<string> }>();

  app.get(httpRoutes.head, { schema: describe.head }, async (request, reply) => {
    const show = await showOf(context, request);
    const at = now();
    let head = heads.get(show);
    if (!head || head.until <= at || head.until > at + second) {
      head = { until: at + second, text: headOf(show, config.segmentSize, at).then(found => JSON.stringify(found)) };
      heads.set(show, head);
      head.text.catch(() => heads.delete(show));
    }
    return sendCached(request, reply, await head.text, 'public, max-age=1');
  });

  app.get(httpRoutes.segment, { schema: describe.segment }, async (request, reply) => {
    const { room } = await showOf(context, request);
    const { epoch, number } = request.params as { readonly epoch: string; readonly number: string };
    const n = /^[1-9]\d{0,9}$/.test(number) ? Number(number) : 0;
    const { segmentSize } = config;
    if (n === 0 || epoch !== room.position.epoch || n * segmentSize > room.position.seq) {
      void reply.header('cache-control', 'public, max-age=1');
      throw new ShopcastError('server/unknown-segment', `There is no whole segment ${number} in the log "${epoch}".`);
    }
    const frame: LogFrame = await room.read((n - 1) * segmentSize, segmentSize, anonymous);
    return sendCached(request, reply, JSON.stringify(frame), 'public, max-age=31536000, immutable');
  });

  app.get(httpRoutes.snapshot, { schema: describe.snapshot }, async (request, reply) => {
    const { room } = await showOf(context, request);
    const item = room.catchUp(anonymous);
    const snapshot: LogSnapshot = item.type === 'snapshot' ? item.snapshot : { ...room.position, at: now(), state: room.state(anonymous) };
    return sendCached(request, reply, JSON.stringify(snapshot), 'public, max-age=5');
  });

  app.get(httpRoutes.log, { schema: describe.log }, async (request, reply) => {
    const { room } = await showOf(context, request);
    const { epoch, seq } = room.position;
    async function* lines(): AsyncGenerator<string> {
      yield `${JSON.stringify({ log: 'shopcast', version: 1, epoch, showId: room.showId })}\n`;
      for (let after = 0; after < seq;) {
        const frame = await room.read(after, Math.min(stretch, seq - after), anonymous);
        if (frame.upTo === after) return;
        after = frame.upTo;
        if (frame.events.length > 0) yield `${frame.events.map(event => JSON.stringify(event)).join('\n')}\n`;
      }
    }
    void reply.header('cache-control', 'public, max-age=5').header('etag', `"${formatPosition({ epoch, seq })}"`);
    return reply.type('application/jsonl; charset=utf-8').send(Readable.from(lines()));
  });
}
