import type { Choice } from './picker-model.js';

/** What a picker tells the form around it. */
export interface PickerFormValue {
  readonly name: string;
  readonly quantityName: string | undefined;
  readonly variantId: string | undefined;
  readonly quantity: number;
  readonly choice: Choice;
  /** Why this cannot be sent yet; absent when it can. */
  readonly problem?: { readonly kind: 'valueMissing' | 'customError'; readonly words: string; readonly anchor?: HTMLElement | undefined };
}

/** Hands value, state to restore, and validity to the form. */
export function tellForm(internals: ElementInternals, told: PickerFormValue): void {
  const { name, quantityName, variantId, quantity, choice, problem } = told;
  const state = JSON.stringify({ choice, quantity });
  if (variantId === undefined) internals.setFormValue(null, state);
  else if (!quantityName || !name) internals.setFormValue(variantId, state);
  else {
    const data = new FormData();
    data.append(name, variantId);
    data.append(quantityName, String(quantity));
    internals.setFormValue(data, state);
  }
  if (problem) internals.setValidity({ [problem.kind]: true }, problem.words, problem.anchor);
  else internals.setValidity({});
}

/** What {@link tellForm} left with the browser; nothing when it cannot be read. */
export function restoredChoice(state: unknown): { readonly choice: Choice; readonly quantity: number } | undefined {
  try {
    const { choice, quantity } = JSON.parse(String(state)) as { choice?: unknown; quantity?: unknown };
    const entries = Object.entries(choice as object).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { choice: Object.fromEntries(entries), quantity: Number(quantity) || 1 };
  } catch {
    return undefined;
  }
}
