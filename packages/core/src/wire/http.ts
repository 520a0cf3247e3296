import type { LogFrame, LogPosition } from '../show/log-frame.js';

/**
 * The HTTP addresses of a room server, below its base address. Server and page build them from this one table; a static host that lays
 * out files by it serves the `poll` transport without any program.
 */
export const httpRoutes = {
  /** GET: the stream of server-sent events. */
  events: '/shows/:showId/events',
  /** POST: one {@link CommandRequest}, answered by a {@link CommandAnswer}. */
  commands: '/shows/:showId/commands',
  /** GET: the {@link LogHead}. */
  head: '/shows/:showId/head.json',
  /** GET: one whole segment of the log, a `LogFrame`. It only changes when words in it are removed. */
  segment: '/shows/:showId/segments/:epoch/:number.json',
  /** GET: the newest `LogSnapshot`. */
  snapshot: '/shows/:showId/snapshot.json',
  /** GET: the whole log as JSON Lines. */
  log: '/shows/:showId/log.jsonl',
  /** GET: a {@link TimeAnswer}. */
  time: '/time',
} as const;

/** Name of an address. */
export type HttpRoute = keyof typeof httpRoutes;

/** What an address is filled in with. */
export interface HttpRouteValues {
  readonly showId?: string;
  readonly epoch?: string;
  /** Of a segment, from 1. */
  readonly number?: number;
}

/** Fills in an address: `httpUrl('https://live.example', 'head', { showId: 'summer' })`. Values are percent-encoded. */
export function httpUrl(base: string, route: HttpRoute, values: HttpRouteValues = {}): string {
  const fill = (_: string, name: keyof HttpRouteValues) => encodeURIComponent(String(values[name] ?? ''));
  return base.replace(/\/+$/, '') + httpRoutes[route].replace(/:(showId|epoch|number)/g, fill);
}

/** Names of the server-sent events. `end`: no more will come, do not come back. `refused`: an {@link ErrorBody}; final. */
export type StreamEventName = 'snapshot' | 'frame' | 'end' | 'refused';

/** A comment line is sent at least this often, so that a silent line can be told from a dead one. */
export const heartbeatSeconds = 15;

/** The `id:` of a server-sent event and the value of `?after=` and `Last-Event-ID`: `epoch:seq`. */
export function formatPosition(position: LogPosition): string {
  return `${position.epoch}:${position.seq}`;
}

/** Reads what {@link formatPosition} wrote; `undefined` for anything else. */
export function parsePosition(text: string | null | undefined): LogPosition | undefined {
  const match = /^([A-Za-z0-9_-]{1,64}):(\d{1,15})$/.exec(text ?? '');
  return match ? { epoch: match[1]!, seq: Number(match[2]) } : undefined;
}

/** What a newcomer or a polling reader reads first: where the log stands, with its newest stretch. */
export interface LogHead extends LogPosition {
  /** Server ms when this was written. */
  readonly at: number;
  /** Places per segment, a whole number > 0. Segment n, from 1, covers (`(n-1) * segmentSize`, `n * segmentSize`]. */
  readonly segmentSize: number;
  /** Up to `seq`; holds at least what is in no whole segment yet. Its `ephemeral` are the newest counts. */
  readonly tail: LogFrame;
  /** The newest snapshot: its address, relative to that of the head, and its place. */
  readonly snapshot: { readonly url: string; readonly seq: number };
  /** The log has ended: a reader at `seq` is done. */
  readonly complete?: boolean;
}

/** Number of the segment that holds a place. */
export function segmentOf(seq: number, segmentSize: number): number {
  return Math.ceil(seq / segmentSize);
}

/** Body of a POST to `commands`. The same `commandId` again gets the first answer again. */
export interface CommandRequest {
  /** Made by the sender, unique in the show: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly commandId: string;
  /** A `ShowCommand`, to be parsed at the edge. */
  readonly command: unknown;
}

/** What became of a command. A refusal is an answer like any other: status 200. */
export type CommandAnswer =
  | { readonly outcome: 'accepted'; /** The last place the command's events took; of the log, if it had none. */ readonly seq: number }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly message: string;
      /** Dotted path of the field at fault, when one can be named. */
      readonly field?: string;
      /** With `room/limit-reached`: ms after which the same command has a chance. Absent when waiting does not help. */
      readonly retryAfter?: number;
    };

/** Answer of `time`. */
export interface TimeAnswer {
  /** Server ms since 1970. */
  readonly serverTime: number;
}

/** Body of every answer with a status from 400 on. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}
