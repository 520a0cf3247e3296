import type { Product, SessionProduct, Stock } from '@shopcast/session';
import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { ShopcastSelectionChangedEvent } from '../events.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { pictureStyles } from '../internal/picture.js';
import { priceStyles, priceView, productPrice } from '../internal/price-view.js';
import { entryOf, ProductController } from '../internal/product-controller.js';
import { SheetController } from '../internal/sheet-controller.js';
import { sheetView } from '../internal/sheet-view.js';
import { sheet } from '../internal/sheet.styles.js';
import { stockWords, toneStyles } from '../internal/stock-words.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import type { Details, DetailsReader } from './details-reader.js';
import { gallery, galleryStyles } from './gallery.js';
import { inFull } from './later-code.js';
import { paragraphs } from './paragraphs.js';
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
 * @csspart dialog - The sheet.
 * @csspart title - Its heading: the title, in full.
 * @csspart close - The button that closes it.
 * @csspart gallery - The pictures.
 * @csspart picker - The `<shopcast-sku-picker>`.
 * @csspart description - What the shop says.
 * @csspart reviews - What others say.
 * @csspart policies - Delivery, returns and the like.
 */
export class ShopcastProductSheet extends LitElement {
  static override styles = [tokens, buttons, priceStyles, pictureStyles, toneStyles, sheet, galleryStyles, styles];

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

  @query('.more') private more?: HTMLElement | null;
  @query('shopcast-sku-picker') private picker?: ShopcastSkuPicker | null;
  @state() private seen = 0;
  @state() private variantPicture: string | undefined;
  /** Code of what one does not need to choose, once it has come. */
  @state() private inFull: typeof inFull.here;

  readonly #l10n = new LocalizeController(this);
  readonly #products = new ProductController(this);
  readonly #sheet = new SheetController(this, 'sheet');
  #own: SessionProduct | undefined;
  #entry: SessionProduct | undefined;
  #reader: DetailsReader | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reader?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('product') || changed.has('stock')) this.#own = this.product && entryOf(this.product, this.stock);
    const before = this.#entry?.productId;
    this.#entry = this.#own ?? this.#products.find(this.productId);
    if (this.#entry?.productId === before) return;
    this.seen = 0;
    this.variantPicture = undefined;
    this.#reader?.stop();
    this.#reader = undefined;
  }

  protected override updated(): void {
    const { more, picker, selection } = this;
    // Once: from then on the choice is the viewer's.
    if (picker && selection) {
      picker.selection = selection;
      this.selection = undefined;
    }
    const { session } = this.#products;
    // In a show before it is opened, so that nobody waits; of a product that a page brings there may be one picture and nothing more to tell.
    if (session || (this.open && (this.details || this.#pictures.length > 1))) void this.#bringInFull();
    if (!this.open || !more) return this.#reader?.stop();
    const id = this.#entry?.product?.id;
    if (!this.inFull || !session || id === undefined || this.#own) return;
    this.#reader = this.#reader?.of(session) ?? new this.inFull.DetailsReader(session, id, () => this.requestUpdate());
    this.#reader.watch(more);
  }

  /** Should the code not come, it is asked for again with the next update. */
  async #bringInFull(): Promise<void> {
    if (this.inFull) return;
    const code = await inFull.bring();
    if (!code) return;
    adoptStyles(this.renderRoot as ShadowRoot, [...ShopcastProductSheet.elementStyles, ...code.styles]);
    this.inFull = code;
  }

  /** The picture of the chosen variant comes into view. */
  readonly #onSelection = ({ detail }: ShopcastSelectionChangedEvent): void => {
    const image = this.#entry?.product?.variants.find(({ id }) => id === detail.variantId)?.image;
    if (image === undefined) return;
    this.variantPicture = image;
    void this.updateComplete.then(() => this.#show(this.#pictures.indexOf(image)));
  };

  /** At once: WebKit forgets a scroll that glides when a picture arrives meanwhile. */
  #show(at: number): void {
    this.renderRoot.querySelector('.frames')?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'start' });
  }

  get #pictures(): readonly string[] {
    const { picture, product } = this.#entry ?? {};
    const all = [picture, ...(product?.images ?? []), this.variantPicture];
    return [...new Set(all.filter(src => src !== undefined && src !== ''))] as string[];
  }

  override render(): TemplateResult {
    const { t } = this.#l10n;
    const entry = this.#entry;
    const view = this.open ? { title: entry?.title || t.aProduct, content: entry && this.#content(entry) } : undefined;
    return sheetView(this.#sheet, t, view);
  }

  #content(entry: SessionProduct): TemplateResult {
    const { product, listing } = entry;
    const { inFull } = this;
    const details = inFull && (this.#own ? this.details : this.#reader?.details);
    const said = [listing.note, product?.description].filter(text => text !== undefined).join('\n');
    return html`
      ${this.#gallery()} ${product ? nothing : this.#flash(entry)}
      <shopcast-sku-picker
        part="picker"
        .product=${this.#own ? product : undefined}
        .stock=${this.#own ? this.stock : undefined}
        product-id=${entry.productId}
        @shopcast-selection-changed=${this.#onSelection}
      ></shopcast-sku-picker>
      ${said ? html`<div part="description" class="description">${paragraphs(said)}</div>` : nothing}
      <slot></slot>
      <div class="more">${details ? inFull.detailsView(details, product?.rating, this.#l10n, this.#reader?.more) : nothing}</div>
    `;
  }

  #gallery(): TemplateResult {
    const { t } = this.#l10n;
    const { inFull } = this;
    const pictures = this.#pictures;
    const last = pictures.length - 1;
    const onTurn = (at: number): void => {
      this.seen = at;
      this.#show(at);
    };
    const turning = { at: Math.min(this.seen, last), last, t, onTurn };
    return gallery({
      pictures,
      t,
      onSeen: at => (this.seen = at),
      onKey: event => inFull?.turnByKey(event, turning),
      controls: last > 0 ? inFull?.turnView(turning) : undefined,
    });
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
