import type { ShowEvent, UnknownEvent } from './events.js';

/**
 * A stretch of a log on its way to one audience. It covers every place in (`after`, `upTo`]; places whose events this audience may
 * not see are covered but empty. So a reader at `after` or beyond takes it whole, and a reader before `after` has a gap to fill.
 */
export interface LogFrame {
  /** Names the log. A new epoch means the old log is gone: drop the state and start from a snapshot. */
  readonly epoch: string;
  readonly after: number;
  readonly upTo: number;
  /** Durable events in order, each with `after < seq <= upTo`. */
  readonly events: readonly (ShowEvent | UnknownEvent)[];
  /** Ephemeral events (counts): not numbered, may be lost. */
  readonly ephemeral?: readonly (ShowEvent | UnknownEvent)[];
  /** Server ms when the frame was written. */
  readonly at: number;
}

/** A place in a log. */
export interface LogPosition {
  readonly epoch: string;
  /** The last place already taken in; 0 before the first event. */
  readonly seq: number;
}

/** The whole show up to a place, as one audience may see it: what a newcomer starts from. */
export interface LogSnapshot extends LogPosition {
  /** Server ms. */
  readonly at: number;
  /** A `ShowState`, to be parsed at the edge. */
  readonly state: unknown;
}

/** What comes to a reader of a show, in order. The room writes it, transports carry it. */
export type LogItem =
  /** Start (again) from here: first contact, a new epoch, or a tail too long to send. */
  { readonly type: 'snapshot'; readonly snapshot: LogSnapshot } | { readonly type: 'frame'; readonly frame: LogFrame };
