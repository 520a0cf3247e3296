import type { CartChange, CartIssue } from '../../commerce-adapter.js';
import { sameCode } from '../../internal/cart.js';
import { readCodeWarning, readStockWarning, readUserError, shopifyId } from '../../internal/shopify.js';
import type { WireLine, WirePayload } from './mapping.js';

/** Makes what tells errors from warnings, and what is new from what was told before. */
export function cartIssues() {
  /** Variants of the lines of the last answer: an answer that took a line away no longer says what it was. */
  let variantOf: ReadonlyMap<string, string> = new Map();
  /** Warnings about lines nobody touched; Shopify repeats them with every answer. */
  let told: ReadonlySet<string> = new Set();

  return {
    remember(lines: readonly WireLine[]): void {
      variantOf = new Map(lines.map(({ id, merchandise }) => [id, merchandise.id]));
    },
    /** What of a change did not work, and what else became of the cart. */
    read(change: CartChange, { cart, userErrors, warnings }: WirePayload): CartIssue[] {
      const about = aboutOf(change, variantOf);
      const issues = userErrors.map(error => readUserError(error, about));
      const lines = cart?.lines.nodes ?? [];
      const others = new Set<string>();
      for (const warning of warnings) {
        const line = lines.find(({ id }) => id === warning.target);
        const variantId = line?.merchandise.id ?? about.variantId;
        const repeated = `${warning.code} ${warning.target}`;
        const untouched = variantId !== about.variantId;
        if (untouched) others.add(repeated);
        if (!warning.code.startsWith('MERCHANDISE_') || (untouched && told.has(repeated))) continue;
        const held = lines.reduce((sum, { merchandise, quantity }) => (merchandise.id === variantId ? sum + quantity : sum), 0);
        issues.push(readStockWarning(warning, held, line ? { lineKey: line.id, variantId: line.merchandise.id } : about));
      }
      told = others;
      if (change.type !== 'add-code') return issues;
      const kept = cart?.discountCodes.find(({ code }) => sameCode(code, change.code));
      if (kept?.applicable) return issues;
      const verdict = readCodeWarning(change.code, warnings);
      // A code that Shopify did not even keep is none.
      return [...issues.filter(({ code }) => code !== 'other'), kept || verdict.message ? verdict : { ...verdict, code: 'code-invalid' }];
    },
  };
}

function aboutOf(change: CartChange, variantOf: ReadonlyMap<string, string>): Partial<CartIssue> {
  if ('code' in change) return { discountCode: change.code };
  if (change.type === 'add') return { variantId: shopifyId('ProductVariant', change.variantId) ?? change.variantId };
  const variantId = variantOf.get(change.lineKey);
  return { lineKey: change.lineKey, ...(variantId ? { variantId } : {}) };
}
