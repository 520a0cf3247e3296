import { html, nothing, type TemplateResult } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import type { AddState } from '../internal/add-controller.js';
import { icon } from '../internal/icon.js';
import type { LocalizeController } from '../internal/localize-controller.js';
import type { QuantityBounds } from '../internal/quantity.js';
import { stepper } from '../internal/stepper.js';
import { optionGroup } from './option-group.js';
import type { Choice, PickerModel } from './picker-model.js';
import type { PickerStatus } from './picker-status.js';
import { differingValues, valueAside } from './picker-words.js';

/** What the parts of a picker are drawn from. */
export interface PickerScene {
  readonly model: PickerModel;
  readonly choice: Choice;
  readonly status: PickerStatus | undefined;
  readonly quantity: number;
  readonly bounds: QuantityBounds;
  readonly disabled: boolean;
  readonly adding: AddState;
  readonly withoutButton: boolean;
  readonly l10n: LocalizeController;
  readonly onChoose: (optionId: string, valueId: string) => void;
  readonly onInstead: (choice: Choice) => void;
  readonly onQuantity: (quantity: number) => void;
  readonly onAdd: () => void;
}

/** Every option of the product. */
export function optionsView({ model, choice, disabled, l10n, onChoose }: PickerScene): readonly TemplateResult[] {
  let start = 0;
  return model.product.options.map((option, place) => {
    const first = start;
    start += option.values.length;
    return optionGroup({
      option,
      place,
      choice,
      stateOf: at => model.states[first + at]!,
      asideOf: valueId => valueAside(model, choice, option.id, valueId, l10n),
      disabled,
      onChoose,
    });
  });
}

/** What is to be said of the choice, and what can be had instead. */
export function statusView({ status, model, choice, disabled, l10n, onInstead }: PickerScene): TemplateResult {
  const instead = status?.instead;
  return html`<div class="status" part="status">
    <p role="status" class=${status?.tone ?? 'calm'}>${status?.words ?? nothing}</p>
    ${
      instead
        ? html`<button type="button" class="button" part="instead" ?disabled=${disabled} @click=${() => onInstead(instead)}>
            <bdi>${l10n.t.insteadTake(differingValues(model, choice, instead, l10n))}</bdi>
          </button>`
        : nothing
    }
  </div>`;
}

/** The quantity, and the button unless the page has its own. */
export function buyView({ model, choice, quantity, bounds, disabled, adding, withoutButton, l10n, ...on }: PickerScene): TemplateResult {
  const { t } = l10n;
  const words = { idle: t.addToCart, pending: t.adding, added: t.added, refused: t.addToCart }[adding];
  const impossible = model.matrix.whyNot(choice) !== undefined;
  return html`<div class="buy">
    ${stepper({ value: quantity, bounds, t, disabled, onChange: on.onQuantity })}
    ${
      withoutButton
        ? nothing
        : html`<button
            type="button"
            class="button primary"
            part="add"
            aria-disabled=${impossible || adding === 'pending'}
            ?disabled=${disabled}
            @click=${on.onAdd}
          >
            ${adding === 'added' ? icon(check) : nothing}${words}
          </button>`
    }
  </div>`;
}
