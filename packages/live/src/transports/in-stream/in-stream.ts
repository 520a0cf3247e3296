import { initialShow, type LogFrame, type LogSnapshot } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import type { LiveTransport } from '../../live-transport.js';
import { createMessageStore, type MessageStore } from './message-store.js';
import type { InStreamSource } from './source.js';

export { hlsSource, type HlsPlayer, type InStreamSource } from './source.js';

export interface InStreamTransportOptions {
  /** The player: `hlsSource(hls)`. */
  readonly source: InStreamSource;
  readonly environment?: LiveEnvironment;
}

/**
 * Reads the show from the video stream itself, out of date ranges and ID3 tags: as many viewers as the stream has, with no server. A gap (a playlist
 * that has moved on) is closed by the next snapshot in the stream. Cannot send; put `sse` or `poll` beside it with `mergeTransports` for that.
 */
export function inStreamTransport({ source, environment = pageEnvironment }: InStreamTransportOptions): LiveTransport {
  const store = createMessageStore(environment.warn);
  const stop = source.onParts(parts => store.add(parts));
  return createLineTransport({ name: 'in-stream', isPublic: true, environment, open: reader => readStore(store, reader), dispose: stop });
}

async function* readStore(store: MessageStore, reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
  for (;;) {
    const changed = store.nextChange(reader.signal);
    const next = nextItem(store, reader);
    if (next) {
      yield next;
      continue;
    }
    if (reader.position && store.ended.has(reader.position.epoch)) yield { type: 'end' };
    yield hasGap(store, reader) ? { type: 'behind' } : { type: 'open' };
    await changed;
    if (reader.signal.aborted) return;
  }
}

/** What the reader can take next: the frame that goes on where it stands, else a newer snapshot, else the beginning of the log. */
function nextItem(store: MessageStore, { position, isRetired }: LineReader): LineItem | undefined {
  const frames = [...store.frames.values()];
  const isNext = (frame: LogFrame) => position?.epoch === frame.epoch && frame.after <= position.seq && frame.upTo > position.seq;
  const frame = frames.find(isNext);
  if (frame) return { type: 'frame', frame };

  const isNewer = ({ epoch, seq }: LogSnapshot) => !isRetired(epoch) && (position?.epoch !== epoch || seq > position.seq);
  const beginnings = frames.filter(({ after }) => after === 0).map(({ epoch, at }) => ({ epoch, seq: 0, at, state: initialShow }));
  const candidates = [...store.snapshots.values(), ...beginnings].filter(isNewer);
  // The newest log comes first; within it a snapshot further on.
  const snapshot = candidates.sort((a, b) => (a.epoch === b.epoch ? b.seq - a.seq : b.at - a.at))[0];
  return snapshot && { type: 'snapshot', snapshot };
}

const hasGap = (store: MessageStore, { position }: LineReader) =>
  position !== undefined && [...store.frames.values()].some(frame => frame.epoch === position.epoch && frame.after > position.seq);
