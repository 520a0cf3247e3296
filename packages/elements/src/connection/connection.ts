import type { SessionConnection } from '@shopcast/session';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { ShowController, VoiceController } from '../internal/show-context.js';
import { tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { styles } from './connection.styles.js';

const troubles = ['behind', 'retrying', 'offline'] as const;
type Trouble = (typeof troubles)[number];

/** The good news stays so long, ms. */
const goodNews = 4_000;

/**
 * Says quietly that the line to the show is behind, broken or offline, and that it is well again. Nothing while all is well, and nothing for
 * the short breaks that every line has.
 *
 * @element shopcast-connection
 * @status experimental
 * @csspart text - The words.
 */
export class ShopcastConnection extends LitElement {
  static override styles = [tokens, styles];

  /** `behind`, `retrying`, `offline`; anything else is well. Set it to use the element alone; otherwise the show decides. */
  @property() state?: string;
  /** Trouble that lasts no longer than this is not told, ms, a number >= 0. */
  @property({ type: Number }) patience = 2_000;

  @state() private told: Trouble | 'recovered' | undefined;

  readonly #line = new ShowController<SessionConnection>(this, session => session.$connection);
  readonly #voice = new VoiceController(this);
  readonly #l10n = new LocalizeController(this);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitsFor: Trouble | 'recovered' | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#wait(undefined);
  }

  get #trouble(): Trouble | undefined {
    const state = this.state ?? this.#line.value?.state;
    return troubles.find(one => one === state);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (development && changed.has('state')) checkState(this);
    const trouble = this.#trouble;
    if (trouble === this.told) this.#wait(undefined);
    else if (trouble && this.told && this.told !== 'recovered') this.#tell(trouble);
    else if (trouble) this.#wait(trouble, Math.max(0, this.patience), () => this.#tell(trouble));
    else if (this.told && this.told !== 'recovered') this.#tell('recovered');
    else if (this.#waitsFor !== 'recovered') this.#wait(undefined);
  }

  override render(): TemplateResult {
    const alone = this.state !== undefined;
    const words = this.#words(this.told);
    return html`<div role=${alone ? 'status' : nothing}>
      ${words ? html`<span part="text" class="text ${this.told ?? ''}">${words}</span>` : nothing}
    </div>`;
  }

  #tell(what: Trouble | 'recovered'): void {
    this.told = what;
    if (this.state === undefined) this.#voice.say('connection', this.#words(what) ?? '');
    if (what === 'recovered') this.#wait('recovered', goodNews, () => (this.told = undefined));
    else this.#wait(undefined);
  }

  /** Waits for one thing at a time. */
  #wait(what: Trouble | 'recovered' | undefined, ms = 0, then?: () => void): void {
    if (what !== undefined && what === this.#waitsFor) return;
    clearTimeout(this.#timer);
    this.#waitsFor = what;
    if (what === undefined) return;
    this.#timer = setTimeout(() => {
      this.#waitsFor = undefined;
      then?.();
    }, ms);
  }

  #words(told: Trouble | 'recovered' | undefined): string | undefined {
    const { t } = this.#l10n;
    if (!told) return undefined;
    return { behind: t.catchingUp, retrying: t.lineBroken, offline: t.offline, recovered: t.lineBack }[told];
  }
}

function checkState(host: ShopcastConnection): void {
  const known = [...troubles, 'open', 'connecting', 'closed'] as readonly string[];
  if (host.state !== undefined && !known.includes(host.state))
    warnOnce(host, 'state', `state="${host.state}" is not known; known are ${known.join(', ')}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-connection': ShopcastConnection;
  }
}
