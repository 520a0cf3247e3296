import { sameCode } from '@shopcast/core';
import type { CallOptions, CartChange, CartIssue, CartLine, CartResult } from '../../commerce-adapter.js';
import { aboutOf } from '../../internal/cart.js';
import type { HostSteps } from './host-commerce.js';
import { readIssue } from './host-parse.js';
import type { HostOutcome, HostRefusal } from './host-types.js';

/** What changing step by step needs of its adapter. */
interface HostStepper {
  /** Asks the page, bounded in time. */
  readonly run: (change: CartChange, step: (own: CallOptions) => Promise<CartIssue[]>) => Promise<CartIssue[]>;
  /** Those of the last cart. */
  readonly lines: () => readonly CartLine[];
  readonly cart: () => Promise<CartResult>;
}

/** Makes changes one after the other: what is refused does not stop the rest. The cart is read after them. */
export async function changeStepwise(changes: readonly CartChange[], steps: HostSteps, host: HostStepper): Promise<CartResult> {
  const issues: CartIssue[] = [];
  for (const change of changes) {
    const line = 'lineKey' in change ? host.lines().find(({ key }) => key === change.lineKey) : undefined;
    const about = { ...aboutOf(change), ...(line && { variantId: line.variantId }) };
    issues.push(...(await host.run(change, async own => readOutcome(await askFor(change, line, steps, own), about))));
  }
  const result = await host.cart();
  // A code the page took without a word and did not apply was refused in silence.
  const removes = changes.some(({ type }) => type === 'remove-code');
  for (const change of removes ? [] : changes) {
    if (change.type !== 'add-code') continue;
    const told = issues.some(({ discountCode }) => discountCode === change.code);
    const applied = result.cart.codes.some(({ code, applied }) => applied && sameCode(code, change.code));
    if (!told && !applied) issues.push({ code: 'code-not-applicable', discountCode: change.code });
  }
  return { cart: result.cart, issues: [...issues, ...result.issues] };
}

function askFor(change: CartChange, line: CartLine | undefined, steps: HostSteps, own: CallOptions): HostOutcome | Promise<HostOutcome> {
  if (change.type === 'add') return steps.add(change.variantId, change.quantity, { ...own, attributes: change.attributes });
  if ('lineKey' in change) return steps.set(change.lineKey, change.type === 'set' ? change.quantity : 0, line, own);
  const run = change.type === 'add-code' ? steps.addCode : steps.removeCode;
  return run ? run(change.code, own) : 'code-invalid';
}

/** What a function of the page made of a wish, as issues about it. */
function readOutcome(outcome: HostOutcome, about: Omit<CartIssue, 'code'>): CartIssue[] {
  if (outcome == null || outcome === true) return [];
  const refusals = [outcome || 'other'].flat() as readonly HostRefusal[];
  return refusals.map(refusal => readIssue(refusal, about));
}
