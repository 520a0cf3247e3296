import { ShopcastError, structuredData, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import type { FastifyInstance } from 'fastify';
import type { HostedShow } from '../rooms/rooms.js';
import { anonymous, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { sendCached } from './log-routes.js';

/** What pages of a store show about a show without watching it. */
export const pageAddresses = {
  /** GET: the show in the words of schema.org, for the page whose address is `?url=`. */
  structuredData: '/shows/:showId/structured-data.json',
} as const;

/** The log is read again no more often than this, in ms. */
const readEvery = 10_000;
/** Events read from the disk at once. */
const stretch = 1000;
/** Chat and counts are most of a log, and none of it is described. */
const described = /^(?:show|stream|product|offer)-/;

/** Addresses for the pages around a show. */
export function pageRoutes(app: FastifyInstance, context: AppContext): void {
  const { now } = context;
  const logs = new WeakMap<HostedShow, { readonly at: number; readonly events: Promise<(ShowEvent | UnknownEvent)[]> }>();

  const read = async ({ room }: HostedShow): Promise<(ShowEvent | UnknownEvent)[]> => {
    const { seq } = room.position;
    const events: (ShowEvent | UnknownEvent)[] = [];
    for (let after = 0; after < seq;) {
      const frame = await room.read(after, Math.min(stretch, seq - after), anonymous);
      if (frame.upTo === after) break;
      after = frame.upTo;
      events.push(...frame.events.filter(({ type }) => described.test(type)));
    }
    return events;
  };

  app.get(pageAddresses.structuredData, { schema: describe.structuredData }, async (request, reply) => {
    const show = await showOf(context, request);
    const { url: asked } = request.query as { readonly url?: unknown };
    const page = typeof asked === 'string' && URL.canParse(asked) ? new URL(asked) : undefined;
    if (!page || !/^https?:$/.test(page.protocol)) {
      throw new ShopcastError('server/bad-request', 'Say with ?url= in which page the show stands: https://shop.example/live.', {
        field: 'url',
      });
    }
    const at = now();
    let log = logs.get(show);
    if (!log || Math.abs(at - log.at) >= readEvery) {
      log = { at, events: read(show) };
      logs.set(show, log);
      log.events.catch(() => logs.delete(show));
    }
    const absolute = (address: string): string | undefined =>
      URL.canParse(address, page.href) ? new URL(address, page.href).href : undefined;
    const data = structuredData(await log.events, { manifest: show.manifest, url: page.href, now: at, absolute });
    // Ready to stand in a page: a title that says "</script>" stays a title.
    return sendCached(request, reply, JSON.stringify(data).replaceAll('<', String.raw`\u003c`), 'public, max-age=60');
  });
}
