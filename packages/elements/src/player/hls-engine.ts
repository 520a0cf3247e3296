import type Hls from 'hls.js';
import type { ErrorData, HlsConfig, HlsEventEmitter, LevelDetails, LoadPolicy } from 'hls.js';
import type { Engine, EngineHooks, EngineOptions, Quality, Trouble } from './engine.js';
import type { HeadStart } from './head-start.js';
import type { TrackTime } from './mp4.js';

type HlsClass = typeof Hls;

/** One error may pass; the next attempts come quickly, so that whoever watches sees soon whether it did. */
const policy = (maxTimeToFirstByteMs: number): LoadPolicy => ({
  default: {
    maxTimeToFirstByteMs,
    maxLoadTimeMs: 20_000,
    timeoutRetry: { maxNumRetry: 2, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 4, retryDelayMs: 300, maxRetryDelayMs: 2_000, backoff: 'linear' },
  },
});

function configOf({ workerSrc, startAt, saveData }: EngineOptions): Partial<HlsConfig> {
  return {
    enableWorker: workerSrc !== undefined,
    workerPath: workerSrc ?? null,
    lowLatencyMode: true,
    // A picture that fell behind catches up by itself; at this pace nobody hears it. WebKit begins anew with each change of pace.
    maxLiveSyncPlaybackRate: navigator.vendor.startsWith('Apple') ? 1 : 1.06,
    backBufferLength: saveData ? 15 : 60,
    maxBufferLength: saveData ? 10 : 30,
    // Both set the same limit: who saves data has the lower one.
    capLevelToPlayerSize: !saveData,
    startFragPrefetch: true,
    enableInterstitialPlayback: false,
    fragLoadPolicy: policy(8_000),
    playlistLoadPolicy: policy(8_000),
    ...(startAt !== undefined && { startPosition: startAt }),
  };
}

/** Whether a stream answers and, when it is live, moves on. Fetches no more than that takes. */
export function probeHls(HlsBuild: HlsClass, url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const { Events } = HlsBuild;
    const hls = new HlsBuild({ enableWorker: false, startFragPrefetch: true, startLevel: 0, maxBufferLength: 1, maxMaxBufferLength: 1 });
    let first: number | undefined;
    let moves = false;
    let came = false;
    const finish = (well: boolean): void => {
      hls.destroy();
      resolve(well);
    };
    const check = (): void => {
      if (moves && came) finish(true);
    };
    hls.on(Events.LEVEL_UPDATED, (_, { details }) => {
      first ??= details.edge;
      moves = !details.live || details.edge > first;
      check();
    });
    hls.on(Events.FRAG_LOADED, () => {
      came = true;
      check();
    });
    hls.on(Events.ERROR, () => finish(false));
    signal.addEventListener('abort', () => finish(false), { once: true });
    hls.loadSource(url);
  });
}

/** Plays HLS with hls.js. */
export class HlsEngine implements Engine {
  readonly #hls: Hls;
  readonly #hooks: EngineHooks;
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  #soundUrl: string | undefined;
  #quality: string;
  #counted = 0;
  #loading: { readonly stats: { readonly loaded: number } } | undefined;
  #recoveredAt = -Infinity;
  #head: HeadStart | undefined;
  #destroyed = false;

  /** @param head - What plays already: the engine goes on from there, and lets go of it with the rest. */
  constructor(HlsBuild: HlsClass, video: HTMLVideoElement, url: string, options: EngineOptions, hooks: EngineHooks, head?: HeadStart) {
    const { Events } = HlsBuild;
    const hls = new HlsBuild(configOf(options));
    this.#hls = hls;
    this.#hooks = hooks;
    this.#video = video;
    this.#url = url;
    this.#quality = options.quality;
    this.#head = head;
    hls.on(Events.MANIFEST_LOADED, (_, { levels, audioTracks }) => {
      // hls.js leaves variants without a picture out where others have one.
      const withoutPicture = levels.find(level => !level.videoCodec && !level.width && level.audioCodec);
      const withPicture = levels.some(level => level.videoCodec ?? level.width);
      if (this.#quality !== 'sound')
        this.#soundUrl = withPicture ? (withoutPicture?.url ?? audioTracks.find(track => track.url)?.url) : undefined;
    });
    hls.on(Events.MANIFEST_PARSED, () => {
      hls.startLevel = 0;
      if (options.saveData) hls.autoLevelCapping = 0;
      this.#applyQuality();
      hooks.onReady();
    });
    hls.on(Events.LEVEL_UPDATED, (name, data) => {
      if (data.details.advanced || !data.details.live) this.#counted++;
      if (this.#head) void this.#takeOver();
      hooks.onStreamEvent(name, data);
      hooks.onChange();
    });
    hls.on(Events.FRAG_PARSING_METADATA, (name, data) => hooks.onStreamEvent(name, data));
    hls.on(Events.FRAG_LOADING, (_, { frag, part }) => (this.#loading = part ?? frag));
    hls.on(Events.FRAG_LOADED, (_, { frag, part }) => {
      this.#counted += (part ?? frag).stats.loaded + 1;
      this.#loading = undefined;
    });
    hls.on(Events.LEVEL_SWITCHED, () => hooks.onChange());
    hls.on(Events.ERROR, (_, data) => this.#onError(data, HlsBuild));
    if (!head) hls.attachMedia(video);
    hls.loadSource(url);
  }

  /** Goes on where the head start ends: now that hls.js has the playlist, it would fetch from the beginning. */
  async #takeOver(): Promise<void> {
    const head = this.#head!;
    this.#head = undefined;
    this.#hls.stopLoad();
    const begun = await head.handOver();
    // Where the viewer is, or has gone meanwhile.
    const { currentTime } = this.#video;
    if (this.#destroyed) return head.discard();
    if (begun) {
      const { mediaSource, tracks, next, origin } = begun;
      // hls.js would place what it loads first by the playlist, some hundredths of a second off where sound or picture begins late.
      const { streamController } = this.#hls as unknown as { streamController: { initPTS: Record<number, TrackTime> } };
      streamController.initPTS[this.#details?.startCC ?? 0] = origin;
      this.#hls.attachMedia({ media: this.#video, mediaSource, tracks });
      this.#hls.startLoad(Math.max(next, currentTime), true);
      head.letGo();
    } else {
      head.discard();
      this.#hls.attachMedia(this.#video);
      this.#hls.startLoad(currentTime > 0 ? currentTime : -1);
      this.#hooks.onChange();
    }
  }

  /** hls.js itself as far as listeners go. */
  get events(): Pick<HlsEventEmitter, 'on' | 'off'> {
    return this.#hls;
  }

  get #details(): LevelDetails | null {
    return this.#hls.latestLevelDetails;
  }

  get live(): boolean {
    return this.#details?.live ?? false;
  }

  get liveEdge(): number | undefined {
    return this.live ? (this.#hls.liveSyncPosition ?? undefined) : undefined;
  }

  get latency(): number | undefined {
    return this.live && this.#hls.latency > 0 ? this.#hls.latency : undefined;
  }

  get window(): { start: number; end: number } | undefined {
    const details = this.#details;
    return details ? { start: details.fragmentStart, end: details.edge } : undefined;
  }

  dateAt(time: number): number | undefined {
    const fragments = this.#details?.fragments;
    const fragment = fragments?.findLast(({ start }) => start <= time) ?? fragments?.[0];
    return fragment?.programDateTime == null ? undefined : fragment.programDateTime + (time - fragment.start) * 1000;
  }

  timeAt(date: number): number | undefined {
    const details = this.#details;
    const fragments = details?.fragments;
    const fragment = fragments?.findLast(({ programDateTime }) => programDateTime != null && programDateTime <= date) ?? fragments?.[0];
    if (!details || fragment?.programDateTime == null) return undefined;
    const time = fragment.start + (date - fragment.programDateTime) / 1000;
    return Math.min(Math.max(time, details.fragmentStart), Math.min(this.liveEdge ?? Infinity, details.edge));
  }

  goTo(time: number): void {
    // Nothing is in the buffer: with a seek the beginning would be fetched first.
    if (this.#video.readyState === HTMLMediaElement.HAVE_NOTHING) this.#hls.startLoad(time);
    else this.#video.currentTime = time;
  }

  get qualities(): readonly Quality[] {
    if (this.#quality === 'sound') return [];
    const all = this.#hls.levels.map(({ height, bitrate }, index) => ({ id: String(index), height, bitrate }));
    // Several renditions of one size differ in ways nobody chooses by.
    return all.filter(({ height }, index) => height === 0 || all.findLastIndex(other => other.height === height) === index);
  }

  get hasSoundOnly(): boolean {
    return this.#soundUrl !== undefined;
  }

  get quality(): string {
    return this.#quality;
  }

  get height(): number {
    return this.#quality === 'sound' ? 0 : (this.#hls.levels[this.#hls.currentLevel]?.height ?? 0);
  }

  setQuality(id: string): void {
    if (id === this.#quality) return;
    const wasSound = this.#quality === 'sound';
    this.#quality = id;
    const { live } = this;
    const { currentTime } = this.#video;
    if (id === 'sound' && this.#soundUrl !== undefined) this.#hls.loadSource(this.#soundUrl);
    else if (wasSound) this.#hls.loadSource(this.#url);
    else return this.#applyQuality();
    // The same stretch of time in another file: a recording goes on where it was.
    if (!live) this.#hls.config.startPosition = currentTime;
  }

  #applyQuality(): void {
    const level = Number(this.#quality);
    this.#hls.nextLevel = Number.isInteger(level) && this.#hls.levels[level] ? level : -1;
  }

  get received(): number {
    return this.#counted + (this.#loading?.stats.loaded ?? 0);
  }

  destroy(): void {
    this.#destroyed = true;
    this.#head?.discard();
    this.#hls.destroy();
  }

  #onError({ type, details, fatal, response }: ErrorData, { ErrorTypes, ErrorDetails }: HlsClass): void {
    const tell = (kind: Trouble['kind']): void => this.#hooks.onTrouble({ kind, fatal, detail: details });
    const cannotDecode = [
      ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
      ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
      ErrorDetails.BUFFER_ADD_CODEC_ERROR,
    ];
    if (cannotDecode.includes(details)) return tell('unsupported');
    if (type === ErrorTypes.NETWORK_ERROR) {
      const missing = details === ErrorDetails.MANIFEST_LOAD_ERROR && [403, 404, 410].includes(response?.code ?? 0);
      return tell(missing ? 'missing' : 'network');
    }
    if (!fatal) return;
    if (type === ErrorTypes.MEDIA_ERROR && performance.now() - this.#recoveredAt > 5_000) {
      this.#recoveredAt = performance.now();
      this.#hls.recoverMediaError();
    } else {
      tell('media');
    }
  }
}
