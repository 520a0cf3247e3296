import { ShopcastError, type Product, type ProductOption, type SessionProduct, type Stock, type Variant } from '@shopcast/session';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ShopcastSelectionChangedEvent } from '../events.js';
import { AddController, type AddState } from '../internal/add-controller.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { priceStyles, priceView, productPrice, variantPrice, type ProductPrice } from '../internal/price-view.js';
import { entryOf, ProductController } from '../internal/product-controller.js';
import { allowedQuantity, quantityBounds, type QuantityBounds } from '../internal/quantity.js';
import { stepperStyles } from '../internal/stepper.js';
import { toneStyles } from '../internal/stock-words.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { WatchController } from '../internal/watch-controller.js';
import { webAddress } from '../internal/web-address.js';
import { wordList } from '../internal/word-list.js';
import { restoredChoice, tellForm } from './form-value.js';
import { PickerModel, type Choice } from './picker-model.js';
import { pickerStatus, type PickerStatus } from './picker-status.js';
import { buyView, optionsView, statusView, type PickerScene } from './picker-view.js';
import { choiceName } from './picker-words.js';
import { styles } from './sku-picker.styles.js';

/** Of a product with more variants only the chosen one is kept fresh. */
const mostWatched = 60;

/**
 * Lets a shopper choose among the variants of a product: any number of options, what cannot be had with the reason and the nearest that can,
 * quantity, price, and stock that changes meanwhile. Stands in a form like any other field.
 *
 * @element shopcast-sku-picker
 * @status experimental
 * @event {ShopcastSelectionChangedEvent} shopcast-selection-changed - The shopper changed choice or quantity.
 * @event {ShopcastAddToCartEvent} shopcast-add-to-cart - The shopper wants the chosen variant. Cancelable.
 * @csspart price - The price with all that belongs to it.
 * @csspart option - One option with its values.
 * @csspart option__label - Its name and the chosen value.
 * @csspart value - One value. Also `value--there`, `value--out` (sold out with what is chosen) and `value--none` (no such variant).
 * @csspart status - Stock, or why the choice cannot be had.
 * @csspart instead - The button that chooses the nearest that can be had.
 * @csspart stepper - The quantity.
 * @csspart add - The button that adds to the cart.
 */
export class ShopcastSkuPicker extends LitElement {
  static readonly formAssociated = true;
  // A form that refuses to be sent puts the focus on what is missing.
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [tokens, buttons, priceStyles, stepperStyles, toneStyles, styles];

  /** The product. Set it to use the element alone; a new object of the same product keeps the choice. */
  @property({ attribute: false }) product?: Product;
  /** Stock by variant id, fresher than the product's own. */
  @property({ attribute: false }) stock?: ReadonlyMap<string, Stock>;
  /** Inside a show: which of its products. */
  @property({ attribute: 'product-id' }) productId?: string;
  /** Chooses the values of this variant when it is set. What the shopper chose is `value`. */
  @property({ attribute: 'variant-id' }) variantId?: string;
  /** Chosen values: option id to value id. */
  @property({ attribute: false }) selection: Choice = {};
  /** Units, a whole number >= 1; brought to what the variant allows. */
  @property({ type: Number }) quantity = 1;
  /** Under which name a form gets the variant id. */
  @property({ reflect: true }) name = '';
  /** Under which name a form gets the quantity too. Needs `name`. */
  @property({ attribute: 'quantity-name' }) quantityName?: string;
  /** Nothing can be chosen or added. */
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Leaves out the button, where the page has its own. */
  @property({ type: Boolean, attribute: 'without-button' }) withoutButton = false;
  /** How adding stands, told by a page that does it itself: `pending`, `added` or `refused`. */
  @property({ attribute: 'add-state' }) addState: AddState = 'idle';

  /** What has just happened, in place of the words about stock, until the next choice. */
  @state() private happened: string | undefined;
  @state() private offByForm = false;

  readonly #internals = this.attachInternals();
  readonly #l10n = new LocalizeController(this);
  readonly #products = new ProductController(this);
  readonly #adds = new AddController(this);
  readonly #watch = new WatchController(this);
  #own: SessionProduct | undefined;
  #entry: SessionProduct | undefined;
  #model: PickerModel | undefined;
  /** Option ids, the most recently touched first. */
  #latest: readonly string[] = [];
  #suggested: string | undefined;

  /** The id of the chosen variant; empty while the choice is not complete. */
  get value(): string {
    return this.#variant?.id ?? '';
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }
  formDisabledCallback(disabled: boolean): void {
    this.offByForm = disabled;
  }
  formResetCallback(): void {
    const first = this.#model?.variant(this.variantId ?? this.#entry?.featuredVariantId);
    this.selection = first?.options ?? {};
    this.quantity = Number(this.getAttribute('quantity') ?? 1);
    this.happened = undefined;
  }
  formStateRestoreCallback(told: unknown): void {
    const restored = restoredChoice(told);
    if (restored) ({ choice: this.selection, quantity: this.quantity } = restored);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('product') || changed.has('stock')) this.#own = this.product && entryOf(this.product, this.stock);
    this.#entry = this.#own ?? this.#products.find(this.productId);
    this.#adopt(this.#entry);
    const model = this.#model;
    if (!model) return;
    if (changed.has('variantId') && this.variantId !== undefined) this.#take(this.variantId);
    this.#follow(model);
    this.selection = model.settle(this.selection);
    this.#keepQuantity(model);
    model.ask(this.selection);
  }

  protected override updated(): void {
    const { session } = this.#products;
    const variants = this.#model?.product.variants ?? [];
    const watched = variants.length <= mostWatched ? variants : variants.filter(({ id }) => id === this.value);
    this.#watch.watch(
      this.#own ? undefined : session,
      watched.map(({ id }) => id),
    );
    this.#tellForm();
  }

  /** Takes in another product, or the same as it is now. */
  #adopt(entry: SessionProduct | undefined): void {
    const { product } = entry ?? {};
    if (product === this.#model?.product) return;
    const before = this.#model?.product;
    try {
      this.#model = product && new PickerModel(product);
    } catch (error) {
      this.#model = undefined;
      if (development) {
        const { code, message } = error instanceof ShopcastError ? error : { code: 'options/bad-product', message: String(error) };
        warnOnce(this, code, message);
      }
    }
    if (before === undefined || before.id === product?.id) return;
    this.selection = {};
    this.#latest = [];
    this.#suggested = undefined;
    this.happened = undefined;
    this.quantity = 1;
  }

  /** Chooses the values of a variant. */
  #take(variantId: string): void {
    const variant = this.#model?.variant(variantId);
    if (variant) this.selection = { ...variant.options };
    else if (development) warnOnce(this, 'attribute/bad-value', `there is no variant "${variantId}" in this product.`);
  }

  /** Takes in the stock as it is now, and the variant the host took into the hands while the shopper had not chosen yet. */
  #follow(model: PickerModel): void {
    const chosen = this.#variant;
    const had = chosen !== undefined && model.sellable(chosen);
    const { stock, withdrawn = false, featuredVariantId } = this.#entry ?? {};
    model.take(stock, withdrawn);
    if (had && model.stockOf(chosen).state === 'out')
      this.happened = this.#l10n.t.justSoldOut(choiceName(model, this.selection) || model.product.title);
    if (featuredVariantId === this.#suggested) return;
    this.#suggested = featuredVariantId;
    if (featuredVariantId !== undefined && this.#latest.length === 0 && this.variantId === undefined) this.#take(featuredVariantId);
  }

  #keepQuantity(model: PickerModel): void {
    const variant = this.#variant;
    if (development && !Number.isFinite(this.quantity)) warnOnce(this, 'attribute/bad-value', '`quantity` is no number; 1 is taken.');
    const bounds = this.#bounds;
    const allowed = allowedQuantity(this.quantity, bounds);
    if (allowed < this.quantity && variant && model.sellable(variant) && model.stockOf(variant).quantity === bounds.max)
      this.happened = this.#l10n.t.quantityLowered(bounds.max);
    this.quantity = allowed;
  }

  get #variant(): Variant | undefined {
    return this.#model?.variantOf(this.selection);
  }

  get #bounds(): QuantityBounds {
    const variant = this.#variant;
    const [first] = this.#model?.product.variants ?? [];
    if (variant) return quantityBounds(variant.quantityRule, this.#model!.stockOf(variant));
    return quantityBounds(this.#model?.product.variants.length === 1 && first ? first.quantityRule : { min: 1, step: 1 }, undefined);
  }

  get #off(): boolean {
    return this.disabled || this.offByForm;
  }

  get #price(): ProductPrice | undefined {
    const entry = this.#entry!;
    const moment = this.#products.moment(this.#own !== undefined);
    return this.#variant ? variantPrice(entry.productId, this.#variant, moment) : productPrice(entry, moment);
  }

  #status(model: PickerModel): PickerStatus | undefined {
    const { selection: choice, happened } = this;
    const { t } = this.#l10n;
    const refused = this.#adds.refusal(this.value, t) ?? (this.#stateOfAdd === 'refused' ? t.notAdded : undefined);
    const withdrawn = this.#entry?.withdrawn ?? false;
    return pickerStatus(model, { choice, latest: this.#latest, withdrawn, refused, happened, now: this.#products.now }, this.#l10n);
  }

  get #stateOfAdd(): AddState {
    return this.addState === 'idle' ? this.#adds.of(this.value) : this.addState;
  }

  /** The first field of an option, else that of the first. */
  #fieldOf(option: ProductOption | undefined): HTMLElement | null {
    const place = option ? this.#model?.product.options.indexOf(option) : 0;
    return this.renderRoot.querySelector<HTMLElement>(`input[name="option-${place}"]`);
  }

  #tellForm(): void {
    const model = this.#model;
    const [missing] = model?.missing(this.selection) ?? [];
    const anchor = this.#fieldOf(missing) ?? undefined;
    const status = model && this.#status(model);
    const problem = missing
      ? { kind: 'valueMissing' as const, words: this.#l10n.t.chooseFirst(missing.label), anchor }
      : status?.tone === 'out' || !model
        ? { kind: 'customError' as const, words: status?.words ?? this.#l10n.t.cannotChoose, anchor }
        : undefined;
    const { name, quantityName, quantity, selection: choice } = this;
    tellForm(this.#internals, { name, quantityName, variantId: this.value || undefined, quantity, choice, ...(problem && { problem }) });
  }

  #changed(choice: Choice, touched?: string): void {
    this.selection = choice;
    if (touched !== undefined) this.#latest = [touched, ...this.#latest.filter(id => id !== touched)];
    this.happened = undefined;
    const { value: variantId, quantity } = this;
    const detail = { productId: this.#entry!.productId, selection: choice, quantity };
    this.dispatchEvent(new ShopcastSelectionChangedEvent({ ...detail, ...(variantId !== '' && { variantId }) }));
  }

  readonly #onChoose = (optionId: string, valueId: string): void => this.#changed({ ...this.selection, [optionId]: valueId }, optionId);

  readonly #onQuantity = (quantity: number): void => {
    this.quantity = quantity;
    this.#changed(this.selection);
  };

  readonly #onInstead = (choice: Choice): void => {
    this.#changed(choice);
    // The button goes away: the focus must not fall out of the picker.
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.values :checked')?.focus());
  };

  readonly #onAdd = (): void => {
    const model = this.#model;
    if (!model || this.#off || this.#stateOfAdd === 'pending') return;
    const missing = model.missing(this.selection);
    if (missing.length > 0) {
      const names = wordList(
        missing.map(({ label }) => label),
        this.#l10n.language,
      );
      this.happened = this.#l10n.t.chooseFirst(names);
      this.#fieldOf(missing[0])?.focus();
      return;
    }
    const variant = this.#variant;
    if (!variant || !model.sellable(variant)) return;
    this.#adds.add(this.#entry!.productId, variant, this.quantity, this.#price?.offer);
  };

  override render(): TemplateResult {
    const { t } = this.#l10n;
    const entry = this.#entry;
    const model = this.#model;
    if (!entry) return html``;
    const url = webAddress(entry.product?.url);
    const link = url ? html`<a href=${url} target="_blank" rel="noopener">${t.seeInShop}</a>` : nothing;
    if (!model) {
      const words = {
        loading: t.loadingProduct,
        gone: t.productGone,
        unreachable: t.shopUnreachable,
        listed: t.onlyInShow,
        ready: t.cannotChoose,
      };
      return html`<p class="note" role="status">${words[entry.reading]} ${link}</p>`;
    }
    const price = this.#price;
    const scene: PickerScene = {
      model,
      choice: this.selection,
      status: this.#status(model),
      quantity: this.quantity,
      bounds: this.#bounds,
      disabled: this.#off,
      adding: this.#stateOfAdd,
      withoutButton: this.withoutButton,
      l10n: this.#l10n,
      onChoose: this.#onChoose,
      onInstead: this.#onInstead,
      onQuantity: this.#onQuantity,
      onAdd: this.#onAdd,
    };
    return html`<div class="picker">
      <div class="head">${price ? priceView(price, this.#l10n) : nothing}</div>
      ${optionsView(scene)} ${statusView(scene)} ${buyView(scene)}
      ${model.product.truncated ? html`<p class="note">${t.moreInShop} ${link}</p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-sku-picker': ShopcastSkuPicker;
  }
}
