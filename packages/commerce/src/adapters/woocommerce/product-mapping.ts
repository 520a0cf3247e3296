import { parseMoney, type Money } from '@shopcast/core';
import type { Product, ProductOption, QuantityRule, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import { higher } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { amount, noLimit, numberIn, type WireLimits, type WirePrices, type WireProduct, type WireVariant } from './wire.js';

/** Where plugins put what the Store API itself does not know: paths into `extensions`, such as `my-plugin.lowest_price`. */
export interface WooFields {
  /** Lowest price of the last 30 days, an amount like the price: minor units, or decimal text. */
  readonly lowest30Days?: string;
  /** What a measure of the goods costs, and for what it is: `100 ml`. */
  readonly unitPrice?: { readonly price: string; readonly per: string };
}

/** What has to be known of a variation to find it in a cart: its product, and the options whose value the shopper chooses freely. */
export interface Kin {
  readonly productId: string;
  readonly limits: WireLimits;
  readonly free: readonly ProductOption[];
}

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

export function readVariantStock(wire: WireVariant, asOf: number): VariantStock {
  return { stock: readStock(wire, asOf), price: amount(wire.prices.price, wire.prices) };
}

function readVariant(wire: WireVariant, choice: Choice, fields: WooFields, asOf: number): Variant {
  const { prices, sku, images, extensions } = wire;
  const { stock, price } = readVariantStock(wire, asOf) as Required<VariantStock>;
  return {
    id: choice.id,
    title: choice.labels.join(' / ') || plainText(wire.name),
    options: choice.options,
    price,
    stock,
    quantityRule: readRule(wire, stock),
    ...present({
      sku,
      image: images[0]?.src,
      compareAt: higher(amount(prices.regular_price, prices), price),
      lowest30Days: readExtra(extensions, fields.lowest30Days, prices),
      unitPrice: readUnitPrice(extensions, fields.unitPrice, prices),
    }),
  };
}

function readUnitPrice(extensions: unknown, paths: WooFields['unitPrice'], prices: WirePrices): Variant['unitPrice'] {
  const price = readExtra(extensions, paths?.price, prices);
  const per = plainText(at(extensions, paths?.per));
  return price && per ? { price, per } : undefined;
}

function readExtra(extensions: unknown, path: string | undefined, prices: WirePrices): Money | undefined {
  const found = at(extensions, path);
  const text = typeof found === 'number' ? String(found) : found;
  if (typeof text !== 'string') return undefined;
  if (/^\d+$/.test(text)) return amount(text, prices);
  return /^\d+\.\d+$/.test(text) ? parseMoney(text, prices.currency_code, { round: 'half-up' }) : undefined;
}

function at(value: unknown, path: string | undefined): unknown {
  return path?.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);
}

/** One combination of option values. */
interface Choice {
  readonly id: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
}

/** The options shoppers choose by. An attribute of one product alone has neither id nor slug in the shop: its name is its identity. */
function readOptions({ attributes, variations }: WireProduct): ProductOption[] {
  return attributes
    .filter(attribute => attribute.has_variations && variations.length)
    .map(({ name, taxonomy, terms }) => ({
      id: taxonomy ?? name,
      label: plainText(name),
      values: terms.map(term => ({ id: term.slug, label: plainText(term.name) })),
    }));
}

/** The combinations a variation stands for: one, or one for each value of the options that it leaves open. */
function readChoices({ id, attributes }: WireProduct['variations'][number], options: readonly ProductOption[], most: number) {
  const left = [...attributes];
  const free: ProductOption[] = [];
  let choices: Choice[] = [{ id: String(id), options: {}, labels: [] }];
  for (const option of options) {
    // The shop names an option by its label here, so it is looked up among those of the same product. Two of one name come in order.
    const place = left.findIndex(({ name }) => name === option.id || plainText(name) === option.label);
    const value = place < 0 ? null : left.splice(place, 1)[0]?.value;
    if (!value) free.push(option);
    const known = option.values.find(each => each.id === value) ?? option.values.find(({ label }) => label === plainText(value));
    const values = value ? (known ? [known] : []) : option.values;
    choices = choices
      .flatMap(choice =>
        values.map(each => ({
          id: value ? choice.id : openId(choice.id, option.id, each.id),
          options: { ...choice.options, [option.id]: each.id },
          labels: [...choice.labels, each.label],
        })),
      )
      .slice(0, most);
  }
  return { free, choices };
}

/** The id of a variation together with a value the shopper chose: `26?pa_color=blue&pa_size=l`. */
export const openId = (id: string, option: string, value: string) =>
  `${id}${id.includes('?') ? '&' : '?'}${new URLSearchParams([[option, value]]).toString()}`;

/** A product with at most `most` variants, and `meet` told of every variation. `variations` are those of the product that were read. */
export function readProduct(
  product: WireProduct,
  variations: readonly WireVariant[],
  { fields = {}, most, asOf, meet }: { fields?: WooFields | undefined; most: number; asOf: number; meet: (id: number, kin: Kin) => void },
): Product {
  const options = readOptions(product);
  const wires = new Map(variations.map(wire => [wire.id, wire]));
  const taken = new Set<string>();
  const variants: Variant[] = [];
  const add = (wire: WireVariant, choice: Choice) => {
    const key = JSON.stringify(options.map(({ id }) => choice.options[id]));
    if (!wire.is_purchasable || taken.has(key)) return;
    taken.add(key);
    variants.push(readVariant(wire, choice, fields, asOf));
  };
  for (const variation of product.variations) {
    const wire = wires.get(variation.id);
    if (!wire) continue;
    const { free, choices } = readChoices(variation, options, most);
    meet(wire.id, { productId: String(product.id), limits: wire.add_to_cart, free });
    for (const choice of choices) add(wire, choice);
  }
  // Neither of these two can be put into the cart: one is sold elsewhere, the other is a list of products.
  if (!product.variations.length && !/^(external|grouped|variable)/.test(product.type)) {
    meet(product.id, { productId: String(product.id), limits: product.add_to_cart, free: [] });
    add(product, { id: String(product.id), options: {}, labels: [] });
  }
  const rating = { value: Number(product.average_rating), count: product.review_count };
  return {
    id: String(product.id),
    handle: product.slug,
    title: plainText(product.name),
    url: product.permalink,
    images: product.images.map(({ src }) => src),
    options,
    variants: variants.slice(0, most),
    ...present({
      description: plainText(product.short_description) || plainText(product.description),
      truncated: product.variations.length > most || variants.length > most || undefined,
      rating: rating.count ? rating : undefined,
    }),
  };
}
