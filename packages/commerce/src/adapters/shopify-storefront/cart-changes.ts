import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue, CartResult, TokenStore } from '../../commerce-adapter.js';
import { shopifyId } from '../../internal/shopify.js';
import { afterEffect } from '../../internal/understand.js';
import { present } from '../../internal/values.js';
import { readIssues, type CartMemory } from './cart-issues.js';
import type { WireCart, WirePayload } from './mapping.js';
import * as mutations from './mutations.js';
import type { StorefrontApi } from './storefront-api.js';

/** What changes need of their adapter. */
export interface StorefrontCart {
  readonly api: StorefrontApi;
  readonly country: string | undefined;
  readonly tokens: TokenStore;
  readonly tokenKey: string;
  readonly memory: CartMemory;
  readonly readCart: (signal: AbortSignal) => Promise<WireCart | null>;
  readonly result: (cart: WireCart | null, issues: readonly CartIssue[], signal: AbortSignal) => Promise<CartResult>;
}

/** Makes changes in order. Loaded with the first of them: most who watch never make any. */
export async function applyChanges(changes: readonly CartChange[], shop: StorefrontCart, signal: AbortSignal): Promise<CartResult> {
  const issues: CartIssue[] = [];
  let cart: WireCart | null | undefined;
  try {
    for (const change of changes) {
      const step: Step = await apply(change, cart ?? undefined, shop, signal);
      issues.push(...step.issues);
      if (step.cart !== undefined) cart = step.cart;
      // Whoever asked finds out what of the rest to ask for again.
      if (cart === null) break;
    }
    return await shop.result(cart === undefined ? await shop.readCart(signal) : cart, issues, signal);
  } catch (error) {
    throw cart ? afterEffect(error) : error;
  }
}

/** Makes one change. `cart` in the answer is missing where the shop did not say how the cart is now, and null where it has none. */
async function apply(change: CartChange, before: WireCart | undefined, shop: StorefrontCart, signal: AbortSignal): Promise<Step> {
  const { api, country, tokens, tokenKey } = shop;
  const id = tokens.get(tokenKey);
  const cart = change.type.endsWith('-code') ? (before ?? (await shop.readCart(signal))) : before;
  if (id && cart === null) return { cart, issues: [] };
  const wish = wishOf(change, cart?.discountCodes ?? []);
  if (!wish) return { issues: [{ code: 'variant-gone', variantId: (change as { variantId: string }).variantId }] };
  let operation = mutations.changeMutation(api.context, wish.mutation);
  let variables: Record<string, unknown> = { id, of: wish.of };
  if (!id) {
    // Nothing to take out of a cart that does not exist.
    if (change.type !== 'add' && change.type !== 'add-code')
      return { issues: 'lineKey' in change ? [{ code: 'line-gone', lineKey: change.lineKey }] : [] };
    operation = mutations.createMutation(api.context);
    variables = { input: { [wish.mutation[1]]: wish.of, ...present({ buyerIdentity: country && { countryCode: country } }) } };
  }
  const { r: answer } = await api.ask<{ r: WirePayload }>(operation, variables, signal);
  const lost = id && !answer.cart && (!answer.userErrors.length || answer.userErrors.some(({ field }) => field?.includes('cartId')));
  if (lost) return { cart: null, issues: [] };
  if (answer.cart) tokens.set(tokenKey, answer.cart.id);
  return { ...present({ cart: answer.cart }), issues: readIssues(change, answer, shop.memory) };
}

/** What became of one change. */
interface Step {
  readonly cart?: WireCart | null;
  readonly issues: readonly CartIssue[];
}

/** What to send for a change: a mutation and its list. Nothing for a variant that cannot be. */
function wishOf(change: CartChange, codes: WireCart['discountCodes']): { mutation: mutations.CartMutation; of: unknown } | undefined {
  if (change.type === 'add') {
    const merchandiseId = shopifyId('ProductVariant', change.variantId);
    const attributes = Object.entries(change.attributes ?? {}).map(([key, value]) => ({ key, value }));
    const line = { merchandiseId, quantity: change.quantity, ...(attributes.length ? { attributes } : {}) };
    return merchandiseId ? { mutation: mutations.addLines, of: [line] } : undefined;
  }
  if ('code' in change) {
    // The list replaces the shop's. A code that is refused stays in the cart; sent again it would be refused again.
    const others = codes.filter(({ code, applicable }) => applicable && !sameCode(code, change.code)).map(({ code }) => code);
    return { mutation: mutations.updateCodes, of: change.type === 'add-code' ? [...others, change.code] : others };
  }
  if (change.type === 'remove' || change.quantity === 0) return { mutation: mutations.removeLines, of: [change.lineKey] };
  return { mutation: mutations.updateLines, of: [{ id: change.lineKey, quantity: change.quantity }] };
}
