import type { FeaturedProduct, ShowProduct } from '@shopcast/core';
import type { SessionProduct } from './session-types.js';
import type { ShopReading } from './shop-products.js';
import { viewProduct, type FreshStock } from './views.js';

/** What a product's view was made from. */
interface Made {
  readonly listed: ShowProduct;
  readonly featured: FeaturedProduct | undefined;
  readonly reading: ShopReading | undefined;
  readonly fresh: FreshStock;
  readonly view: SessionProduct;
}

/** Makes the list of a show's products from its parts. */
export type ProductList = (
  products: readonly ShowProduct[],
  featured: readonly FeaturedProduct[],
  readings: ReadonlyMap<string, ShopReading>,
  fresh: FreshStock,
) => readonly SessionProduct[];

/**
 * A list that makes anew only what has changed: a product nothing is new about keeps its object, and a list of the same objects is the same list,
 * so that nobody who looks at it draws it again.
 */
export function createProductList(): ProductList {
  let made = new Map<string, Made>();
  let list: readonly SessionProduct[] = [];
  return (products, allFeatured, readings, fresh) => {
    const before = made;
    made = new Map();
    const next = products.map(listed => {
      const featured = allFeatured.find(({ productId }) => productId === listed.productId);
      const reading = readings.get(listed.listing.ref ?? '');
      const known = before.get(listed.productId);
      const view = known && isStillTrue(known, { listed, featured, reading, fresh }) ? known.view : undefined;
      const now = { listed, featured, reading, fresh, view: view ?? viewProduct(listed, featured, reading, fresh) };
      made.set(listed.productId, now);
      return now.view;
    });
    if (next.length !== list.length || next.some((view, i) => view !== list[i])) list = next;
    return list;
  };
}

function isStillTrue(known: Made, now: Omit<Made, 'view'>): boolean {
  if (known.reading !== now.reading || !sameFields(known.featured, now.featured) || !sameListed(known.listed, now.listed)) return false;
  if (known.fresh === now.fresh || now.reading?.state !== 'ready') return true;
  return now.reading.product.variants.every(({ id }) => known.fresh.get(id) === now.fresh.get(id));
}

/** Looking ahead of the playhead folds a report of stock anew with each event that arrives: another object that says the same. */
function sameListed(one: ShowProduct, other: ShowProduct): boolean {
  if (one === other) return true;
  const { stock, ...rest } = one;
  const { stock: otherStock, ...otherRest } = other;
  return sameFields(rest, otherRest) && stock.length === otherStock.length && stock.every((report, i) => sameFields(report, otherStock[i]));
}

function sameFields<T extends object>(one: T | undefined, other: T | undefined): boolean {
  if (one === other) return true;
  if (!one || !other) return false;
  return (Object.keys({ ...one, ...other }) as (keyof T)[]).every(key => one[key] === other[key]);
}
