import { moneyFromNumber, type Money } from '@shopcast/core';
import type { Cart, CartLine, Product, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import { emptyCart, higher, unitsOf } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';

/** How the amounts of a shop are read. */
export interface Reading {
  /** Whether the country is known, and so the tax. */
  readonly country?: string | undefined;
  readonly productUrl?: ((handle: string) => string) | undefined;
}

/** The Store API's words, as far as they are asked for. */
export interface WireVariant {
  readonly id: string;
  readonly title?: string | null;
  readonly sku?: string | null;
  readonly thumbnail?: string | null;
  readonly manage_inventory?: boolean;
  readonly allow_backorder?: boolean;
  readonly inventory_quantity?: number | null;
  readonly options?: readonly { readonly id: string }[];
  readonly calculated_price?: {
    readonly currency_code: string;
    readonly calculated_amount: number | null;
    readonly original_amount: number | null;
    readonly calculated_amount_with_tax?: number | null;
    readonly original_amount_with_tax?: number | null;
  } | null;
}

export interface WireProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description?: string | null;
  readonly thumbnail?: string | null;
  readonly images?: readonly { readonly url: string }[] | null;
  readonly options?: readonly {
    readonly id: string;
    readonly title: string;
    readonly values: readonly { readonly id: string; readonly value: string }[];
  }[];
  readonly variants: readonly WireVariant[];
}

interface WireLine {
  readonly id: string;
  readonly variant_id: string;
  readonly product_id?: string | null;
  readonly product_title?: string | null;
  readonly title: string;
  readonly variant_title?: string | null;
  readonly thumbnail?: string | null;
  readonly quantity: number;
  readonly unit_price: number;
  readonly compare_at_unit_price?: number | null;
  readonly original_total?: number | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly adjustments?: readonly Adjustment[] | null;
}

interface Adjustment {
  readonly code?: string | null;
}

export interface WireCart {
  readonly id: string;
  readonly completed_at?: string | null;
  readonly currency_code: string;
  readonly items: readonly WireLine[];
  readonly original_item_total: number;
  readonly discount_total: number;
  readonly tax_total: number;
  readonly total: number;
  readonly promotions?: readonly { readonly code?: string | null; readonly is_automatic?: boolean }[] | null;
  readonly shipping_methods?: readonly { readonly adjustments?: readonly Adjustment[] | null }[] | null;
}

/** Medusa calculates in floating point and does not round: each amount is rounded by its currency, halves up. */
function money(amount: number, currency: string): Money {
  return moneyFromNumber(amount, currency.toUpperCase(), { round: 'half-up' });
}

function readStock({ manage_inventory: counted, allow_backorder: backorder, inventory_quantity: units }: WireVariant, asOf: number): Stock {
  if (!counted) return { state: 'in', asOf };
  if (typeof units !== 'number') return { state: 'unknown', asOf };
  if (backorder) return { state: units > 0 ? 'in' : 'backorder', asOf };
  return { state: units > 0 ? 'in' : 'out', quantity: Math.max(0, units), asOf };
}

function readPrices({ calculated_price: price }: WireVariant, { country }: Reading): { price?: Money; compareAt?: Money } {
  const now = (country && price?.calculated_amount_with_tax) || price?.calculated_amount;
  const before = (country && price?.original_amount_with_tax) || price?.original_amount;
  if (!price || typeof now !== 'number') return {};
  const paid = money(now, price.currency_code);
  return present({ price: paid, compareAt: higher(money(before ?? 0, price.currency_code), paid) });
}

export function readVariantStock(variant: WireVariant, reading: Reading, asOf: number): VariantStock {
  const { price } = readPrices(variant, reading);
  return { stock: readStock(variant, asOf), ...present({ price }) };
}

/** A variant without a price in the region cannot be bought there, and is left out. */
function readVariant(variant: WireVariant, optionOf: ReadonlyMap<string, string>, reading: Reading, asOf: number): Variant[] {
  const { price, compareAt } = readPrices(variant, reading);
  if (!price) return [];
  const chosen = variant.options?.map(({ id }) => [optionOf.get(id), id] as const) ?? [];
  return [
    {
      id: variant.id,
      title: variant.title ?? '',
      options: Object.fromEntries(chosen.filter(([option]) => option)) as Record<string, string>,
      price,
      ...present({ compareAt, sku: variant.sku, image: variant.thumbnail }),
      stock: readStock(variant, asOf),
      quantityRule: { min: 1, step: 1 },
    },
  ];
}

export function readProduct(product: WireProduct, reading: Reading, asOf: number): Product {
  // Medusa makes this option for a product that has none: there is nothing to choose.
  const options = (product.options ?? []).filter(({ title, values }) => title !== 'Default option' || values.length > 1);
  const optionOf = new Map(options.flatMap(({ id, values }) => values.map(value => [value.id, id] as const)));
  const images = [product.thumbnail, ...(product.images ?? []).map(image => image.url)].filter(url => typeof url === 'string');
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    ...present({ description: plainText(product.description), url: reading.productUrl?.(product.handle) }),
    images: [...new Set(images)],
    options: options.map(({ id, title, values }) => ({
      id,
      label: title,
      values: values.map(value => ({ id: value.id, label: value.value })),
    })),
    variants: product.variants.flatMap(variant => readVariant(variant, optionOf, reading, asOf)),
  };
}

/** The shop's cart; an empty one in `currency` where there is none. */
export function readCart(cart: WireCart | null, currency: string, { country }: Reading): Cart {
  const code = (cart?.currency_code ?? currency).toUpperCase();
  const taxes = country ? 'included' : 'unknown';
  if (!cart) return emptyCart(code, { taxes, tax: money(0, code) });
  const { items, shipping_methods: methods } = cart;
  const working = new Set([...items, ...(methods ?? [])].flatMap(({ adjustments }) => adjustments?.map(each => each.code) ?? []));
  return {
    currency: code,
    lines: items.map(line => readLine(line, code)),
    quantity: unitsOf(items),
    subtotal: money(cart.original_item_total, code),
    discount: money(cart.discount_total, code),
    total: money(cart.total, code),
    tax: money(cart.tax_total, code),
    taxes,
    final: !!methods?.length,
    codes: (cart.promotions ?? []).flatMap(({ code: text, is_automatic: automatic }) =>
      text && !automatic ? { code: text, applied: working.has(text) } : [],
    ),
  };
}

function readLine(line: WireLine, currency: string): CartLine {
  // With tax once the country is known; without the field the shop was asked for less than this adapter asks.
  const total = line.original_total ?? line.unit_price * line.quantity;
  const before = line.compare_at_unit_price;
  const attributes = Object.fromEntries(Object.entries(line.metadata ?? {}).filter(([, value]) => typeof value === 'string'));
  return {
    key: line.id,
    variantId: line.variant_id,
    title: line.product_title ?? line.title,
    ...present({
      productId: line.product_id,
      variantTitle: line.variant_title,
      unitCompareAt: before && before > line.unit_price ? money(before, currency) : undefined,
      image: line.thumbnail,
      attributes: Object.keys(attributes).length ? (attributes as Record<string, string>) : undefined,
    }),
    quantity: line.quantity,
    unit: money(total / line.quantity, currency),
    total: money(total, currency),
    editable: true,
  };
}
