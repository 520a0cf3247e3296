import { moneyFromMinor, type Money, type UnitPrice } from '@shopcast/core';
import type { Product, Stock, Variant, VariantStock } from '../../commerce-adapter.js';
import { higher } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import type { WirePrice, WireProduct, WireVariant } from './wire.js';

const money = ({ amount, currency }: WirePrice): Money => moneyFromMinor(amount, currency);
const images = (media: WireProduct['media'] = []) => media.flatMap(({ type, url }) => (type === 'image' ? [url] : []));

function readStock({ availability: { available, status } = {} }: WireVariant, asOf: number): Stock {
  const sellable = available ?? (status === undefined ? undefined : !/^(out_of_stock|discontinued)$/.test(status));
  if (sellable === undefined) return { state: 'unknown', asOf };
  return { state: !sellable ? 'out' : /^(backorder|preorder)$/.test(status ?? '') ? 'backorder' : 'in', asOf };
}

export function readVariantStock(variant: WireVariant, asOf: number): VariantStock {
  return { stock: readStock(variant, asOf), price: money(variant.price) };
}

function readUnitPrice(price: NonNullable<WireVariant['unit_price']>): UnitPrice {
  const { measure, reference } = price;
  const whole = measure.unit === reference.unit && Number.isInteger(measure.value) && Number.isInteger(reference.value);
  return {
    price: money(price),
    per: `${reference.value} ${reference.unit}`,
    ...(whole ? { measure: { content: measure.value, reference: reference.value } } : {}),
  };
}

/** An option is known by its name, which the protocol has no id for; a value by its id, or else by its label. */
export function readProduct(product: WireProduct, truncated: boolean, asOf: number): Product {
  const options = (product.options ?? []).map(({ name, values }) => ({
    id: name,
    label: name,
    values: values.map(({ id, label }) => ({ id: id ?? label, label })),
  }));
  const { plain, html, markdown } = product.description ?? {};
  const { value, scale_max: best, count } = product.rating ?? {};
  const variants = product.variants.flatMap((variant): Variant[] => {
    const chosen = options.map(({ id: name, values }) => {
      const own = variant.options?.find(option => option.name === name);
      return [name, values.find(({ id, label }) => id === own?.id || label === own?.label)?.id] as const;
    });
    // A variant that cannot be told by its values cannot be chosen.
    if (chosen.some(([, value]) => value === undefined)) return [];
    const { list_price: before } = variant;
    const price = money(variant.price);
    return [
      {
        id: variant.id,
        title: variant.title,
        options: Object.fromEntries(chosen) as Record<string, string>,
        price,
        ...present({
          sku: variant.sku,
          compareAt: higher(before && money(before), price),
          unitPrice: variant.unit_price && readUnitPrice(variant.unit_price),
          image: images(variant.media)[0],
        }),
        stock: readStock(variant, asOf),
        quantityRule: { min: 1, step: 1 },
      },
    ];
  });
  return {
    id: product.id,
    title: product.title,
    images: images(product.media),
    options,
    variants,
    ...present({
      handle: product.handle,
      description: plain ?? (html === undefined ? markdown : plainText(html)),
      url: product.url,
      truncated: truncated || variants.length < product.variants.length || undefined,
      rating: value !== undefined && best && count ? { value: (value * 5) / best, count } : undefined,
    }),
  };
}
