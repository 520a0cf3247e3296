import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { styles } from './__name__.styles.js';

/**
 * Says in one sentence what a shopper does with it.
 *
 * @element shopcast-__name__
 * @status experimental
 * @slot - Words beside the label.
 * @csspart label - The label.
 */
export class Shopcast__Name__ extends LitElement {
  static override styles = styles;

  /** What stands in the element when it is used alone. */
  @property() label = '';

  override render(): TemplateResult {
    return html`<span part="label">${this.label}</span><slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-__name__': Shopcast__Name__;
  }
}
