import type { SourceBufferTrackSet } from 'hls.js';
import { decodingStart, type TrackTime } from './mp4.js';

/** Seconds of video that are kept in advance until hls.js goes on; more would take the line from it. */
const enough = 4;

/** What hls.js takes over, and the second from which it has to fetch. */
export interface Begun {
  readonly mediaSource: MediaSource;
  readonly tracks: SourceBufferTrackSet;
  readonly next: number;
  /** What stands at second 0. */
  readonly origin: TrackTime;
}

export interface HeadStartHooks {
  /** It works: the video has a source now, and will have a picture in a moment. */
  readonly onFound: () => void;
  /** Whether anything happens that only hls.js can do. */
  readonly needsHls: () => boolean;
  /** How long hls.js may be kept waiting, ms. */
  readonly patience: number;
}

interface Recording {
  readonly codecs: string;
  /** Date of second 0, ms; NaN without one. */
  readonly date: number;
  readonly init: string;
  /** Addresses, and the second after each. */
  readonly segments: readonly { readonly url: string; readonly end: number }[];
}

/**
 * Shows the beginning of a recording while hls.js, which is many times as long as the first segment, is still on its way. Knows one simple case, a
 * recording in fragmented MP4 with picture and sound in one, in its smallest quality; whatever else it meets is left to hls.js.
 */
export class HeadStart {
  readonly #video: HTMLVideoElement;
  readonly #hooks: HeadStartHooks;
  readonly #source = new MediaSource();
  readonly #ending = new AbortController();
  /** Settles when nothing more will be appended. */
  readonly #running: Promise<void>;
  /** Resolves when the first segment is there, or will not be: the line is free for hls.js. */
  readonly settled: Promise<void>;
  #recording: Recording | undefined;
  #address: string | undefined;
  #buffer: SourceBuffer | undefined;
  #origin: TrackTime | undefined;
  readonly #stopping = new AbortController();
  #next = 0;

  /** Where a browser can hand a video on: not in WebKit, whose videos do not take it well, nor without Media Source Extensions. */
  static readonly isPossible = typeof MediaSource === 'function' && !navigator.vendor.startsWith('Apple');

  constructor(video: HTMLVideoElement, url: string, hooks: HeadStartHooks) {
    this.#video = video;
    this.#hooks = hooks;
    let settle: () => void;
    this.settled = new Promise(resolve => (settle = resolve));
    // What has a beginning by then goes on beside hls.js, which may come first all the same.
    const tooLong = setTimeout(() => (this.#recording ? settle() : this.discard()), hooks.patience);
    void this.settled.then(() => clearTimeout(tooLong));
    this.#ending.signal.addEventListener('abort', settle!);
    // Whatever goes wrong here is met by hls.js again, and told then.
    this.#running = this.#run(url, settle!).catch(() => this.discard());
  }

  /** Whether there is something to show, now or in a moment. */
  get isUseful(): boolean {
    return this.#recording !== undefined && !this.#ending.signal.aborted;
  }

  /** Program date-time of a second, ms; `undefined` where the recording has none. */
  dateAt(time: number): number | undefined {
    const { date = NaN } = this.#recording ?? {};
    return Number.isNaN(date) ? undefined : date + time * 1000;
  }

  /** Stops, and hands over what there is; `undefined` when that is nothing. */
  async handOver(): Promise<Begun | undefined> {
    this.#stopping.abort();
    // Who has no first segment by now would only keep hls.js waiting.
    if (this.#buffer) await this.#running;
    const { codecs } = this.#recording ?? {};
    if (!this.isUseful || !codecs || !this.#buffer || !this.#origin || this.#hooks.needsHls()) return undefined;
    const track = { id: 'main', container: 'video/mp4', codec: codecs, buffer: this.#buffer, listeners: [] } as const;
    return {
      mediaSource: this.#source,
      tracks: { [codecs.includes(',') ? 'audiovideo' : 'video']: { ...track, listeners: [] } },
      next: this.#next,
      origin: this.#origin,
    };
  }

  /** What was handed over has been taken: it belongs to another now. */
  letGo(): void {
    this.#address = undefined;
    this.discard();
  }

  /** Lets go of the video. */
  discard(): void {
    this.#ending.abort();
    this.#stopping.abort();
    if (this.#address === undefined) return;
    URL.revokeObjectURL(this.#address);
    this.#address = undefined;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  async #run(url: string, onBegun: () => void): Promise<void> {
    const { signal } = this.#ending;
    const recording = await readRecording(url, signal);
    if (!recording || this.#hooks.needsHls()) return this.discard();
    const { codecs, init, segments } = recording;
    const [first, ...others] = segments;
    const coming = [init, first!.url].map(address => fetchFile(address, signal).then(answer => answer.arrayBuffer()));
    const bytes = Promise.all(coming);
    bytes.catch(() => undefined); // told below, once there is a place for them
    await this.#open(signal);
    const buffer = this.#source.addSourceBuffer(`video/mp4; codecs="${codecs}"`);
    this.#source.duration = segments.at(-1)!.end;
    this.#recording = recording;
    this.#hooks.onFound();
    const [head, body] = await bytes;
    // Second 0 is where hls.js will put it: at the first time of decoding, whatever the clock of the file says.
    const origin = decodingStart(head!, body!);
    buffer.timestampOffset = -origin.baseTime / origin.timescale;
    for (const part of [head!, body!]) await append(buffer, part, signal);
    if (buffer.buffered.length === 0) throw new Error('The first segment shows nothing.');
    this.#buffer = buffer;
    this.#origin = origin;
    this.#next = first!.end;
    onBegun();
    // hls.js finds out by the last segment that this is the end: it fetches that itself.
    for (const { url: address, end } of others.slice(0, -1)) {
      await this.#untilWanted();
      // The viewer is elsewhere.
      if (this.#video.currentTime > this.#next + 1) return;
      const part = await fetchFile(address, this.#stopping.signal)
        .then(answer => answer.arrayBuffer())
        .catch(() => undefined);
      if (!part) return;
      await append(buffer, part, signal);
      this.#next = end;
    }
  }

  async #untilWanted(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && this.#next - this.#video.currentTime > enough) {
      await new Promise(resolve => {
        this.#video.addEventListener('timeupdate', resolve, { once: true, signal });
        signal.addEventListener('abort', resolve, { once: true });
      });
    }
  }

  async #open(signal: AbortSignal): Promise<void> {
    const open = new Promise(resolve => this.#source.addEventListener('sourceopen', resolve, { once: true }));
    this.#address = URL.createObjectURL(this.#source);
    this.#video.src = this.#address;
    await open;
    signal.throwIfAborted();
  }
}

async function fetchFile(url: string, signal: AbortSignal): Promise<Response> {
  // eslint-disable-next-line no-restricted-globals -- a stream, as hls.js fetches it: no data of the show
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer;
}

async function append(buffer: SourceBuffer, bytes: ArrayBuffer, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const done = new Promise((resolve, reject) => {
    buffer.addEventListener('updateend', resolve, { once: true });
    buffer.addEventListener('error', () => reject(new Error('The segment cannot be decoded.')), { once: true });
  });
  buffer.appendBuffer(bytes);
  await done;
  signal.throwIfAborted();
}

/** What only hls.js understands. */
const special = /^#EXT-X-(?:KEY|SESSION-KEY|DEFINE|BYTERANGE|DISCONTINUITY|GAP|START|I-FRAMES-ONLY|CONTENT-STEERING)\b/m;

/** Reads the two playlists of a recording; `undefined` when it is not the simple case. */
async function readRecording(url: string, signal: AbortSignal): Promise<Recording | undefined> {
  const main = await readPlaylist(url, signal);
  const variants = main?.lines.flatMap((line, index) => {
    const { BANDWIDTH = '', CODECS = '', AUDIO, ['CLOSED-CAPTIONS']: captions = 'NONE' } = attributes(line, '#EXT-X-STREAM-INF:');
    const isGood = AUDIO === undefined && captions === 'NONE' && /^(?:avc|hvc|hev|av01|vp09)/.test(CODECS);
    return isGood ? [{ rate: Number(BANDWIDTH), codecs: CODECS, url: main.whole(main.lines[index + 1]) }] : [];
  });
  const smallest = variants
    ?.filter(({ codecs }) => MediaSource.isTypeSupported(`video/mp4; codecs="${codecs}"`))
    .reduce<(typeof variants)[number] | undefined>((best, one) => (best && best.rate <= one.rate ? best : one), undefined);
  if (!smallest) return undefined;
  const media = await readPlaylist(smallest.url, signal);
  if (!media?.lines.includes('#EXT-X-ENDLIST')) return undefined;
  const maps = media.lines.filter(line => line.startsWith('#EXT-X-MAP:')).map(line => attributes(line, '#EXT-X-MAP:'));
  const [map] = maps;
  if (maps.length !== 1 || !map?.['URI'] || map['BYTERANGE']) return undefined;
  const dated = '#EXT-X-PROGRAM-DATE-TIME:';
  let date = NaN;
  let end = 0;
  const segments = media.lines.flatMap(line => {
    if (line.startsWith(dated) && Number.isNaN(date)) date = Date.parse(line.slice(dated.length)) - end * 1000;
    if (line.startsWith('#EXTINF:')) end += parseFloat(line.slice('#EXTINF:'.length));
    return line.startsWith('#') ? [] : [{ url: media.whole(line), end }];
  });
  return segments.length > 1 && end > 0 ? { codecs: smallest.codecs, date, init: media.whole(map['URI']), segments } : undefined;
}

async function readPlaylist(url: string, signal: AbortSignal) {
  const answer = await fetchFile(url, signal);
  const text = await answer.text();
  if (!text.startsWith('#EXTM3U') || special.test(text)) return undefined;
  const lines = text.split(/\r?\n/).filter(line => line !== '');
  return { lines, whole: (address = '') => new URL(address, answer.url).href };
}

/** The attributes of a line that begins with a tag; none of another. */
function attributes(line: string, tag: string): Partial<Record<string, string>> {
  if (!line.startsWith(tag)) return {};
  const found = line.slice(tag.length).matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g);
  return Object.fromEntries([...found].map(([, name, quoted, plain]) => [name!, quoted ?? plain!]));
}
