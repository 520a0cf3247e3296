import type { MemoryCode, MemoryProductJson } from '@shopcast/commerce/adapters/memory';
import { standardCodes, standardProducts, type StandardProduct } from './standard-catalogue.js';

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

let made: readonly MemoryProductJson[] | undefined;

/** The standard catalogue as product JSON of the shop in memory. The ref of a product is its key. */
export function standardMemoryProducts(): readonly MemoryProductJson[] {
  // Made once: the kit opens a shop for every case.
  return (made ??= makeProducts());
}

function makeProducts(): MemoryProductJson[] {
  return standardProducts.map(product => ({
    id: product.key,
    handle: slug(product.title),
    title: product.title,
    ...(product.descriptionHtml ? { description: 'Stoneware, 30 cl.\nDishwasher & microwave safe.' } : {}),
    ...(product.compareAt ? { compareAt: product.compareAt } : {}),
    ...(product.lowest30Days ? { lowest30Days: product.lowest30Days } : {}),
    ...(product.quantityRule ? { quantityRule: product.quantityRule } : {}),
    options: product.options.map(({ label, values }) => ({
      id: slug(label),
      label,
      values: values.map(value => ({ id: slug(value), label: value })),
    })),
    variants: product.variants.map(variant => ({
      id: variantId(product, variant.values),
      options: Object.fromEntries(Object.entries(variant.values).map(([option, value]) => [slug(option), slug(value)])),
      price: product.otherPrices ? { EUR: variant.price, ...product.otherPrices } : variant.price,
      stock: variant.stock,
    })),
  }));
}

/** The discount codes of the standard catalogue for the shop in memory. */
export function standardMemoryCodes(): MemoryCode[] {
  return standardCodes.map(({ code, percent, amount, minimum, expired, usesLeft }) => ({
    code,
    ...(percent ? { percent } : {}),
    ...(amount ? { amount } : {}),
    ...(minimum ? { minimum } : {}),
    ...(expired ? { expiresAt: 1 } : {}),
    ...(usesLeft === undefined ? {} : { usesLeft }),
  }));
}

function variantId(product: StandardProduct, values: Readonly<Record<string, string>>): string {
  return [product.key, ...Object.values(values).map(slug)].join('-');
}
