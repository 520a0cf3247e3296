import type { LogFrame, Room } from '@shopcast/core';
import { anonymous } from './context.js';

/** Places read from the disk at once. */
const stretch = 1000;

/** The places of a log behind `after` and up to `upTo`, as an anonymous viewer may see them, so many at a time that none of them holds up the server. */
export async function* stretchesOf(room: Room, after: number, upTo: number): AsyncGenerator<LogFrame> {
  for (let at = after; at < upTo;) {
    const frame = await room.read(at, Math.min(stretch, upTo - at), anonymous);
    if (frame.upTo === at) return;
    at = frame.upTo;
    yield frame;
  }
}
