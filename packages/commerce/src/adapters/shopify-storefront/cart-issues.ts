import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue } from '../../commerce-adapter.js';
import { readCodeWarning, readStockWarning, readUserError, shopifyId } from '../../internal/shopify.js';
import type { WireLine, WirePayload } from './mapping.js';

/** What an adapter keeps of its last answers. */
export interface CartMemory {
  /** The lines of the last answer: one that took a line away no longer says what it was. */
  lines: readonly WireLine[];
  /** Warnings about lines nobody touched; Shopify repeats them with every answer. */
  told: ReadonlySet<string>;
}

/** What of a change did not work, and what else became of the cart. */
export function readIssues(change: CartChange, { cart, userErrors, warnings }: WirePayload, memory: CartMemory): CartIssue[] {
  const about = aboutOf(change, memory);
  const issues = userErrors.map(error => readUserError(error, about));
  const lines = cart?.lines.nodes ?? [];
  const others = new Set<string>();
  for (const warning of warnings) {
    const line = lines.find(({ id }) => id === warning.target);
    const variantId = line?.merchandise.id ?? about.variantId;
    const repeated = `${warning.code} ${warning.target}`;
    const untouched = variantId !== about.variantId;
    if (untouched) others.add(repeated);
    if (!warning.code.startsWith('MERCHANDISE_') || (untouched && memory.told.has(repeated))) continue;
    const held = lines.reduce((sum, { merchandise, quantity }) => (merchandise.id === variantId ? sum + quantity : sum), 0);
    issues.push(readStockWarning(warning, held, line ? { lineKey: line.id, variantId: line.merchandise.id } : about));
  }
  memory.told = others;
  if (change.type !== 'add-code') return issues;
  const kept = cart?.discountCodes.find(({ code }) => sameCode(code, change.code));
  if (kept?.applicable) return issues;
  const verdict = readCodeWarning(change.code, warnings);
  // A code that Shopify did not even keep is none.
  return [...issues.filter(({ code }) => code !== 'other'), kept || verdict.message ? verdict : { ...verdict, code: 'code-invalid' }];
}

function aboutOf(change: CartChange, { lines }: CartMemory): Partial<CartIssue> {
  if ('code' in change) return { discountCode: change.code };
  if (change.type === 'add') return { variantId: shopifyId('ProductVariant', change.variantId) ?? change.variantId };
  const variantId = lines.find(({ id }) => id === change.lineKey)?.merchandise.id;
  return { lineKey: change.lineKey, ...(variantId ? { variantId } : {}) };
}
