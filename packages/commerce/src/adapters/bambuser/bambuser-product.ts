import { currencyDecimals } from '@shopcast/core';
import type { HostProduct, HostVariant } from '../host/host-types.js';

/** What a chain of builder calls said: method name to argument, nested chains resolved. */
type Said = Readonly<Record<string, unknown>>;

const saidBy = new WeakMap<object, Record<string, unknown>>();

/**
 * A builder that takes every call of the chain, also of methods this file does not know, and remembers what was said. It can itself be
 * called for a further builder, since the same chain is written `product(p => p.name(…))` and `sizes(s => [s().name(…)])`.
 */
function chain(): object {
  const said: Record<string, unknown> = {};
  const builder: object = new Proxy(() => undefined, {
    apply: () => chain(),
    get: (_, method) =>
      // Not a promise, whatever asks.
      typeof method === 'symbol' || method === 'then'
        ? undefined
        : (argument: unknown) => {
            said[method] = resolve(argument);
            return builder;
          },
  });
  saidBy.set(builder, said);
  return builder;
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'function') return value;
  return saidBy.get(value) ?? resolve((value as (builder: object) => unknown)(chain()));
}

/** What a page told with `updateProduct(id, factory => …)`. Runs the page's own code, which may throw. */
export function readChain(build: unknown): Said {
  const said = typeof build === 'function' ? resolve(build) : build;
  return typeof said === 'object' && said !== null ? (said as Said) : {};
}

const many = (value: unknown): Said[] =>
  Array.isArray(value) ? (value as Said[]).filter(each => typeof each === 'object' && each !== null) : [];
const words = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const within = (value: unknown): Said => (typeof value === 'object' && value !== null ? (value as Said) : {});

/**
 * Turns two fixed levels, variations (by colour) and their sizes, into options and variants. `null` for a product that is hidden or has no
 * name. The id of a variant is the SKU of its size, which is what the cart handlers get.
 */
export function bambuserProduct(ref: string, said: Said, currency: string): HostProduct | null {
  const product = within(said['product']);
  const title = words(product['name']);
  if (!title || said['hidden'] === true) return null;
  const own = words(product['sku']) || ref;
  const variations = many(product['variations']);
  const rows = (variations.length ? variations : [product]).flatMap(variation => {
    const attributes = within(variation['attributes']);
    const colour = words(attributes['colorName']) || words(variation['name']);
    const sizes = many(variation['sizes']);
    return (sizes.length ? sizes : [variation]).map(size => ({
      variation: words(variation['sku']) || colour,
      colour,
      hex: words(attributes['colorHexCode']),
      images: Array.isArray(variation['imageUrls']) ? (variation['imageUrls'] as string[]) : [],
      size: sizes.length ? words(size['name']) : '',
      sku: words(size['sku']) || words(variation['sku']) || own,
      inStock: size['inStock'] !== false,
      price: within(size['price'] ?? variation['price'] ?? product['price']),
    }));
  });
  const distinct = <T>(pick: (row: (typeof rows)[number]) => T) => [...new Set(rows.map(pick))];
  const byColour = distinct(row => row.variation).length > 1;
  const bySize = distinct(row => row.size).length > 1;
  const firstOf = (variation: string) => rows.find(row => row.variation === variation) as (typeof rows)[number];
  const variants = new Map<string, HostVariant>();
  for (const row of rows) {
    const paid = words(row.price['currency']) || currency;
    const current = amountText(row.price['current'], paid);
    const original = amountText(row.price['original'], paid);
    // The first of two with one SKU stands: the cart could not tell them apart.
    if (variants.has(row.sku) || current === '') continue;
    variants.set(row.sku, {
      id: row.sku,
      sku: row.sku,
      options: { ...(byColour ? { colour: row.variation } : {}), ...(bySize ? { size: row.size } : {}) },
      price: current,
      compareAt: original !== '' && Number(original) > Number(current) ? original : undefined,
      stock: row.inStock,
      image: row.images[0],
    });
  }
  return {
    id: ref,
    title,
    description: words(product['description']) || words(product['introduction']),
    url: words(said['publicUrl']) || undefined,
    images: rows.flatMap(row => row.images).filter((image, at, all) => all.indexOf(image) === at),
    options: [
      ...(byColour
        ? [
            {
              id: 'colour',
              label: 'Colour',
              values: distinct(row => row.variation).map(variation => {
                const { colour, hex } = firstOf(variation);
                return { id: variation, label: colour || variation, ...(hex ? { swatch: { color: hex } } : {}) };
              }),
            },
          ]
        : []),
      ...(bySize ? [{ id: 'size', label: 'Size', values: distinct(row => row.size) }] : []),
    ],
    variants: [...variants.values()],
  };
}

/** A price as a page may print it, such as "£1,299.00" or "19,90 kr", as decimal text; '' where there is no digit. */
function amountText(price: unknown, currency: string): string | number {
  if (typeof price === 'number') return price;
  const digits = (typeof price === 'string' ? price : '').replace(/[^\d.,]/g, '').replace(/^[.,]+|[.,]+$/g, '');
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (at < 0) return digits;
  const [whole, rest] = [digits.slice(0, at).replace(/[.,]/g, ''), digits.slice(at + 1)];
  const bothKinds = digits.includes('.') && digits.includes(',');
  // One separator before three digits groups thousands, unless the currency has three decimals.
  const groups = !bothKinds && ((rest.length === 3 && currencyDecimals(currency) !== 3) || digits.slice(0, at).includes(digits.charAt(at)));
  return groups ? whole + rest : `${whole}.${rest}`;
}
