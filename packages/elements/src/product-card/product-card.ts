import { formatMoney, type Product, type SessionProduct, type Stock } from '@shopcast/session';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ShopcastOpenEvent } from '../events.js';
import { AddController, type AddState } from '../internal/add-controller.js';
import { buyButton } from '../internal/buy-button.js';
import { buyWay, type BuyWay } from '../internal/buy-way.js';
import { bring } from '../internal/code-on-demand.js';
import { KeepFocus } from '../internal/keep-focus.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { picture, pictureStyles } from '../internal/picture.js';
import { priceStyles, priceView, productPrice, variantPrice, type PriceMoment, type ProductPrice } from '../internal/price-view.js';
import { entryOf, ProductController } from '../internal/product-controller.js';
import { stockWords, toneStyles } from '../internal/stock-words.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { WatchController } from '../internal/watch-controller.js';
import { styles } from './product-card.styles.js';

/** What shows the time an offer still runs. */
const countdown = 'shopcast-countdown-offer';

/**
 * What the host shows right now: picture, title, price, how many are left when the shop says so, and one button. The second and third
 * product shown at once stand above it as small chips.
 *
 * @element shopcast-product-card
 * @status experimental
 * @slot offer - Instead of the countdown of an offer.
 * @event {ShopcastAddToCartEvent} shopcast-add-to-cart - The viewer wants the variant of the card. Cancelable.
 * @event {ShopcastOpenEvent} shopcast-open - The viewer wants to choose (`picker`) or to see more (`sheet`). Cancelable.
 * @cssproperty [--shopcast-card-chips=flex] - `none` leaves out the small cards of what is shown besides.
 * @csspart card - The card.
 * @csspart picture - The picture, or what stands in its place.
 * @csspart title - The title, which opens the product.
 * @csspart price - The price with all that belongs to it.
 * @csspart stock - Words about stock, or why it cannot be bought.
 * @csspart button - The button.
 * @csspart chip - A further product shown at once.
 */
export class ShopcastProductCard extends LitElement {
  static override styles = [tokens, buttons, priceStyles, pictureStyles, toneStyles, styles];

  /** The product. Set it to use the element alone. */
  @property({ attribute: false }) product?: Product;
  /** Stock by variant id, fresher than the product's own. */
  @property({ attribute: false }) stock?: ReadonlyMap<string, Stock>;
  /** Inside a show: which of its products. Without it the card is that of what the host shows. */
  @property({ attribute: 'product-id' }) productId?: string;
  /** Used alone: the variant that the button adds. */
  @property({ attribute: 'variant-id' }) variantId?: string;
  /** How adding stands, told by a page that does it itself: `pending`, `added` or `refused`. */
  @property({ attribute: 'add-state' }) addState: AddState = 'idle';

  readonly #l10n = new LocalizeController(this);
  readonly #products = new ProductController(this);
  readonly #adds = new AddController(this);
  readonly #watch = new WatchController(this);
  #own: SessionProduct | undefined;
  #entry: SessionProduct | undefined;
  #chips: readonly SessionProduct[] = [];

  constructor() {
    super();
    new KeepFocus(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('product') || changed.has('stock') || changed.has('variantId')) this.#own = this.product && this.#alone(this.product);
    const { featured } = this.#products;
    const chosen = this.#own ?? this.#products.find(this.productId);
    this.#entry = chosen ?? (this.productId === undefined ? featured.at(-1) : undefined);
    this.#chips = chosen || this.productId !== undefined ? [] : featured.slice(0, -1).reverse();
    // Nothing is shown: no space is taken between two products.
    this.toggleAttribute('empty', this.#entry === undefined);
  }

  protected override updated(): void {
    if (this.renderRoot.querySelector(countdown)) bring(countdown);
    const way = this.#entry && buyWay(this.#entry, this.#l10n.t);
    const ids = way?.kind === 'add' ? [way.variant.id] : (this.#entry?.product?.variants.slice(0, 20).map(({ id }) => id) ?? []);
    this.#watch.watch(this.#own ? undefined : this.#products.session, ids);
  }

  #alone(product: Product): SessionProduct {
    return { ...entryOf(product, this.stock), ...(this.variantId !== undefined && { featuredVariantId: this.variantId }) };
  }

  get #moment(): PriceMoment {
    return this.#products.moment(this.#own !== undefined);
  }

  #price(entry: SessionProduct, way: BuyWay): ProductPrice | undefined {
    return way.kind === 'add' ? variantPrice(entry.productId, way.variant, this.#moment) : productPrice(entry, this.#moment);
  }

  #stateOf(variantId: string): AddState {
    return this.addState === 'idle' ? this.#adds.of(variantId) : this.addState;
  }

  #open(panel: 'sheet' | 'picker', productId: string): void {
    this.dispatchEvent(new ShopcastOpenEvent(panel, productId));
  }

  #add({ productId }: SessionProduct, { variant }: Extract<BuyWay, { kind: 'add' }>, price: ProductPrice | undefined): void {
    if (this.#stateOf(variant.id) === 'pending') return;
    this.#adds.add(productId, variant, variant.quantityRule.min, price?.offer);
  }

  override render(): TemplateResult | typeof nothing {
    const entry = this.#entry;
    if (!entry) return nothing;
    const way = buyWay(entry, this.#l10n.t);
    const price = this.#price(entry, way);
    const offer = price?.offer ?? price?.offered?.offer;
    const { t, language } = this.#l10n;
    return html`<div class="stack">
      ${this.#chips.length > 0 ? this.#chipsView() : nothing}
      <article part="card" class="card" aria-labelledby="title" data-key="card">
        ${picture(entry.picture, '', true)}
        <div class="what">
          <h3 class="title">
            <button type="button" part="title" id="title" class="open" @click=${() => this.#open('sheet', entry.productId)}>
              <span class="lines"><bdi>${entry.title || this.#l10n.t.aProduct}</bdi></span>
            </button>
          </h3>
          ${price ? priceView(price, this.#l10n) : nothing}
          ${
            offer
              ? html`<slot name="offer"
                  ><shopcast-countdown-offer without-button offer-id=${offer.offerId} product-id=${entry.productId}
                    >${price?.offered && html`<span class="price-cut" dir="auto">${t.offerOnSome(formatMoney(price.offered.price, language))}</span>`}</shopcast-countdown-offer
                  ></slot
                >`
              : html`<slot name="offer"></slot>`
          }
          ${this.#words(entry, way)}
        </div>
        ${this.#button(entry, way, price)}
      </article>
    </div>`;
  }

  /** One line: why the shop did not take it, why it cannot be bought, what the host holds, how many are left. */
  #words(entry: SessionProduct, way: BuyWay): TemplateResult {
    const { t } = this.#l10n;
    const lines: { readonly text: string; readonly tone: string }[] = [];
    if (way.kind === 'loading') lines.push({ text: t.loadingProduct, tone: 'calm' });
    else if (way.kind === 'none') lines.push({ text: way.why, tone: way.quiet ? 'calm' : 'out' });
    else if (way.kind === 'add') {
      const { variant, inHand } = way;
      const refused = this.#adds.refusal(variant.id, t) ?? (this.addState === 'refused' ? t.notAdded : undefined);
      if (inHand) lines.push({ text: t.inHand(variant.title), tone: 'calm' });
      if (refused) lines.push({ text: refused, tone: 'out' });
    }
    const by = entry.product ? 'shop' : 'show';
    const said = stockWords(entry.stock.get(way.kind === 'add' ? way.variant.id : ''), this.#products.now, this.#l10n, by);
    if (said && (said.tone === 'few' || (said.tone === 'out' && way.kind !== 'none'))) lines.push(said);
    return html`<p part="stock" class="words" role="status">
      ${lines.map(({ text, tone }) => html`<span class=${tone} dir="auto">${text}</span> `)}
    </p>`;
  }

  #button(entry: SessionProduct, way: BuyWay, price: ProductPrice | undefined): TemplateResult | typeof nothing {
    const adding = way.kind === 'add' ? this.#stateOf(way.variant.id) : 'idle';
    const onBuy = (): void => {
      if (way.kind === 'choose') this.#open('picker', entry.productId);
      else if (way.kind === 'add') this.#add(entry, way, price);
    };
    return buyButton({ way, adding, title: entry.title, t: this.#l10n.t, part: 'button', look: 'button primary', onBuy });
  }

  #chipsView(): TemplateResult {
    return html`<ul class="chips" aria-label=${this.#l10n.t.alsoShown}>
      ${this.#chips.map(chip => {
        const price = productPrice(chip, this.#moment);
        return html`<li>
          <button type="button" part="chip" class="chip" @click=${() => this.#open('sheet', chip.productId)}>
            ${picture(chip.picture)}<span class="chip-title" dir="auto">${chip.title || this.#l10n.t.aProduct}</span>
            ${price ? priceView({ price: price.price, from: price.from }, this.#l10n) : nothing}
          </button>
        </li>`;
      })}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-product-card': ShopcastProductCard;
  }
}
