import { moneyFromMinor, type Money } from '@shopcast/core';
import type {
  Cart,
  CartIssue,
  CartIssueCode,
  CartLine,
  OrderStatus,
  Product,
  Stock,
  Variant,
  VariantStock,
} from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';

/** How the amounts of a shop are read. */
export interface Reading {
  /** Whether prices are shown with tax or without. */
  readonly prices: 'gross' | 'net';
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

type WireLine = Priced<'unitPrice' | 'discountedUnitPrice' | 'discountedLinePrice'> & {
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
  readonly code: string;
  readonly state: string;
  readonly currencyCode: string;
  readonly totalQuantity: number;
  readonly couponCodes: readonly string[];
  readonly promotions?: readonly { readonly couponCode?: string | null }[];
  readonly discounts: readonly Priced<'amount'>[];
  readonly shippingLines?: readonly unknown[];
  readonly lines: readonly WireLine[];
};

/** A mutation's answer: the order, or a refusal that may carry it. */
export interface WireRefusal {
  readonly errorCode: string;
  readonly message: string;
  readonly quantityAvailable?: number;
  readonly order?: WireOrder;
}

/** What the names of the amounts that are shown end in. */
const taxOf = ({ prices }: Reading) => (prices === 'gross' ? 'WithTax' : '');

/** An amount of the shop in the currency's own minor units. */
function money(minor: number, currency: string, { decimals }: Reading): Money {
  return moneyFromMinor(minor, currency, { decimals });
}

/** `IN_STOCK` and its kin, or the number a shop that is configured so puts there. */
export function readStock(level: string, asOf: number): Stock {
  const words = ({ IN_STOCK: 'in', LOW_STOCK: 'low', OUT_OF_STOCK: 'out' } as const)[level];
  if (words) return { state: words, asOf };
  if (!/^-?\d+$/.test(level)) return { state: 'unknown', asOf };
  const quantity = Math.max(0, Number(level));
  // Stock that is not counted shows as the largest integer there is.
  if (quantity >= Number.MAX_SAFE_INTEGER) return { state: 'in', asOf };
  return { state: quantity ? 'in' : 'out', quantity, asOf };
}

export function readVariantStock(variant: WireVariant, reading: Reading, asOf: number): VariantStock {
  const amount = variant[`price${taxOf(reading)}`];
  return { stock: readStock(variant.stockLevel, asOf), price: money(amount, variant.currencyCode, reading) };
}

function readVariant(variant: WireVariant, reading: Reading, asOf: number): Variant {
  const { compareAt, lowest30Days } = variant.customFields ?? {};
  const amount = (minor: number | null | undefined) => (minor == null ? undefined : money(minor, variant.currencyCode, reading));
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
    ...present({ description: plainText(product.description) || undefined, url: reading.productUrl?.(product.slug) }),
    images: [...new Set(images)],
    options: product.optionGroups.map(({ id, name, options }) => ({
      id,
      label: name,
      values: options.map(value => ({ id: value.id, label: value.name })),
    })),
    variants: variants.map(variant => readVariant(variant, reading, asOf)),
    ...(variants.length < product.variantList.totalItems ? { truncated: true } : {}),
  };
}

/** The cart of an order; an empty one in `currency` where there is none. */
export function readCart(order: WireOrder | null, currency: string, reading: Reading): Cart {
  const code = order?.currencyCode ?? currency;
  const tax = taxOf(reading);
  const amount = (minor: number) => money(minor, code, reading);
  const discount = order?.discounts.reduce((sum, found) => sum - found[`amount${tax}`], 0) ?? 0;
  const active = order?.promotions?.map(({ couponCode }) => couponCode);
  return {
    currency: code,
    lines: order?.lines.map(line => readLine(line, amount, tax)) ?? [],
    quantity: order?.totalQuantity ?? 0,
    // Vendure's subtotal is what is left after discounts. Shoppers read it as what they are taken off from.
    subtotal: amount((order?.[`subTotal${tax}`] ?? 0) + discount),
    discount: amount(discount),
    total: amount(order?.totalWithTax ?? 0),
    tax: amount(order ? order.totalWithTax - order.total : 0),
    taxes: tax ? 'included' : 'added',
    final: !!order?.shippingLines?.length,
    // A code whose condition is not met stays with the order and waits.
    codes: order?.couponCodes.map(text => ({ code: text, applied: active?.includes(text) ?? true })) ?? [],
  };
}

function readLine(line: WireLine, amount: (minor: number) => Money, tax: ReturnType<typeof taxOf>): CartLine {
  const { id, productId, name, options, product } = line.productVariant;
  const unit = line[`discountedUnitPrice${tax}`];
  const before = line[`unitPrice${tax}`];
  return {
    key: line.id,
    variantId: id,
    title: product?.name ?? name,
    ...present({
      productId,
      variantTitle: options?.map(option => option.name).join(' / ') || undefined,
      unitCompareAt: before > unit ? amount(before) : undefined,
      image: line.featuredAsset?.preview,
    }),
    quantity: line.quantity,
    unit: amount(unit),
    total: amount(line[`discountedLinePrice${tax}`]),
    editable: true,
  };
}

const issueCodes: Readonly<Record<string, CartIssueCode>> = {
  ORDER_LIMIT_ERROR: 'cart-full',
  NEGATIVE_QUANTITY_ERROR: 'quantity-rule',
  ORDER_MODIFICATION_ERROR: 'cart-locked',
  COUPON_CODE_INVALID_ERROR: 'code-invalid',
  COUPON_CODE_EXPIRED_ERROR: 'code-expired',
  COUPON_CODE_LIMIT_ERROR: 'code-not-applicable',
};

/** Why a change was refused. `about` says what the change was about. */
export function readRefusal({ errorCode, message, quantityAvailable, order }: WireRefusal, about: Partial<CartIssue>): CartIssue {
  if (errorCode !== 'INSUFFICIENT_STOCK_ERROR') return { code: issueCodes[errorCode] ?? 'other', ...about, message };
  const isMeant = (line: WireLine) => line.id === about.lineKey || line.productVariant.id === about.variantId;
  const held = order?.lines.reduce((sum, line) => sum + (isMeant(line) ? line.quantity : 0), 0) ?? 0;
  // Vendure tells how many it took, not how many the cart can hold. Where it took some, that is what the cart holds now; where it took
  // none, the cart may hold more than there is.
  const available = quantityAvailable || !held ? { available: held } : {};
  return { code: held ? 'quantity-limited' : 'out-of-stock', ...about, ...available, message };
}

/** The states of Vendure's order process. A shop may have others. */
const states: readonly (readonly [RegExp, OrderStatus['state']])[] = [
  [/^A/, 'open'], // AddingItems, ArrangingPayment, ArrangingAdditionalPayment
  [/^Payment/, 'paid'],
  [/^Delivered$/, 'delivered'],
  [/Shipped$|Delivered$/, 'shipped'],
  [/^Cancelled$/, 'cancelled'],
];

/** What became of an order, in its guest's words. */
export function readOrder(order: {
  code: string;
  state: string;
  fulfillments?: readonly { trackingCode?: string | null }[] | null;
}): OrderStatus {
  const tracking = order.fulfillments?.flatMap(({ trackingCode }) => (trackingCode ? [{ code: trackingCode }] : [])) ?? [];
  return { number: order.code, state: states.find(([word]) => word.test(order.state))?.[1] ?? 'unknown', tracking };
}
