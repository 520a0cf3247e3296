import { createOptionMatrix, type OptionMatrix, type Product, type Selection, type Stock, type Variant } from '@shopcast/session';
import { isSellable } from '../internal/quantity.js';

/** What {@link OptionMatrix.fill} writes for a value. */
export const EXISTS = 1;
export const SELLABLE = 2;

/** A choice of values, option id to value id. */
export type Choice = Readonly<Record<string, string>>;

/** A product with its option matrix, kept up with the stock. */
export class PickerModel {
  readonly product: Product;
  readonly matrix: OptionMatrix;
  /** One byte for each option value, in order, as of the last {@link ask}. */
  readonly states: Uint8Array;
  readonly #variants: ReadonlyMap<string, Variant>;
  #stock: ReadonlyMap<string, Stock> | undefined;
  #withdrawn = false;
  #askedFor: Selection | undefined;
  #found: Variant | undefined;

  /** @throws ShopcastError `options/bad-product` when options and variants do not fit together. */
  constructor(product: Product) {
    this.product = product;
    const variants = product.variants.map(variant => ({ ...variant, available: isSellable(variant, variant.stock) }));
    this.matrix = createOptionMatrix({ options: product.options, variants });
    this.states = new Uint8Array(this.matrix.valueCount);
    this.#variants = new Map(product.variants.map(variant => [variant.id, variant]));
  }

  /** Takes in what is known of the stock by now, in place. */
  take(stock: ReadonlyMap<string, Stock> | undefined, withdrawn: boolean): void {
    if (stock === this.#stock && withdrawn === this.#withdrawn) return;
    this.#stock = stock;
    this.#withdrawn = withdrawn;
    this.#askedFor = undefined;
    for (const variant of this.product.variants) this.matrix.setAvailable(variant.id, this.sellable(variant));
  }

  stockOf(variant: Variant): Stock {
    return this.#stock?.get(variant.id) ?? variant.stock;
  }

  /** The variant of a complete choice. Asked again and again about the same one: the matrix looks through all variants. */
  variantOf(choice: Selection): Variant | undefined {
    if (choice !== this.#askedFor) {
      this.#askedFor = choice;
      this.#found = this.variant(this.matrix.variantOf(choice));
    }
    return this.#found;
  }

  variant(id: string | undefined): Variant | undefined {
    return id === undefined ? undefined : this.#variants.get(id);
  }

  sellable(variant: Variant): boolean {
    return !this.#withdrawn && isSellable(variant, this.stockOf(variant));
  }

  /** Brings {@link states} up to a choice. */
  ask(choice: Selection): void {
    this.matrix.fill(this.matrix.slots(choice), this.states);
  }

  /** The choice without what the product does not have, and with what there is only one of. */
  settle(choice: Selection): Choice {
    const known = this.product.options.flatMap(({ id, values }) => {
      const chosen = values.find(value => value.id === choice[id]) ?? (values.length === 1 ? values[0] : undefined);
      return chosen ? [[id, chosen.id] as const] : [];
    });
    return Object.fromEntries(known);
  }

  /** Options with several values of which none is chosen. */
  missing(choice: Selection): readonly Product['options'][number][] {
    return this.product.options.filter(({ id, values }) => values.length > 1 && choice[id] === undefined);
  }
}
