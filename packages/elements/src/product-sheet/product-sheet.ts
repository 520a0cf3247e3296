import type { Product, SessionProduct, Stock } from '@shopcast/session';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import close from 'lucide/dist/esm/icons/x.mjs';
import { ShopcastCloseEvent, type ShopcastSelectionChangedEvent } from '../events.js';
import { icon } from '../internal/icon.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { pictureStyles } from '../internal/picture.js';
import { priceStyles, priceView, productPrice } from '../internal/price-view.js';
import { entryOf, ProductController } from '../internal/product-controller.js';
import { SheetController } from '../internal/sheet-controller.js';
import { sheet } from '../internal/sheet.styles.js';
import { stockWords } from '../internal/stock-words.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { paragraphs, policiesView, readDetails, reviewsView, type Details } from './details.js';
import { gallery, galleryStyles, showPicture } from './gallery.js';
import type { ShopcastSkuPicker } from '../sku-picker/sku-picker.js';
import { styles } from './product-sheet.styles.js';

/**
 * One product in full, in a sheet over the video: pictures, the picker, what the shop says about it, reviews, delivery and returns where the
 * shop tells them. Those are read once they come near the viewer's eyes.
 *
 * @element shopcast-product-sheet
 * @status experimental
 * @slot - More about the product, below its description.
 * @event {ShopcastCloseEvent} shopcast-close - The viewer closes the sheet. Cancelable.
 * @event {ShopcastAddToCartEvent} shopcast-add-to-cart - The viewer wants the chosen variant. Cancelable. From the picker inside.
 * @event {ShopcastSelectionChangedEvent} shopcast-selection-changed - The viewer changed choice or quantity. From the picker inside.
 * @csspart gallery - The pictures.
 * @csspart title - The title, in full.
 * @csspart picker - The `<shopcast-sku-picker>`.
 * @csspart description - What the shop says.
 * @csspart reviews - What others say.
 * @csspart policies - Delivery, returns and the like.
 */
export class ShopcastProductSheet extends LitElement {
  static override styles = [tokens, buttons, priceStyles, pictureStyles, sheet, galleryStyles, styles];

  /** The product. Set it to use the element alone. */
  @property({ attribute: false }) product?: Product;
  /** Stock by variant id, fresher than the product's own. */
  @property({ attribute: false }) stock?: ReadonlyMap<string, Stock>;
  /** Used alone: what others say, and the shop's policies. */
  @property({ attribute: false }) details?: Details;
  /** Inside a show: which of its products. */
  @property({ attribute: 'product-id' }) productId?: string;
  /** The choice to begin with: value ids by option id. */
  @property({ attribute: false }) selection: Readonly<Record<string, string>> | undefined;
  /** The sheet is there. */
  @property({ type: Boolean, reflect: true }) open = false;

  @query('dialog') private dialog?: HTMLDialogElement;
  @query('.more') private more?: HTMLElement | null;
  @query('shopcast-sku-picker') private picker?: ShopcastSkuPicker | null;
  @state() private seen = 0;
  @state() private read: Details | undefined;
  @state() private variantPicture: string | undefined;

  readonly #l10n = new LocalizeController(this);
  readonly #products = new ProductController(this);
  readonly #sheet = new SheetController(this, { dialog: () => this.dialog, onClose: () => this.#close() });
  #own: SessionProduct | undefined;
  #entry: SessionProduct | undefined;
  /** The shop's product that details were asked for. */
  #asked: string | undefined;
  #page = 1;
  #near: IntersectionObserver | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near?.disconnect();
    this.#near = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('product') || changed.has('stock')) this.#own = this.product && entryOf(this.product, this.stock);
    const before = this.#entry?.productId;
    this.#entry = this.#own ?? this.#products.find(this.productId);
    if (this.#entry?.productId === before) return;
    this.seen = 0;
    this.read = undefined;
    this.variantPicture = undefined;
    this.#asked = undefined;
    this.#page = 1;
  }

  protected override updated(): void {
    this.#sheet.show(this.open);
    const { more, picker, selection } = this;
    // Once: from then on the choice is the viewer's.
    if (picker && selection) {
      picker.selection = selection;
      this.selection = undefined;
    }
    if (!this.open || !more) return this.#near?.disconnect();
    // Asked for again with every update: an observer tells at once where a place it is given is.
    this.#near ??= new IntersectionObserver(([place]) => place?.isIntersecting && void this.#readMore(), { rootMargin: '200px' });
    if (this.#asked === undefined) {
      this.#near.disconnect();
      this.#near.observe(more);
    }
  }

  async #readMore(): Promise<void> {
    const { session } = this.#products;
    const id = this.#entry?.product?.id;
    if (!session || id === undefined || this.#own || this.#asked === id) return;
    this.#asked = id;
    const read = await readDetails(session, id);
    if (this.#asked === id) this.read = read;
  }

  readonly #onMoreReviews = async (): Promise<void> => {
    const id = this.#asked;
    const page = this.#page + 1;
    if (id === undefined) return;
    const more = await this.#products.session?.reviews(id, page).catch(() => undefined);
    if (!more || this.#asked !== id || !this.read) return;
    this.#page = page;
    // A shop that says there are more and tells none would be asked for ever.
    const total = more.items.length > 0 ? more.total : 0;
    this.read = { ...this.read, reviews: [...this.read.reviews, ...more.items], total };
  };

  #close(): void {
    if (this.dispatchEvent(new ShopcastCloseEvent('sheet'))) this.open = false;
  }

  /** The picture of the chosen variant comes into view. */
  readonly #onSelection = ({ detail }: ShopcastSelectionChangedEvent): void => {
    const image = this.#entry?.product?.variants.find(({ id }) => id === detail.variantId)?.image;
    if (image === undefined) return;
    this.variantPicture = image;
    void this.updateComplete.then(() => showPicture(this.renderRoot.querySelector('.frames'), this.#pictures.indexOf(image)));
  };

  get #pictures(): readonly string[] {
    const { picture, product } = this.#entry ?? {};
    const all = [picture, ...(product?.images ?? []), this.variantPicture];
    return [...new Set(all.filter(src => src !== undefined && src !== ''))] as string[];
  }

  override render(): TemplateResult {
    const { t } = this.#l10n;
    const entry = this.open ? this.#entry : undefined;
    return html`<dialog
      class="sheet"
      aria-labelledby="title"
      @cancel=${this.#sheet.onCancel}
      @close=${this.#sheet.onNativeClose}
      @click=${this.#sheet.onClick}
    >
      <div class="visually-hidden" role="status"></div>
      <header class="grip" @pointerdown=${this.#sheet.onGrip}>
        <h2 id="title" part="title" dir="auto">${entry?.title || t.aProduct}</h2>
        <button type="button" class="button quiet icon" aria-label=${t.close} @click=${() => this.#close()}>${icon(close)}</button>
      </header>
      <div class="content">${entry ? this.#content(entry) : nothing}</div>
    </dialog>`;
  }

  #content(entry: SessionProduct): TemplateResult {
    const { t } = this.#l10n;
    const { product, listing } = entry;
    const details = this.#own ? this.details : this.read;
    const pictures = this.#pictures;
    const said = [listing.note, product?.description].filter(text => text !== undefined).join('\n');
    return html`
      ${gallery({ pictures, at: Math.min(this.seen, Math.max(0, pictures.length - 1)), t, onSeen: at => (this.seen = at) })}
      ${product ? nothing : this.#flash(entry)}
      <shopcast-sku-picker
        part="picker"
        .product=${this.#own ? product : undefined}
        .stock=${this.#own ? this.stock : undefined}
        product-id=${entry.productId}
        @shopcast-selection-changed=${this.#onSelection}
      ></shopcast-sku-picker>
      ${said ? html`<div part="description" class="description">${paragraphs(said)}</div>` : nothing}
      <slot></slot>
      <div class="more">
        ${details ? [reviewsView(details, product?.rating, this.#l10n, () => void this.#onMoreReviews()), policiesView(details, this.#l10n)] : nothing}
      </div>
    `;
  }

  /** What only the show says of a thing: its price and how many there are. */
  #flash(entry: SessionProduct): TemplateResult {
    const price = productPrice(entry, this.#products.moment(this.#own !== undefined));
    const stock = stockWords(entry.stock.get(''), this.#products.now, this.#l10n, 'show');
    return html`<div class="flash">
      ${price ? priceView(price, this.#l10n) : nothing}${stock ? html`<p class=${stock.tone}>${stock.text}</p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-product-sheet': ShopcastProductSheet;
  }
}
