import {
  createFrameWindow,
  formatPosition,
  heartbeatSeconds,
  isStaff,
  type AudienceName,
  type Delivery,
  type LogItem,
  type LogPosition,
  type Room,
  type Viewer,
} from '@shopcast/core';
import type { ServerResponse } from 'node:http';

/** What a hub goes by; times in ms. */
export interface StreamHubOptions {
  readonly room: Room;
  /** After a delivery the next one waits so long, and takes along what came meanwhile. */
  readonly durableWindow: number;
  readonly ephemeralWindow: number;
  /** A reader with more than this many bytes unread is cut; it comes back and resumes. */
  readonly readerBytes: number;
}

/** Somebody who reads the stream. */
interface Reader {
  readonly viewer: Viewer;
  readonly response: ServerResponse;
}

/** All readers of one show's stream. */
export interface StreamHub {
  /** Readers who are viewers. */
  readonly viewers: number;
  readonly readers: number;
  /** Bytes written to readers so far. */
  readonly bytesSent: number;
  /** Readers cut because they did not keep up. */
  readonly cut: number;
  /** Sends what brings the reader up to date, then everything that comes. Returns how to let go. */
  join(viewer: Viewer, response: ServerResponse, after?: LogPosition): () => void;
  /** Ends every stream; readers come back on their own, here or elsewhere. */
  close(): void;
}

function encode(item: LogItem): Buffer {
  const content = item.type === 'frame' ? item.frame : item.snapshot;
  const position = item.type === 'frame' ? { epoch: item.frame.epoch, seq: item.frame.upTo } : item.snapshot;
  return Buffer.from(`event: ${item.type}\nid: ${formatPosition(position)}\ndata: ${JSON.stringify(content)}\n\n`);
}

const heartbeat = Buffer.from(': still here\n\n');

/**
 * Writes a room's deliveries to many sockets: the first at once, what follows within a window together, encoded once and the same
 * bytes to everybody who sees the same. Counts wait longer than events, since the next one replaces them.
 */
export function createStreamHub(options: StreamHubOptions): StreamHub {
  const { room, durableWindow, ephemeralWindow, readerBytes } = options;
  const readers: Record<AudienceName, Set<Reader>> = { everyone: new Set(), staff: new Set() };
  const named = new Map<string, Set<Reader>>();
  let bytesSent = 0;
  let cut = 0;
  // Newcomers of the same moment get the same snapshot: encode it once.
  const encoded = new WeakMap<LogItem, Buffer>();

  const write = (reader: Reader, bytes: Buffer): void => {
    const { response } = reader;
    if (response.destroyed) return;
    response.write(bytes);
    bytesSent += bytes.length;
    if (response.writableLength > readerBytes) {
      cut += 1;
      response.destroy();
    }
  };

  const send = (audience: AudienceName, { shared, personal }: Delivery): void => {
    if (shared) {
      const bytes = encode({ type: 'frame', frame: shared });
      for (const reader of readers[audience]) {
        if (personal.size === 0 || reader.viewer.viewerId === undefined || !personal.has(reader.viewer.viewerId)) write(reader, bytes);
      }
    }
    for (const [viewerId, frame] of personal) {
      const theirs = [...(named.get(viewerId) ?? [])].filter(reader => readers[audience].has(reader));
      if (theirs.length === 0) continue;
      const bytes = encode({ type: 'frame', frame });
      for (const reader of theirs) write(reader, bytes);
    }
  };

  const stops = (['everyone', 'staff'] as const).map(audience => {
    const window = createFrameWindow();
    let timer: NodeJS.Timeout | undefined;
    let quietUntil = 0;
    let dueAt = Infinity;
    const flush = (): void => {
      clearTimeout(timer);
      timer = undefined;
      dueAt = Infinity;
      quietUntil = performance.now() + durableWindow;
      const delivery = window.take();
      if (delivery) send(audience, delivery);
    };
    const stop = room.subscribe(audience, delivery => {
      window.add(delivery);
      const now = performance.now();
      const durable = (delivery.shared?.events.length ?? 0) > 0 || delivery.personal.size > 0;
      const due = durable ? Math.max(now, quietUntil) : now + ephemeralWindow;
      if (due >= dueAt) return;
      if (due <= now) return flush();
      clearTimeout(timer);
      dueAt = due;
      timer = setTimeout(flush, due - now);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  });

  const beat = setInterval(() => {
    for (const set of Object.values(readers)) for (const reader of set) write(reader, heartbeat);
  }, heartbeatSeconds * 1000);
  beat.unref();

  return {
    get viewers() {
      return readers.everyone.size;
    },
    get readers() {
      return readers.everyone.size + readers.staff.size;
    },
    get bytesSent() {
      return bytesSent;
    },
    get cut() {
      return cut;
    },
    join(viewer, response, after) {
      const reader: Reader = { viewer, response };
      const audience = readers[isStaff(viewer.role) ? 'staff' : 'everyone'];
      const { viewerId } = viewer;
      const item = room.catchUp(viewer, after);
      const bytes = encoded.get(item) ?? encode(item);
      encoded.set(item, bytes);
      write(reader, bytes);
      audience.add(reader);
      if (viewerId !== undefined) named.set(viewerId, (named.get(viewerId) ?? new Set()).add(reader));
      return () => {
        audience.delete(reader);
        const theirs = viewerId === undefined ? undefined : named.get(viewerId);
        theirs?.delete(reader);
        if (viewerId !== undefined && theirs?.size === 0) named.delete(viewerId);
      };
    },
    close() {
      clearInterval(beat);
      for (const stop of stops) stop();
      for (const set of Object.values(readers)) for (const { response } of set) response.end();
    },
  };
}
