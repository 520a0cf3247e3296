import type {
  RemovedLine,
  SessionOffer,
  SessionProduct,
  ShopState,
  ShowSession,
  ShownCart,
  ShownIssue,
  ShownLine,
} from '@shopcast/session';
import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import {
  ShopcastAddCodeEvent,
  ShopcastCheckoutEvent,
  ShopcastRemoveCodeEvent,
  ShopcastSetQuantityEvent,
  ShopcastUndoRemoveEvent,
} from '../events.js';
import { bringIssueWords, issueWords } from '../internal/cart-words.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { pictureStyles } from '../internal/picture.js';
import { SheetController } from '../internal/sheet-controller.js';
import { sheetView } from '../internal/sheet-view.js';
import { sheet } from '../internal/sheet.styles.js';
import { ShowController, VoiceController } from '../internal/show-context.js';
import { stepperStyles } from '../internal/stepper.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { styles } from './cart-drawer.styles.js';
import { drawerView } from './cart-template.js';
import type { CartScene, CartWishes } from './cart-view.js';
import { CheckoutController } from './checkout-controller.js';

const calm: ShopState = { state: 'idle' };

/**
 * The store's own cart as a sheet: what is in it, what is under way, what went wrong, the amounts as the shop states them, and the way to the
 * shop's checkout.
 *
 * @element shopcast-cart-drawer
 * @status experimental
 * @slot empty - Instead of the words in an empty cart.
 * @slot footer - Words above the button that checks out.
 * @event {ShopcastSetQuantityEvent} shopcast-set-quantity - The viewer wants another quantity; 0 removes. Cancelable.
 * @event {ShopcastUndoRemoveEvent} shopcast-undo-remove - The viewer wants a removed line back. Cancelable.
 * @event {ShopcastAddCodeEvent} shopcast-add-code - The viewer enters a discount code. Cancelable.
 * @event {ShopcastRemoveCodeEvent} shopcast-remove-code - The viewer takes a discount code back. Cancelable.
 * @event {ShopcastCheckoutEvent} shopcast-checkout - The viewer wants to check out. Cancelable.
 * @event {ShopcastCloseEvent} shopcast-close - The viewer closes the drawer; `panel` is `cart`. Cancelable.
 * @csspart dialog - The sheet.
 * @csspart title - Its heading.
 * @csspart close - The button that closes it.
 * @csspart state - Words while the cart is empty, loading, or the shop does not answer.
 * @csspart line - A line of the cart.
 * @csspart line__title - The name of its product.
 * @csspart line__total - What the shop states for the line.
 * @csspart stepper - Its quantity.
 * @csspart remove - The button that removes it.
 * @csspart removed - A line that was removed and can come back.
 * @csspart undo - The button that brings it back.
 * @csspart issue - What the viewer should know, at the line or field it concerns.
 * @csspart codes - The field for discount codes.
 * @csspart code - A code in the cart.
 * @csspart totals - The amounts; `subtotal`, `discount`, `tax` and `total` are parts too.
 * @csspart caption - What may still change.
 * @csspart checkout - The button that checks out.
 */
export class ShopcastCartDrawer extends LitElement {
  static override styles = [tokens, buttons, sheet, pictureStyles, stepperStyles, styles];

  /** Whether it is open. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** Leaves the field for discount codes out, for shops that have none. */
  @property({ type: Boolean, attribute: 'without-codes' }) withoutCodes = false;
  /** The cart to show, to use the element alone. Inside a show it is the shop's. */
  @property({ attribute: false }) cart?: ShownCart;
  /** What the viewer should know, to use the element alone. */
  @property({ attribute: false }) issues?: readonly ShownIssue[];

  @query('[role="status"]') private region!: HTMLElement | null;
  readonly #cart = new ShowController<ShownCart>(this, session => session.cart?.$cart);
  readonly #issues = new ShowController<readonly ShownIssue[]>(this, session => session.cart?.$issues);
  readonly #removed = new ShowController<readonly RemovedLine[]>(this, session => session.cart?.$removed);
  readonly #shop = new ShowController<ShopState>(this, session => session.cart?.$shop);
  readonly #voice = new VoiceController(this, () => this.region);
  readonly #l10n = new LocalizeController(this);
  readonly #sheet = new SheetController(this, 'cart');
  readonly #checkout = new CheckoutController(this);
  /** Names of what was in the cart, for words about what is gone. */
  readonly #names = new Map<string, string>();
  #told: ReadonlySet<string> = new Set();
  /** Where the focus goes with the next update, since what had it goes away. */
  #focusNext: 'undo' | 'title' | undefined;

  protected override willUpdate(): void {
    const lines = this.#shown?.lines ?? [];
    for (const { variantId, title } of lines) if (title) this.#names.set(variantId, title);
    // Before anything goes wrong with them: who has lost the line by then cannot fetch it any more.
    if (lines.length > 0) bringIssueWords();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('open') && !this.open) this.#leave();
    this.#tell();
    this.#moveFocus();
  }

  get #session(): ShowSession | undefined {
    return this.#cart.session;
  }

  get #shown(): ShownCart | undefined {
    return this.#cart.value ?? this.cart;
  }

  /** None until it is known in which words. */
  get #shownIssues(): readonly ShownIssue[] {
    const issues = this.#issues.value ?? this.issues ?? [];
    return issues.length > 0 && bringIssueWords() ? issues : [];
  }

  /** Closed: what could be undone is done, and a checkout that was on its way is no matter of this sheet any more. */
  #leave(): void {
    this.#checkout.reset();
    for (const removed of this.#removed.value ?? []) removed.dismiss();
  }

  /** Says each issue once. */
  #tell(): void {
    const { t, language } = this.#l10n;
    const issues = this.#shownIssues;
    const fresh = issues.filter(({ id }) => !this.#told.has(id));
    this.#told = new Set(issues.map(({ id }) => id));
    const words = fresh.map(issue => issueWords(issue, this.#subjectOf(issue), t, language));
    // Under the subject that the show tells of adds with, so that one thing is not told twice.
    if (words.length > 0) this.#voice.say('notice', [...new Set(words)].join(' '));
  }

  #subjectOf({ variantId }: ShownIssue): { name: string | undefined } {
    return { name: variantId === undefined ? undefined : this.#nameOf(variantId) };
  }

  #nameOf(variantId: string): string | undefined {
    const known = this.#names.get(variantId);
    return known ?? this.#session?.$products.get().find(one => one.product?.variants.some(({ id }) => id === variantId))?.title;
  }

  #moveFocus(): void {
    const where = this.#focusNext;
    this.#focusNext = undefined;
    if (!where || !this.open) return;
    const undo = where === 'undo' ? [...this.renderRoot.querySelectorAll<HTMLElement>('[part="undo"]')].at(-1) : undefined;
    (undo ?? this.renderRoot.querySelector<HTMLElement>('h2'))?.focus();
  }

  readonly #wishes: CartWishes = {
    setQuantity: ({ id: lineKey, variantId }: ShownLine, quantity) =>
      this.dispatchEvent(new ShopcastSetQuantityEvent({ lineKey, variantId, quantity })),
    remove: ({ id: lineKey, variantId }) => {
      if (this.dispatchEvent(new ShopcastSetQuantityEvent({ lineKey, variantId, quantity: 0 }))) this.#focusNext = 'undo';
    },
    undo: ({ id: removalId, line: { variantId, quantity } }) => {
      if (this.dispatchEvent(new ShopcastUndoRemoveEvent({ removalId, variantId, quantity }))) this.#focusNext = 'title';
    },
    dismiss: issue => {
      issue.dismiss();
      this.#focusNext = 'title';
    },
    addCode: code => this.dispatchEvent(new ShopcastAddCodeEvent(code)),
    removeCode: code => {
      if (this.dispatchEvent(new ShopcastRemoveCodeEvent(code))) this.#focusNext = 'title';
    },
    checkOut: () => {
      // Before the event: a show may answer at once.
      if (this.#session?.cart) this.#checkout.begin();
      if (!this.dispatchEvent(new ShopcastCheckoutEvent())) this.#checkout.reset();
    },
    retry: () => void this.#session?.cart?.refresh(),
  };

  #scene(cart: ShownCart): CartScene {
    const { t, language } = this.#l10n;
    const session = this.#session;
    return {
      cart,
      issues: this.#shownIssues,
      removed: this.#removed.value ?? [],
      shop: this.#shop.value ?? calm,
      products: session?.$products.get() ?? ([] as readonly SessionProduct[]),
      offers: session?.$offers.get() ?? ([] as readonly SessionOffer[]),
      t,
      language,
      nameOf: variantId => this.#nameOf(variantId),
      withoutCodes: this.withoutCodes,
      checkout: this.#checkout.state,
    };
  }

  override render(): TemplateResult {
    const { t } = this.#l10n;
    const cart = this.#shown;
    const view = this.open ? { title: t.cart, focusTitle: true, ...drawerView(cart && this.#scene(cart), this.#wishes, t) } : undefined;
    return sheetView(this.#sheet, t, view);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-cart-drawer': ShopcastCartDrawer;
  }
}
