export type * from './live-transport.js';
export { pageEnvironment, type LiveEnvironment } from './environment.js';
export { mergeTransports } from './merge/merge-transports.js';
export { createServerClock, type ServerClock, type ServerClockOptions } from './clock/server-clock.js';
export { createPlayhead, type Playhead, type PlayheadOptions, type PlayheadReport } from './clock/playhead.js';
export { createLineTransport, type LineItem, type LineReader, type LineTransportOptions } from './internal/line-transport.js';
export { LineError } from './internal/line-error.js';
export type { BackOffOptions } from './internal/back-off.js';
export type { HttpOptions, TokenSource } from './internal/http.js';
