import { hasAll, type Select } from './catalogue.js';
import type { WireOption, WireProduct, WireSelected, WireVariant } from './wire.js';

/** Requests for the variants of one product. */
const most = 40;

/**
 * Asks value by value for the variants that a shop did not name in its first answer, as far as a bounded number of requests goes. Loaded with
 * the first product of that kind.
 */
export async function walkVariants(
  { options = [], variants }: WireProduct,
  first: WireProduct,
  select: Select,
): Promise<{ readonly variants: readonly WireVariant[]; readonly truncated: boolean }> {
  const found = new Map<string, WireVariant>();
  let requests = 1;
  let truncated = false;

  const matching = (selected: readonly WireSelected[]) =>
    [...found.values()].filter(variant =>
      selected.every(({ name, label }) => variant.options?.some(option => option.name === name && option.label === label)),
    );

  async function walk(selected: readonly WireSelected[], detail: WireProduct): Promise<void> {
    for (const variant of detail.variants) found.set(variant.id, variant);
    // Whether a value exists is said relative to what is selected: only where that is what was asked for, it counts here.
    const same = (detail.selected ?? []).every(({ name }) => selected.some(chosen => chosen.name === name));
    const left = open(selected, same && detail.options ? detail.options : options).map(option => ({
      ...option,
      values: option.values.filter(({ exists }) => !same || exists !== false),
    }));
    const next = left.toSorted((a, b) => a.values.length - b.values.length)[0];
    if (!next) return;
    await Promise.all(next.values.map(({ id, label }) => step([...selected, { name: next.name, label, ...(id ? { id } : {}) }])));
  }

  async function step(selected: readonly WireSelected[]): Promise<void> {
    if (hasAll(matching(selected), open(selected, options))) return;
    if (++requests > most) {
      truncated = true;
      return;
    }
    const detail = await select(selected);
    if (detail) await walk(selected, detail);
  }

  await walk([], first);
  return { variants: found.size ? [...found.values()] : variants, truncated };
}

/** The options that nothing is selected of. */
const open = (selected: readonly WireSelected[], options: readonly WireOption[]) =>
  options.filter(({ name }) => !selected.some(chosen => chosen.name === name));
