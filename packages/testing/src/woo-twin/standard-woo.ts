import { standardCodes, standardProducts } from '../commerce-conformance/standard-catalogue.js';
import type { WooCouponSeed, WooProductSeed } from './woo-shelf.js';

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

let made: readonly WooProductSeed[] | undefined;

/**
 * The standard catalogue for the twin; the slug of a product is its key in kebab-case. The first attribute of a product is one of the whole
 * shop, with slugs; the others are its own. The lowest price of 30 days is in `extensions` as `price-history.lowest`.
 */
export function standardWooProducts(): readonly WooProductSeed[] {
  return (made ??= standardProducts.map(product => {
    const { key, title, descriptionHtml, options, variants, quantityRule, compareAt, lowest30Days, otherPrices } = product;
    const [first] = variants;
    const termOf = (at: number, value: string) => (at === 0 ? slug(value) : value);
    return {
      slug: slug(key.replace(/[A-Z]/g, letter => ` ${letter}`)),
      title,
      price: first?.price ?? 0,
      ...(options.length ? {} : { stock: first?.stock ?? null }),
      ...(descriptionHtml ? { descriptionHtml } : {}),
      ...(quantityRule ? { quantity: quantityRule } : {}),
      ...(compareAt ? { regular: compareAt } : {}),
      ...(otherPrices ? { prices: otherPrices } : {}),
      ...(lowest30Days ? { extensions: { 'price-history': { lowest: String(lowest30Days) } } } : {}),
      attributes: options.map(({ label, values }, at) => ({
        label,
        ...(at === 0 ? { taxonomy: `pa_${slug(label)}` } : {}),
        terms: values.map(name => ({ name, slug: termOf(at, name) })),
      })),
      variations: options.length
        ? variants.map(({ values, price, stock }) => ({
            terms: options.map(({ label }, at) => termOf(at, values[label] ?? '')),
            price,
            stock,
          }))
        : [],
    };
  }));
}

/** The discount codes of the standard catalogue as coupons. */
export function standardWooCoupons(): WooCouponSeed[] {
  return standardCodes.map(({ key: _, ...coupon }) => coupon);
}
