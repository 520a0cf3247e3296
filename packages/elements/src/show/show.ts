import { ContextProvider } from '@lit/context';
import type { OpenShowOptions, SessionConnection, SessionPhase, ShopcastError, ShowSession } from '@shopcast/session';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import {
  ShopcastCloseEvent,
  ShopcastErrorEvent,
  ShopcastOpenEvent,
  ShopcastSeekEvent,
  type ShopcastPanel,
  type ShopcastSelectionChangedEvent,
} from '../events.js';
import { Announcer } from '../internal/announcer.js';
import { consentStore } from '../internal/consent.js';
import { FullWindow } from '../internal/full-window.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { showContext, voiceContext, type Say } from '../internal/show-context.js';
import { StoreController } from '../internal/store-controller.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import type { ShopcastPlayer } from '../player/player.js';
import { Insets } from './insets.js';
import { hearIntents, type BringActs, type IntentScene } from './intents.js';
import { cartActs, resuming } from './later-code.js';
import { panelElements, showPanels, slotOf, type OpenPanel } from './panels.js';
import { phaseView, type ViewPhase } from './phase-view.js';
import { bringPieces } from './pieces.js';
import { forgetPlaces } from './places.js';
import { reminderFor } from './reminder.js';
import type { Resume } from './resume.js';
import { SessionHolder } from './session-holder.js';
import { shopOptionsOf } from './shop-options.js';
import { ShowSettings } from './show-settings.js';
import { layout } from './show-layout.styles.js';
import { showTemplate } from './show-template.js';
import { styles } from './show.styles.js';

/** A notice stays so long, ms. */
const noticeTime = 6_000;

/**
 * A shoppable show: opens it from its manifest, joins it with the store's own cart, gives it to every Shopcast element inside, and lays them
 * out for the space there is.
 *
 * @element shopcast-show
 * @status experimental
 * @attr {click|visible|eager} load - With the script tag: when the show is loaded. `click` unless told.
 * @attr {string} label - With the script tag: the title to show until the show is loaded.
 * @attr {string} starts-at - With the script tag: when the show starts (ISO 8601), told in the viewer's zone until it is loaded.
 * @attr {string} badge - With the script tag: words in the corner until the show is loaded.
 * @slot - With `without-layout`: the page's own arrangement.
 * @slot player - What plays the video, instead of `<shopcast-player>`.
 * @slot badge - Instead of `<shopcast-live-badge>`.
 * @slot connection - Instead of `<shopcast-connection>`.
 * @slot announcement - Instead of `<shopcast-announcement>`.
 * @slot card - The featured product, instead of `<shopcast-product-card>`.
 * @slot chat - Where people talk.
 * @slot chat-input - Where they write, in the bar at the bottom.
 * @slot reactions - At the side of the video: hearts and the like.
 * @slot tray - All products, instead of `<shopcast-product-tray>`.
 * @slot sheet - One product in full, instead of `<shopcast-product-sheet>`.
 * @slot cart-button - Instead of `<shopcast-cart-button>`.
 * @slot cart - Instead of `<shopcast-cart-drawer>`.
 * @slot scheduled - Instead of what stands there before the show.
 * @slot paused - Instead of the words in a break.
 * @slot ended - Instead of the words after the show.
 * @slot unreachable - Instead of the words while the show cannot be reached.
 * @event {ShopcastAddedToCartEvent} shopcast-added-to-cart - The shop has confirmed units in its cart.
 * @event {ShopcastCartChangedEvent} shopcast-cart-changed - What the store's cart holds has become known, or has changed.
 * @event {ShopcastHandOffEvent} shopcast-hand-off - The viewer is about to leave for the checkout. Cancelable.
 * @event {ShopcastErrorEvent} shopcast-error - Something could not be done.
 * @csspart frame - Everything.
 * @csspart stage - The video and what lies over it.
 * @csspart poster - The picture before and behind the video.
 * @csspart top - The line at the top of the video: host, badge, buttons.
 * @csspart host - The name of the host.
 * @csspart state - The words before, in a break, after the show, and while it cannot be reached.
 * @csspart state__title - Their first line.
 * @csspart state__text - Their second.
 * @csspart state__time - When the show starts.
 * @csspart remind - The link to a calendar file.
 * @csspart watch-again - The button that starts the replay.
 * @csspart try-again - The button that asks for the show again.
 * @csspart panel - Card, tray, chat and bar: over the video on a phone, beside it on a wide screen.
 * @csspart bar - The line with products, chat input and cart.
 * @csspart tray-button - The button that opens all products.
 * @csspart notice - What has just happened, in a few words.
 * @csspart full-window - The button that fills the window or leaves it.
 * @cssproperty [--shopcast-stage=#101113] - What lies behind the video.
 * @cssproperty [--shopcast-panel-width=24rem] - Width of the panel beside the video.
 * @cssproperty [--shopcast-max-height=56rem] - Most height the show takes in a page.
 */
export class ShopcastShow extends ShowSettings {
  static override styles = [tokens, buttons, styles, layout];

  @query('.window') private box?: HTMLElement;
  @query('[role="status"]') private region!: HTMLElement;
  @state() private notice = '';
  @state() private hasChat = false;
  @state() private panel: OpenPanel | undefined;

  #given: ShowSession | undefined;
  readonly #consent = consentStore(true);
  readonly #l10n = new LocalizeController(this);
  readonly #holder = new SessionHolder(this, {
    source: () => this.#source(),
    onChange: () => this.#follow(),
    onProblem: problem => this.#report(problem),
  });
  readonly #full = new FullWindow(this, { box: () => this.box, onLeave: () => this.#wish(new ShopcastCloseEvent('show')) });
  readonly #remind = reminderFor(this);
  #resume: Resume | undefined;
  /** What was chosen in a picker inside last. */
  #chosen: ShopcastSelectionChangedEvent['detail'] | undefined;
  readonly #context = new ContextProvider(this, { context: showContext });
  readonly #phase = new StoreController<SessionPhase>(this);
  readonly #line = new StoreController<SessionConnection>(this);
  readonly #show = new StoreController<ReturnType<ShowSession['$show']['get']>>(this);
  readonly #now = new StoreController<number>(this);
  #stop: (() => void) | undefined;
  #announcer: Announcer | undefined;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    const say: Say = (subject, words) => void this.updateComplete.then(() => this.#announcer?.say(subject, words));
    new ContextProvider(this, { context: voiceContext, initialValue: say });
    const box = (name: string): HTMLElement | null => this.renderRoot.querySelector<HTMLElement>(`.${name}`);
    new Insets(this, () => ({ stage: box('stage'), top: box('top'), panel: box('panel') }));
    this.addEventListener('shopcast-selection-changed', ({ detail }) => (this.#chosen = detail));
    const scene = (): IntentScene => ({
      session: this.session,
      t: this.#l10n.t,
      send: event => this.dispatchEvent(event),
      tell: words => this.#tell(words),
      openPanel: (panel, productId) => this.openPanel(panel, productId),
      closePanel: panel => this.closePanel(panel),
    });
    hearIntents(this, scene, () => this.#bringCartActs());
  }

  /** The session of the show: the one the page brought, else the one opened here. */
  @property({ attribute: false })
  get session(): ShowSession | undefined {
    return this.#given ?? this.#holder.session;
  }
  set session(session: ShowSession | undefined) {
    if (session === this.#given) return;
    this.#given = session;
    this.requestUpdate('session');
    this.#follow();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
    this.#announcer?.stop();
    clearTimeout(this.#noticeTimer);
    this.fullWindow = false;
  }

  /** Opens a panel and closes the one that is open. `show` fills the window. */
  openPanel(panel: ShopcastPanel, productId?: string): void {
    if (panel === 'show') this.fullWindow = true;
    else this.panel = { name: panel, productId };
  }

  /** Closes a panel, if it is the one that is open. */
  closePanel(panel: ShopcastPanel): void {
    if (panel === 'show') this.fullWindow = false;
    else if (this.panel && slotOf(panel) === slotOf(this.panel.name)) this.panel = undefined;
  }

  /**
   * Begins as somebody who has asked for it: ends `await-start`, takes the focus and plays, with sound where the browser lets it. Resolves once the
   * show stands. Never rejects.
   */
  async start(): Promise<void> {
    this.awaitStart = false;
    await this.updateComplete;
    this.box?.focus({ preventScroll: true });
    // Its code may still be on its way.
    void customElements.whenDefined('shopcast-player').then(() => this.#player?.play());
  }

  /** What plays the video: the page's, if it brought one of ours, or the one drawn here. */
  get #player(): ShopcastPlayer | undefined {
    const tag = 'shopcast-player';
    return this.querySelector(tag) ?? this.renderRoot.querySelector(tag) ?? undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('consent')) this.#takeConsent();
    const asked = ['manifest', 'manifestData', 'commerce', 'shop', 'session', 'awaitStart'] as const;
    if (asked.some(name => changed.has(name))) {
      if (this.#given) this.#holder.close();
      else this.#holder.open();
    }
  }

  /** Until it begins, what stands in its place is the loader's; what the page lays out itself stands from the beginning. */
  protected override shouldUpdate(): boolean {
    return !this.awaitStart || this.withoutLayout;
  }

  protected override firstUpdated(): void {
    this.#announcer = new Announcer(this.region);
    if (development) checkLoad(this);
  }

  protected override updated(): void {
    this.#full.show(this.fullWindow);
    showPanels(this, this.panel);
    bringPieces(this);
  }

  #takeConsent(): void {
    // A word that is none of the two is no agreement.
    if (this.consent && this.consent !== 'granted' && this.consent !== 'denied') {
      if (development) warnOnce(this, 'consent', `consent is "granted" or "denied", not "${String(this.consent)}". Taken as denied.`);
      this.consent = 'denied';
    }
    this.#consent.set(this.consent !== 'denied');
    if (this.consent === 'denied') forgetPlaces();
    this.#goOn();
  }

  /** Goes on where the viewer was, once the shopper has said that it may. Code that does not come is asked for again with the session. */
  #goOn(): void {
    if (this.consent !== 'granted') return;
    void resuming.bring().then(code => {
      if (!code) return;
      this.#resume ??= new code.Resume(this, () => ({
        panel: this.panel,
        player: this.#player,
        sheets: panelElements(this, 'sheet'),
        chosen: this.#chosen,
      }));
      this.#resume.follow();
    });
  }

  async #bringCartActs(): ReturnType<BringActs> {
    const code = await cartActs.bring();
    code?.tellCart(this);
    return code;
  }

  #source(): OpenShowOptions | undefined {
    const manifest = this.manifestData ?? this.manifest;
    if (!manifest || this.#given || this.awaitStart) return undefined;
    void this.#bringCartActs();
    return {
      manifest,
      token: () => this.token,
      consent: this.#consent,
      commerce: this.commerce,
      shop: this.shop,
      shopOptions: shopOptionsOf(this),
    };
  }

  /** Follows the stores of the session there is, and gives it to everybody inside. */
  #follow(): void {
    const { session } = this;
    if (session) void this.#bringCartActs();
    this.#context.setValue(session);
    this.#phase.store = session?.$phase;
    this.#line.store = session?.$connection;
    this.#show.store = session?.$show;
    this.#stop?.();
    // The time matters before the show only.
    this.#stop = session?.$phase.subscribe(phase => (this.#now.store = phase === 'scheduled' ? session.$now : undefined));
    if (!session) this.#now.store = undefined;
    this.#goOn();
    this.requestUpdate();
  }

  #report(problem: ShopcastError): void {
    if (development) warnOnce(this, problem.code, problem.message);
    this.dispatchEvent(new ShopcastErrorEvent(problem.code, problem.message));
  }

  #tell(words: string): void {
    this.notice = words;
    this.#announcer?.say('notice', words);
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => (this.notice = ''), noticeTime);
  }

  #wish(event: Event): void {
    this.dispatchEvent(event);
  }

  readonly #onChat = (event: Event): void => {
    this.hasChat = (event.target as HTMLSlotElement).assignedElements().length > 0;
  };

  get #viewPhase(): ViewPhase {
    return this.#phase.value ?? (this.#holder.failed ? 'unreachable' : 'opening');
  }

  override render(): TemplateResult {
    if (this.withoutLayout)
      return html`<slot></slot>
        <div class="visually-hidden" role="status"></div>`;
    const phase = this.#viewPhase;
    const { session } = this;
    const { t, language } = this.#l10n;
    const show = this.#show.value;
    return showTemplate({
      phase,
      show,
      t,
      page: this,
      poster: show?.details?.poster ?? session?.manifest.poster ?? this.poster,
      shop: session?.cart !== undefined,
      notice: this.notice,
      fullWindow: this.fullWindow,
      chat: this.hasChat,
      state: phaseView({
        phase,
        show,
        shop: session?.cart !== undefined,
        givenUp: this.#line.value?.state === 'closed',
        now: this.#now.value ?? session?.$now.get() ?? 0,
        t,
        language,
        remind: this.#remind,
        onWatchAgain: () => this.#wish(new ShopcastSeekEvent(show?.startedAt)),
        onTryAgain: this.#given ? undefined : () => this.#holder.open(),
      }),
      onChat: this.#onChat,
      onKey: this.#full.onKey,
      onTray: () => this.#wish(new ShopcastOpenEvent('tray')),
      onFullWindow: () => this.#wish(this.fullWindow ? new ShopcastCloseEvent('show') : new ShopcastOpenEvent('show')),
    });
  }
}

function checkLoad(show: ShopcastShow): void {
  const way = show.getAttribute('load') ?? 'click';
  if (!['click', 'visible', 'eager'].includes(way))
    warnOnce(show, 'attribute/bad-value', `load is "click", "visible" or "eager", not "${way}". Taken as "click".`);
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-show': ShopcastShow;
  }
}
