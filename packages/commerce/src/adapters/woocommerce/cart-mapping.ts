import type { Money } from '@shopcast/core';
import type { Cart, CartIssue, CartIssueCode, CartLine, OrderStatus } from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { openId, type Kin } from './product-mapping.js';
import { amount, noLimit, numberIn, type WireCart, type WireItem, type WireRefusal } from './wire.js';

/** Whether an item of the cart leaves open, by itself, which values its shopper chose: its address then names fewer than it has. */
export function isOpen({ permalink, variation }: WireItem): boolean {
  return (permalink.match(/[?&]attribute_/g)?.length ?? 0) < variation.length;
}

/** The id of the variant of an item: that of the variation, with the values chosen where it leaves some open. */
function variantIdOf({ id, variation }: WireItem, kin: Kin | undefined): string {
  return (kin?.free ?? []).reduce((known, option) => {
    const chosen = plainText(variation.find(({ attribute }) => plainText(attribute) === option.label)?.value);
    return openId(known, option.id, option.values.find(({ label }) => label === chosen)?.id ?? chosen);
  }, String(id));
}

export function readCart({ items, coupons, totals, shipping_address }: WireCart, kinOf: (id: number) => Kin | undefined): Cart {
  const sum = (...amounts: readonly string[]) =>
    amount(
      amounts.reduce((all, each) => all + Number(each), 0),
      totals,
    );
  // The shop does not say whether the prices it shows contain the tax. Its sums do.
  const off = (taxed: 0 | 1) =>
    items.reduce((all, { quantity, prices, totals: { line_subtotal, line_subtotal_tax } }) => {
      return all + Math.abs(Number(prices.price) * quantity - Number(line_subtotal) - taxed * Number(line_subtotal_tax));
    }, 0);
  const [gross, net] = [off(1), off(0)];
  const shown = (name: string, tax: string) => (gross < net ? sum(name, tax) : sum(name));
  return {
    currency: totals.currency_code,
    lines: items.map(item => readLine(item, kinOf(item.id), shown)),
    quantity: items.reduce((all, { quantity }) => all + quantity, 0),
    subtotal: shown(totals.total_items, totals.total_items_tax),
    discount: shown(totals.total_discount, totals.total_discount_tax),
    total: sum(totals.total_price),
    tax: sum(totals.total_tax),
    taxes: gross === net ? 'unknown' : gross < net ? 'included' : 'added',
    // Before there is an address, the shop guesses where to send it and what that costs.
    final: !!shipping_address.address_1,
    codes: coupons.map(({ code }) => ({ code, applied: true })),
  };
}

function readLine(item: WireItem, kin: Kin | undefined, shown: (name: string, tax: string) => Money): CartLine {
  const { prices, quantity_limits: limits, totals } = item;
  const unit = amount(prices.price, prices);
  const regular = amount(prices.regular_price, prices);
  return {
    key: item.key,
    variantId: variantIdOf(item, kin),
    title: plainText(item.name),
    quantity: item.quantity,
    unit,
    total: shown(totals.line_subtotal, totals.line_subtotal_tax),
    editable: limits.editable,
    ...present({
      productId: kin?.productId ?? (item.type === 'variation' ? undefined : String(item.id)),
      variantTitle: item.variation.map(({ value }) => plainText(value)).join(' / ') || undefined,
      unitCompareAt: regular.minor > unit.minor ? regular : undefined,
      image: item.images[0]?.src,
      max: limits.maximum === noLimit ? undefined : limits.maximum,
    }),
  };
}

const issueCodes: Readonly<Record<string, CartIssueCode>> = {
  product_out_of_stock: 'out-of-stock',
  product_partially_out_of_stock: 'quantity-limited',
  product_too_many_in_cart: 'quantity-limited',
  readonly_quantity: 'quantity-rule',
  cart_invalid_product: 'variant-gone',
  product_not_purchasable: 'variant-gone',
  cart_invalid_key: 'line-gone',
  cart_item_error: 'line-removed',
  variation_id_from_variation_data: 'selection-incomplete',
  missing_variation_data: 'selection-incomplete',
  invalid_variation_data: 'selection-incomplete',
  cart_coupon_error: 'code-dropped',
};

/** How many units a change wished for, those in the cart included, and the multiple the shop sells the variant in, where known. */
export interface Wished {
  readonly units: number;
  readonly step: number;
}

/** Why the shop refused, or what it says about its cart. `about` is what a change was about, `wished` how many units. */
export function readRefusal({ code, message: html }: WireRefusal, about: Partial<CartIssue>, wished?: Wished): CartIssue {
  const message = plainText(html);
  const known = issueCodes[code.replace('woocommerce_rest_', '')];
  if (about.discountCode !== undefined) return { code: readCodeVerdict(message), ...about, message };
  if (known === 'out-of-stock') return { code: known, ...about, available: 0, message };
  const number = numberIn(html);
  if (known === 'quantity-limited') return { code: known, ...about, ...present({ available: number }), message };
  if (code !== 'invalid_quantity' || !wished) return { code: known ?? 'other', ...about, message };
  // One code for too few, too many and not a multiple; what the number in the sentence is for shows beside the number wished.
  const tooMany = number !== undefined && wished.units > number && (number !== wished.step || number === 1);
  return { code: tooMany ? 'quantity-limited' : 'quantity-rule', ...about, ...(tooMany ? { available: number } : {}), message };
}

/** One code for whatever speaks against a discount code. Only the words tell more, and only in English do we know them. */
function readCodeVerdict(message: string): CartIssueCode {
  if (/\bexpired\b/i.test(message)) return 'code-expired';
  return /spend|applicable|usage limit|not valid|another coupon|in conjunction/i.test(message) ? 'code-not-applicable' : 'code-invalid';
}

/** What became of an order, in its guest's words. */
export function readOrder({ id, status }: { readonly id: number; readonly status: string }): OrderStatus {
  const states: Readonly<Record<string, OrderStatus['state']>> = {
    'checkout-draft': 'open',
    pending: 'open',
    'on-hold': 'open',
    failed: 'open',
    processing: 'paid',
    completed: 'shipped',
    cancelled: 'cancelled',
    refunded: 'cancelled',
  };
  return { number: String(id), state: states[status] ?? 'unknown', tracking: [] };
}
