import { css, html, type TemplateResult } from 'lit';
import minus from 'lucide/dist/esm/icons/minus.mjs';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import type { Messages } from '../messages/en.js';
import { current } from './current.js';
import { icon } from './icon.js';
import { allowedQuantity, type QuantityBounds } from './quantity.js';

export interface StepperOptions {
  readonly value: number;
  readonly bounds: QuantityBounds;
  readonly t: Messages;
  readonly disabled?: boolean;
  /** What the quantity is of, where there are several. Default the word for quantity. */
  readonly label?: string;
  /** Gets an allowed quantity. */
  readonly onChange: (quantity: number) => void;
}

/** A quantity with a button at each side. Styles: {@link stepperStyles} beside `buttons`. */
export function stepper({ value, bounds, t, disabled = false, label = t.quantity, onChange }: StepperOptions): TemplateResult {
  const { min, max, step } = bounds;
  const set = (wish: number): void => {
    const quantity = allowedQuantity(wish, bounds);
    if (quantity !== value) onChange(quantity);
  };
  const typed = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    set(field.valueAsNumber);
    field.value = String(allowedQuantity(field.valueAsNumber, bounds));
  };
  // The buttons stay focusable at the ends: a button that goes away under the finger would take the focus with it.
  return html`<div class="stepper" part="stepper" role="group" aria-label=${label}>
    <button
      type="button"
      class="button icon"
      aria-label=${t.fewer}
      aria-disabled=${disabled || value <= min}
      @click=${() => !disabled && set(value - step)}
    >
      ${icon(minus)}
    </button>
    <input
      type="number"
      inputmode="numeric"
      aria-label=${label}
      min=${min}
      max=${Math.max(min, max)}
      step=${step}
      ?disabled=${disabled}
      .value=${current(String(value))}
      @change=${typed}
    />
    <button
      type="button"
      class="button icon"
      aria-label=${t.more}
      aria-disabled=${disabled || value >= max}
      @click=${() => !disabled && set(value + step)}
    >
      ${icon(plus)}
    </button>
  </div>`;
}

export const stepperStyles = css`
  .stepper {
    display: inline-flex;
    flex: none;
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
  }
  .stepper .button {
    border: 0;
    background: transparent;
  }
  .stepper input {
    inline-size: 2.5rem;
    min-inline-size: 0;
    padding: 0;
    border: 0;
    background: transparent;
    text-align: center;
    font-variant-numeric: tabular-nums;
    appearance: textfield;
  }
  .stepper input::-webkit-inner-spin-button {
    appearance: none;
    margin: 0;
  }
`;
