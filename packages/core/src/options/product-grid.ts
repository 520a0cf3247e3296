import { ShopcastError } from '../errors/errors.js';

/** What the option matrix reads of a product. A product of a shop with `available` put to its variants fits. */
export interface MatrixProduct {
  readonly options: readonly { readonly id: string; readonly values: readonly { readonly id: string }[] }[];
  readonly variants: readonly {
    readonly id: string;
    /** Option id to value id. An option left out fits every value of it, as the "any" of WooCommerce does. */
    readonly options: Readonly<Record<string, string>>;
    /** Whether it can be bought now. */
    readonly available: boolean;
  }[];
}

/**
 * A product in numbers. A *slot* is a place in an option: 0 for "any", 1 for its first value, and so on. One slot per option, in the
 * product's order, says what a variant is or what a shopper chose.
 */
export interface ProductGrid {
  /** How many values each option has. */
  readonly sizes: readonly number[];
  /** How many variants. */
  readonly count: number;
  /** The slots of every variant, one variant after the other. */
  readonly slots: Uint32Array;
  /** Slot by value id, per option. */
  readonly slotOf: readonly ReadonlyMap<string, number>[];
  /** Place by variant id. */
  readonly placeOf: ReadonlyMap<string, number>;
}

/** @throws ShopcastError `options/bad-product`; `field` names the place. */
export function readGrid(product: MatrixProduct): ProductGrid {
  const { options, variants } = product;
  places(options, 'options');
  const slotOf = options.map((option, i) => new Map([...places(option.values, `options.${i}.values`)].map(([id, at]) => [id, at + 1])));
  const placeOf = places(variants, 'variants');
  const slots = new Uint32Array(variants.length * options.length);
  variants.forEach((variant, v) => {
    options.forEach(({ id }, i) => {
      const value = ownText(variant.options, id);
      const slot = value === undefined ? 0 : slotOf[i]!.get(value);
      if (slot === undefined) {
        throw badProduct(`Variant "${variant.id}" has a value that its option does not list.`, `variants.${v}.options.${id}`);
      }
      slots[v * options.length + i] = slot;
    });
  });
  return { sizes: options.map(option => option.values.length), count: variants.length, slots, slotOf, placeOf };
}

/** The text a record itself holds under a key: ids come from shops and may read `constructor`. */
export function ownText(record: Readonly<Record<string, string | undefined>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function places(items: readonly { readonly id: string }[], field: string): Map<string, number> {
  const places = new Map<string, number>();
  items.forEach(({ id }, at) => {
    if (places.has(id)) throw badProduct(`The id "${id}" is there twice.`, `${field}.${at}.id`);
    places.set(id, at);
  });
  return places;
}

function badProduct(message: string, field: string): ShopcastError {
  return new ShopcastError('options/bad-product', message, { field });
}
