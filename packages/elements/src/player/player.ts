import type { Playback, ShowState } from '@shopcast/session';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import {
  ShopcastErrorEvent,
  ShopcastPlayerStateEvent,
  ShopcastSeekEvent,
  ShopcastStreamChangedEvent,
  type ShopcastPlayerState,
} from '../events.js';
import { FullWindow } from '../internal/full-window.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { ShowController } from '../internal/show-context.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { Attention } from './attention.js';
import { SlottedTracks } from './captions.js';
import { Casting } from './casting.js';
import type { PlayerStream } from './engine.js';
import { PlayerCore, type PlayerSettings } from './player-core.js';
import { captionSizes, playerTemplate, type CaptionSize, type PlayerActs } from './player-view.js';
import { playerWords, type PlayerMessages } from './player-words.js';
import { styles } from './player.styles.js';
import type { StreamEvents } from './stream-events.js';

const mediaEvents = ['play', 'pause', 'playing', 'waiting', 'timeupdate', 'seeking', 'seeked', 'ended', 'volumechange'];

/**
 * Plays a live stream or a recording: HLS with low latency, several streams in order of preference, captions, and the date of the frame on
 * screen for everything that goes with it. Inside a show it plays the show's streams and gives the show its playhead.
 *
 * Sends the media events `play`, `pause`, `playing`, `waiting`, `timeupdate`, `seeking`, `seeked`, `ended`, `volumechange` and `error` as a `<video>` does:
 * they do not bubble.
 *
 * @element shopcast-player
 * @status experimental
 * @slot - What lies over the video and stays there in the full window. `<track>` elements here are captions.
 * @event {ShopcastStreamChangedEvent} shopcast-stream-changed - Another stream plays: the first, one after a failure, or a better one again.
 * @event {ShopcastPlayerStateEvent} shopcast-player-state - How it stands with the video has changed.
 * @event {ShopcastSeekEvent} shopcast-seek - Inside a show: the viewer wants to see another moment. Cancelable.
 * @event {ShopcastErrorEvent} shopcast-error - The video cannot be played here.
 * @event {Event} error - The same, as a `<video>` says it; does not bubble.
 * @csspart media - The picture.
 * @csspart poster - The picture before the first frame.
 * @csspart captions - The captions of the moment.
 * @csspart caption - One line of them.
 * @csspart controls - The bar with the controls.
 * @csspart button - Each button; more exactly `start`, `play`, `mute`, `sound`, `to-live`, `captions-button`, `settings-button`, `cast`, `picture`, `fill`, `retry`.
 * @csspart position - The slider of the position.
 * @csspart live - The word that it is live.
 * @csspart time - Where a recording stands.
 * @csspart settings - Quality and captions.
 * @csspart select - One choice among them.
 * @csspart words - What stands there when there is no picture.
 * @csspart busy - What turns while the video loads.
 * @csspart sound-only - The words while only sound plays.
 * @csspart start - The button that begins.
 * @csspart to-live - The button that goes back to live.
 * @csspart retry - The button that tries again.
 * @cssproperty [--shopcast-player-fit=contain] - How the picture fits its box: `contain` never cuts off, `cover` fills.
 * @cssproperty [--shopcast-player-inset-end=0px] - Space at the bottom that controls and captions leave to what lies over the video.
 * @cssproperty [--shopcast-player-inset-start=0px] - Space at the top that the button for sound leaves.
 * @cssproperty [--shopcast-player-accent=#fff] - Colour of the slider.
 * @cssproperty [--shopcast-caption-text=#fff] - Colour of captions.
 * @cssproperty [--shopcast-caption-background=rgb(0 0 0 / 0.8)] - What lies behind captions.
 */
export class ShopcastPlayer extends LitElement {
  static override styles = [tokens, buttons, styles];

  /** Address of an HLS playlist, or of an mp4 or webm file. */
  @property() src?: string;
  /** Several streams, the best first, instead of `src`. Inside a show left out: the show knows them. */
  @property({ attribute: false }) streams?: readonly PlayerStream[];
  /** Picture to show before the first frame. */
  @property() poster?: string;
  /** Name of the video, for screen readers and the lock screen. */
  @property() label?: string;
  /** Width to height, as `9/16`: the space that is kept before anything has loaded. */
  @property() aspect = '16/9';
  /** Begin as soon as the element is there, without sound. Not done where the viewer saves data. */
  @property({ type: Boolean }) autoplay = false;
  /** Make no sound, and offer none. */
  @property({ type: Boolean }) muted = false;
  /** The language of captions to show, as `de`; without it none are shown until the viewer asks. */
  @property() captions?: string;
  /** `small`, `medium` or `large`. */
  @property({ attribute: 'caption-size' }) captionSize: CaptionSize = 'medium';
  /** Date of the first frame (ISO 8601), for a recording that carries no dates of its own. */
  @property({ attribute: 'start-date' }) startDate?: string;
  /** Address of hls.js's worker file. Without it no worker is used. */
  @property({ attribute: 'worker-src' }) workerSrc?: string;
  /** Use the smaller engine: no captions inside the stream, no DRM. */
  @property({ type: Boolean }) light = false;
  /** Use little data, whatever the browser says. */
  @property({ type: Boolean, attribute: 'save-data' }) saveData = false;
  /** Leaves out all controls, for a page that has its own. */
  @property({ type: Boolean, attribute: 'without-controls' }) withoutControls = false;
  /** Fills the window, with everything that lies over the video. */
  @property({ type: Boolean, reflect: true, attribute: 'full-window' }) fullWindow = false;

  @query('.window') private box!: HTMLElement;
  @state() private settingsOpen = false;

  readonly #l10n = new LocalizeController<PlayerMessages>(this, playerWords);
  readonly #show: ShowController<ShowState> = new ShowController(this, session => session.$truth);
  readonly #full = new FullWindow(this, { box: () => this.box, onLeave: () => (this.fullWindow = false) });
  readonly #attention = new Attention(this);
  readonly #core = new PlayerCore({
    settings: () => this.#settings,
    onChange: () => this.requestUpdate(),
    onStream: ({ url }, index, reason) => void this.dispatchEvent(new ShopcastStreamChangedEvent({ url, index, reason })),
  });
  readonly #tracks = new SlottedTracks(this.#core.video);
  readonly #casting = new Casting(this, this.#core.video);
  #told: ShopcastPlayerState | undefined;

  constructor() {
    super();
    for (const type of mediaEvents) this.#core.video.addEventListener(type, () => this.dispatchEvent(new Event(type)));
  }

  /** How it stands with the video. */
  get state(): ShopcastPlayerState {
    return this.#core.state;
  }
  /** Program date-time of the frame on screen, ms; `undefined` where the stream has no dates. */
  get playhead(): number | undefined {
    return this.playback.$playhead.get();
  }
  /** The stores a session reads, for pages that join the two by hand: `session.attach(player.playback)`. */
  get playback(): Playback {
    return this.#core.playback;
  }
  /** What the stream carries beside the picture, for `hlsSource` of the `in-stream` transport. */
  get streamEvents(): Pick<StreamEvents, 'on' | 'off'> {
    return this.#core.streamEvents;
  }
  /** Seconds between what happens and what is seen; `undefined` in a recording, or when not known. */
  get latency(): number | undefined {
    return this.#core.engine?.latency;
  }
  /** Seconds of the video. */
  get currentTime(): number {
    return this.#core.video.currentTime;
  }
  set currentTime(seconds: number) {
    this.#core.video.currentTime = seconds;
  }
  /** Whether nobody wants it to play; while it waits for data it is not paused. */
  get paused(): boolean {
    return !this.#core.wish.wanted;
  }
  /** Whether it makes no sound now, by whomever's wish. */
  get silent(): boolean {
    return this.#core.video.muted;
  }
  /** 0 to 1. Phones leave it to their keys. */
  get volume(): number {
    return this.#core.video.volume;
  }
  set volume(volume: number) {
    this.#core.video.volume = volume;
  }
  /** `auto`, `sound` (sound only), or the id of a quality. */
  get quality(): string {
    return this.#core.quality;
  }
  set quality(id: string) {
    this.#core.setQuality(id);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#core.start();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Whoever moves the element within the page does not want the video to begin anew.
    queueMicrotask(() => !this.isConnected && this.#core.stop());
  }

  /** Plays; muted where the browser allows no more. Never rejects. */
  play(): Promise<void> {
    return this.#core.play();
  }
  /** Stands still, until told otherwise. */
  pause(): void {
    this.#core.wish.stop();
  }
  /** Watches as live as can be again; in a recording goes to its end. */
  seekToLive(): void {
    if (!this.#show.session) this.#core.seek();
    else this.dispatchEvent(new ShopcastSeekEvent());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('muted') && (this.muted || changed.get('muted'))) this.#core.wish.setMuted(this.muted);
    if (development && changed.has('captionSize') && !captionSizes.includes(this.captionSize))
      warnOnce(this, 'player/bad-caption-size', `caption-size="${this.captionSize}" is not one of ${captionSizes.join(', ')}.`);
    this.#core.follow();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('aspect')) this.#keepSpace();
    this.#full.show(this.fullWindow);
    const { state } = this;
    if (state === this.#told) return;
    this.#told = state;
    this.dispatchEvent(new ShopcastPlayerStateEvent(state));
    if (state === 'failed') this.#fail('player/cannot-play', this.#l10n.t.videoFailed);
    if (state === 'unsupported') this.#fail('player/not-supported', this.#l10n.t.videoUnsupported);
  }

  #fail(code: string, words: string): void {
    this.dispatchEvent(new Event('error'));
    this.dispatchEvent(new ShopcastErrorEvent(code, words));
  }

  #keepSpace(): void {
    const isGood = /^\s*\d+(\.\d+)?\s*(\/\s*\d+(\.\d+)?\s*)?$/.test(this.aspect);
    if (development && !isGood) warnOnce(this, 'player/bad-aspect', `aspect="${this.aspect}" is not like "9/16"; 16/9 is used.`);
    this.style.setProperty('--_aspect', isGood ? this.aspect : '16 / 9');
  }

  get #settings(): PlayerSettings {
    const { session, value: show } = this.#show;
    const { src, streams, autoplay, captions, startDate, workerSrc, light, saveData } = this;
    const poster = this.poster ?? session?.manifest.poster;
    const label = this.label ?? session?.manifest.title ?? this.#l10n.t.video;
    const given = { src, streams, captions, startDate, workerSrc, poster };
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<PlayerSettings>;
    return { ...known, autoplay, light, saveData, label, session, show };
  }

  readonly #acts: PlayerActs = {
    toggle: () => (this.paused || this.state === 'ended' ? void this.play() : this.pause()),
    start: () => void this.play(),
    retry: () => this.#core.retry(),
    sound: () => this.#core.wish.setMuted(false),
    mute: () => this.#core.wish.setMuted(!this.silent),
    captions: () => this.#toggleCaptions(),
    settings: () => void this.#toggleSettings(),
    picture: () => void this.#togglePicture(),
    cast: () => this.#casting.choose(),
    fill: () => (this.fullWindow = !this.fullWindow),
    toLive: () => this.seekToLive(),
    position: (seconds, done) => this.#goTo(seconds, done),
    chooseQuality: id => this.#core.setQuality(id),
    chooseTrack: track => this.#core.captions.select(track),
    chooseSize: size => (this.captionSize = size),
    surface: event => this.#onSurface(event),
  };

  /** In a small box the settings lie over the controls: so the focus goes along, and whoever leaves them by keyboard closes them. */
  async #toggleSettings(): Promise<void> {
    this.settingsOpen = !this.settingsOpen;
    if (!this.settingsOpen) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.settings select')?.focus();
  }

  readonly #onFocus = ({ target }: FocusEvent): void => {
    if (this.settingsOpen && target instanceof Element && !target.closest('.settings') && target.matches(':focus-visible'))
      this.settingsOpen = false;
  };

  #toggleCaptions(): void {
    const { captions } = this.#core;
    captions.select(captions.selected ? undefined : (captions.trackFor(this.captions ?? this.#l10n.language) ?? captions.tracks[0]));
  }

  async #togglePicture(): Promise<void> {
    const isInPicture = (this.renderRoot as ShadowRoot).pictureInPictureElement === this.#core.video;
    // Refused when there is no frame yet, or the page may not: then all stays as it is.
    await (isInPicture ? document.exitPictureInPicture() : this.#core.video.requestPictureInPicture()).catch(() => undefined);
  }

  /** While dragging, the picture follows; a show hears of the moment when it is let go, since its cards go with it. */
  #goTo(seconds: number, done: boolean): void {
    this.#attention.wake();
    this.#core.video.currentTime = seconds;
    const date = this.#core.dateAt(seconds);
    const edge = this.#core.engine?.liveEdge;
    if (done && this.#show.session && date !== undefined)
      this.dispatchEvent(new ShopcastSeekEvent(edge !== undefined && edge - seconds < 1 ? undefined : date));
  }

  /** A mouse click plays and pauses; a tap shows and hides the controls. */
  #onSurface({ pointerType }: PointerEvent): void {
    if (this.settingsOpen) this.settingsOpen = false;
    else if (pointerType === 'mouse' && this.#core.shown && !this.withoutControls) this.#acts.toggle();
    else if (pointerType !== 'mouse') this.#attention.toggle();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.settingsOpen) {
      event.preventDefault();
      this.settingsOpen = false;
      this.renderRoot.querySelector<HTMLElement>('.settings-button')?.focus();
    }
    this.#full.onKey(event);
  };

  override render(): TemplateResult {
    const { label, poster } = this.#settings;
    const picture = this.#core.scene;
    const isQuiet = this.#attention.isQuiet && picture.state === 'playing' && !this.settingsOpen;
    return html`<div
      class="window ${isQuiet ? 'quiet' : ''}"
      role=${this.fullWindow ? 'dialog' : 'region'}
      aria-label=${label}
      tabindex="-1"
      @keydown=${this.#onKey}
      @focusin=${this.#onFocus}
    >
      ${playerTemplate({
        ...picture,
        t: this.#l10n.t,
        language: this.#l10n.language,
        poster,
        withControls: !this.withoutControls,
        captionSize: this.captionSize,
        settingsOpen: this.settingsOpen,
        canCast: this.#casting.available,
        canFill: !this.#show.session,
        filled: this.fullWindow,
        act: this.#acts,
      })}
      <slot @slotchange=${this.#tracks.onSlotChange}></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-player': ShopcastPlayer;
  }
}
