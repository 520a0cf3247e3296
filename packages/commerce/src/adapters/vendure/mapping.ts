import { moneyFromMinor, type Money } from '@shopcast/core';
import type { Cart, CartLine, Product, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import { emptyCart, higher } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';

/** How the amounts of a shop are read. */
export interface Reading {
  /** What the names of the amounts that are shown end in. */
  readonly tax: 'WithTax' | '';
  /** Decimals of the shop's MoneyStrategy, the same for every currency. */
  readonly decimals: number;
  readonly productUrl?: ((handle: string) => string) | undefined;
}

type Asset = { readonly preview: string } | null | undefined;

/** The Shop API's words for what `operations.ts` asks. */
export interface WireVariant {
  readonly id: string;
  readonly price: number;
  readonly priceWithTax: number;
  readonly currencyCode: string;
  readonly stockLevel: string;
  readonly sku?: string;
  readonly name: string;
  readonly options: readonly { readonly id: string; readonly groupId: string }[];
  readonly featuredAsset?: Asset;
  readonly customFields?: { readonly compareAt?: number | null; readonly lowest30Days?: number | null } | null;
}

export interface WireProduct {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description?: string;
  readonly featuredAsset?: Asset;
  readonly assets?: readonly Asset[];
  readonly optionGroups: readonly {
    readonly id: string;
    readonly name: string;
    readonly options: readonly { readonly id: string; readonly name: string }[];
  }[];
  readonly variantList: { readonly totalItems: number; readonly items: readonly WireVariant[] };
}

/** Amounts come in pairs, with and without tax. */
type Priced<Name extends string> = Readonly<Record<Name | `${Name}WithTax`, number>>;

export type WireLine = Priced<'unitPrice' | 'discountedUnitPrice' | 'discountedLinePrice'> & {
  readonly id: string;
  readonly quantity: number;
  readonly featuredAsset?: Asset;
  readonly productVariant: {
    readonly id: string;
    readonly productId?: string;
    readonly name: string;
    readonly options?: readonly { readonly name: string }[];
    readonly product?: { readonly name: string };
  };
};

export type WireOrder = Priced<'subTotal' | 'total'> & {
  readonly state: string;
  readonly currencyCode: string;
  readonly totalQuantity: number;
  readonly couponCodes: readonly string[];
  readonly promotions?: readonly { readonly couponCode?: string | null }[];
  readonly discounts: readonly Priced<'amount'>[];
  readonly shippingLines?: readonly unknown[];
  readonly lines: readonly WireLine[];
};

/** Vendure's words for its stock. */
export const stockStates: Readonly<Record<string, Stock['state']>> = { IN_STOCK: 'in', LOW_STOCK: 'low', OUT_OF_STOCK: 'out' };

/** `IN_STOCK` and its kin, or the number a shop that is configured so puts there. */
export function readStock(level: string, asOf: number): Stock {
  const state = stockStates[level];
  if (state) return { state, asOf };
  if (!/^-?\d+$/.test(level)) return { state: 'unknown', asOf };
  const quantity = Math.max(0, Number(level));
  // Stock that is not counted shows as the largest integer there is.
  if (quantity >= Number.MAX_SAFE_INTEGER) return { state: 'in', asOf };
  return { state: quantity ? 'in' : 'out', quantity, asOf };
}

export function readVariantStock(variant: WireVariant, reading: Reading, asOf: number): VariantStock {
  const amount = variant[`price${reading.tax}`];
  return { stock: readStock(variant.stockLevel, asOf), price: moneyFromMinor(amount, variant.currencyCode, reading) };
}

function readVariant(variant: WireVariant, reading: Reading, asOf: number): Variant {
  const { compareAt, lowest30Days } = variant.customFields ?? {};
  const amount = (minor: number | null | undefined) => (minor == null ? undefined : moneyFromMinor(minor, variant.currencyCode, reading));
  return {
    id: variant.id,
    title: variant.name,
    options: Object.fromEntries(variant.options.map(({ id, groupId }) => [groupId, id])),
    ...(readVariantStock(variant, reading, asOf) as Required<VariantStock>),
    ...present({
      sku: variant.sku,
      image: variant.featuredAsset?.preview,
      compareAt: amount(compareAt),
      lowest30Days: amount(lowest30Days),
    }),
    quantityRule: { min: 1, step: 1 },
  };
}

export function readProduct(product: WireProduct, variants: readonly WireVariant[], reading: Reading, asOf: number): Product {
  const images = [product.featuredAsset, ...(product.assets ?? [])].flatMap(asset => asset?.preview ?? []);
  return {
    id: product.id,
    handle: product.slug,
    title: product.name,
    ...present({
      description: plainText(product.description),
      url: reading.productUrl?.(product.slug),
      truncated: variants.length < product.variantList.totalItems || undefined,
    }),
    images: [...new Set(images)],
    options: product.optionGroups.map(({ id, name, options }) => ({
      id,
      label: name,
      values: options.map(value => ({ id: value.id, label: value.name })),
    })),
    variants: variants.map(variant => readVariant(variant, reading, asOf)),
  };
}

/** The cart of an order; an empty one in `currency` where there is none. */
export function readCart(order: WireOrder | null, currency: string, reading: Reading): Cart {
  const { tax } = reading;
  const taxes = tax ? 'included' : 'added';
  const amount = (minor: number) => moneyFromMinor(minor, order?.currencyCode ?? currency, reading);
  if (!order) return emptyCart(currency, { taxes, tax: amount(0) });
  const discount = order.discounts.reduce((sum, found) => sum - found[`amount${tax}`], 0);
  const active = order.promotions?.map(({ couponCode }) => couponCode);
  return {
    currency: order.currencyCode,
    lines: order.lines.map(line => readLine(line, amount, tax)),
    quantity: order.totalQuantity,
    // Vendure's subtotal is what is left after discounts. Shoppers read it as what they are taken off from.
    subtotal: amount(order[`subTotal${tax}`] + discount),
    discount: amount(discount),
    total: amount(order.totalWithTax),
    tax: amount(order.totalWithTax - order.total),
    taxes,
    final: !!order.shippingLines?.length,
    // A code whose condition is not met stays with the order and waits.
    codes: order.couponCodes.map(text => ({ code: text, applied: active?.includes(text) ?? true })),
  };
}

function readLine(line: WireLine, amount: (minor: number) => Money, tax: Reading['tax']): CartLine {
  const { id, productId, name, options, product } = line.productVariant;
  const unit = amount(line[`discountedUnitPrice${tax}`]);
  return {
    key: line.id,
    variantId: id,
    title: product?.name ?? name,
    ...present({
      productId,
      variantTitle: options?.map(option => option.name).join(' / '),
      unitCompareAt: higher(amount(line[`unitPrice${tax}`]), unit),
      image: line.featuredAsset?.preview,
    }),
    quantity: line.quantity,
    unit,
    total: amount(line[`discountedLinePrice${tax}`]),
    editable: true,
  };
}
