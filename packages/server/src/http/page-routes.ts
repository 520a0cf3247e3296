import { ShopcastError, structuredData, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import type { FastifyInstance } from 'fastify';
import type { HostedShow } from '../rooms/rooms.js';
import { showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { sendCached } from './log-routes.js';
import { stretchesOf } from './stretches.js';

/** What pages of a store show about a show without watching it. */
export const pageAddresses = {
  /** GET: the show in the words of schema.org, for the page whose address is `?url=`. */
  structuredData: '/shows/:showId/structured-data.json',
} as const;

/** What is new in the log is read no more often than this, in ms. */
const readEvery = 10_000;
/** Chat and counts are most of a log, and none of it is described. */
const described = /^(?:show|stream|product|offer)-/;

/** What of a log is described, as far as it was read. Nothing of it is ever removed. */
interface ReadLog {
  readonly upTo: number;
  readonly events: readonly (ShowEvent | UnknownEvent)[];
}

/** Addresses for the pages around a show. */
export function pageRoutes(app: FastifyInstance, context: AppContext): void {
  const { now } = context;
  const logs = new WeakMap<HostedShow, { readonly at: number; readonly read: Promise<ReadLog> }>();

  /** What was read before, and what has come since. */
  const readOn = async ({ room }: HostedShow, before?: Promise<ReadLog>): Promise<ReadLog> => {
    const known = await before;
    const events = [...(known?.events ?? [])];
    let upTo = known?.upTo ?? 0;
    for await (const frame of stretchesOf(room, upTo, room.position.seq)) {
      upTo = frame.upTo;
      events.push(...frame.events.filter(({ type }) => described.test(type)));
    }
    return { upTo, events };
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
      const begun = { at, read: readOn(show, log?.read) };
      log = begun;
      logs.set(show, begun);
      begun.read.catch(() => logs.get(show) === begun && logs.delete(show));
    }
    const absolute = (address: string): string | undefined =>
      URL.canParse(address, page.href) ? new URL(address, page.href).href : undefined;
    const data = structuredData((await log.read).events, { manifest: show.manifest, url: page.href, now: at, absolute });
    // Ready to stand in a page: a title that says "</script>" stays a title.
    return sendCached(request, reply, JSON.stringify(data).replaceAll('<', String.raw`\u003c`), 'public, max-age=60');
  });
}
