import { sameCode } from '@shopcast/core';
import type { CartIssue, CartIssueCode } from '../../commerce-adapter.js';
import { present } from '../../internal/values.js';
import type { WireMessage, WireWish } from './wire.js';

/** A message of the shop as an issue. */
export interface ReadMessage {
  readonly issue: CartIssue;
  /** An error, not a warning. */
  readonly error: boolean;
  /** The shop refuses, and says that asking otherwise would help: no buyer has to look at it first. */
  readonly refusal: boolean;
  /** The same text for the same message of a later answer. */
  readonly mark: string;
}

/** Codes of the protocol, and those that are in common use beside them. Any other is free text of a shop. */
const meanings: Readonly<Record<string, CartIssueCode>> = {
  out_of_stock: 'out-of-stock',
  item_unavailable: 'variant-gone',
  item_ineligible: 'variant-gone',
  not_found: 'variant-gone',
  quantity_invalid_limit_exceeded: 'quantity-limited',
  quantity_invalid_minimum_not_met: 'quantity-rule',
  totals_changed: 'price-changed',
  discount_code_invalid: 'code-invalid',
  discount_code_expired: 'code-expired',
};

/** Reads errors and warnings; what is for information only is left out. A path points into `lines` and `codes`. */
export function readMessages(
  messages: readonly WireMessage[],
  lines: readonly WireWish[],
  codes: readonly string[],
): readonly ReadMessage[] {
  return messages
    .filter(({ type, code }) => (type === 'error' || type === 'warning') && code !== 'discount_code_already_applied')
    .map(({ type, code = '', path = '', content, severity }) => {
      const line = lines[indexIn(path, 'line_items')];
      const known = meanings[code] ?? (code.startsWith('discount_code_') ? 'code-not-applicable' : 'other');
      // What the buyer has to see to is no refusal: the shop keeps it in the cart for the checkout.
      const meaning = severity?.startsWith('requires_') ? 'other' : known;
      const about = { variantId: line?.item.id, lineKey: line?.id, discountCode: codes[indexIn(path, 'codes')], message: content };
      return {
        issue: { code: meaning, ...present(about) },
        error: type === 'error',
        refusal: type === 'error' && meaning !== 'other',
        mark: [code, path, content].join(),
      };
    });
}

/** The number behind a name in a JSONPath: `$.line_items[2].quantity`, `$['line_items'][2]`; -1 where there is none. */
function indexIn(path: string, name: string): number {
  return Number(new RegExp(`${name}'?\\]?\\[(\\d+)\\]`).exec(path)?.[1] ?? -1);
}

/** What was wished, in the terms of messages and of the cart. */
export interface Wish {
  readonly about: Partial<CartIssue>;
  /** Units of the variant that should be in the cart. */
  readonly units?: number;
}

/** Whether a message is about the wish: it names its variant or code, or nothing at all. */
export function concerns({ issue }: ReadMessage, { about }: Wish): boolean {
  if (issue.discountCode !== undefined) return sameCode(issue.discountCode, about.discountCode ?? '');
  if (issue.variantId !== undefined) return issue.variantId === about.variantId;
  return issue.code.startsWith('code-') ? about.discountCode !== undefined : about.variantId !== undefined || issue.code === 'other';
}
