import { parseMoney, type Money, type UnitPrice } from '@shopcast/core';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import type { ReadExtras } from './product-mapping.js';
import { amount, type WirePrices } from './wire.js';

/** Where plugins put what the Store API itself does not know: paths into `extensions`, such as `my-plugin.lowest_price`. */
export interface WooFields {
  /** Lowest price of the last 30 days, an amount like the price: minor units, or decimal text. */
  readonly lowest30Days?: string;
  /** What a measure of the goods costs, and for what it is: `100 ml`. */
  readonly unitPrice?: { readonly price: string; readonly per: string };
}

/** How to read what plugins say of a variant. Loaded where a merchant says that there is something. */
export const readPluginPrices =
  ({ lowest30Days, unitPrice }: WooFields): ReadExtras =>
  ({ extensions, prices }) =>
    present({
      lowest30Days: readAmount(extensions, lowest30Days, prices),
      unitPrice: readUnitPrice(extensions, unitPrice, prices),
    });

function readUnitPrice(extensions: unknown, paths: WooFields['unitPrice'], prices: WirePrices): UnitPrice | undefined {
  const price = readAmount(extensions, paths?.price, prices);
  const per = plainText(at(extensions, paths?.per));
  return price && per ? { price, per } : undefined;
}

function readAmount(extensions: unknown, path: string | undefined, prices: WirePrices): Money | undefined {
  const found = at(extensions, path);
  const text = typeof found === 'number' ? String(found) : found;
  if (typeof text !== 'string') return undefined;
  if (/^\d+$/.test(text)) return amount(text, prices);
  return /^\d+\.\d+$/.test(text) ? parseMoney(text, prices.currency_code, { round: 'half-up' }) : undefined;
}

function at(value: unknown, path: string | undefined): unknown {
  return path?.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);
}
