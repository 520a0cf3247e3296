import type { Playback, ShowSession, ShowState } from '@shopcast/session';
import type { ShopcastPlayerState } from '../events.js';
import { createPlaybackStores } from '../internal/playback-stores.js';
import { Captions } from './captions.js';
import { hintStreams, leaveMediaSession, savesData, ScreenLock, takeMediaSession } from './device.js';
import { liveSlack, type PlayerStream } from './engine.js';
import { PlayWish } from './play-wish.js';
import type { PictureScene } from './player-view.js';
import { PlayheadFollower } from './playhead.js';
import { showStreams, type ShowStreams } from './show-streams.js';
import { StillPicture } from './still-picture.js';
import { StreamEvents } from './stream-events.js';
import { StreamPlayer, type StreamReason } from './stream-player.js';

/** What the page asks of the player, and the show around it. */
export interface PlayerSettings {
  readonly src?: string;
  readonly streams?: readonly PlayerStream[];
  readonly autoplay: boolean;
  readonly captions?: string;
  readonly startDate?: string;
  readonly workerSrc?: string;
  readonly light: boolean;
  readonly saveData: boolean;
  readonly poster?: string;
  readonly label: string;
  readonly session: ShowSession | undefined;
  readonly show: ShowState | undefined;
}

export interface PlayerCoreHooks {
  readonly settings: () => PlayerSettings;
  readonly onChange: () => void;
  readonly onStream: (stream: PlayerStream, index: number, reason: StreamReason) => void;
}

/** Everything of a player but what is seen of its controls: video, streams, captions, playhead, and the device. */
export class PlayerCore {
  readonly video = document.createElement('video');
  readonly streamEvents = new StreamEvents();
  readonly still = new StillPicture(this.video);
  readonly wish: PlayWish;
  readonly captions: Captions;
  readonly playback: Playback;
  /** A frame of the present stream, or of the one before, is on screen. */
  shown = false;
  readonly #hooks: PlayerCoreHooks;
  readonly #stores = createPlaybackStores();
  readonly #lock = new ScreenLock();
  readonly #playhead: PlayheadFollower;
  readonly #player: StreamPlayer;
  #running = false;
  /** The player has begun by itself once; what the viewer wanted after that counts. */
  #begun = false;
  #captionsAsked: string | undefined;
  #attached: { readonly session: ShowSession; readonly detach: () => void } | undefined;
  #unhint: (() => void) | undefined;
  #openedAfterEnd = false;

  constructor(hooks: PlayerCoreHooks) {
    const { video } = this;
    this.#hooks = hooks;
    this.wish = new PlayWish(video, hooks.onChange);
    this.captions = new Captions(video, hooks.onChange);
    this.#playhead = new PlayheadFollower(video, {
      dateAt: time => this.dateAt(time),
      publish: (date, moves) => this.#stores.set(date, moves),
    });
    this.#player = new StreamPlayer(video, {
      options: () => ({ light: this.#settings.light, workerSrc: this.#settings.workerSrc, saveData: this.#savesData }),
      onChange: () => this.#onStreams(),
      onStream: hooks.onStream,
      onStreamEvent: (name, data) => this.streamEvents.tell(name, data),
      onSwitch: () => this.still.hold(),
      hearsEvents: () => this.streamEvents.has('hlsFragParsingMetadata'),
    });
    const { $playhead, $playing } = this.#stores;
    this.playback = { $playhead, $playing, seek: at => this.seek(at) };
    Object.assign(video, { playsInline: true, preload: 'auto' });
    video.addEventListener('playing', () => this.#onFrame());
    video.addEventListener('seeked', () => this.#onFrame());
    video.addEventListener('pause', () => this.#onPause());
    for (const type of ['play', 'playing', 'pause', 'waiting', 'timeupdate', 'ended', 'volumechange', 'seeked'])
      video.addEventListener(type, hooks.onChange);
  }

  get #settings(): PlayerSettings {
    return this.#hooks.settings();
  }
  get #savesData(): boolean {
    return this.#settings.saveData || savesData();
  }
  /** The streams there are to play, and whether to begin at once. */
  get sources(): ShowStreams {
    const { streams, src, session, show } = this.#settings;
    if (streams) return { streams, on: false };
    if (src) return { streams: [{ url: src }], on: false };
    return showStreams(session, show);
  }
  get engine(): StreamPlayer['engine'] {
    return this.#player.engine;
  }
  get quality(): string {
    return this.#player.quality;
  }
  setQuality(id: string): void {
    this.#player.setQuality(id);
  }

  get state(): ShopcastPlayerState {
    const { state } = this.#player;
    const { ended, paused, readyState } = this.video;
    if (state === 'failed' || state === 'unsupported') return state;
    if (state === 'missing' || state === 'interrupted') return navigator.onLine ? state : 'offline';
    if (this.wish.blocked) return 'blocked';
    if (state === 'idle') return 'idle';
    if (ended) return 'ended';
    if (!this.wish.wanted) return 'paused';
    if (this.#player.canPlay && !paused && readyState > HTMLMediaElement.HAVE_CURRENT_DATA) return 'playing';
    return this.shown ? 'waiting' : 'loading';
  }

  /** Program date-time of a second of the video, ms. */
  dateAt(time: number): number | undefined {
    const start = Date.parse(this.#settings.startDate ?? '');
    return this.#player.dateAt(time) ?? (Number.isNaN(start) ? undefined : start + time * 1000);
  }

  /** Seconds behind the live edge; `undefined` where that is what one calls live, and in a recording. */
  get behind(): number | undefined {
    const edge = this.engine?.liveEdge;
    const behind = edge === undefined ? 0 : edge - this.video.currentTime;
    return this.shown && behind > liveSlack ? behind : undefined;
  }

  /** What there is to draw. */
  get scene(): PictureScene {
    const { video, engine, captions, wish, state, shown, quality, behind } = this;
    const window = engine?.window;
    return {
      video,
      still: this.still.canvas,
      state,
      canStart: this.sources.streams.length > 0,
      shown,
      muted: video.muted,
      offersSound: wish.mutedForStart && shown,
      soundOnly: quality === 'sound',
      position: window && { ...window, end: engine.liveEdge ?? window.end, now: video.currentTime },
      live: engine?.live ?? false,
      behind,
      qualities: engine?.qualities ?? [],
      quality,
      height: engine?.height ?? 0,
      hasSoundOnly: engine?.hasSoundOnly ?? false,
      tracks: captions.tracks,
      track: captions.selected,
      lines: captions.lines,
      canPicture: document.pictureInPictureEnabled && engine !== undefined,
    };
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#playhead.start();
    this.captions.start();
    addEventListener('online', this.#hooks.onChange);
    addEventListener('offline', this.#hooks.onChange);
  }

  /** Lets go of everything. `start` and `follow` bring it back. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#close();
    this.#playhead.stop();
    this.captions.stop();
    this.#lock.set(false);
    leaveMediaSession(this);
    this.#attached?.detach();
    this.#attached = undefined;
    removeEventListener('online', this.#hooks.onChange);
    removeEventListener('offline', this.#hooks.onChange);
  }

  /** Brings everything up to what the page and the show say now. */
  follow(): void {
    if (!this.#running) return;
    const { session, autoplay } = this.#settings;
    if (session !== this.#attached?.session) {
      this.#attached?.detach();
      this.#attached = session && { session, detach: session.attach(this.playback) };
    }
    const { streams, on } = this.sources;
    if (!this.#begun && streams.length > 0 && (autoplay || on) && !this.#savesData) {
      this.#begun = true;
      this.wish.startQuietly();
    }
    if (this.wish.wanted) this.#open();
    if (this.#isOver) {
      this.#close();
      this.wish.stop();
    } else if (streams.length === 0 && this.#player.state !== 'idle') {
      this.#close();
    }
    this.#lock.set(this.state === 'playing');
    this.#chooseCaptions();
  }

  /** Plays; muted where the browser allows no more. Never rejects. */
  play(): Promise<void> {
    this.wish.wanted = true;
    this.#begun = true;
    if (this.video.ended) this.video.currentTime = this.engine?.window?.start ?? 0;
    this.#open();
    return this.wish.attempt();
  }

  retry(): void {
    this.#player.retry();
  }

  /** Shows a moment (program date-time, ms) and plays on from there; without one, the newest there is. */
  seek(at?: number): void {
    const start = Date.parse(this.#settings.startDate ?? '');
    const time = at !== undefined && !this.engine?.dateAt(0) && !Number.isNaN(start) ? (at - start) / 1000 : undefined;
    if (this.#player.state === 'idle' || this.#isOfThePast) this.#open(at);
    if (time === undefined) this.#player.seek(at);
    else this.video.currentTime = time;
    void this.play();
  }

  get #hasEnded(): boolean {
    const { show, src, streams } = this.#settings;
    return show?.phase === 'ended' && src === undefined && streams === undefined;
  }
  /** The show is over, and what plays is what was live. */
  get #isOfThePast(): boolean {
    return this.#hasEnded && !this.#openedAfterEnd && this.#player.state !== 'idle';
  }
  /** The last second of what was live has been seen, or will never come. */
  get #isOver(): boolean {
    if (!this.#isOfThePast) return false;
    const { state } = this.#player;
    const end = this.#settings.show?.endedAt ?? 0;
    const playhead = this.playback.$playhead.get() ?? Infinity;
    return !this.shown || this.video.ended || playhead >= end || state === 'interrupted' || state === 'missing';
  }

  #open(at?: number): void {
    const { streams } = this.sources;
    if (!this.#running || streams.length === 0) return;
    // Whoever watched live sees the last seconds before the recording takes over.
    if (this.#isOfThePast && at === undefined) return;
    if (this.#player.state === 'idle') {
      this.#unhint = hintStreams(
        streams.map(({ url }) => url),
        this.#settings.session?.manifest.preload ?? [],
      );
    }
    this.#openedAfterEnd = this.#hasEnded;
    this.#player.open(streams, at);
  }

  #close(): void {
    this.#player.close();
    this.#unhint?.();
    this.#unhint = undefined;
    this.still.release();
    this.shown = false;
    this.#stores.set(undefined, false);
  }

  #onStreams(): void {
    if (this.#player.canPlay && this.wish.wanted && this.video.paused && !this.wish.blocked && !this.video.ended) void this.wish.attempt();
    this.#hooks.onChange();
  }

  #onFrame(): void {
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.shown = true;
    this.still.release();
    if (!this.video.paused) this.#showOnDevice();
    this.#hooks.onChange();
  }

  /** The browser's own controls (picture-in-picture, media keys) pause too. */
  #onPause(): void {
    if (this.#player.canPlay && !this.wish.isAsking && !this.video.ended && this.video.readyState > 0) this.wish.wanted = false;
  }

  #showOnDevice(): void {
    const { label, poster, session } = this.#settings;
    takeMediaSession(this, {
      title: label,
      artist: session?.manifest.host?.name,
      artwork: poster,
      play: () => void this.play(),
      pause: () => this.wish.stop(),
      skip: seconds => (this.video.currentTime += seconds),
    });
  }

  /** Chooses the captions the page asked for, once they are there. */
  #chooseCaptions(): void {
    const { captions } = this.#settings;
    if (captions === this.#captionsAsked) return;
    const track = captions === undefined ? undefined : this.captions.trackFor(captions);
    if (!track && captions !== undefined) return;
    this.#captionsAsked = captions;
    this.captions.select(track);
  }
}
