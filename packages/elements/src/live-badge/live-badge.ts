import type { SessionPhase, ShowSession, ShowState } from '@shopcast/session';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { ShowController } from '../internal/show-context.js';
import { tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { styles } from './live-badge.styles.js';

const phases = ['live', 'paused', 'replay'] as const;
type BadgePhase = (typeof phases)[number];

/** A count older than this is told with its age, ms. */
const fresh = 60_000;

/**
 * Says that the show is live, pauses or is watched again, and how many watch when the room has counted.
 *
 * @element shopcast-live-badge
 * @status experimental
 * @csspart badge - The word with its dot.
 * @csspart viewers - How many watch.
 * @cssproperty [--shopcast-live] - Colour of the dot.
 */
export class ShopcastLiveBadge extends LitElement {
  static override styles = [tokens, styles];

  /** `live`, `paused` or `replay`: set it to use the badge alone; otherwise the show decides. Nothing is shown in other phases. */
  @property() phase?: string;
  /** How many watch. Set it to use the badge alone; leave it out when nobody has counted. */
  @property({ type: Number }) viewers?: number;

  readonly #phase = new ShowController<SessionPhase>(this, session => session.$phase);
  readonly #show = new ShowController<ShowState>(this, session => session.$truth);
  readonly #now = new ShowController<number>(this, (session: ShowSession) => session.$now);
  readonly #l10n = new LocalizeController(this);

  get #shown(): BadgePhase | undefined {
    const phase = this.phase ?? this.#phase.value;
    if (development && this.phase !== undefined && !phases.some(one => one === phase)) {
      warnOnce(this, 'phase', `phase="${this.phase}" shows nothing; known are ${phases.join(', ')}.`);
    }
    return phases.find(one => one === phase);
  }

  /** The number with its age in minutes; `undefined` when nobody has counted. */
  get #count(): { readonly viewers: number; readonly minutes: number } | undefined {
    if (this.viewers !== undefined) return this.viewers >= 0 ? { viewers: this.viewers, minutes: 0 } : undefined;
    const counted = this.#show.value?.viewers;
    if (!counted || counted.at === 0) return undefined;
    const age = (this.#now.value ?? counted.at) - counted.at;
    return { viewers: counted.count, minutes: age > fresh ? Math.floor(age / fresh) : 0 };
  }

  override render(): TemplateResult | typeof nothing {
    const phase = this.#shown;
    if (!phase) return nothing;
    const { t } = this.#l10n;
    const words = { live: t.live, paused: t.paused, replay: t.replay }[phase];
    return html`<span part="badge" class="badge ${phase}">${words}</span>${phase === 'live' ? this.#viewers() : nothing}`;
  }

  #viewers(): TemplateResult | typeof nothing {
    const count = this.#count;
    if (!count) return nothing;
    const { t, language } = this.#l10n;
    const number = new Intl.NumberFormat(language).format(count.viewers);
    const age = count.minutes > 0 ? new Intl.RelativeTimeFormat(language, { style: 'narrow' }).format(-count.minutes, 'minute') : '';
    return html`<span part="viewers" class="viewers"
      ><span aria-hidden="true">${number}${age && ` · ${age}`}</span
      ><span class="visually-hidden">${t.watching(count.viewers, number)} ${age}</span></span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-live-badge': ShopcastLiveBadge;
  }
}
