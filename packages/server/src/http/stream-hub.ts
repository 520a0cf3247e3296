import {
  createFrameWindow,
  eventRules,
  formatPosition,
  heartbeatSeconds,
  isStaff,
  type AudienceName,
  type Delivery,
  type ErrorBody,
  type LogItem,
  type LogPosition,
  type Room,
  type Viewer,
} from '@shopcast/core';
import type { Writable } from 'node:stream';
import { isComplete } from '../rooms/complete.js';

/** Where a reader's bytes go: a socket, or the answer that will have one. `writableLength` is what was written and has not left yet. */
export type StreamLine = Pick<Writable, 'write' | 'end' | 'destroy' | 'writableLength' | 'destroyed'>;

/** What a hub goes by; times in ms. */
export interface StreamHubOptions {
  readonly room: Room;
  /** After a delivery the next one waits so long, and takes along what came meanwhile. */
  readonly durableWindow: number;
  /** The same when there is nothing but talk (chat, questions, orders) or counts. */
  readonly ephemeralWindow: number;
  /** A reader with more than this many bytes unread, beyond what it got on arrival, is cut; it comes back and resumes. */
  readonly readerBytes: number;
  /** Server ms. */
  readonly now: () => number;
  /** Timers and a clock that never jumps; the process's own by default. */
  readonly timers?: HubTimers;
}

export interface HubTimers {
  monotonic(): number;
  /** Calls back once; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
}

/** Somebody who reads the stream. */
export interface StreamReader {
  readonly viewer: Viewer;
  readonly line: StreamLine;
  /** Where it stands, when it comes back. */
  readonly after?: LogPosition | undefined;
  /** When its token runs out, server ms. */
  readonly expiresAt?: number | undefined;
}

/** All readers of one show's stream. */
export interface StreamHub {
  /** Readers who are viewers. */
  readonly viewers: number;
  readonly readers: number;
  /** Bytes written to readers so far. */
  readonly bytesSent: number;
  /** Frames written to readers so far: one for each reader that got it. */
  readonly framesSent: number;
  /** Readers cut because they did not keep up. */
  readonly cut: number;
  /** Sends what brings the reader up to date, then everything that comes. Returns how to let go. */
  join(reader: StreamReader): () => void;
  /** Call it about once a second: heartbeats, tokens that have run out, the end of a complete log. */
  tick(): void;
  /** Ends every stream; readers come back on their own, here or elsewhere. */
  close(): void;
}

interface Joined extends StreamReader {
  /** Bytes that may be unread. */
  readonly allowance: number;
  /** When the last byte was handed to its line, on the clock that never jumps. */
  endedAt?: number;
}

/** Writing talk takes one part in so many of the time, */
const talkShare = 64;
/** unless its window would grow beyond so many times its length. */
const talkStretch = 2;

/** A line that was ended and is not gone after so long, in ms, has nobody who reads what is left in it. */
const endPatience = 10_000;

const processTimers: HubTimers = {
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

function encode(item: LogItem): Buffer {
  const content = item.type === 'frame' ? item.frame : item.snapshot;
  const position = item.type === 'frame' ? { epoch: item.frame.epoch, seq: item.frame.upTo } : item.snapshot;
  return Buffer.from(`event: ${item.type}\nid: ${formatPosition(position)}\ndata: ${JSON.stringify(content)}\n\n`);
}

/** What people say to each other, rather than what the show does: many at once, and nobody waits for one of them. */
const isTalk = ({ type }: { readonly type: string }): boolean =>
  Object.hasOwn(eventRules, type) && eventRules[type as keyof typeof eventRules].presentation === 'live';

const heartbeat = Buffer.from(': still here\n\n');
const end = Buffer.from('event: end\ndata: {}\n\n');
const expired = Buffer.from(
  `event: refused\ndata: ${JSON.stringify({ error: { code: 'server/expired-token', message: 'The token has run out.' } } satisfies ErrorBody)}\n\n`,
);

/**
 * Writes a room's deliveries to many lines: the first at once, what follows within a window together, encoded once and the same bytes to
 * everybody who sees the same. Counts and talk may wait longer than what the show does. Readers have no timers of their own.
 */
export function createStreamHub(options: StreamHubOptions): StreamHub {
  const { room, durableWindow, ephemeralWindow, readerBytes, now, timers = processTimers } = options;
  const named = new Map<string, Set<Joined>>();
  let bytesSent = 0;
  let framesSent = 0;
  let cut = 0;
  // Newcomers of the same moment get the same snapshot: encode it once.
  const encoded = new WeakMap<LogItem, Buffer>();

  const write = (reader: Joined, bytes: Buffer): void => {
    const { line, allowance } = reader;
    if (line.destroyed || reader.endedAt !== undefined) return;
    if (line.writableLength > allowance) {
      cut += 1;
      line.destroy();
      return;
    }
    line.write(bytes);
    bytesSent += bytes.length;
    framesSent += 1;
  };

  const finish = (reader: Joined, bytes?: Buffer): void => {
    const { line } = reader;
    if (reader.endedAt === undefined) {
      reader.endedAt = timers.monotonic();
      if (bytes) line.write(bytes);
      line.end();
    } else if (timers.monotonic() - reader.endedAt > endPatience) line.destroy();
  };

  const createAudience = (name: AudienceName) => {
    const readers = new Set<Joined>();
    const window = createFrameWindow();
    let cancel: (() => void) | undefined;
    let flushedAt = -Infinity;
    let rest = 0;
    let dueAt = Infinity;
    let spokeAt = timers.monotonic();

    const send = ({ shared, personal }: Delivery): void => {
      if (shared) {
        spokeAt = timers.monotonic();
        const bytes = encode({ type: 'frame', frame: shared });
        for (const reader of readers) {
          const { viewerId } = reader.viewer;
          if (personal.size === 0 || viewerId === undefined || !personal.has(viewerId)) write(reader, bytes);
        }
      }
      for (const [viewerId, frame] of personal) {
        const theirs = [...(named.get(viewerId) ?? [])].filter(reader => readers.has(reader));
        if (theirs.length === 0) continue;
        const bytes = encode({ type: 'frame', frame });
        for (const reader of theirs) write(reader, bytes);
      }
    };

    /** What waits, to be sent now or never. */
    const take = (): Delivery | undefined => {
      cancel?.();
      cancel = undefined;
      dueAt = Infinity;
      return window.take();
    };

    const flush = (): void => {
      const delivery = take();
      const startedAt = timers.monotonic();
      if (delivery) send(delivery);
      flushedAt = timers.monotonic();
      // Writing to a very large crowd takes longer than a window: half of the time is left for everything else.
      rest = flushedAt - startedAt;
    };

    /** When a delivery must have left: counts wait for company, the rest only while somebody has just been written to. */
    const dueOf = ({ shared, personal }: Delivery, moment: number): number => {
      const events = [...(shared?.events ?? []), ...[...personal.values()].flatMap(frame => frame.events)];
      if (events.length === 0) return moment + ephemeralWindow;
      const window = events.every(isTalk)
        ? Math.min(ephemeralWindow * talkStretch, Math.max(ephemeralWindow, rest * talkShare))
        : durableWindow;
      return Math.max(moment, flushedAt + Math.max(window, rest));
    };

    const stop = room.subscribe(name, delivery => {
      // Whoever comes later is brought up to date on arrival. What waited for others goes too, or a later frame would cover a stretch with a hole in it.
      if (readers.size === 0) return void take();
      window.add(delivery);
      const moment = timers.monotonic();
      const due = dueOf(delivery, moment);
      if (due >= dueAt) return;
      if (due <= moment) return flush();
      cancel?.();
      dueAt = due;
      cancel = timers.after(due - moment, flush);
    });

    return {
      readers,
      flush,
      beat(): void {
        if (timers.monotonic() - spokeAt < (heartbeatSeconds - 1) * 1000) return;
        spokeAt = timers.monotonic();
        for (const reader of readers) write(reader, heartbeat);
      },
      stop(): void {
        stop();
        flush();
      },
    };
  };
  const audiences = { everyone: createAudience('everyone'), staff: createAudience('staff') };
  const all = function* (): Generator<Joined> {
    yield* audiences.everyone.readers;
    yield* audiences.staff.readers;
  };

  return {
    get viewers() {
      return audiences.everyone.readers.size;
    },
    get readers() {
      return audiences.everyone.readers.size + audiences.staff.readers.size;
    },
    get bytesSent() {
      return bytesSent;
    },
    get framesSent() {
      return framesSent;
    },
    get cut() {
      return cut;
    },
    join(given) {
      const { viewer, after, line, expiresAt } = given;
      const { viewerId } = viewer;
      const item = room.catchUp(viewer, after);
      const bytes = encoded.get(item) ?? encode(item);
      if (item.type === 'snapshot') encoded.set(item, bytes);
      const { readers } = audiences[isStaff(viewer.role) ? 'staff' : 'everyone'];
      const reader: Joined = { viewer, line, expiresAt, allowance: readerBytes + bytes.length };
      write(reader, bytes);
      if (isComplete(room, now())) finish(reader, end);
      readers.add(reader);
      if (viewerId !== undefined) named.set(viewerId, (named.get(viewerId) ?? new Set()).add(reader));
      return () => {
        readers.delete(reader);
        const theirs = viewerId === undefined ? undefined : named.get(viewerId);
        theirs?.delete(reader);
        if (viewerId !== undefined && theirs?.size === 0) named.delete(viewerId);
      };
    },
    tick() {
      const at = now();
      for (const readers of named.values()) {
        for (const reader of readers) if ((reader.expiresAt ?? Infinity) <= at) finish(reader, expired);
      }
      if (isComplete(room, at)) {
        for (const reader of all()) finish(reader, end);
        return;
      }
      audiences.everyone.beat();
      audiences.staff.beat();
    },
    close() {
      for (const audience of Object.values(audiences)) audience.stop();
      for (const reader of all()) finish(reader);
    },
  };
}
