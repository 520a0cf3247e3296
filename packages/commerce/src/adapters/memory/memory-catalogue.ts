import type { Money } from '@shopcast/core';
import type { OptionValue, Product, ProductOption, QuantityRule, Reviews, Variant } from '../../commerce-adapter.js';
import { demand, present } from '../../internal/values.js';

/** An amount in minor units of the shop's currency, or one for each currency the shop sells in. */
export type MemoryAmount = number | Readonly<Record<string, number>>;

/** What a variant may state; on a product it is the default of its variants. */
export interface MemoryTerms {
  readonly price?: MemoryAmount;
  readonly compareAt?: MemoryAmount;
  readonly lowest30Days?: MemoryAmount;
  readonly unitPrice?: { readonly price: MemoryAmount; readonly per: string };
  /** Units in stock; `null` is not counted and always there. Default null. */
  readonly stock?: number | null;
  /** Sold on although the stock is used up. */
  readonly backorder?: boolean;
  readonly quantityRule?: Partial<QuantityRule>;
  readonly image?: string;
}

/** One variant as JSON. */
export interface MemoryVariantJson extends MemoryTerms {
  readonly id: string;
  readonly sku?: string;
  /** Default: the labels of its values, or the title of the product. */
  readonly title?: string;
  /** Option id to value id. */
  readonly options?: Readonly<Record<string, string>>;
}

/** One product as JSON. All texts are plain text. Without `variants` it has one, whose id is that of the product. */
export interface MemoryProductJson extends MemoryTerms {
  readonly id: string;
  readonly handle?: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  readonly images?: readonly string[];
  readonly options?: readonly { readonly id: string; readonly label: string; readonly values: readonly OptionValue[] }[];
  readonly variants?: readonly MemoryVariantJson[];
  readonly rating?: { readonly value: number; readonly count: number };
  readonly reviews?: Reviews['items'];
}

/** A variant on the shelf. `price`, `stock` and `gone` change while the shop is open. */
export interface ShelfVariant {
  readonly id: string;
  readonly product: ShelfProduct;
  readonly json: MemoryVariantJson;
  readonly title: string;
  readonly rule: QuantityRule;
  price: MemoryAmount;
  /** Infinity where it is not counted. */
  stock: number;
  gone: boolean;
}

/** A product on the shelf. */
export interface ShelfProduct {
  readonly json: MemoryProductJson;
  readonly options: readonly ProductOption[];
  readonly variants: ShelfVariant[];
}

/** The shelf: everything the shop has, by id. */
export interface Shelf {
  readonly products: ReadonlyMap<string, ShelfProduct>;
  readonly variants: ReadonlyMap<string, ShelfVariant>;
}

/**
 * Puts product JSON on the shelf.
 * @throws CommerceError `config` naming the product and field at fault.
 */
export function stockShelf(list: readonly MemoryProductJson[]): Shelf {
  const products = new Map<string, ShelfProduct>();
  const variants = new Map<string, ShelfVariant>();
  for (const json of list) {
    const { options = [], ...terms } = json;
    const product: ShelfProduct = { json, options, variants: [] };
    const where = `Product "${json.id}"`;
    demandNew(json.id, products, where);
    demand(json.title, `${where}: title is missing.`);
    products.set(json.id, product);
    for (const own of json.variants ?? [{ id: json.id }]) {
      const of = `${where}, variant "${own.id}"`;
      const merged: MemoryVariantJson = { ...terms, title: '', ...own };
      const { price, stock } = merged;
      const rule = { min: 1, step: 1, ...merged.quantityRule };
      const labels = options.map(({ id, values }) => values.find(value => value.id === merged.options?.[id])?.label);
      demandNew(own.id, variants, of);
      demand(!labels.includes(undefined), `${of}: needs one known value of every option.`);
      demand(isAmount(price), `${of}: price is no whole number of minor units.`);
      demand(stock == null || Number.isInteger(stock), `${of}: stock is no whole number.`);
      demand(rule.min >= 1 && rule.step >= 1, `${of}: quantityRule needs min and step of at least 1.`);
      const title = merged.title || labels.join(' / ') || json.title;
      const variant = { id: own.id, product, json: merged, title, rule, price, stock: stock ?? Infinity, gone: false };
      product.variants.push(variant);
      variants.set(own.id, variant);
    }
  }
  // A handle finds its product too, but never hides an id.
  for (const product of [...products.values()]) {
    const { handle } = product.json;
    if (handle && !products.has(handle)) products.set(handle, product);
  }
  return { products, variants };
}

/** The amount in a currency, or undefined where the shop has none. `home` is the currency a bare number is in. */
export function amountIn(amount: MemoryAmount | undefined, currency: string, home: string): Money | undefined {
  const minor = typeof amount === 'number' ? (currency === home ? amount : undefined) : amount?.[currency];
  return minor === undefined ? undefined : { minor, currency };
}

/** A product as the contract words it. Variants that are gone, or have no price in the currency, are not in it. */
export function describeProduct(
  { json, options, variants }: ShelfProduct,
  priceIn: (amount: MemoryAmount | undefined) => Money | undefined,
  stockOf: (variant: ShelfVariant) => Variant['stock'],
): Product {
  const { id, handle, title, description, url, rating, images = [] } = json;
  return {
    id,
    ...present({ handle, description, url, rating }),
    title,
    images,
    options,
    variants: variants.flatMap(variant => {
      const { sku, image, compareAt, lowest30Days, unitPrice, options: chosen = {} } = variant.json;
      const [price, unit] = [priceIn(variant.price), priceIn(unitPrice?.price)];
      if (variant.gone || !price) return [];
      return {
        id: variant.id,
        title: variant.title,
        options: chosen,
        price,
        ...present({
          sku,
          image,
          compareAt: priceIn(compareAt),
          lowest30Days: priceIn(lowest30Days),
          unitPrice: unit && unitPrice && { price: unit, per: unitPrice.per },
        }),
        stock: stockOf(variant),
        quantityRule: variant.rule,
      };
    }),
  };
}

function demandNew(id: unknown, taken: ReadonlyMap<unknown, unknown>, where: string): void {
  demand(typeof id === 'string' && id && !taken.has(id), `${where}: id "${String(id)}" is missing or taken.`);
}

function isAmount(amount: MemoryAmount | undefined): amount is MemoryAmount {
  const all = typeof amount === 'object' ? Object.values(amount) : [amount];
  return all.every(minor => Number.isSafeInteger(minor));
}
