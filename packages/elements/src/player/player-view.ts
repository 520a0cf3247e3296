import { html, nothing, type TemplateResult } from 'lit';
import captionsIcon from 'lucide/dist/esm/icons/captions.mjs';
import castIcon from 'lucide/dist/esm/icons/cast.mjs';
import leaveIcon from 'lucide/dist/esm/icons/minimize.mjs';
import fillIcon from 'lucide/dist/esm/icons/maximize.mjs';
import pauseIcon from 'lucide/dist/esm/icons/pause.mjs';
import pictureIcon from 'lucide/dist/esm/icons/picture-in-picture-2.mjs';
import playIcon from 'lucide/dist/esm/icons/play.mjs';
import settingsIcon from 'lucide/dist/esm/icons/settings.mjs';
import soundIcon from 'lucide/dist/esm/icons/volume-2.mjs';
import silentIcon from 'lucide/dist/esm/icons/volume-x.mjs';
import type { ShopcastPlayerState } from '../events.js';
import { clockTime } from '../internal/clock-time.js';
import { icon, type IconNode } from '../internal/icon.js';
import type { PlayerMessages } from './player-words.js';
import type { CaptionTrack } from './captions.js';
import type { Quality } from './engine.js';

export type CaptionSize = 'small' | 'medium' | 'large';
export const captionSizes: readonly CaptionSize[] = ['small', 'medium', 'large'];

/** What of the picture a player is drawn from; the core knows it. */
export interface PictureScene {
  readonly video: HTMLVideoElement;
  /** The last frame, while streams change. */
  readonly still: HTMLCanvasElement;
  readonly state: ShopcastPlayerState;
  /** There is something to begin with. */
  readonly canStart: boolean;
  /** A frame has been shown. */
  readonly shown: boolean;
  readonly muted: boolean;
  /** It was muted only to be allowed to begin. */
  readonly offersSound: boolean;
  readonly soundOnly: boolean;
  /** Where the picture stands in what there is, seconds. */
  readonly position: { readonly start: number; readonly end: number; readonly now: number } | undefined;
  readonly live: boolean;
  /** Seconds behind the live edge, when that is more than one would call live. */
  readonly behind: number | undefined;
  readonly qualities: readonly Quality[];
  readonly quality: string;
  /** Lines of the picture; 0 when not known. */
  readonly height: number;
  readonly hasSoundOnly: boolean;
  readonly tracks: readonly CaptionTrack[];
  readonly track: CaptionTrack | undefined;
  /** The captions of the moment. */
  readonly lines: readonly string[];
  readonly canPicture: boolean;
}

/** What a player is drawn from. */
export interface PlayerScene extends PictureScene {
  readonly t: PlayerMessages;
  readonly language: string;
  readonly poster: string | undefined;
  readonly withControls: boolean;
  readonly captionSize: CaptionSize;
  readonly settingsOpen: boolean;
  /** There is another device to play on. */
  readonly canCast: boolean;
  readonly canFill: boolean;
  readonly filled: boolean;
  readonly act: PlayerActs;
}

export interface PlayerActs {
  readonly toggle: () => void;
  readonly start: () => void;
  readonly retry: () => void;
  readonly sound: () => void;
  readonly mute: () => void;
  readonly captions: () => void;
  readonly settings: () => void;
  readonly picture: () => void;
  readonly cast: () => void;
  readonly fill: () => void;
  readonly toLive: () => void;
  /** The viewer drags; `done` when it is let go. */
  readonly position: (seconds: number, done: boolean) => void;
  readonly chooseQuality: (id: string) => void;
  readonly chooseTrack: (track: CaptionTrack | undefined) => void;
  readonly chooseSize: (size: CaptionSize) => void;
  readonly surface: (event: PointerEvent) => void;
}

export function playerTemplate(scene: PlayerScene): TemplateResult {
  const { t, video, still, poster, shown, state, act, soundOnly } = scene;
  return html`<div part="media" class="media" @click=${act.surface}>
      ${video}${still}
      ${poster ? html`<img part="poster" class="poster" src=${poster} alt="" decoding="async" fetchpriority="high" ?hidden=${shown && !soundOnly} />` : nothing}
      ${soundOnly && shown ? html`<p part="sound-only" class="sound-only">${t.soundOnlyNow}</p>` : nothing}
    </div>
    ${captionLines(scene)} ${middle(scene)}
    ${scene.offersSound && scene.withControls ? button(t.tapForSound, silentIcon, act.sound, { part: 'sound', worded: true }) : nothing}
    ${scene.withControls && shown && !['failed', 'unsupported', 'missing'].includes(state) ? bar(scene) : nothing}`;
}

interface ButtonLook {
  readonly part: string;
  readonly worded?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly extra?: string;
}

function button(label: string, picture: IconNode, act: () => void, look: ButtonLook): TemplateResult {
  const { part, worded, pressed, expanded, extra = '' } = look;
  return html`<button
    type="button"
    part="button ${part}"
    class="over ${part} ${extra} ${worded ? 'worded' : ''}"
    title=${worded ? nothing : label}
    aria-label=${worded ? nothing : label}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    @click=${act}
  >
    ${icon(picture)}${worded ? html`<span>${label}</span>` : nothing}
  </button>`;
}

/** What stands in the middle: the button to begin, or words when there is nothing to see. */
function middle({ t, state, canStart, act, withControls }: PlayerScene): TemplateResult | typeof nothing {
  const words = wordsFor(t, state);
  if (words) {
    const [title, text, canRetry] = words;
    return html`<div part="words" class="words" role=${state === 'failed' ? 'alert' : 'status'}>
      <p class="title">${title}</p>
      ${text ? html`<p>${text}</p>` : nothing}
      ${canRetry ? html`<button type="button" part="button retry" class="button" @click=${act.retry}>${t.tryAgain}</button>` : nothing}
    </div>`;
  }
  if (state === 'blocked' || (state === 'idle' && canStart) || (state === 'ended' && withControls))
    return html`<button type="button" part="button start" class="over start" aria-label=${t.play} @click=${act.start}>
      ${icon(playIcon)}
    </button>`;
  if (state === 'loading' || state === 'waiting')
    return html`<div part="busy" class="busy" role="status"><span class="visually-hidden">${t.videoLoading}</span></div>`;
  return nothing;
}

function wordsFor(t: PlayerMessages, state: ShopcastPlayerState): readonly [title: string, text: string, canRetry: boolean] | undefined {
  if (state === 'missing') return [t.videoMissing, t.videoMissingText, true];
  if (state === 'interrupted') return [t.videoInterrupted, t.videoInterruptedText, true];
  if (state === 'offline') return [t.videoOffline, t.videoOfflineText, false];
  if (state === 'failed') return [t.videoFailed, '', true];
  if (state === 'unsupported') return [t.videoUnsupported, '', false];
  return undefined;
}

function captionLines({ lines, captionSize }: PlayerScene): TemplateResult {
  const shown = lines.map(line => html`<p><span part="caption">${line}</span></p>`);
  return html`<div part="captions" class="captions ${captionSize}" dir="auto">${shown}</div>`;
}

function bar(scene: PlayerScene): TemplateResult {
  const { t, state, muted, track, tracks, act, settingsOpen } = scene;
  const moves = state === 'playing' || state === 'waiting' || state === 'loading';
  return html`<div part="controls" class="controls" role="group" aria-label=${t.videoControls}>
    ${positionTemplate(scene)}
    <div class="row">
      ${button(moves ? t.pause : t.play, moves ? pauseIcon : playIcon, act.toggle, { part: 'play' })}
      ${button(muted ? t.unmute : t.mute, muted ? silentIcon : soundIcon, act.mute, { part: 'mute' })} ${liveTemplate(scene)}
      <span class="gap"></span>
      ${tracks.length > 0 ? button(t.captions, captionsIcon, act.captions, { part: 'captions-button', pressed: track !== undefined }) : nothing}
      ${hasSettings(scene) ? button(t.videoSettings, settingsIcon, act.settings, { part: 'settings-button', expanded: settingsOpen }) : nothing}
      ${scene.canCast ? button(t.castTo, castIcon, act.cast, { part: 'cast' }) : nothing}
      ${scene.canPicture ? button(t.pictureInPicture, pictureIcon, act.picture, { part: 'picture', extra: 'roomy' }) : nothing}
      ${
        scene.canFill
          ? button(scene.filled ? t.leaveFullWindow : t.fullWindow, scene.filled ? leaveIcon : fillIcon, act.fill, { part: 'fill' })
          : nothing
      }
    </div>
    ${settingsOpen ? settingsTemplate(scene) : nothing}
  </div>`;
}

const hasSettings = ({ qualities, hasSoundOnly, tracks }: PlayerScene): boolean =>
  qualities.length > 1 || hasSoundOnly || tracks.length > 0;

function positionTemplate({ t, language, position, behind, live, act }: PlayerScene): TemplateResult | typeof nothing {
  if (!position || position.end - position.start < 2) return nothing;
  const { start, end, now } = position;
  const value = Math.min(Math.max(now, start), end);
  const clock = (seconds: number): string => clockTime(seconds, language);
  const words = live ? (behind === undefined ? t.live : t.behindLive(clock(behind))) : t.timeOf(clock(value - start), clock(end - start));
  const take = (done: boolean) => (event: Event) => act.position((event.target as HTMLInputElement).valueAsNumber, done);
  return html`<input
    type="range"
    part="position"
    class="position"
    min=${start}
    max=${end}
    step="1"
    .value=${String(value)}
    aria-label=${t.videoPosition}
    aria-valuetext=${words}
    @input=${take(false)}
    @change=${take(true)}
  />`;
}

function liveTemplate({ t, language, live, behind, position, act }: PlayerScene): TemplateResult | typeof nothing {
  if (live && behind !== undefined)
    return html`<button type="button" part="button to-live" class="over worded to-live" @click=${act.toLive}>
      <span>${t.backToLive}</span>
    </button>`;
  if (live) return html`<span part="live" class="live"><span class="dot"></span>${t.live}</span>`;
  if (!position) return nothing;
  const { start, end, now } = position;
  return html`<span part="time" class="time"
    >${clockTime(now - start, language)}<span class="roomy"> / ${clockTime(end - start, language)}</span></span
  >`;
}

function settingsTemplate({ t, qualities, quality, height, hasSoundOnly, tracks, track, captionSize, act }: PlayerScene): TemplateResult {
  const option = (value: string, label: string, chosen: string): TemplateResult =>
    html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
  const choice = (label: string, options: unknown, take: (value: string) => void): TemplateResult =>
    html`<label
      ><span>${label}</span
      ><select part="select" @change=${(event: Event) => take((event.target as HTMLSelectElement).value)}>
        ${options}
      </select></label
    >`;
  const name = ({ height: lines, bitrate }: Quality): string => (lines > 0 ? `${lines}p` : `${Math.round(bitrate / 1000)} kbit/s`);
  const sizes = { small: t.small, medium: t.medium, large: t.large };
  const chosenTrack = track
    ? String(tracks.indexOf(tracks.find(one => one.label === track.label && one.language === track.language)!))
    : '';
  return html`<div part="settings" class="settings">
    ${
      qualities.length > 1 || hasSoundOnly
        ? choice(
            t.quality,
            [
              option('auto', quality === 'auto' && height > 0 ? t.qualityAutoNow(`${height}p`) : t.qualityAuto, quality),
              ...qualities.toReversed().map(one => option(one.id, name(one), quality)),
              hasSoundOnly ? option('sound', t.soundOnly, quality) : nothing,
            ],
            act.chooseQuality,
          )
        : nothing
    }
    ${
      tracks.length > 0
        ? html`${choice(
            t.captions,
            [option('', t.off, chosenTrack), ...tracks.map((one, index) => option(String(index), one.label, chosenTrack))],
            value => act.chooseTrack(value === '' ? undefined : tracks[Number(value)]),
          )}
          ${choice(
            t.captionSize,
            captionSizes.map(size => option(size, sizes[size], captionSize)),
            value => act.chooseSize(value as CaptionSize),
          )}`
        : nothing
    }
  </div>`;
}
