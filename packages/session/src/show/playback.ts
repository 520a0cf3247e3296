import type { ReadableAtom } from 'nanostores';

/**
 * What a session asks of whatever plays the video: `<shopcast-player>`, or a page's own player. Times are program date-time, that is
 * server ms burnt into the stream, so that they compare with the times of events.
 */
export interface Playback {
  /** Program date-time of the frame on screen; `undefined` while there is none. Follows play at least four times a second. */
  readonly $playhead: ReadableAtom<number | undefined>;
  /** Whether the video moves. */
  readonly $playing: ReadableAtom<boolean>;
  /** Shows the frame of a moment, as near as the stream holds it; without one, the newest there is. */
  seek(at?: number): void;
}
