import { createRoom, parseManifest, ShopcastError, type LogRecord, type Moderate, type Room, type ShowManifest } from '@shopcast/core';
import { randomUUID } from 'node:crypto';
import type { ServerConfig } from '../config/config.js';
import { createStreamHub, type StreamHub } from '../http/stream-hub.js';
import { newEpoch } from '../store/restored.js';
import type { Store } from '../store/store.js';
import type { Deliveries } from '../webhooks/deliveries.js';

/** A show that is open on this server. */
export interface HostedShow {
  readonly room: Room;
  readonly hub: StreamHub;
  /** Places per segment of the log. */
  readonly segmentSize: number;
  manifest: ShowManifest;
}

export interface RoomsOptions {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly deliveries: Deliveries;
  /** Server ms. */
  readonly now: () => number;
  /** Secret that makes tickets of draws pseudonyms. */
  readonly ticketSalt: string;
  readonly moderate?: Moderate;
  /** Hears of faults that are nobody's answer. */
  readonly report: (showId: string, problem: unknown) => void;
}

/** Every show of a server, each opened when it is first asked for. */
export interface Rooms {
  /** Ask for a show each time it is needed: one that nobody asks for is closed. Throws `server/unknown-show`, `show/bad-log`. */
  get(showId: string): Promise<HostedShow>;
  /** Makes a show: scheduled, or as the records of another log left it. Throws `server/show-exists`, and what the room refuses. */
  create(manifest: ShowManifest, records?: readonly LogRecord[]): Promise<HostedShow>;
  /** Replaces what `<shopcast-show>` reads first; the log is not touched. */
  saveManifest(show: HostedShow, manifest: ShowManifest): Promise<void>;
  /** The shows open now. */
  readonly open: readonly HostedShow[];
  /** What is done once a second: counts, what is due, and shows nobody asks for are closed. */
  tick(): void;
  /** Lets every room finish and saves its snapshot. */
  close(): Promise<void>;
}

const tickEvery = 1000;
/** A show that nobody reads and nobody has asked for in so long, in ms, is closed; it opens again when somebody asks. */
const idleAfter = 600_000;

/** Whether the room has something to do at a time to come. */
function hasAppointment(room: Room): boolean {
  const { polls, draws } = room.state({ role: 'producer' });
  const isDue = (endsAt: number | undefined, closedAt: number | undefined) => endsAt !== undefined && closedAt === undefined;
  return polls.some(poll => isDue(poll.endsAt, poll.closedAt)) || draws.some(draw => isDue(draw.endsAt, draw.entriesClosedAt));
}

/** Puts what the manifest says into an empty log. */
async function schedule(room: Room, manifest: ShowManifest): Promise<void> {
  const { showId, title, description, startsAt, poster, language, host, streams } = manifest;
  const words = { ...(description !== undefined && { description }), ...(poster !== undefined && { poster }) };
  const about = { ...(language !== undefined && { language }), ...(host !== undefined && { host }) };
  const answer = await room.submit(
    { type: 'schedule-show', data: { showId, title, startsAt, streams, ...words, ...about } },
    { by: { viewerId: 'system', name: 'Shopcast', role: 'system' }, commandId: 'schedule' },
  );
  if (answer.outcome === 'refused') throw new ShopcastError('server/bad-request', `The show cannot be scheduled: ${answer.message}`);
}

/** Opens and closes the rooms of a server. */
export function createRooms(options: RoomsOptions): Rooms {
  const { config, store, deliveries, now, report } = options;
  const opening = new Map<string, Promise<HostedShow>>();
  const open = new Map<string, HostedShow>();
  const closing = new Map<string, Promise<void>>();
  /** When each open show was last asked for or read, server ms. */
  const usedAt = new Map<string, number>();
  let closed = false;

  const openShow = async (showId: string): Promise<HostedShow> => {
    await closing.get(showId);
    const log = store.log(showId, records =>
      deliveries.forEvents(
        showId,
        records.map(record => record.event),
      ),
    );
    const stored = store.show(showId);
    const manifest = parseManifest(JSON.parse(stored?.manifest ?? 'null'));
    const room = await createRoom({
      showId,
      log,
      clock: { now },
      ids: { next: randomUUID },
      ticketSalt: options.ticketSalt,
      report: problem => report(showId, problem),
      ...(config.limits && { limits: config.limits }),
      ...(options.moderate && { moderate: options.moderate }),
    });
    // Also the show whose server stopped between making and scheduling it.
    if (room.position.seq === 0) await schedule(room, manifest);
    const { durableWindow, ephemeralWindow, readerBytes } = config;
    const hub = createStreamHub({ room, durableWindow, ephemeralWindow, readerBytes, now });
    const show: HostedShow = { room, hub, manifest, segmentSize: stored?.segmentSize ?? config.segmentSize };
    open.set(showId, show);
    return show;
  };

  const get = (showId: string): Promise<HostedShow> => {
    const known = opening.get(showId);
    if (known) usedAt.set(showId, now());
    if (known) return known;
    if (closed) return Promise.reject(new ShopcastError('room/closed', 'The server is stopping.'));
    if (!store.show(showId))
      return Promise.reject(new ShopcastError('server/unknown-show', `There is no show "${showId}" on this server.`));
    const show = openShow(showId);
    opening.set(showId, show);
    usedAt.set(showId, now());
    // A show that could not be opened may be put right and asked for again.
    show.catch(() => opening.delete(showId));
    return show;
  };

  const closeShow = async ({ room, hub }: HostedShow): Promise<void> => {
    await room.close();
    hub.close();
  };

  const closeIdle = (showId: string, show: HostedShow): void => {
    if (show.hub.readers > 0 || hasAppointment(show.room)) usedAt.set(showId, now());
    if (now() - usedAt.get(showId)! < idleAfter) return;
    open.delete(showId);
    opening.delete(showId);
    usedAt.delete(showId);
    const done = closeShow(show).finally(() => closing.delete(showId));
    closing.set(showId, done);
  };

  const tick = (): void => {
    for (const [showId, show] of [...open]) {
      show.room.tick({ elsewhere: show.hub.viewers });
      show.hub.tick();
      closeIdle(showId, show);
    }
  };
  const ticking = setInterval(tick, tickEvery);
  ticking.unref();

  return {
    get,
    async create(manifest, records = []) {
      const epoch = newEpoch();
      const { showId } = manifest;
      const show = { id: showId, epoch, createdAt: now(), manifest: JSON.stringify(manifest), segmentSize: config.segmentSize };
      const created = await store.createShow(show, records);
      if (!created) throw new ShopcastError('server/show-exists', `There is a show "${showId}" already.`, { field: 'showId' });
      return get(showId);
    },
    async saveManifest(show, manifest) {
      await store.saveManifest({ id: show.room.showId, epoch: show.room.position.epoch }, JSON.stringify(manifest));
      show.manifest = manifest;
    },
    get open() {
      return [...open.values()];
    },
    tick,
    async close() {
      closed = true;
      clearInterval(ticking);
      await Promise.allSettled([...opening.values(), ...closing.values()]);
      await Promise.all([...open.values()].map(closeShow));
    },
  };
}
