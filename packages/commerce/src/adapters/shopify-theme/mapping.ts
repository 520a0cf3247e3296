import { moneyFromMinor, type Money } from '@shopcast/core';
import type { Cart, Product, Variant } from '../../commerce-adapter.js';
import { higher } from '../../internal/cart.js';
import { isDefaultOption, readUnitPrice, shopifyId } from '../../internal/shopify.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';

interface WireMeasurement {
  readonly quantity_value: number;
  readonly quantity_unit: string;
  readonly reference_value: number;
  readonly reference_unit: string;
}

/** The words of `/products/{handle}.js`. Amounts are hundredths, whatever the currency. */
export interface WireVariant {
  readonly id: number;
  readonly title: string;
  readonly options: readonly string[];
  readonly sku?: string | null;
  readonly available: boolean;
  readonly price: number;
  readonly compare_at_price?: number | null;
  readonly featured_image?: { readonly src: string } | null;
  readonly quantity_rule?: { readonly min: number; readonly max?: number | null; readonly increment: number };
  readonly unit_price?: number;
  readonly unit_price_measurement?: WireMeasurement;
}

export interface WireProduct {
  readonly id: number;
  readonly title: string;
  readonly handle: string;
  readonly description?: string | null;
  readonly images?: readonly string[];
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly WireVariant[];
}

/** The words of `/cart.js`. */
export interface WireCart {
  readonly token: string;
  readonly currency: string;
  readonly item_count: number;
  readonly original_total_price: number;
  readonly total_discount: number;
  readonly total_price: number;
  readonly discount_codes?: readonly { readonly code: string; readonly applicable: boolean }[];
  readonly items: readonly WireLine[];
}

export interface WireLine {
  readonly key: string;
  readonly variant_id: number;
  readonly product_id: number;
  readonly handle: string;
  readonly product_title: string;
  readonly variant_title?: string | null;
  readonly product_has_only_default_variant?: boolean;
  readonly quantity: number;
  readonly original_price: number;
  readonly final_price: number;
  readonly final_line_price: number;
  /** Texts, by Shopify's word. */
  readonly properties?: Readonly<Record<string, string | null>> | null;
  readonly image?: string | null;
}

/** Pages of a theme hold no more, and do not say how many there are: a full one may not be all. */
const mostVariants = 250;

const money = (hundredths: number, currency: string): Money => moneyFromMinor(hundredths, currency, { decimals: 2 });
export const variantIdOf = (id: number): string => shopifyId('ProductVariant', id) ?? '';
const absolute = (src: string | null | undefined) => (src?.startsWith('//') ? `https:${src}` : (src ?? undefined));

function readVariant(wire: WireVariant, product: WireProduct, options: Product['options'], currency: string, asOf: number): Variant {
  const { min = 1, max, increment = 1 } = wire.quantity_rule ?? {};
  const { unit_price: unitPrice, unit_price_measurement: measured } = wire;
  return {
    id: variantIdOf(wire.id),
    title: options.length ? wire.title : product.title,
    // Pages of a theme know values by their names alone; these are unique in their option.
    options: Object.fromEntries(options.map(({ id }, at) => [id, wire.options[at] ?? ''])),
    price: money(wire.price, currency),
    stock: { state: wire.available ? 'in' : 'out', asOf },
    ...present({
      sku: wire.sku,
      image: absolute(wire.featured_image?.src),
      compareAt: wire.compare_at_price ? money(wire.compare_at_price, currency) : undefined,
      unitPrice:
        unitPrice !== undefined && measured
          ? readUnitPrice(money(unitPrice, currency), {
              quantityUnit: measured.quantity_unit,
              quantityValue: measured.quantity_value,
              referenceUnit: measured.reference_unit,
              referenceValue: measured.reference_value,
            })
          : undefined,
    }),
    quantityRule: { min, step: increment, ...present({ max }) },
  };
}

export function readProduct(wire: WireProduct, currency: string, root: string, asOf: number): Product {
  const options = wire.options
    .filter(({ name, values }) => !isDefaultOption(name, values))
    .map(({ name, values }) => ({ id: name, label: name, values: values.map(value => ({ id: value, label: value })) }));
  return {
    id: shopifyId('Product', wire.id) ?? '',
    handle: wire.handle,
    title: wire.title,
    ...present({ description: plainText(wire.description), truncated: wire.variants.length >= mostVariants || undefined }),
    url: `${root}products/${wire.handle}`,
    images: wire.images?.flatMap(image => absolute(image) ?? []) ?? [],
    options,
    variants: wire.variants.map(variant => readVariant(variant, wire, options, currency, asOf)),
  };
}

export function readCart(wire: WireCart): Cart {
  const amount = (hundredths: number) => money(hundredths, wire.currency);
  return {
    currency: wire.currency,
    lines: wire.items.map(line => {
      const unit = amount(line.final_price);
      const attributes = Object.entries(line.properties ?? {}).map(([key, value]) => [key, value ?? '']);
      return {
        key: line.key,
        variantId: variantIdOf(line.variant_id),
        productId: shopifyId('Product', line.product_id) ?? '',
        title: line.product_title,
        quantity: line.quantity,
        unit,
        total: amount(line.final_line_price),
        editable: true,
        ...present({
          variantTitle: line.product_has_only_default_variant ? undefined : line.variant_title,
          unitCompareAt: higher(amount(line.original_price), unit),
          image: absolute(line.image),
          attributes: attributes.length ? (Object.fromEntries(attributes) as Record<string, string>) : undefined,
        }),
      };
    }),
    quantity: wire.item_count,
    subtotal: amount(wire.original_total_price),
    discount: amount(wire.total_discount),
    total: amount(wire.total_price),
    taxes: 'unknown',
    // Shipping and tax are found out in the checkout.
    final: false,
    codes: wire.discount_codes?.map(({ code, applicable }) => ({ code, applied: applicable })) ?? [],
  };
}
