import type { CartIssue, RemovedLine, SessionOffer, SessionProduct, ShopState, ShownCart, ShownIssue, ShownLine } from '@shopcast/session';
import type { Messages } from '../messages/en.js';
import type { QuantityBounds } from '../internal/quantity.js';
import type { CheckoutState } from './checkout-controller.js';

/** What the pieces of the drawer are drawn from. */
export interface CartScene {
  readonly cart: ShownCart;
  readonly issues: readonly ShownIssue[];
  readonly removed: readonly RemovedLine[];
  readonly shop: ShopState;
  readonly products: readonly SessionProduct[];
  readonly offers: readonly SessionOffer[];
  readonly t: Messages;
  /** BCP 47. */
  readonly language: string;
  /** The name of what is, or was, in the cart. */
  readonly nameOf: (variantId: string) => string | undefined;
  readonly withoutCodes: boolean;
  readonly checkout: CheckoutState;
}

/** What the viewer wishes in the drawer. */
export interface CartWishes {
  readonly setQuantity: (line: ShownLine, quantity: number) => void;
  readonly remove: (line: ShownLine) => void;
  readonly undo: (removed: RemovedLine) => void;
  readonly dismiss: (issue: ShownIssue) => void;
  readonly addCode: (code: string) => void;
  readonly removeCode: (code: string) => void;
  readonly checkOut: () => void;
  readonly retry: () => void;
}

/** Which quantities a line can have: by the rule of its variant where the show knows it, and by what the cart says. */
export function boundsOf({ variantId, max = 999 }: ShownLine, products: readonly SessionProduct[]): QuantityBounds {
  const rule = products.flatMap(({ product }) => product?.variants ?? []).find(({ id }) => id === variantId)?.quantityRule;
  const min = Math.max(1, rule?.min ?? 1);
  const step = Math.max(1, rule?.step ?? 1);
  const most = Math.max(min, Math.min(max, rule?.max ?? max));
  return { min, step, max: min + Math.floor((most - min) / step) * step };
}

/** Whether an issue is about this line. */
export function concerns(issue: Pick<CartIssue, 'variantId'> & { readonly lineId?: string }, line: ShownLine): boolean {
  return issue.lineId === undefined ? issue.variantId === line.variantId : issue.lineId === line.id;
}
