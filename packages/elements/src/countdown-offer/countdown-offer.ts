import type { SessionOffer, ShownCart } from '@shopcast/session';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { ShopcastClaimEvent } from '../events.js';
import { clockTime } from '../internal/clock-time.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { $pageNow } from '../internal/page-clock.js';
import { ShowController, VoiceController } from '../internal/show-context.js';
import { StoreController } from '../internal/store-controller.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { styles } from './countdown-offer.styles.js';
import { unitsInCart } from './later-code.js';
import { isOver, momentWords, offerOf, offerUntil, type ShownOffer } from './shown-offer.js';

/** Seconds left at which the time is told to a screen reader; the end is told as well. */
const moments = [60, 30, 10];

/** Seconds say nothing of a time that is longer. */
const secondsOfDay = 24 * 3600;

/**
 * Shows how long an offer still runs and lets the viewer claim it. Inside a show everything comes from the offer as it was opened and from the server's
 * clock; the device's clock and the element's attributes cannot lengthen it.
 *
 * @element shopcast-countdown-offer
 * @status experimental
 * @slot - Words for the offer.
 * @event {ShopcastClaimEvent} shopcast-claim - The viewer asks for the offer. Cancelable.
 * @csspart time - When the offer ends, and how long that is.
 * @csspart time__left - How long.
 * @csspart after - What holds once the offer is over: the price, and what happens to units in the cart.
 * @csspart button - The button that claims the offer.
 * @cssproperty [--shopcast-offer=#8a4b00] - Colour of the time while the offer runs.
 */
export class ShopcastCountdownOffer extends LitElement {
  static override styles = [tokens, buttons, styles];

  /** When the offer ends (ISO 8601), to use the element alone. Inside a show the show decides. */
  @property({ attribute: 'ends-at' }) endsAt?: string;
  /** Which offer. Inside a show it may be left out: then it is the one that runs for the product, or for what the host shows. */
  @property({ attribute: 'offer-id' }) offerId?: string;
  /** For which product the offer is. */
  @property({ attribute: 'product-id' }) productId?: string;
  /** Says until when the offer runs and lets no seconds pass before the eyes. */
  @property({ type: Boolean, attribute: 'without-timer' }) withoutTimer = false;
  /** Leaves the button out, where another one stands beside it. */
  @property({ type: Boolean, attribute: 'without-button' }) withoutButton = false;

  @query('[role="status"]') private region?: HTMLElement | null;
  readonly #offers = new ShowController<readonly SessionOffer[]>(this, session => session.$offers);
  readonly #cart = new StoreController<ShownCart>(this);
  readonly #pageClock = new StoreController<number>(this);
  readonly #voice = new VoiceController(this, () => this.region);
  readonly #l10n = new LocalizeController(this);
  #last: string | undefined;
  /** For which offer, running or over, what tells of units in the cart was asked for. */
  #brought: string | undefined;
  /** The offer shown, in the present update. */
  #offer: ShownOffer | undefined;
  /** What was last said of, and how many seconds were left then. */
  #heard: { readonly of: string; left: number } | undefined;

  /** Whole seconds until the offer ends; 0 when none runs. */
  get secondsLeft(): number {
    return Math.ceil((this.#find()?.timeLeft ?? 0) / 1000);
  }

  get #now(): number {
    return this.#offers.session?.$now.get() ?? Date.now();
  }

  get #inShow(): boolean {
    return this.#voice.inShow || this.#offers.session !== undefined;
  }

  #find(): ShownOffer | undefined {
    const { session } = this.#offers;
    if (session) return offerOf(session, this, this.#last);
    // A show that is not open yet has no offers, whatever an attribute says.
    if (this.#inShow) return undefined;
    const end = Date.parse(this.endsAt ?? '');
    return Number.isNaN(end) ? undefined : offerUntil(end, Date.now());
  }

  protected override willUpdate(): void {
    if (development) checkEnd(this, this.#inShow);
    this.#offer = this.#find();
    this.#last = this.#offer?.offerId;
    const { session } = this.#offers;
    const over = this.#offer !== undefined && isOver(this.#offer);
    this.#pageClock.store = !session && this.#offer && !over ? $pageNow : undefined;
    const cart = session?.cart?.$cart;
    this.#cart.store = over ? cart : undefined;
    // Once while the offer runs, and should that have failed once more when it is over.
    const need = `${this.#last} ${over}`;
    if (this.#offer && need !== this.#brought && cart && cart.get().lines.length > 0) {
      this.#brought = need;
      void unitsInCart.bring().then(code => code && this.requestUpdate());
    }
  }

  protected override updated(): void {
    this.#speak();
  }

  /** Speaks when a moment that matters has just passed before the viewer's eyes; what was over from the start is no news. */
  #speak(): void {
    const offer = this.#offer;
    if (!offer || offer.phase === 'announced') return;
    const { t } = this.#l10n;
    const of = offer.offerId ?? String(offer.endsAt);
    const left = Math.ceil(offer.timeLeft / 1000);
    if (this.#heard?.of !== of) this.#heard = { of, left };
    const before = this.#heard.left;
    this.#heard.left = left;
    const passed = moments.findLast(moment => left <= moment && before > moment);
    if (left === 0 && before > 0) this.#voice.say(`offer ${of}`, `${t.offerEnded} ${this.#after(offer) ?? ''}`.trim());
    else if (passed !== undefined && left > 0 && !this.withoutTimer) this.#voice.say(`offer ${of}`, t.offerEndsIn(left));
  }

  /** What holds once the offer is over. */
  #after(offer: ShownOffer): string | undefined {
    return unitsInCart.here?.unitsSentence(offer, this.#cart.value, this.#offers.session?.$products.get() ?? [], this.#l10n);
  }

  readonly #claim = (): void => {
    const offer = this.#find();
    if (offer?.phase !== 'open') return;
    this.dispatchEvent(new ShopcastClaimEvent(offer.offerId ?? this.offerId, offer.productId ?? this.productId));
  };

  #time(offer: ShownOffer): TemplateResult {
    const { t, language } = this.#l10n;
    const now = this.#now;
    const { phase, startsAt, endsAt } = offer;
    const at = phase === 'announced' ? startsAt : endsAt;
    const moment = momentWords(at, now, language);
    const seconds = Math.ceil(offer.timeLeft / 1000);
    const words = { announced: t.offerStarts, open: this.withoutTimer ? t.offerUntil : t.offerEnds, ended: t.offerEndedAt };
    if (phase === 'closed' || phase === 'sold-out')
      return html`<span part="time" class="time">${phase === 'closed' ? t.offerClosed : t.offerSoldOut}</span>`;
    return html`<span part="time" class="time" ?data-open=${phase === 'open'}>
      <time datetime=${new Date(at).toISOString()}>${words[phase](moment)}</time>
      ${
        phase === 'open' && !this.withoutTimer && seconds < secondsOfDay
          ? html`<span part="time__left" class="left" role="timer">${t.offerLeft(clockTime(seconds, language))}</span>`
          : nothing
      }
    </span>`;
  }

  override render(): TemplateResult {
    const offer = this.#offer;
    const region = html`<span class="visually-hidden" role="status"></span>`;
    if (!offer) return html`${this.#inShow ? nothing : html`<slot></slot>`}${region}`;
    const { t } = this.#l10n;
    const open = offer.phase === 'open';
    const after = isOver(offer) && this.#after(offer);
    return html`<div class="words">
        <slot></slot>
        ${this.#time(offer)} ${after ? html`<span part="after" class="after">${after}</span>` : nothing}
      </div>
      ${
        this.withoutButton || offer.phase === 'announced'
          ? nothing
          : html`<button
              part="button"
              class=${open ? 'button primary' : 'button'}
              type="button"
              aria-disabled=${open ? nothing : 'true'}
              @click=${this.#claim}
            >
              ${open ? t.claimOffer : t.offerOver}
            </button>`
      }
      ${region}`;
  }
}

function checkEnd(host: ShopcastCountdownOffer, inShow: boolean): void {
  if (host.endsAt === undefined) return;
  if (inShow)
    warnOnce(host, 'attribute/ignored', 'ends-at means nothing inside a show: an offer ends when the show says. Take the attribute away.');
  else if (Number.isNaN(Date.parse(host.endsAt)))
    warnOnce(host, 'attribute/bad-value', `ends-at="${host.endsAt}" is no time. Write one like 2030-01-01T20:15:00Z.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-countdown-offer': ShopcastCountdownOffer;
  }
}
