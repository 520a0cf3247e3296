import type { OptionValue, ProductOption, Variant } from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import { variantIdOf, type Choice, type Kin, type Terms } from './product-mapping.js';
import type { WireProduct, WireVariant } from './wire.js';

/**
 * What may be chosen of a product with variations, at most `most` variants; `known` learns of every variation. Loaded with the first such
 * product.
 * @param wires The variations that were read.
 */
export function readVariations(
  product: WireProduct,
  wires: readonly WireVariant[],
  { termsOf, known, most }: { termsOf: (wire: WireVariant) => Terms; known: Map<number, Kin>; most: number },
): Choice {
  const productId = String(product.id);
  const options = readOptions(product);
  const byId = new Map(wires.map(wire => [wire.id, wire]));
  const variants = new Map<string, Variant>();
  for (const variation of product.variations) {
    const wire = byId.get(variation.id);
    if (!wire) continue;
    const { free, choices } = readChoices(variation, options, most);
    known.set(wire.id, { productId, limits: wire.add_to_cart, free });
    const terms = termsOf(wire);
    for (const choice of wire.is_purchasable ? choices : []) {
      const chosen = Object.fromEntries(options.map(({ id }, at) => [id, choice[at]?.id ?? '']));
      const mark = JSON.stringify(chosen);
      // Of several variations that the same values stand for, the shop takes the first.
      if (variants.has(mark)) continue;
      const title = choice.map(({ label }) => label).join(' / ') || plainText(wire.name);
      variants.set(mark, { id: variantIdOf(wire.id, free, ({ id }) => chosen[id]), title, options: chosen, ...terms });
    }
  }
  return {
    options,
    variants: [...variants.values()].slice(0, most),
    truncated: product.variations.length > most || variants.size > most,
  };
}

/** The options shoppers choose by. An attribute of one product alone has neither id nor slug in the shop: its name is its identity. */
function readOptions({ attributes }: WireProduct): ProductOption[] {
  return attributes
    .filter(attribute => attribute.has_variations)
    .map(({ name, taxonomy, terms }) => ({
      id: taxonomy ?? name,
      label: plainText(name),
      values: terms.map(term => ({ id: term.slug, label: plainText(term.name) })),
    }));
}

/** The combinations of values a variation stands for: one, or one for each value of the options that it leaves open. */
function readChoices({ attributes }: WireProduct['variations'][number], options: readonly ProductOption[], most: number) {
  const left = [...attributes];
  const free: ProductOption[] = [];
  let choices: OptionValue[][] = [[]];
  for (const option of options) {
    // The shop names an option by its label here, so it is looked up among those of the same product. Two of one name come in order.
    const place = left.findIndex(({ name }) => name === option.id || plainText(name) === option.label);
    const value = place < 0 ? null : left.splice(place, 1)[0]?.value;
    if (!value) free.push(option);
    const known = option.values.find(({ id }) => id === value) ?? option.values.find(({ label }) => label === plainText(value));
    const values = known ? [known] : value ? [] : option.values;
    choices = choices.flatMap(choice => values.map(each => [...choice, each])).slice(0, most);
  }
  return { free, choices };
}
