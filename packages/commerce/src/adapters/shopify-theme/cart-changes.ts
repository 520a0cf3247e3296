import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue, Product } from '../../commerce-adapter.js';
import { readStockWarning, shopifyId } from '../../internal/shopify.js';
import { afterEffect } from '../../internal/understand.js';
import { present } from '../../internal/values.js';
import type { AskPage } from './ask-page.js';
import { actionsWriter, ajaxWriter } from './cart-writers.js';
import type { HostCart } from './host-cart.js';
import { variantIdOf, type WireCart } from './mapping.js';
import type { ThemeActions } from './theme-page.js';

/** What an adapter knows of its cart from answer to answer. */
export interface ThemeState {
  last?: WireCart;
  /** Whether the cart was lost and nobody was told yet. */
  lost: boolean;
  /** Whether the theme has drawn the last change already, since all of it went through an action. */
  drawn: boolean;
  /** Whether a call in work has changed something. */
  wrote: boolean;
}

/** What changes need of their adapter. */
export interface ThemeShop {
  readonly ask: AskPage;
  readonly host: HostCart;
  readonly timeoutMs: number;
  /** Handles by global id of product or variant. */
  readonly handles: ReadonlyMap<string, string>;
  readonly state: ThemeState;
  readonly actions: () => Pick<ThemeActions, 'getCart' | 'updateCart'> | undefined;
  readonly readCart: (signal: AbortSignal) => Promise<WireCart>;
  readonly readProduct: (handle: string, signal: AbortSignal) => Promise<Product | null>;
}

/** Makes changes in order and answers with the cart after them. Loaded with the first of them: most who watch never make any. */
export async function applyChanges(changes: readonly CartChange[], shop: ThemeShop, signal: AbortSignal) {
  const { state } = shop;
  const issues: CartIssue[] = [];
  state.wrote = false;
  try {
    // Line keys are those of the last answer; without one the cart is read.
    let cart = state.last ?? (await shop.readCart(signal));
    for (const change of changes) cart = await apply(shop, change, cart, issues, signal);
    return { cart, issues };
  } catch (error) {
    throw state.wrote ? afterEffect(error) : error;
  }
}

const unitsOf = (cart: WireCart, variantId: string) =>
  cart.items.reduce((sum, line) => (variantIdOf(line.variant_id) === variantId ? sum + line.quantity : sum), 0);

/** Why less is in the cart than was wished, where the page's words are for people only: told from cart, product and rule. */
async function whyLess(
  { handles, readProduct }: ThemeShop,
  variantId: string,
  wished: number,
  before: WireCart,
  after: WireCart,
  signal: AbortSignal,
): Promise<CartIssue> {
  const held = unitsOf(after, variantId);
  // Where it took a part, that is all there is.
  if (held > unitsOf(before, variantId)) return { code: 'quantity-limited', variantId, available: held };
  const handle = handles.get(variantId);
  const product = handle === undefined ? undefined : await readProduct(handle, signal);
  const variant = product?.variants.find(({ id }) => id === variantId);
  if (product === null || (product && !variant && !product.truncated)) return { code: 'variant-gone', variantId };
  // Of a variant never met there is only this to go by: not even one could be had.
  const isOut = variant ? variant.stock.state === 'out' : wished === 1;
  if (isOut) return { code: 'out-of-stock', variantId, ...(variant && !held ? { available: 0 } : {}) };
  const { min, max = Infinity, step } = variant?.quantityRule ?? { min: 1, step: 1 };
  const breaks = wished <= max && (wished < min || (wished - min) % step !== 0);
  return { code: breaks ? 'quantity-rule' : 'quantity-limited', variantId };
}

/** Makes one change. Answers with the cart after it. */
async function apply(shop: ThemeShop, change: CartChange, before: WireCart, issues: CartIssue[], signal: AbortSignal): Promise<WireCart> {
  const { ask, host, state, timeoutMs } = shop;
  const refuse = (issue: CartIssue) => {
    issues.push(issue);
    return before;
  };
  const line = 'lineKey' in change ? before.items.find(({ key }) => key === change.lineKey) : undefined;
  if ('lineKey' in change && !line) return refuse({ code: 'line-gone', lineKey: change.lineKey });
  const added = change.type === 'add' ? shopifyId('ProductVariant', change.variantId) : undefined;
  if (change.type === 'add' && !added) return refuse({ code: 'variant-gone', variantId: change.variantId });
  const variantId = line ? variantIdOf(line.variant_id) : added;
  const about = present({
    variantId,
    lineKey: line?.key,
    discountCode: 'code' in change ? change.code : undefined,
  });
  const action = shop.actions();
  const refusals = await host.own(async () => {
    const answered = action && (await actionsWriter(action, host.mark, timeoutMs)(change, before, about, signal));
    state.drawn &&= !!answered;
    return answered ?? (await ajaxWriter(ask)(change, before, about, signal)) ?? [];
  });
  state.wrote = true;
  const after = await shop.readCart(signal);
  const told = refusals.flatMap(({ issue }) => issue ?? []);
  if (variantId !== undefined && !told.length) {
    const held = unitsOf(after, variantId);
    const wished = wishedUnits(change, unitsOf(before, variantId), line?.quantity ?? 0);
    // A cart that was lost on the way holds what was added, and no more.
    const kept = state.lost && change.type === 'add' ? held >= change.quantity : held === wished;
    if (!kept && (held < wished || refusals.length)) {
      const warning = refusals.find(refusal => refusal.warning)?.warning;
      const message = refusals.find(refusal => refusal.message)?.message;
      const why = warning ? readStockWarning(warning, held, about) : await whyLess(shop, variantId, wished, before, after, signal);
      told.push({ ...about, ...present({ message }), ...why });
    }
  }
  if (change.type === 'add-code' && !told.length) {
    const kept = after.discount_codes?.find(({ code }) => sameCode(code, change.code));
    const verdict = refusals.find(refusal => refusal.verdict)?.verdict ?? { code: 'code-not-applicable', discountCode: change.code };
    if (!kept?.applicable) told.push(verdict);
  }
  issues.push(...told);
  return after;
}

/** Units of its variant that the cart holds when a change about a line is done as it was wished. */
function wishedUnits(change: CartChange, held: number, ofLine: number): number {
  if (change.type === 'add') return held + change.quantity;
  return held - ofLine + (change.type === 'set' ? change.quantity : 0);
}
