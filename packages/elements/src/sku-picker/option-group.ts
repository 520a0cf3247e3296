import type { OptionValue, ProductOption, Selection } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { current } from '../internal/current.js';
import { SELLABLE, EXISTS } from './picker-model.js';

/** A colour as a shop tells it: set as a property, where it can be nothing but a colour. */
class SwatchColour extends Directive {
  render(_color: string): void {
    // Acts in update alone: the place is an attribute-free element.
  }
  override update({ element }: ElementPart, [color]: [string]): void {
    (element as HTMLElement).style.backgroundColor = color;
  }
}
const swatchColour = directive(SwatchColour);

export interface OptionGroupView {
  readonly option: ProductOption;
  readonly place: number;
  readonly choice: Selection;
  /** State of the value at a place of this option. */
  readonly stateOf: (place: number) => number;
  /** What is wrong with a value that cannot be had: "sold out in Blue". */
  readonly asideOf: (valueId: string) => string;
  readonly disabled: boolean;
  readonly onChoose: (optionId: string, valueId: string) => void;
}

/** One option as a group of radio buttons: the platform's own, so that arrows, screen readers and forced colours work as everywhere. */
export function optionGroup(view: OptionGroupView): TemplateResult {
  const { option, place, choice } = view;
  const chosen = option.values.find(({ id }) => id === choice[option.id]);
  return html`<div class="option" part="option" role="radiogroup" aria-labelledby=${`option-${place}`}>
    <div class="option-label" part="option__label">
      <span id=${`option-${place}`} dir="auto">${option.label}</span>
      <span class="chosen" aria-hidden="true" dir="auto">${chosen?.label ?? nothing}</span>
    </div>
    <div class="values">${option.values.map((value, at) => valueView(view, value, at))}</div>
  </div>`;
}

function valueView(
  { option, place, choice, stateOf, asideOf, disabled, onChoose }: OptionGroupView,
  { id, label, swatch }: OptionValue,
  at: number,
): TemplateResult {
  const state = stateOf(at);
  const there = state & SELLABLE ? 'there' : state & EXISTS ? 'out' : 'none';
  const kind = swatch?.image ? ' pictured' : '';
  return html`<label class=${`value ${there}${kind}`} part=${`value value--${there}`}>
    <input
      type="radio"
      name=${`option-${place}`}
      value=${id}
      .checked=${current(choice[option.id] === id)}
      ?disabled=${disabled}
      @change=${() => onChoose(option.id, id)}
    />
    ${swatch?.image ? html`<img class="swatch-picture" src=${swatch.image} alt="" loading="lazy" decoding="async" />` : nothing}
    ${swatch?.color && !swatch.image ? html`<span class="swatch" ${swatchColour(swatch.color)}></span>` : nothing}
    <span class="value-label" dir="auto">${label}</span>
    ${there === 'there' ? nothing : html`<span class="visually-hidden">, ${asideOf(id)}</span>`}
  </label>`;
}
