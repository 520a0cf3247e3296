import type { Product, ProductOption, QuantityRule, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import { higher } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { amount, noLimit, numberIn, type WireLimits, type WireProduct, type WireVariant } from './wire.js';

/** What has to be known of a variation to find it in a cart: its product, and the options whose value the shopper chooses freely. */
export interface Kin {
  readonly productId: string;
  readonly limits: WireLimits;
  readonly free: readonly ProductOption[];
}

/** What is known of variations, and of products without any, by id. */
export type Known = ReadonlyMap<number, Kin>;

/** Reads what plugins say of a variant. */
export type ReadExtras = (wire: WireVariant) => Partial<Pick<Variant, 'lowest30Days' | 'unitPrice'>>;

/** What may be chosen of a product. */
export interface Choice {
  readonly options: readonly ProductOption[];
  readonly variants: readonly Variant[];
  readonly truncated?: boolean;
}

/** What a variant costs, how many there are and how many may be bought. */
export type Terms = Omit<Variant, 'id' | 'title' | 'options'>;

/** The stock of a variant. Its number is only in the shop's words, unless it is low, and only where the shop chose to show it. */
function readStock(wire: WireVariant, asOf: number): Stock {
  const { low_stock_remaining: low, stock_availability, add_to_cart } = wire;
  if (wire.is_on_backorder) return { state: 'backorder', asOf };
  if (!wire.is_in_stock) return { state: 'out', quantity: 0, asOf };
  const quantity = low ?? numberIn(stock_availability?.text);
  // Of what may be ordered beyond the stock there is no number of sellable units, and no text shows fewer than one may buy.
  const counts = add_to_cart.maximum !== noLimit && quantity !== undefined && quantity >= add_to_cart.maximum;
  return { state: low === null ? 'in' : 'low', ...(counts ? { quantity } : {}), asOf };
}

function readRule({ add_to_cart: { minimum, maximum, multiple_of }, is_in_stock }: WireVariant, { quantity }: Stock): QuantityRule {
  // A largest quantity that is the stock is no rule: it changes with the stock, which is told by itself.
  const max = is_in_stock && maximum !== noLimit && maximum !== quantity ? { max: maximum } : {};
  return { min: Math.max(1, minimum), ...max, step: Math.max(1, multiple_of) };
}

export function readVariantStock(wire: WireVariant, asOf: number): Required<VariantStock> {
  return { stock: readStock(wire, asOf), price: amount(wire.prices.price, wire.prices) };
}

export function readTerms(wire: WireVariant, readExtras: ReadExtras | undefined, asOf: number): Terms {
  const { prices, sku, images } = wire;
  const { stock, price } = readVariantStock(wire, asOf);
  return {
    price,
    stock,
    quantityRule: readRule(wire, stock),
    ...present({ sku, image: images[0]?.src, compareAt: higher(amount(prices.regular_price, prices), price) }),
    ...readExtras?.(wire),
  };
}

/** The id of a variant: that of its variation, with the values chosen where it leaves options open: `26?pa_color=blue&pa_size=l`. */
export function variantIdOf(id: number, free: readonly ProductOption[], valueOf: (option: ProductOption) => string | undefined): string {
  const chosen = new URLSearchParams(free.map(option => [option.id, valueOf(option) ?? '']));
  return free.length ? `${id}?${chosen.toString()}` : String(id);
}

/** What may be chosen of a product without variations: itself. */
export function readWhole(product: WireProduct, terms: Terms): Choice {
  // Neither of these two can be put into the cart: one is sold elsewhere, the other is a list of products.
  const isSold = product.is_purchasable && !/^(external|grouped|variable)/.test(product.type);
  const variant = { id: String(product.id), title: plainText(product.name), options: {}, ...terms };
  return { options: [], variants: isSold ? [variant] : [] };
}

export function readProduct(product: WireProduct, { options, variants, truncated }: Choice): Product {
  const rating = { value: Number(product.average_rating), count: product.review_count };
  return {
    id: String(product.id),
    handle: product.slug,
    title: plainText(product.name),
    url: product.permalink,
    images: product.images.map(({ src }) => src),
    options,
    variants,
    ...present({
      description: plainText(product.short_description) || plainText(product.description),
      truncated: truncated || undefined,
      rating: rating.count ? rating : undefined,
    }),
  };
}
