import type { CommandAnswer, LogItem, LogPosition, LogSnapshot, ShowCommand, ShowEvent, UnknownEvent } from '@shopcast/core';

export type { LogPosition, LogSnapshot };

/** How the line stands. `behind` means connected but with a gap being filled. */
export type TransportState = 'idle' | 'connecting' | 'open' | 'behind' | 'retrying' | 'closed';

/** What comes down the line, in order. */
export type TransportItem = LogItem;

/** What became of a command. `unknown`: sent, and no answer came; sending again with the same `commandId` is safe. */
export type SendResult = CommandAnswer | { readonly outcome: 'unknown'; readonly message: string };

/** One reading of the server's clock, in ms: what the server said between two moments of the device's monotonic clock. */
export interface TimeSample {
  readonly serverTime: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Travels with `connect`. */
export interface ConnectOptions {
  /** Where the reader stands; absent for a newcomer. */
  readonly after?: LogPosition;
  readonly signal?: AbortSignal;
}

/** The log from its first place on, as far as everybody may see it. */
export interface LogHistory {
  readonly epoch: string;
  /** In order; events that not everybody may see are left out. */
  readonly events: readonly (ShowEvent | UnknownEvent)[];
}

/** A way for a show's log to reach the page. Gaps are filled, duplicates dropped and order kept before a reader sees them. */
export interface LiveTransport {
  /** Name of the way: `sse`. */
  readonly name: string;
  /** False for ways that only carry events down; `send` then answers `refused` with `transport/cannot-send`. */
  readonly canSend: boolean;
  /** True for ways that carry only what everybody may see; others also carry what is for the bearer of the token alone. */
  readonly isPublic?: boolean;
  readonly state: TransportState;
  /** Called with each new state. Returns how to stop listening. */
  onState(listener: (state: TransportState) => void): () => void;
  /**
   * Items in order from `after` on, until `signal` aborts, the show's log ends (a replay), or the transport is disposed. It mends
   * its own line and throws only what mending cannot cure: a wrong address, a refused token. Each call is a reader of its own.
   */
  connect(options?: ConnectOptions): AsyncIterable<TransportItem>;
  /** `commandId` makes the command idempotent: the room answers a repeated one as it answered the first. */
  send(command: ShowCommand, commandId: string, options?: { readonly signal?: AbortSignal }): Promise<SendResult>;
  /**
   * Reads the log up to now, for viewers who joined by a snapshot and rewind to before it. Absent where there is no way to it, or no need:
   * where readers begin with the first event. Rejects with `transport/unreachable` when a later try may help; with anything else when not.
   */
  history?(options?: { readonly signal?: AbortSignal }): Promise<LogHistory>;
  /** Reads the server's clock once; ways without a server of their own answer `undefined`. */
  serverTime(options?: { readonly signal?: AbortSignal }): Promise<TimeSample | undefined>;
  /** Closes every reader; later calls reject with `transport/disposed`. */
  dispose(): void;
}
