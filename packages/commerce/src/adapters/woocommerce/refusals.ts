import type { CartIssue, CartIssueCode } from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { numberIn, type WireRefusal } from './wire.js';

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
