import type { Selection, WhyNot } from '@shopcast/session';
import type { LocalizeController } from '../internal/localize-controller.js';
import { wordList } from '../internal/word-list.js';
import type { PickerModel } from './picker-model.js';

/** Names of values, and lists of them, in the viewer's language. */
function namesIn({ product: { options } }: PickerModel, { t, language }: LocalizeController) {
  const label = ({ optionId, valueId }: WhyNot['because'][number]): string =>
    options.find(({ id }) => id === optionId)?.values.find(({ id }) => id === valueId)?.label ?? valueId;
  const named = (value: WhyNot['because'][number]): string =>
    t.optionValue(options.find(({ id }) => id === value.optionId)?.label ?? '', label(value));
  return { label, named, list: (words: readonly string[]) => wordList(words, language) };
}

/** Why nothing that fits a choice can be bought: "Size 42 is sold out in Blue". `about` is the option the viewer has just touched. */
export function whySentence(model: PickerModel, why: WhyNot, about: string | undefined, l10n: LocalizeController): string {
  const { t } = l10n;
  const { label, named, list } = namesIn(model, l10n);
  const soldOut = why.reason === 'sold-out';
  const pivot = why.because.find(({ optionId }) => optionId === about) ?? why.because.at(-1);
  if (!pivot) return soldOut ? t.soldOutAll : t.notMadeAll;
  const others = why.because.filter(one => one !== pivot).map(label);
  if (others.length === 0) return soldOut ? t.soldOutValue(named(pivot)) : t.notMadeValue(named(pivot));
  return soldOut ? t.soldOutIn(named(pivot), list(others)) : t.notMadeIn(named(pivot), list(others));
}

/** The same behind a value's own name, for who hears the values one by one: "sold out in Blue". */
export function valueAside(model: PickerModel, choice: Selection, optionId: string, valueId: string, l10n: LocalizeController): string {
  const why = model.matrix.whyNot({ ...choice, [optionId]: valueId });
  if (!why) return '';
  const { label, list } = namesIn(model, l10n);
  const others = list(why.because.filter(one => one.optionId !== optionId).map(label));
  return why.reason === 'sold-out' ? l10n.t.valueSoldOut(others) : l10n.t.valueNotMade(others);
}

/** The values in which a proposal differs from the choice; all of them when it differs in none. */
export function differingValues(model: PickerModel, choice: Selection, proposal: Selection, l10n: LocalizeController): string {
  const { label, list } = namesIn(model, l10n);
  const values = model.product.options.flatMap(({ id: optionId }) => {
    const valueId = proposal[optionId];
    return valueId === undefined ? [] : [{ optionId, valueId }];
  });
  const other = values.filter(({ optionId, valueId }) => choice[optionId] !== valueId);
  return list((other.length > 0 ? other : values).map(label));
}

/** The values of a choice in the product's order, "Blue, 42". */
export function choiceName({ product: { options } }: PickerModel, choice: Selection): string {
  return options.flatMap(({ id, values }) => values.find(value => value.id === choice[id])?.label ?? []).join(', ');
}
