/** A way to get the picture, as a page or a show names it. */
export interface PlayerStream {
  /** Of an HLS playlist, or of a file that browsers play by themselves (mp4, webm). */
  readonly url: string;
  /** `live` has no end yet. Found out when left out. */
  readonly kind?: 'live' | 'recorded';
}

/** Seconds behind the live edge within which a viewer counts as watching live. */
export const liveSlack = 5;

/** A picture quality to choose from. */
export interface Quality {
  /** What `setQuality` takes. */
  readonly id: string;
  /** Lines of the picture; 0 where the stream does not say. */
  readonly height: number;
  /** Bits per second. */
  readonly bitrate: number;
}

/**
 * What is wrong with a stream. `network`: does not come; `missing`: is not there (yet); `media`: comes and cannot be decoded;
 * `unsupported`: nothing here can ever play it.
 */
export interface Trouble {
  readonly kind: 'network' | 'missing' | 'media' | 'unsupported';
  /** Whether the engine has given up. */
  readonly fatal: boolean;
  readonly detail: string;
}

/** What an engine tells its owner. */
export interface EngineHooks {
  /** The stream is known: what there is, and whether it is live. */
  onReady(): void;
  /** Qualities or the window have changed. */
  onChange(): void;
  onTrouble(trouble: Trouble): void;
  /** An event of hls.js that others may want, with what came with it. */
  onStreamEvent(name: string, data: unknown): void;
}

/** Plays one stream in a video element. Times are seconds of the element, dates are program date-time in ms. */
export interface Engine {
  readonly live: boolean;
  /** Where playing as live as can be stands now; absent in a recording. */
  readonly liveEdge: number | undefined;
  /** How far the picture is behind what happens, in seconds; absent in a recording and where it is not known. */
  readonly latency: number | undefined;
  /** Date of a time; `undefined` where the stream has no dates. */
  dateAt(time: number): number | undefined;
  /** The time nearest to a date; `undefined` where the stream has no dates. */
  timeAt(date: number): number | undefined;
  /** Goes to a time. What lies before is not fetched when nothing was yet. */
  goTo(time: number): void;
  /** The first and the last second there is. */
  readonly window: { readonly start: number; readonly end: number } | undefined;
  readonly qualities: readonly Quality[];
  /** Whether there is a stream of sound alone. */
  readonly hasSoundOnly: boolean;
  /** `auto`, `sound`, or the id of a quality. */
  readonly quality: string;
  setQuality(id: string): void;
  /** Lines of the picture shown now; 0 when not known. */
  readonly height: number;
  /** Grows whenever something new arrives. */
  readonly received: number;
  /** Lets go of the video and of everything else. */
  destroy(): void;
}

export interface EngineOptions {
  /** The smaller hls.js: no captions inside the stream, no second audio track, no DRM. */
  readonly light: boolean;
  /** Address of hls.js's worker file; without one its work is done on the page's thread. */
  readonly workerSrc: string | undefined;
  /** Where to start, in seconds; absent: at the live edge, or the beginning. */
  readonly startAt: number | undefined;
  /** The viewer wants to use little data. */
  readonly saveData: boolean;
  /** Begin with this quality: `auto`, `sound`, or an id. */
  readonly quality: string;
}
