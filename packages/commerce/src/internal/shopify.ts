import { parseMoney, type Money, type UnitPrice } from '@shopcast/core';
import type { CartIssue, CartIssueCode } from '../commerce-adapter.js';
import { CommerceError } from '../commerce-error.js';
import { plainText } from './text.js';

/** What both ways to a Shopify shop, the Storefront API and the page of a theme, have in common. */
export type ShopifyKind = 'Product' | 'ProductVariant';

/** The global id of a thing, from that or from its bare number; undefined for other text. */
export function shopifyId(kind: ShopifyKind, ref: string | number): string | undefined {
  const [, number] = new RegExp(`^(?:gid://shopify/${kind}/)?(\\d{1,20})$`).exec(String(ref)) ?? [];
  return number && `gid://shopify/${kind}/${number}`;
}

/** A product without options has one, of one value, with these names. */
export const isDefaultOption = (name: string, values: readonly string[]): boolean =>
  name === 'Title' && values.length === 1 && values[0] === 'Default Title';

/** A change that was not made. */
export interface ShopifyUserError {
  readonly code?: string | null;
  readonly field?: readonly string[] | null;
  readonly message: string;
}

/** A change that was made, and adjusted on the way. */
export interface ShopifyWarning {
  readonly code: string;
  readonly message: string;
  /** The line, or another part of the cart, that it is about. */
  readonly target?: string;
}

const refusals: Readonly<Record<string, CartIssueCode>> = {
  CART_TOO_LARGE: 'cart-full',
  INVALID_INCREMENT: 'quantity-rule',
  INVALID_MERCHANDISE_LINE: 'line-gone',
  LESS_THAN: 'quantity-rule',
  MAXIMUM_EXCEEDED: 'quantity-limited',
  MERCHANDISE_NOT_APPLICABLE: 'out-of-stock',
  MINIMUM_NOT_MET: 'quantity-rule',
  SELLING_PLAN_NOT_APPLICABLE: 'selection-incomplete',
  VARIANT_REQUIRES_SELLING_PLAN: 'selection-incomplete',
};
/** `INVALID` alone says nothing; the field it is about does. */
const invalid: Readonly<Record<string, CartIssueCode>> = {
  merchandiseId: 'variant-gone',
  id: 'line-gone',
  lineIds: 'line-gone',
  quantity: 'quantity-rule',
};

/**
 * Why a change was not made, about which `about` says what it was about.
 * @throws CommerceError `unavailable` when it was not for a reason of business.
 */
export function readUserError({ code, field, message }: ShopifyUserError, about: Partial<CartIssue>): CartIssue {
  if (code === 'SERVICE_UNAVAILABLE') throw new CommerceError('unavailable', `Shopify answered: ${message}`);
  const known = refusals[code ?? ''] ?? (code === 'INVALID' ? field?.map(name => invalid[name]).findLast(Boolean) : undefined);
  return { code: known ?? 'other', ...about, message: plainText(message) };
}

const verdicts: Readonly<Record<string, CartIssueCode>> = {
  DISCOUNT_NOT_FOUND: 'code-invalid',
  DISCOUNT_CURRENTLY_INACTIVE: 'code-expired',
};

/** Why a discount code that was added is not applied. The code stays in the cart all the same. */
export function readCodeWarning(code: string, warnings: readonly ShopifyWarning[]): CartIssue {
  const warning = warnings.find(found => found.code.startsWith('DISCOUNT_'));
  return {
    code: verdicts[warning?.code ?? ''] ?? 'code-not-applicable',
    discountCode: code,
    ...(warning ? { message: plainText(warning.message) } : {}),
  };
}

/**
 * That there is less than was wished. Shopify takes as many as there are and warns: what the cart holds after that, `held` units, is all it can
 * hold.
 */
export function readStockWarning({ code, message }: ShopifyWarning, held: number, about: Partial<CartIssue>): CartIssue {
  const words = { message: plainText(message) };
  if (code === 'MERCHANDISE_OUT_OF_STOCK') return { code: 'out-of-stock', ...about, available: 0, ...words };
  if (code !== 'MERCHANDISE_NOT_ENOUGH_STOCK') return { code: 'other', ...about, ...words };
  return { code: held ? 'quantity-limited' : 'out-of-stock', ...about, available: held, ...words };
}

/** Units that measure the same, each with how many of the smallest of them it is. */
const families: readonly Readonly<Record<string, number>>[] = [
  { MG: 1, G: 1e3, KG: 1e6 },
  { ML: 1, CL: 10, L: 1e3, M3: 1e6 },
  { MM: 1, CM: 10, M: 1e3 },
  { OZ: 1, LB: 16 },
  { FLOZ: 1, PT: 16, QT: 32, GAL: 128 },
  { IN: 1, FT: 12, YD: 36 },
];
const symbols: Readonly<Record<string, string>> = { FLOZ: 'fl oz', L: 'l', M2: 'm²', M3: 'm³', FT2: 'ft²' };

/** What a unit price refers to. */
export interface ShopifyMeasurement {
  readonly quantityUnit?: string | null;
  readonly quantityValue: number;
  readonly referenceUnit?: string | null;
  readonly referenceValue: number;
}

/** The price of a measure, with the measures where they can be put into one unit and whole numbers. */
export function readUnitPrice(
  price: Money | undefined,
  { quantityUnit, quantityValue, referenceUnit, referenceValue }: ShopifyMeasurement,
): UnitPrice | undefined {
  const [contentUnit = '', unit = ''] = [quantityUnit?.toUpperCase(), referenceUnit?.toUpperCase()];
  if (!price || !unit) return undefined;
  const family = families.find(each => each[contentUnit] && each[unit]) ?? { [contentUnit]: 1 };
  const { [contentUnit]: size = 0, [unit]: referenceSize = 0 } = family;
  // A thousandth of the smallest unit is as exact as any label.
  const content = Math.round(quantityValue * size * 1e3);
  const reference = Math.round(referenceValue * referenceSize * 1e3);
  const comparable = content > 0 && reference > 0;
  const divisor = comparable ? divisorOf(content, reference) : 1;
  return {
    price,
    per: `${referenceValue} ${symbols[unit] ?? unit.toLowerCase()}`,
    ...(comparable ? { measure: { content: content / divisor, reference: reference / divisor } } : {}),
  };
}

const divisorOf = (a: number, b: number): number => (b ? divisorOf(b, a % b) : a);

/** A metafield of type `money`, if it is in the currency of the price beside it. */
export function readMoneyMetafield(value: string | undefined, currency: string): Money | undefined {
  try {
    const { amount, currency_code: own } = JSON.parse(value ?? '{}') as { amount?: string; currency_code?: string };
    return own === currency ? parseMoney(String(amount), currency) : undefined;
  } catch {
    // Whatever a merchant wrote there is no reason to show no product.
    return undefined;
  }
}
