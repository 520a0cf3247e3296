import { parseMoney, type Money } from '@shopcast/core';
import type { Product, ProductOption, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import {
  isDefaultOption,
  readMoneyMetafield,
  readUnitPrice,
  type ShopifyMeasurement,
  type ShopifyUserError,
  type ShopifyWarning,
} from '../../internal/shopify.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';

/** The Storefront API's words for what `operations.ts` asks. */
export interface WireMoney {
  readonly amount: string;
  readonly currencyCode: string;
}

type WireImage = { readonly url: string } | null | undefined;

/** One page of a list. */
export interface WirePage<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly nodes: readonly Node[];
}

export interface WireStock {
  readonly id: string;
  readonly availableForSale: boolean;
  readonly currentlyNotInStock: boolean;
  /** Absent where it was not asked, null where the token may not read it. */
  readonly quantityAvailable?: number | null;
  readonly price: WireMoney;
}

export interface WireVariant extends WireStock {
  readonly sku?: string | null;
  readonly title: string;
  readonly selectedOptions: readonly { readonly name: string; readonly value: string }[];
  readonly compareAtPrice?: WireMoney | null;
  readonly unitPrice?: WireMoney | null;
  readonly unitPriceMeasurement?: ShopifyMeasurement | null;
  readonly quantityRule: { readonly minimum: number; readonly maximum?: number | null; readonly increment: number };
  readonly image?: WireImage;
  readonly lowest30Days?: { readonly value: string } | null;
}

export interface WireProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly onlineStoreUrl?: string | null;
  readonly images: { readonly nodes: readonly { readonly url: string }[] };
  readonly options: readonly {
    readonly id: string;
    readonly name: string;
    readonly optionValues: readonly {
      readonly id: string;
      readonly name: string;
      readonly swatch?: { readonly color?: string | null; readonly image?: { readonly previewImage?: WireImage } | null } | null;
    }[];
  }[];
  readonly variants: WirePage<WireVariant>;
}

export interface WireLine {
  readonly id: string;
  readonly quantity: number;
  readonly attributes: readonly { readonly key: string; readonly value?: string | null }[];
  readonly cost: {
    readonly amountPerQuantity: WireMoney;
    readonly compareAtAmountPerQuantity?: WireMoney | null;
    readonly subtotalAmount: WireMoney;
    readonly totalAmount: WireMoney;
  };
  readonly merchandise: {
    readonly id: string;
    readonly title: string;
    readonly image?: WireImage;
    readonly quantityRule: { readonly maximum?: number | null };
    readonly product: { readonly id: string; readonly title: string };
  };
}

export interface WireCart {
  readonly id: string;
  readonly totalQuantity: number;
  readonly cost: { readonly totalAmount: WireMoney };
  readonly discountCodes: readonly { readonly code: string; readonly applicable: boolean }[];
  readonly lines: WirePage<WireLine>;
}

/** What every change of a cart answers. `cart` may be null where it was refused, and is where there is none. */
export interface WirePayload {
  readonly cart?: WireCart | null;
  readonly userErrors: readonly ShopifyUserError[];
  readonly warnings: readonly ShopifyWarning[];
}

export const money = ({ amount, currencyCode }: WireMoney): Money => parseMoney(amount, currencyCode);
export const moneyIf = (found: WireMoney | null | undefined): Money | undefined => (found ? money(found) : undefined);

export function readVariantStock(wire: WireStock, asOf: number): Required<VariantStock> {
  const { availableForSale, currentlyNotInStock, quantityAvailable } = wire;
  const state: Stock['state'] = !availableForSale ? 'out' : currentlyNotInStock ? 'backorder' : 'in';
  // Stock that is not counted shows as 0 or less of something that is for sale.
  const quantity = state === 'out' ? 0 : state === 'in' && quantityAvailable && quantityAvailable > 0 ? quantityAvailable : undefined;
  return { stock: { state, asOf, ...(quantityAvailable == null ? {} : present({ quantity })) }, price: money(wire.price) };
}

function readVariant(wire: WireVariant, product: WireProduct, options: readonly ProductOption[], asOf: number): Variant {
  const { minimum, maximum, increment } = wire.quantityRule;
  const chosen = options.map(option => {
    const label = wire.selectedOptions.find(({ name }) => name === option.label)?.value;
    return [option.id, option.values.find(value => value.label === label)?.id ?? ''] as const;
  });
  const { stock, price } = readVariantStock(wire, asOf);
  const unitPrice = wire.unitPrice && parseMoney(wire.unitPrice.amount, wire.unitPrice.currencyCode, { round: 'half-up' });
  return {
    id: wire.id,
    title: options.length ? wire.title : product.title,
    options: Object.fromEntries(chosen),
    price,
    stock,
    ...present({
      sku: wire.sku,
      image: wire.image?.url,
      compareAt: moneyIf(wire.compareAtPrice),
      lowest30Days: readMoneyMetafield(wire.lowest30Days?.value, price.currency),
      unitPrice: wire.unitPriceMeasurement && readUnitPrice(unitPrice ?? undefined, wire.unitPriceMeasurement),
    }),
    quantityRule: { min: minimum, step: increment, ...present({ max: maximum }) },
  };
}

function readOptions(wire: WireProduct): ProductOption[] {
  return wire.options
    .filter(
      ({ name, optionValues }) =>
        !isDefaultOption(
          name,
          optionValues.map(value => value.name),
        ),
    )
    .map(({ id, name, optionValues }) => ({
      id,
      label: name,
      values: optionValues.map(value => {
        const swatch = present({ color: value.swatch?.color, image: value.swatch?.image?.previewImage?.url });
        return { id: value.id, label: value.name, ...(Object.keys(swatch).length ? { swatch } : {}) };
      }),
    }));
}

/** `variants` are those of all pages that were read; `truncated` says whether there are more. */
export function readProduct(wire: WireProduct, variants: readonly WireVariant[], truncated: boolean, asOf: number): Product {
  const options = readOptions(wire);
  return {
    id: wire.id,
    handle: wire.handle,
    title: wire.title,
    ...present({ description: plainText(wire.descriptionHtml), url: wire.onlineStoreUrl, truncated: truncated || undefined }),
    images: wire.images.nodes.map(({ url }) => url),
    options,
    variants: variants.map(variant => readVariant(variant, wire, options, asOf)),
  };
}
