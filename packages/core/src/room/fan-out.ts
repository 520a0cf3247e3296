import { ShopcastError } from '../errors/errors.js';
import type { ShowEvent } from '../show/events.js';
import type { LogFrame, LogItem, LogPosition } from '../show/log-frame.js';
import { isStaff, visibleTo, type Viewer } from '../show/visibility.js';
import { isConcerned, viewOf } from '../show/view.js';
import type { ShowState } from '../show/state.js';
import { anybodyOf, createAudienceFrames, type AudienceName } from './audience.js';
import type { Delivery } from './frame-window.js';
import type { LogRecord } from './room-log.js';
import { createWithdrawn } from './withdrawn.js';

/** Somebody who watches: a socket, a tab, a test. */
export interface RoomPeer {
  readonly viewer: Viewer;
  /** Where it stands, when it comes back. */
  readonly after?: LogPosition | undefined;
  /**
   * Takes what comes, in order, the first item while `join` runs. The same object goes to everybody who sees the same, so an encoding can be
   * kept by it. A peer that throws is dropped.
   */
  receive(item: LogItem): void;
}

/** Hears what one audience hears. */
export type DeliveryListener = (delivery: Delivery) => void;

export interface FanOutOptions {
  readonly epoch: string;
  readonly recent: readonly LogRecord[];
  readonly tail: number;
  readonly peers: number;
  readonly state: () => ShowState;
  readonly now: () => number;
  readonly report: (problem: unknown) => void;
}

/** Tells everybody what they may know. */
export interface FanOut {
  /** How many of the joined peers are viewers. */
  readonly viewers: number;
  join(peer: RoomPeer): () => void;
  subscribe(audience: AudienceName, listener: DeliveryListener): () => void;
  catchUp(viewer: Viewer, after?: LogPosition): LogItem;
  publish(records: readonly LogRecord[]): void;
  /** Sends counts, and tells audiences that had nothing to see how far the log has come. */
  settle(counts: readonly ShowEvent[]): void;
  /** Lets everybody go. */
  clear(): void;
}

/** The audiences of a room, from the place where the room opened its log. */
export function createFanOut(options: FanOutOptions): FanOut {
  const { epoch, report, state, now } = options;
  let recent = [...options.recent];
  let newestCount: ShowEvent | undefined; // of viewers; reactions are no use to somebody who was away

  const createAudience = (name: AudienceName) => ({
    name,
    frames: createAudienceFrames(name, epoch, state().seq),
    peers: new Set<RoomPeer>(),
    listeners: new Set<DeliveryListener>(),
    /** What newcomers get, made once per state. */
    snapshot: undefined as { readonly of: ShowState; readonly item: LogItem } | undefined,
  });
  const audiences = { everyone: createAudience('everyone'), staff: createAudience('staff') };
  const audienceOf = (viewer: Viewer) => audiences[isStaff(viewer.role) ? 'staff' : 'everyone'];

  const snapshotFor = (viewer: Viewer): LogItem => {
    const current = state();
    const make = (by: Viewer) => ({ epoch, seq: current.seq, at: now(), state: viewOf(current, by) });
    if (viewer.viewerId !== undefined && isConcerned(current, viewer.viewerId)) return { type: 'snapshot', snapshot: make(viewer) };
    const audience = audienceOf(viewer);
    if (audience.snapshot?.of !== current)
      audience.snapshot = { of: current, item: { type: 'snapshot', snapshot: make(anybodyOf[audience.name]) } };
    return audience.snapshot.item;
  };

  const tailFor = (viewer: Viewer, after: LogPosition): LogItem | undefined => {
    const upTo = state().seq;
    const count = upTo - after.seq;
    const known = after.epoch === epoch && Number.isInteger(after.seq) && after.seq >= 0 && count >= 0;
    if (!known || count > options.tail || count > recent.length) return undefined;
    const missed = count === 0 ? [] : recent.slice(-count).map(({ event }) => event);
    const withdrawn = createWithdrawn();
    if (!isStaff(viewer.role)) withdrawn.note(missed);
    const events = missed.flatMap(event => visibleTo(withdrawn.hide(event), viewer) ?? []);
    const frame: LogFrame = { epoch, after: after.seq, upTo, events, ...(newestCount && { ephemeral: [newestCount] }), at: now() };
    return { type: 'frame', frame };
  };

  const catchUp = (viewer: Viewer, after?: LogPosition) => (after && tailFor(viewer, after)) ?? snapshotFor(viewer);

  const guarded = (deliver: () => void, drop: () => void): void => {
    try {
      deliver();
    } catch (problem) {
      drop();
      report(problem);
    }
  };

  const send = (audience: (typeof audiences)[AudienceName], delivery: Delivery | undefined): void => {
    if (!delivery) return;
    for (const listener of audience.listeners)
      guarded(
        () => listener(delivery),
        () => audience.listeners.delete(listener),
      );
    const shared: LogItem | undefined = delivery.shared && { type: 'frame', frame: delivery.shared };
    for (const peer of audience.peers) {
      const own = peer.viewer.viewerId === undefined ? undefined : delivery.personal.get(peer.viewer.viewerId);
      const item: LogItem | undefined = own ? { type: 'frame', frame: own } : shared;
      if (item)
        guarded(
          () => peer.receive(item),
          () => audience.peers.delete(peer),
        );
    }
  };

  return {
    get viewers() {
      return audiences.everyone.peers.size;
    },
    catchUp,
    join(peer) {
      if (audiences.everyone.peers.size + audiences.staff.peers.size >= options.peers)
        throw new ShopcastError('room/full', `${options.peers} peers have joined already.`);
      const { peers } = audienceOf(peer.viewer);
      const joined: RoomPeer = { viewer: peer.viewer, receive: item => peer.receive(item) };
      peers.add(joined);
      guarded(
        () => joined.receive(catchUp(peer.viewer, peer.after)),
        () => peers.delete(joined),
      );
      return () => void peers.delete(joined);
    },
    subscribe(name, listener) {
      const { listeners } = audiences[name];
      const own: DeliveryListener = delivery => listener(delivery);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    publish(records) {
      for (const record of records) recent.push(record);
      if (recent.length > 2 * options.tail) recent = recent.slice(-options.tail);
      const at = now();
      for (const audience of Object.values(audiences)) send(audience, audience.frames.deliver(records, at));
    },
    settle(counts) {
      newestCount = counts.findLast(event => event.type === 'viewers-counted') ?? newestCount;
      const at = now();
      for (const audience of Object.values(audiences)) send(audience, audience.frames.settle(counts, at));
    },
    clear() {
      for (const { peers, listeners } of Object.values(audiences)) {
        peers.clear();
        listeners.clear();
      }
    },
  };
}
