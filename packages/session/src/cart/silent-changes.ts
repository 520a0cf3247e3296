import type { Cart, CartChange, CartIssue, CartIssueCode } from '@shopcast/commerce';
import { compareCarts, sameCode, type CartDifference } from '@shopcast/core';

/** Codes with which a shop says that there are not as many units as wanted. */
const aboutQuantity: ReadonlySet<CartIssueCode> = new Set([
  'out-of-stock',
  'quantity-limited',
  'quantity-rule',
  'variant-gone',
  'line-gone',
  'line-removed',
  'cart-full',
  'cart-locked',
  'selection-incomplete',
]);

/** What the shop did to a cart beyond what was asked, and did not say: as the issues it should have told. */
export function silentChanges(before: Cart, after: Cart, wanted: readonly CartChange[], told: readonly CartIssue[]): CartIssue[] {
  return compareCarts(before, after, wanted).flatMap(difference => {
    const issue = asIssue(difference);
    return issue && !told.some(other => saysTheSame(other, issue)) ? [issue] : [];
  });
}

function asIssue(difference: CartDifference): CartIssue | undefined {
  switch (difference.type) {
    case 'quantity-limited':
      return { code: 'quantity-limited', ...place(difference), available: difference.got };
    case 'quantity-raised':
      return { code: 'quantity-rule', ...place(difference) };
    case 'line-gone':
      return { code: 'line-removed', ...place(difference) };
    case 'price-changed':
      return { code: 'price-changed', ...place(difference) };
    case 'code-refused':
      return { code: 'code-not-applicable', discountCode: difference.code };
    case 'code-dropped':
      return { code: 'code-dropped', discountCode: difference.code };
    default:
      // Somebody put something in: no loss that the shopper has to be told of, and the cart shows it.
      return undefined;
  }
}

function place({
  variantId,
  lineKey,
}: {
  readonly variantId: string;
  readonly lineKey?: string;
}): Pick<CartIssue, 'variantId' | 'lineKey'> {
  return lineKey === undefined ? { variantId } : { variantId, lineKey };
}

function saysTheSame(told: CartIssue, found: CartIssue): boolean {
  // After the loss of a cart everything in it is gone, and said to be.
  if (told.code === 'cart-lost') return found.code === 'line-removed' || found.code === 'code-dropped';
  if (found.discountCode !== undefined) return sameCode(told.discountCode ?? '', found.discountCode);
  if (told.variantId !== undefined && told.variantId !== found.variantId) return false;
  return told.code === found.code || (aboutQuantity.has(told.code) && aboutQuantity.has(found.code));
}
