import { createBitsets } from './bitsets.js';
import { createCountTable } from './count-table.js';
import { nearestVariant, type NearestVariant } from './nearest-variant.js';
import { ownText, readGrid, type MatrixProduct } from './product-grid.js';
import { AVAILABLE, EXISTS } from './variant-index.js';
import { explain, type WhyNot } from './why-not.js';

/** What a shopper has chosen so far: option id to value id. Ids that the product does not have count as not chosen. */
export type Selection = Readonly<Record<string, string | undefined>>;

/** What choosing one value would lead to. */
export interface ValueAnswer {
  readonly id: string;
  /** Some variant has this value together with everything chosen of the other options. */
  readonly exists: boolean;
  /** Some such variant can be bought now. */
  readonly available: boolean;
  /** The value is the chosen one of its option. */
  readonly chosen: boolean;
}

/** The answers for one option, in the product's order. */
export interface OptionAnswer {
  readonly id: string;
  readonly values: readonly ValueAnswer[];
}

/** Knows of one product which choices of option values lead to a variant. Made by {@link createOptionMatrix}. */
export interface OptionMatrix {
  /** How many option values the product has, over all options: the length of what {@link fill} writes. */
  readonly valueCount: number;
  /** For every value of every option, in order: does it exist and can it be had with **all** that is chosen of the other options? */
  answer(selection: Selection): readonly OptionAnswer[];
  /**
   * The variant of a complete selection, whether it can be bought or not; undefined while an option with several values is not chosen, or when no
   * variant fits. Of several that fit, the first that can be bought, else the first.
   */
  variantOf(selection: Selection): string | undefined;
  /** Takes in what the shop says of one variant, in place. Returns whether anything changed; a variant not of this product changes nothing. */
  setAvailable(variantId: string, available: boolean): boolean;
  /** Why nothing that fits the selection can be bought; undefined when something can. */
  whyNot(selection: Selection): WhyNot | undefined;
  /**
   * The variant that can be bought with the fewest chosen values changed; of several the one that keeps what was chosen last, then the first in the
   * shop's order. Undefined when nothing can be bought.
   * @param latestFirst Option ids, the most recently chosen first. Options left out count as chosen before those, in the product's order.
   */
  nearest(selection: Selection, latestFirst?: readonly string[]): NearestVariant | undefined;
  /** The selection as slots, one per option: 0 for not chosen, 1 for the option's first value, and so on. */
  slots(selection: Selection): Uint32Array;
  /**
   * {@link answer} without allocating, for pickers that repaint often: writes one byte per option value into `out`, options and values in order:
   * 0 does not exist, 1 exists but cannot be bought, 3 can be bought.
   * @param slots As {@link slots} gives them, each within its option.
   */
  fill(slots: ArrayLike<number>, out: Uint8Array): void;
}

/** How a matrix is built. */
export interface OptionMatrixOptions {
  /** Most cells of 5 bytes for the counting table; products that need more use bitsets, which answer more slowly and stay small. Default 4,194,304. */
  readonly maxCells?: number;
}

/**
 * Builds the option matrix of a product: any number of options, sparse combinations, tens of thousands of variants. It is a value of its own: later
 * changes of the product do not reach it but by `setAvailable`.
 * @throws ShopcastError `options/bad-product` when an id is there twice or a variant has a value that its option does not list.
 */
export function createOptionMatrix(product: MatrixProduct, { maxCells = 2 ** 22 }: OptionMatrixOptions = {}): OptionMatrix {
  const grid = readGrid(product);
  const available = Uint8Array.from(product.variants, variant => (variant.available ? 1 : 0));
  const index = createCountTable(grid, available, maxCells) ?? createBitsets(grid, available);
  const optionIds = product.options.map(option => option.id);
  const valueIds = product.options.map(option => option.values.map(value => value.id));
  const variantIds = product.variants.map(variant => variant.id);
  const valueCount = grid.sizes.reduce((sum, size) => sum + size, 0);
  const scratch = new Uint8Array(valueCount);

  const slots = (selection: Selection) =>
    Uint32Array.from(optionIds, (id, i) => {
      const value = ownText(selection, id);
      return value === undefined ? 0 : (grid.slotOf[i]!.get(value) ?? 0);
    });
  const fits = (variant: number, chosen: Uint32Array) =>
    chosen.every((choice, i) => {
      const slot = grid.slots[variant * chosen.length + i]!;
      return choice === slot || choice === 0 || slot === 0;
    });

  return {
    valueCount,
    slots,
    fill: (chosen, out) => index.fill(chosen, out),
    answer(selection) {
      const chosen = slots(selection);
      index.fill(chosen, scratch);
      let at = 0;
      return optionIds.map((id, i) => ({
        id,
        values: valueIds[i]!.map((valueId, v) => {
          const state = scratch[at++]!;
          return { id: valueId, exists: (state & EXISTS) !== 0, available: (state & AVAILABLE) !== 0, chosen: chosen[i] === v + 1 };
        }),
      }));
    },
    variantOf(selection) {
      const chosen = slots(selection);
      if (chosen.some((slot, i) => slot === 0 && grid.sizes[i]! > 1)) return undefined;
      let first: string | undefined;
      for (let v = 0; v < variantIds.length; v++) {
        if (!fits(v, chosen)) continue;
        if (available[v]) return variantIds[v];
        first ??= variantIds[v];
      }
      return first;
    },
    setAvailable(variantId, isAvailable) {
      const variant = grid.placeOf.get(variantId);
      if (variant === undefined || (available[variant] === 1) === isAvailable) return false;
      available[variant] = isAvailable ? 1 : 0;
      index.mark(variant, isAvailable);
      return true;
    },
    whyNot(selection) {
      const chosen = slots(selection);
      const why = explain(index, chosen);
      return (
        why && { reason: why.reason, because: why.options.map(i => ({ optionId: optionIds[i]!, valueId: valueIds[i]![chosen[i]! - 1]! })) }
      );
    },
    nearest(selection, latestFirst = []) {
      const order = [...new Set([...latestFirst.map(id => optionIds.indexOf(id)).filter(i => i >= 0), ...optionIds.keys()])];
      const chosen = slots(selection);
      const variant = nearestVariant(grid, available, chosen, order);
      if (variant === undefined) return undefined;
      const values = optionIds.flatMap((id, i) => {
        const value = valueIds[i]![(grid.slots[variant * optionIds.length + i]! || chosen[i]! || 1) - 1];
        return value === undefined ? [] : [[id, value] as const];
      });
      return { variantId: variantIds[variant]!, selection: Object.fromEntries(values) };
    },
  };
}
