import type { ShowEvent, UnknownEvent } from '../show/events.js';
import type { LogFrame } from '../show/log-frame.js';

type AnyEvent = ShowEvent | UnknownEvent;

/** What one commit brings to one audience. */
export interface Delivery {
  /** For everybody in the audience; absent when there is nothing in it for them. One object for all, so it is encoded once. */
  readonly shared?: LogFrame;
  /** For these people, by `viewerId`, in place of the shared frame: it holds what concerns them alone as well. */
  readonly personal: ReadonlyMap<string, LogFrame>;
}

/** Two lists of events as one in order, each place once. */
export function mergeEvents(first: readonly AnyEvent[], second: readonly AnyEvent[]): readonly AnyEvent[] {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  if (first.at(-1)!.seq < second[0]!.seq) return [...first, ...second];
  const bySeq = new Map<number, AnyEvent>();
  for (const event of first) bySeq.set(event.seq, event);
  for (const event of second) bySeq.set(event.seq, event);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** One frame that covers what both cover. `second` must follow on `first` or overlap it; both are for the same reader. */
export function mergeFrames(first: LogFrame, second: LogFrame): LogFrame {
  const ephemeral = [...(first.ephemeral ?? []), ...(second.ephemeral ?? [])];
  return {
    epoch: second.epoch,
    after: Math.min(first.after, second.after),
    upTo: Math.max(first.upTo, second.upTo),
    events: mergeEvents(first.events, second.events),
    ...(ephemeral.length ? { ephemeral } : {}),
    at: second.at,
  };
}

/** Gathers the deliveries of a stretch of time, so that a busy room writes a few large frames instead of many small ones. */
export interface FrameWindow {
  add(delivery: Delivery): void;
  /** Everything gathered since the last call as one delivery; `undefined` when nothing was. */
  take(): Delivery | undefined;
}

/** A window over the deliveries of one audience. Whoever sends keeps the time: first delivery at once, then one per interval. */
export function createFrameWindow(): FrameWindow {
  let shared: LogFrame | undefined;
  let personal = new Map<string, LogFrame>();
  return {
    add(delivery) {
      for (const [viewerId, frame] of delivery.personal) {
        const before = personal.get(viewerId) ?? shared;
        personal.set(viewerId, before ? mergeFrames(before, frame) : frame);
      }
      const added = delivery.shared;
      if (!added) return;
      for (const [viewerId, frame] of personal) if (!delivery.personal.has(viewerId)) personal.set(viewerId, mergeFrames(frame, added));
      shared = shared ? mergeFrames(shared, added) : added;
    },
    take() {
      if (!shared && personal.size === 0) return undefined;
      const delivery: Delivery = { ...(shared && { shared }), personal };
      shared = undefined;
      personal = new Map();
      return delivery;
    },
  };
}
