import { liveSlack, type Engine, type EngineHooks, type EngineOptions, type PlayerStream, type Trouble } from './engine.js';
import { HeadStart } from './head-start.js';
import { hasHls, loadHls } from './hls-code.js';
import { isPlainFile, NativeEngine, playsHls } from './native-engine.js';
import { StreamOrder } from './stream-order.js';
import { Watchdog } from './watchdog.js';

/**
 * How it stands with the streams. `missing`: none is there yet; `interrupted`: it played, and none comes now (both go on looking);
 * `failed`: none can be played here; `unsupported`: this browser plays no such video.
 */
export type StreamState = 'idle' | 'loading' | 'ready' | 'missing' | 'interrupted' | 'failed' | 'unsupported';

/** Why a stream plays now. */
export type StreamReason = 'start' | 'failed' | 'better' | 'retry';

/** What a viewer and a page have chosen that outlives one stream. */
export interface StreamOptions {
  readonly light: boolean;
  readonly workerSrc: string | undefined;
  readonly saveData: boolean;
}

export interface StreamPlayerHooks {
  readonly options: () => StreamOptions;
  readonly onChange: () => void;
  readonly onStream: (stream: PlayerStream, index: number, reason: StreamReason) => void;
  readonly onStreamEvent: (name: string, data: unknown) => void;
  /** The picture is about to go away for a moment. */
  readonly onSwitch: () => void;
  /** Whether somebody waits for every event of the stream. */
  readonly hearsEvents: () => boolean;
}

/** A stream that has played for so long is well again, ms. */
const wellAfter = 20_000;
/** Errors without anything new in between, while there is another stream, ms. */
const errorPatience = 800;
const pace = 250;
/** How long the beginning of a recording may keep hls.js waiting, ms: less where there is another stream to go to. */
const headPatience = { alone: 8_000, other: 2_500 };
const probeTime = 8_000;

/** Where to go on in the next stream. */
interface Place {
  readonly date?: number | undefined;
  readonly time?: number | undefined;
}

/**
 * Plays the first of several streams that works: goes to the next when one fails or stands still, looks whether a better one is back, and starts
 * over when none is there. Knows nothing of elements; the video element is handed in.
 */
export class StreamPlayer {
  readonly #video: HTMLVideoElement;
  readonly #hooks: StreamPlayerHooks;
  #streams: readonly PlayerStream[] = [];
  #order = new StreamOrder(0);
  #index = -1;
  #engine: Engine | undefined;
  #head: HeadStart | undefined;
  #opening = new AbortController();
  #probe: AbortController | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #watchdog: Watchdog;
  #state: StreamState = 'idle';
  #reason: StreamReason = 'start';
  #played = false;
  #readyAt = Infinity;
  #troubleSince: number | undefined;
  #receivedThen = 0;
  #quality = 'auto';
  #place: Place = {};
  #last: Trouble | undefined;

  constructor(video: HTMLVideoElement, hooks: StreamPlayerHooks) {
    this.#video = video;
    this.#hooks = hooks;
    this.#watchdog = new Watchdog(video);
  }

  get state(): StreamState {
    return this.#state;
  }
  /** The engine, once its stream is known. */
  get engine(): Engine | undefined {
    return this.#state === 'ready' ? this.#engine : undefined;
  }
  /** Whether the video has something to play, or will in a moment. */
  get canPlay(): boolean {
    return this.engine !== undefined || (this.#head?.isUseful ?? false);
  }
  /** Program date-time of a second of the video, ms; `undefined` where the stream has no dates. */
  dateAt(time: number): number | undefined {
    return this.engine?.dateAt(time) ?? this.#head?.dateAt(time);
  }
  /** The stream that plays or is tried, and its place in the list. */
  get stream(): PlayerStream | undefined {
    return this.#streams[this.#index];
  }
  get index(): number {
    return this.#index;
  }
  get quality(): string {
    return this.#quality;
  }
  /** What went wrong last. */
  get trouble(): Trouble | undefined {
    return this.#last;
  }

  /** Plays from a list; nothing happens when it is the same. `at`: the date to begin with. */
  open(streams: readonly PlayerStream[], at?: number): void {
    if (this.#state !== 'idle' && sameStreams(streams, this.#streams)) return;
    this.close();
    this.#streams = streams;
    this.#order = new StreamOrder(streams.length);
    this.#played = false;
    this.#place = { date: at };
    this.#timer = setInterval(() => this.#tick(), pace);
    addEventListener('online', this.#online);
    this.#openBest('start');
  }

  /** Stops everything. */
  close(): void {
    clearInterval(this.#timer);
    removeEventListener('online', this.#online);
    this.#drop();
    this.#streams = [];
    this.#index = -1;
    this.#setState('idle');
  }

  /** Tries at once what is resting after a failure. */
  retry(): void {
    if (this.#streams.length === 0) return;
    this.#order = new StreamOrder(this.#streams.length);
    this.#openBest('retry');
  }

  setQuality(id: string): void {
    this.#quality = id;
    this.#engine?.setQuality(id);
    this.#watchdog.reset();
    this.#hooks.onChange();
  }

  readonly #online = (): void => {
    if (this.#state === 'missing' || this.#state === 'interrupted') this.retry();
  };

  #setState(state: StreamState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#hooks.onChange();
  }

  #drop(): void {
    this.#opening.abort();
    this.#probe?.abort();
    this.#probe = undefined;
    this.#head?.discard();
    this.#head = undefined;
    this.#engine?.destroy();
    this.#engine = undefined;
    this.#troubleSince = undefined;
  }

  /** Lets go of what plays, but for where the viewer is and what they see. */
  #leave(): void {
    this.#remember();
    if (this.#engine || this.#head?.isUseful) this.#hooks.onSwitch();
    this.#drop();
  }

  #openBest(reason: StreamReason): void {
    const index = this.#order.best(performance.now());
    if (index === undefined) return this.#giveUp();
    this.#leave();
    this.#index = index;
    this.#reason = reason;
    this.#opening = new AbortController();
    // Words about an interruption stay until the picture is back.
    if (!['missing', 'interrupted'].includes(this.#state)) this.#setState('loading');
    void this.#start(this.#streams[index]!, this.#opening.signal);
  }

  async #start(stream: PlayerStream, signal: AbortSignal): Promise<void> {
    const { options, onStreamEvent, onChange } = this.#hooks;
    this.#watchdog.reset();
    this.#receivedThen = 0;
    this.#readyAt = Infinity;
    const hooks: EngineHooks = {
      onReady: () => !signal.aborted && this.#onReady(),
      onChange: () => {
        if (signal.aborted) return;
        this.#goToPlace();
        onChange();
      },
      onTrouble: trouble => !signal.aborted && this.#onTrouble(trouble),
      onStreamEvent,
    };
    const engineOptions: EngineOptions = { ...options(), quality: this.#quality, startAt: this.#place.time };
    if (isPlainFile(stream.url)) {
      this.#engine = new NativeEngine(this.#video, stream.url, engineOptions, hooks);
      return;
    }
    this.#head = this.#hurry(stream, engineOptions);
    try {
      await this.#head?.settled;
      if (signal.aborted) return;
      const { Hls, HlsEngine } = await loadHls(engineOptions.light);
      if (signal.aborted) return;
      const canHls = Hls.isSupported();
      if (!canHls) this.#head?.discard();
      const head = this.#head?.isUseful ? this.#head : undefined;
      const newest = { ...engineOptions, quality: this.#quality };
      if (canHls) this.#engine = new HlsEngine(Hls, this.#video, stream.url, newest, hooks, head);
      else if (playsHls(this.#video)) this.#engine = new NativeEngine(this.#video, stream.url, engineOptions, hooks);
      else this.#setState('unsupported');
    } catch (problem) {
      // The script could not be fetched: the network, most likely.
      if (!signal.aborted) this.#onTrouble({ kind: 'network', fatal: true, detail: String(problem) });
    }
  }

  /** Shows the beginning of a recording before hls.js is here, where nobody would miss what only hls.js reads. */
  #hurry({ url, kind }: PlayerStream, { light, quality, startAt }: EngineOptions): HeadStart | undefined {
    const { onChange, hearsEvents } = this.#hooks;
    const isFromBeginning = startAt === undefined && this.#place.date === undefined;
    if (!HeadStart.isPossible || kind === 'live' || quality !== 'auto' || !isFromBeginning || hasHls(light)) return undefined;
    if (hearsEvents()) return undefined;
    return new HeadStart(this.#video, url, {
      onFound: onChange,
      needsHls: () => hearsEvents() || this.#quality !== 'auto',
      patience: this.#order.hasOther(this.#index, performance.now()) ? headPatience.other : headPatience.alone,
    });
  }

  #onReady(): void {
    this.#readyAt = performance.now();
    this.#played = true;
    this.#troubleSince = undefined;
    this.#watchdog.reset();
    this.#setState('ready');
    this.#hooks.onStream(this.stream!, this.#index, this.#reason);
    this.#hooks.onChange();
  }

  #onTrouble(trouble: Trouble): void {
    const now = performance.now();
    this.#last = trouble;
    if (trouble.fatal) return this.#fail(trouble.kind === 'unsupported');
    if (this.#troubleSince === undefined) this.#receivedThen = this.#engine?.received ?? 0;
    this.#troubleSince ??= now;
    // Nothing has played from it yet, and another may: one refusal is enough.
    if (this.#readyAt === Infinity && this.#order.hasOther(this.#index, now)) this.#fail(false);
  }

  #fail(forGood: boolean): void {
    this.#order.fail(this.#index, performance.now(), forGood);
    this.#openBest('failed');
  }

  /** None is left to try now. */
  #giveUp(): void {
    this.#leave();
    this.#reason = 'retry';
    if (this.#order.nextAttempt === Infinity) this.#setState('failed');
    else this.#setState(this.#played ? 'interrupted' : 'missing');
  }

  #tick(): void {
    const now = performance.now();
    const engine = this.#engine;
    if (!engine) {
      const resting = this.#state === 'missing' || this.#state === 'interrupted';
      if (resting && this.#opening.signal.aborted && this.#order.best(now) !== undefined) this.#openBest(this.#reason);
      return;
    }
    const hasOther = this.#order.hasOther(this.#index, now);
    if (engine.received > this.#receivedThen && this.#troubleSince !== undefined) this.#troubleSince = undefined;
    if (hasOther && this.#troubleSince !== undefined && now - this.#troubleSince > errorPatience) return this.#fail(false);
    const verdict = this.#watchdog.look(engine, { now, hasOther, ready: this.#readyAt !== Infinity });
    if (verdict === 'dead') return this.#fail(false);
    if (verdict === 'stuck') this.#nudge(engine);
    if (now - this.#readyAt > wellAfter) this.#order.praise(this.#index);
    this.#lookForBetter(now);
  }

  /** Gets over a hole: to the live edge for who is near it, else a little further. */
  #nudge({ liveEdge }: Engine): void {
    const { currentTime } = this.#video;
    const isNear = liveEdge !== undefined && liveEdge - currentTime < 2 * liveSlack;
    this.#video.currentTime = isNear ? liveEdge : currentTime + 0.1;
  }

  #lookForBetter(now: number): void {
    const index = this.#order.best(now, this.#index);
    const better = index === undefined ? undefined : this.#streams[index];
    if (index === undefined || !better || this.#probe || this.#readyAt === Infinity || isPlainFile(better.url)) return;
    const probe = new AbortController();
    this.#probe = probe;
    const tooLong = setTimeout(() => probe.abort(), probeTime);
    const probing = loadHls(this.#hooks.options().light).then(
      ({ Hls, probeHls }) => Hls.isSupported() && probeHls(Hls, better.url, probe.signal),
    );
    void probing
      .catch(() => false)
      .then(well => {
        clearTimeout(tooLong);
        if (this.#probe !== probe) return;
        this.#probe = undefined;
        if (well) this.#openBest('better');
        else this.#order.fail(index, performance.now());
      });
  }

  /** Keeps where the viewer is, unless that is at the live edge. */
  #remember(): void {
    const engine = this.#engine;
    const { currentTime } = this.#video;
    if (!engine || this.#readyAt === Infinity) {
      // Where the viewer wants to be counts for more than where they are.
      if (this.#head?.isUseful && this.#place.date === undefined) this.#place = { date: this.#head.dateAt(currentTime), time: currentTime };
      return;
    }
    const { liveEdge } = engine;
    const isLive = liveEdge !== undefined && liveEdge - currentTime < liveSlack;
    this.#place = isLive ? {} : { date: engine.dateAt(currentTime), time: engine.live ? undefined : currentTime };
  }

  /** Goes where the viewer was or wants to be, once the stream can tell where that is. */
  #goToPlace(): void {
    const { date } = this.#place;
    const time = date === undefined ? undefined : this.#engine?.timeAt(date);
    if (time === undefined) return;
    this.#place = {};
    this.#engine?.goTo(time);
  }

  /** Goes to a date; without one, to the newest there is. Before the stream is known the wish is kept. */
  seek(date: number | undefined): void {
    const engine = this.#engine;
    const time = date === undefined ? (engine?.liveEdge ?? engine?.window?.end) : engine?.timeAt(date);
    if (time === undefined) this.#place = { date };
    else engine?.goTo(time);
    this.#watchdog.reset();
  }
}

const sameStreams = (a: readonly PlayerStream[], b: readonly PlayerStream[]): boolean =>
  a.length === b.length && a.every(({ url }, index) => url === b[index]?.url);
