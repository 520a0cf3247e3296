import type { SessionPhase, ShowState } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../messages/en.js';
import type { Remind } from './reminder.js';

/** Where a show stands for its viewer; `opening` until anything is known of it. */
export type ViewPhase = SessionPhase | 'opening';

/** What the words about a phase are made of. */
export interface PhaseScene {
  readonly phase: ViewPhase;
  readonly show: ShowState | undefined;
  /** Whether there is a shop to go on with. */
  readonly shop: boolean;
  /** Nobody tries to reach the show any more: it has turned the viewer away. */
  readonly givenUp: boolean;
  /** Server ms. */
  readonly now: number;
  readonly t: Messages;
  /** BCP 47. */
  readonly language: string;
  readonly remind: Remind;
  readonly onWatchAgain: () => void;
  /** Missing where the page has made the session, and only the page can make another. */
  readonly onTryAgain: (() => void) | undefined;
}

/** What stands over the picture while no video runs, or beside it while it rests. */
export function phaseView(scene: PhaseScene): TemplateResult | typeof nothing {
  switch (scene.phase) {
    case 'scheduled':
      return scheduled(scene);
    case 'paused':
      return words(scene.t.pausedTitle, scene.show?.pauseReason);
    case 'ended':
      return ended(scene);
    case 'unreachable':
      return unreachable(scene);
    default:
      return nothing;
  }
}

function words(title: string, more?: string | TemplateResult): TemplateResult {
  return html`<p part="state__title">${title}</p>
    ${more ? html`<p part="state__text">${more}</p>` : nothing}`;
}

function scheduled({ show, now, t, language, remind }: PhaseScene): TemplateResult {
  const details = show?.details;
  if (!details) return words(t.startsSoon);
  const { startsAt, title, description, showId } = details;
  const soon = startsAt <= now;
  return html`<h2 part="state__title">${title}</h2>
    ${description ? html`<p part="state__text">${description}</p>` : nothing}
    <p part="state__time">
      ${soon ? t.startsSoon : html`<time datetime=${new Date(startsAt).toISOString()}>${startTime(startsAt, now, language)}</time>`}
    </p>
    ${soon ? nothing : reminder(remind({ id: showId, title, description, startsAt, now: show.at || startsAt, url: location.href }, now), showId, t)}`;
}

/** Stands in its place before it leads anywhere. */
function reminder(link: string | undefined, showId: string, t: Messages): TemplateResult {
  const waits = link === undefined;
  return html`<a
    part="remind"
    class="button"
    role=${waits ? 'link' : nothing}
    aria-disabled=${waits ? 'true' : nothing}
    download=${`${showId}.ics`}
    href=${link ?? nothing}
    >${t.remindMe}</a
  >`;
}

function ended({ show, shop, t, onWatchAgain }: PhaseScene): TemplateResult {
  const recorded = show?.streams.some(({ kind }) => kind === 'recorded') ?? false;
  const text = recorded ? (shop ? t.watchAgainAndShop : t.watchAgainText) : shop ? t.endedShop : undefined;
  return html`${words(t.endedTitle, text)}
  ${recorded ? html`<button part="watch-again" class="button primary" type="button" @click=${onWatchAgain}>${t.watchAgain}</button>` : nothing}`;
}

function unreachable({ shop, givenUp, t, onTryAgain }: PhaseScene): TemplateResult {
  const text = givenUp ? t.turnedAwayText : t.unreachableText;
  return html`${words(t.unreachableTitle, shop ? t.cartWorks(text) : text)}
  ${onTryAgain ? html`<button part="try-again" class="button" type="button" @click=${onTryAgain}>${t.tryAgain}</button>` : nothing}`;
}

const day = 86_400_000;

/** The start in the viewer's zone: the day by name when it is near, the date with the year when it is far. */
export function startTime(startsAt: number, now: number, language: string): string {
  const far = startsAt - now > 300 * day;
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(far && { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(startsAt);
}
