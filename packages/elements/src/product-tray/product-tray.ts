import type { Product, SessionProduct, ShowState } from '@shopcast/session';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ShopcastOpenEvent, ShopcastSeekEvent } from '../events.js';
import { AddController } from '../internal/add-controller.js';
import { buyWay } from '../internal/buy-way.js';
import { byKey } from '../internal/by-key.js';
import { KeepFocus } from '../internal/keep-focus.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { pictureStyles } from '../internal/picture.js';
import { priceStyles, productPrice, variantPrice } from '../internal/price-view.js';
import { entryOf, ProductController } from '../internal/product-controller.js';
import { SheetController } from '../internal/sheet-controller.js';
import { sheetView } from '../internal/sheet-view.js';
import { sheet } from '../internal/sheet.styles.js';
import { ShowController } from '../internal/show-context.js';
import { toneStyles } from '../internal/stock-words.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { search } from './later-code.js';
import { styles } from './product-tray.styles.js';
import { trayRow } from './tray-row.js';

/** From so many products on they can be searched. */
const searchFrom = 12;
const places = ['now', 'coming', 'before'] as const;

/**
 * All products of a show: what is shown now, what is coming, and what was shown before, from where one can watch again. A list in the page, and a
 * sheet over the video when it is `open`.
 *
 * @element shopcast-product-tray
 * @status experimental
 * @event {ShopcastOpenEvent} shopcast-open - The viewer wants to choose (`picker`) or to see more (`sheet`). Cancelable.
 * @event {ShopcastAddToCartEvent} shopcast-add-to-cart - The viewer wants a product that comes in one variant. Cancelable.
 * @event {ShopcastSeekEvent} shopcast-seek - The viewer wants to watch from the moment a product was shown. Cancelable.
 * @event {ShopcastCloseEvent} shopcast-close - The viewer closes the sheet. Cancelable.
 * @csspart dialog - The sheet.
 * @csspart title - Its heading.
 * @csspart close - The button that closes it.
 * @csspart list - All products.
 * @csspart heading - The name of a group.
 * @csspart row - One product.
 * @csspart row__title - Its title.
 * @csspart row__button - The button that adds it or lets choose.
 * @csspart row__moment - The button that jumps to when it was shown.
 * @csspart search - The field to search in.
 * @cssproperty [--shopcast-tray-inline=block] - `none` where the products are to be seen in the sheet only.
 */
export class ShopcastProductTray extends LitElement {
  static override styles = [tokens, buttons, priceStyles, pictureStyles, toneStyles, sheet, styles];

  /** The products, to use the element alone. */
  @property({ attribute: false }) products?: readonly Product[];
  /** Shows the products in a sheet over the page. */
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private sought = '';

  readonly #l10n = new LocalizeController(this);
  readonly #show = new ProductController(this);
  readonly #state = new ShowController<ShowState>(this, session => session.$show);
  readonly #adds = new AddController(this);
  readonly #sheet: SheetController;
  #own: readonly SessionProduct[] | undefined;

  constructor() {
    super();
    // The sheet has the last word: what opened it gets the focus back.
    new KeepFocus(this);
    this.#sheet = new SheetController(this, 'tray');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('products')) this.#own = this.products?.map(product => entryOf(product));
  }

  /** Should the code not come, it is asked for again with the next update. */
  protected override updated(): void {
    if (this.#all.length >= searchFrom && !search.here) void search.bring().then(code => code && this.requestUpdate());
  }

  get #all(): readonly SessionProduct[] {
    return this.#own ?? this.#show.all.filter(({ withdrawn }) => !withdrawn);
  }

  #add(entry: SessionProduct): void {
    const way = buyWay(entry, this.#l10n.t);
    if (way.kind !== 'add' || this.#adds.of(way.variant.id) === 'pending') return;
    const { offer } = variantPrice(entry.productId, way.variant, this.#show.moment(this.#own !== undefined));
    this.#adds.add(entry.productId, way.variant, way.variant.quantityRule.min, offer);
  }

  /** Arrows, Home and End go from title to title. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const titles = [...this.renderRoot.querySelectorAll<HTMLElement>('.row .open')];
    const at = titles.findIndex(title => title.closest('.row')?.contains(event.target as Node));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: titles.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    titles[Math.max(0, Math.min(to, titles.length - 1))]?.focus();
  };

  override render(): TemplateResult {
    const { t } = this.#l10n;
    const list = this.#list();
    return html`${this.open ? nothing : html`<div class="inline">${list}</div>`}
    ${sheetView(this.#sheet, t, this.open ? { title: t.allProducts, content: list } : undefined)}`;
  }

  #list(): TemplateResult {
    const { t } = this.#l10n;
    const all = this.#all;
    const code = all.length < searchFrom ? undefined : search.here;
    const { sought } = this;
    const found = code ? all.filter(code.finder(sought)) : all;
    return html`<div part="list" @keydown=${this.#onKey}>
      ${code?.searchView({ sought, found: found.length, t, onSought: words => (this.sought = words) })}
      ${all.length === 0 ? html`<p class="nothing">${t.noProducts}</p>` : nothing} ${places.map(place => this.#group(place, found))}
    </div>`;
  }

  #group(place: SessionProduct['place'], found: readonly SessionProduct[]): TemplateResult | typeof nothing {
    const { t } = this.#l10n;
    const rows = found.filter(entry => entry.place === place);
    if (rows.length === 0) return nothing;
    // A page that brings its own products has no show to say when they were shown.
    const heading = this.#own ? t.allProducts : { now: t.shownNow, coming: t.shownLater, before: t.shownBefore }[place];
    return html`<section aria-labelledby=${place}>
      <h3 part="heading" id=${place}>${heading}</h3>
      <ul class="rows">
        ${byKey(
          rows,
          ({ productId }) => productId,
          entry => this.#row(entry),
        )}
      </ul>
    </section>`;
  }

  #row(entry: SessionProduct): TemplateResult {
    const { productId, shownAt } = entry;
    const way = buyWay(entry, this.#l10n.t);
    const variantId = way.kind === 'add' ? way.variant.id : '';
    return trayRow({
      entry,
      way,
      price: productPrice(entry, this.#show.moment(this.#own !== undefined)),
      now: this.#show.now,
      adding: this.#adds.of(variantId),
      refused: this.#adds.refusal(variantId, this.#l10n.t),
      startedAt: this.#state.value?.startedAt,
      l10n: this.#l10n,
      onOpen: () => this.dispatchEvent(new ShopcastOpenEvent('sheet', productId)),
      onBuy: () => (way.kind === 'add' ? this.#add(entry) : this.dispatchEvent(new ShopcastOpenEvent('picker', productId))),
      onSeek: () => this.dispatchEvent(new ShopcastSeekEvent(shownAt)),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-product-tray': ShopcastProductTray;
  }
}
