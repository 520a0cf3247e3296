import { moneyFromMinor, type Money } from '@shopcast/core';
import { plainText } from '../../internal/text.js';

// The Store API's own words, as far as they are read here.

/** Amounts are whole numbers as text, in the decimals the shop is set to. */
export interface WireCurrency {
  readonly currency_code: string;
  readonly currency_minor_unit: number;
}

export interface WirePrices extends WireCurrency {
  readonly price: string;
  readonly regular_price: string;
}

export interface WireLimits {
  readonly minimum: number;
  readonly maximum: number;
  readonly multiple_of: number;
}

type WireImages = readonly { readonly src: string }[];

/** What a product and a variation have alike. */
export interface WireVariant {
  readonly id: number;
  readonly name: string;
  readonly sku: string;
  readonly type: string;
  readonly parent: number;
  readonly prices: WirePrices;
  readonly images: WireImages;
  readonly is_purchasable: boolean;
  readonly is_in_stock: boolean;
  readonly is_on_backorder: boolean;
  readonly low_stock_remaining: number | null;
  readonly stock_availability?: { readonly text: string };
  readonly add_to_cart: WireLimits;
  readonly extensions?: unknown;
}

export interface WireProduct extends WireVariant {
  readonly slug: string;
  readonly permalink: string;
  readonly short_description: string;
  readonly description: string;
  readonly average_rating: string;
  readonly review_count: number;
  readonly attributes: readonly {
    readonly id: number;
    readonly name: string;
    readonly taxonomy: string | null;
    readonly has_variations: boolean;
    readonly terms: readonly { readonly name: string; readonly slug: string }[];
  }[];
  readonly variations: readonly {
    readonly id: number;
    readonly attributes: readonly { readonly name: string; readonly value: string | null }[];
  }[];
}

export interface WireItem {
  readonly key: string;
  readonly id: number;
  readonly type: string;
  readonly quantity: number;
  readonly quantity_limits: WireLimits & { readonly editable: boolean };
  readonly name: string;
  readonly low_stock_remaining: number | null;
  readonly permalink: string;
  readonly images: WireImages;
  readonly variation: readonly { readonly attribute: string; readonly value: string }[];
  readonly prices: WirePrices;
  readonly totals: WireCurrency & { readonly line_subtotal: string; readonly line_subtotal_tax: string };
}

export interface WireCart {
  readonly items: readonly WireItem[];
  readonly coupons: readonly { readonly code: string }[];
  readonly totals: WireCurrency & Readonly<Record<'total_price' | `total_${'items' | 'discount'}${'' | '_tax'}` | 'total_tax', string>>;
  readonly shipping_address: { readonly address_1?: string };
  readonly items_count: number;
  readonly errors: readonly WireRefusal[];
}

/** What the shop says when it does not do what was asked. */
export interface WireRefusal {
  readonly code: string;
  readonly message: string;
  readonly data?: { readonly cart?: WireCart } | null;
}

/** One review. */
export interface WireReview {
  readonly reviewer: string;
  readonly review: string;
  readonly rating: number;
  readonly date_created_gmt?: string;
  readonly date_created: string;
}

/** What the shop states as the largest quantity where there is none, also for what is sold out. */
export const noLimit = 9999;

/** An amount of the shop in the currency's own minor units. */
export function amount(minor: string | number, { currency_code, currency_minor_unit }: WireCurrency): Money {
  return moneyFromMinor(minor, currency_code, { decimals: currency_minor_unit });
}

/** The one number in a sentence of the shop, names in quotes left aside; undefined where there is none, or more than one. */
export function numberIn(html: string | undefined): number | undefined {
  const words = plainText(html).replace(/["“”„«»].*["“”„«»]/s, '');
  const digits = /^\D*(\d{1,9})\D*$/.exec(words)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
