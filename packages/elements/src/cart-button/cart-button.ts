import type { ShownCart } from '@shopcast/session';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import cartIcon from 'lucide/dist/esm/icons/shopping-cart.mjs';
import { ShopcastOpenEvent } from '../events.js';
import { icon } from '../internal/icon.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { ShowController } from '../internal/show-context.js';
import { buttons, tokens } from '../internal/tokens.styles.js';
import { development, warnOnce } from '../internal/warn.js';
import { styles } from './cart-button.styles.js';

/** More units than this are told as "99+": the button keeps its width. */
const mostShown = 99;

/**
 * Opens the cart and says how many units are in it.
 *
 * @element shopcast-cart-button
 * @status experimental
 * @event {ShopcastOpenEvent} shopcast-open - The viewer wants to see the cart; `panel` is `cart`. Cancelable.
 * @csspart button - The button.
 * @csspart count - The number of units.
 */
export class ShopcastCartButton extends LitElement {
  static override styles = [tokens, buttons, styles];

  /** Units in the cart, a whole number >= 0, to use the element alone. Inside a show the shop's cart says it. */
  @property({ type: Number }) quantity = 0;
  /** A change is under way, to use the element alone. */
  @property({ type: Boolean }) pending = false;

  readonly #cart = new ShowController<ShownCart>(this, session => session.cart?.$cart);
  readonly #l10n = new LocalizeController(this);

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  get #units(): number {
    const shown = this.#cart.value?.quantity ?? this.quantity;
    if (Number.isFinite(shown) && shown >= 0) return Math.trunc(shown);
    if (development) warnOnce(this, 'attribute/bad-value', `quantity="${this.getAttribute('quantity')}" is no number >= 0; 0 is shown.`);
    return 0;
  }

  readonly #open = (): void => {
    this.dispatchEvent(new ShopcastOpenEvent('cart'));
  };

  override render(): TemplateResult {
    const { t, language } = this.#l10n;
    const units = this.#units;
    const pending = this.#cart.value?.pending ?? this.pending;
    const name = t.cartNamed(units);
    const number = new Intl.NumberFormat(language);
    return html`<button
      part="button"
      class="button"
      type="button"
      aria-haspopup="dialog"
      aria-label=${pending ? `${name}, ${t.cartSaving}` : name}
      title=${name}
      ?data-pending=${pending}
      @click=${this.#open}
    >
      ${icon(cartIcon)}
      ${
        units > 0
          ? html`<span part="count" class="count">${units > mostShown ? `${number.format(mostShown)}+` : number.format(units)}</span>`
          : nothing
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-cart-button': ShopcastCartButton;
  }
}
