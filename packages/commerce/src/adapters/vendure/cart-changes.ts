import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue, CartIssueCode } from '../../commerce-adapter.js';
import { aboutOf } from '../../internal/cart.js';
import { problemError } from '../../internal/graphql.js';
import { readCart, type Reading, type WireLine, type WireOrder } from './mapping.js';
import { orderFields } from './operations.js';
import type { ShopApi } from './shop-api.js';

const refusal = '__typename...on Order{...O}...on ErrorResult{errorCode message}';
const stockRefusal = `${refusal}...on InsufficientStockError{quantityAvailable order{...O}}`;

/** What makes each kind of change, of the variant, line or code `id`. */
const mutations = {
  add: `mutation($id:ID!,$n:Int!){r:addItemToOrder(productVariantId:$id,quantity:$n){${stockRefusal}}}${orderFields}`,
  set: `mutation($id:ID!,$n:Int!){r:adjustOrderLine(orderLineId:$id,quantity:$n){${stockRefusal}}}${orderFields}`,
  remove: `mutation($id:ID!){r:removeOrderLine(orderLineId:$id){${refusal}}}${orderFields}`,
  'add-code': `mutation($id:String!){r:applyCouponCode(couponCode:$id){${refusal}}}${orderFields}`,
  'remove-code': `mutation($id:String!){r:removeCouponCode(couponCode:$id){...O}}${orderFields}`,
};
/** Back from checkout, where the order refuses every change. */
const reopenMutation = `mutation{r:transitionOrderToState(state:"AddingItems"){${refusal}}}${orderFields}`;
/** Adds nothing: Vendure looks at its promotions whenever a cart is changed. Shops before 3.1 do not know it. */
const repriceMutation = `mutation{r:addItemsToOrder(inputs:[]){order{...O}}}${orderFields}`;

/** A mutation's answer: the order, or a refusal that may carry it. */
interface WireRefusal {
  readonly errorCode: string;
  readonly message: string;
  readonly quantityAvailable?: number;
  readonly order?: WireOrder;
}

/** What became of a change: the order after it, where the shop shows it, and why it was not made. */
interface Changed {
  readonly order?: WireOrder;
  readonly issue?: CartIssue;
}

/**
 * Has the shop look at its prices again, and answers with the order after that; `undefined` where the shop cannot. No quantity is sent along:
 * another tab may just have changed it.
 */
export async function reprice(api: ShopApi, signal: AbortSignal): Promise<WireOrder | undefined> {
  const { data, problems } = await api.ask<{ r: { order: WireOrder } | null }>(repriceMutation, {}, signal);
  const [problem] = problems;
  if (problem && problem.code !== 'GRAPHQL_VALIDATION_FAILED') throw problemError('Vendure', problem);
  return data?.r?.order;
}

/** Makes changes in order and answers with the order after the last. Loaded with the first of them: most who watch never make any. */
export async function applyChanges(changes: readonly CartChange[], api: ShopApi, reading: Reading, signal: AbortSignal) {
  const issues: CartIssue[] = [];
  let order: WireOrder | undefined;
  for (const change of changes) {
    const changed = await apply(change, api, reading, signal);
    order = changed.order;
    if (changed.issue) issues.push(changed.issue);
  }
  return { order, issues };
}

async function apply(change: CartChange, api: ShopApi, reading: Reading, signal: AbortSignal): Promise<Changed> {
  const about = aboutOf(change);
  // Every kind of change has an id: of a variant, of a line, or a code.
  const variables = { id: Object.values(about)[0], n: 'quantity' in change ? change.quantity : undefined };
  for (let attempt = 1; ; attempt++) {
    const { data, problems } = await api.ask<{ r: (WireOrder & WireRefusal) | null }>(mutations[change.type], variables, signal);
    const [problem] = problems;
    const message = problem?.message ?? '';
    if (problem?.code === 'ENTITY_NOT_FOUND') return { issue: { code: 'variant-gone', ...about, message } };
    if (problem?.code === 'USER_INPUT_ERROR' && about.lineKey) return { issue: { code: 'line-gone', ...about, message } };
    if (problem) throw problemError('Vendure', problem);
    const answer = data?.r;
    if (!answer) return {};
    if (answer.errorCode === 'ORDER_MODIFICATION_ERROR' && attempt === 1) {
      const reopened = await api.read<{ r: Partial<WireOrder> | null }>(reopenMutation, {}, signal);
      if (reopened.r?.state === 'AddingItems') continue;
    }
    if (answer.errorCode) return { ...(answer.order ? { order: answer.order } : {}), issue: readRefusal(answer, about) };
    const waits =
      change.type === 'add-code' && !readCart(answer, '', reading).codes.find(found => sameCode(found.code, change.code))?.applied;
    return { order: answer, ...(waits ? { issue: { code: 'code-not-applicable', ...about } } : {}) };
  }
}

const issueCodes: Readonly<Record<string, CartIssueCode>> = {
  ORDER_LIMIT_ERROR: 'cart-full',
  NEGATIVE_QUANTITY_ERROR: 'quantity-rule',
  ORDER_MODIFICATION_ERROR: 'cart-locked',
  COUPON_CODE_INVALID_ERROR: 'code-invalid',
  COUPON_CODE_EXPIRED_ERROR: 'code-expired',
  COUPON_CODE_LIMIT_ERROR: 'code-not-applicable',
};

/** Why a change was refused. `about` says what the change was about. */
function readRefusal({ errorCode, message, quantityAvailable, order }: WireRefusal, about: Partial<CartIssue>): CartIssue {
  if (errorCode !== 'INSUFFICIENT_STOCK_ERROR') return { code: issueCodes[errorCode] ?? 'other', ...about, message };
  const isMeant = (line: WireLine) => line.id === about.lineKey || line.productVariant.id === about.variantId;
  const held = order?.lines.reduce((sum, line) => sum + (isMeant(line) ? line.quantity : 0), 0) ?? 0;
  // Vendure tells how many it took, not how many the cart can hold. Where it took some, that is what the cart holds now; where it took
  // none, the cart may hold more than there is.
  const available = quantityAvailable || !held ? { available: held } : {};
  return { code: held ? 'quantity-limited' : 'out-of-stock', ...about, ...available, message };
}
