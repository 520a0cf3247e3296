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

/** A variant on the shelf. `stock` and `terms.price` change while the shop is open. */
export interface ShelfVariant {
  readonly id: string;
  readonly product: ShelfProduct;
  readonly json: MemoryVariantJson;
  readonly title: string;
  readonly rule: QuantityRule;
  price: MemoryAmount;
  stock: number | null;
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
    const options = json.options ?? [];
    const product: ShelfProduct = { json, options, variants: [] };
    const where = `Product "${json.id}"`;
    demand(typeof json.id === 'string' && json.id && !products.has(json.id), `${where}: id is missing or taken.`);
    demand(typeof json.title === 'string' && json.title, `${where}: title is missing.`);
    products.set(json.id, product);
    for (const own of json.variants ?? [{ id: json.id }]) {
      const merged = { ...json, title: undefined, options: undefined, ...own } as MemoryVariantJson;
      const { min = 1, max, step = 1 } = merged.quantityRule ?? {};
      const of = `${where}, variant "${own.id}"`;
      const labels = options.map(({ id, values }) => values.find(value => value.id === merged.options?.[id])?.label);
      demand(typeof own.id === 'string' && own.id && !variants.has(own.id), `${where}: id "${own.id}" is missing or taken.`);
      demand(!labels.includes(undefined), `${of}: needs one known value of every option.`);
      demand(isAmount(merged.price), `${of}: price is no whole number of minor units.`);
      demand(merged.stock == null || Number.isInteger(merged.stock), `${of}: stock is no whole number.`);
      demand(min >= 1 && step >= 1, `${of}: quantityRule needs min and step of at least 1.`);
      const variant: ShelfVariant = {
        id: own.id,
        product,
        json: merged,
        title: merged.title ?? (labels.join(' / ') || json.title),
        rule: { min, step, ...(max === undefined ? {} : { max }) },
        price: merged.price as MemoryAmount,
        stock: merged.stock ?? null,
        gone: false,
      };
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
  priceOf: (variant: ShelfVariant, amount: MemoryAmount | undefined) => Money | undefined,
  stockOf: (variant: ShelfVariant) => Variant['stock'],
): Product {
  return {
    id: json.id,
    ...present({ handle: json.handle, description: json.description, url: json.url, rating: json.rating }),
    title: json.title,
    images: json.images ?? [],
    options,
    variants: variants.flatMap(variant => {
      const price = priceOf(variant, variant.price);
      if (variant.gone || !price) return [];
      const { sku, image, compareAt, lowest30Days, unitPrice } = variant.json;
      const unit = priceOf(variant, unitPrice?.price);
      return {
        id: variant.id,
        title: variant.title,
        options: variant.json.options ?? {},
        price,
        ...present({
          sku,
          image,
          compareAt: priceOf(variant, compareAt),
          lowest30Days: priceOf(variant, lowest30Days),
          unitPrice: unit && unitPrice && { price: unit, per: unitPrice.per },
        }),
        stock: stockOf(variant),
        quantityRule: variant.rule,
      };
    }),
  };
}

function isAmount(amount: MemoryAmount | undefined): boolean {
  const all = typeof amount === 'object' ? Object.values(amount) : [amount];
  return all.every(minor => Number.isSafeInteger(minor));
}
