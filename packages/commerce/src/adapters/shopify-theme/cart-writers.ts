import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { readCodeWarning, readUserError, shopifyId, type ShopifyWarning } from '../../internal/shopify.js';
import { plainText } from '../../internal/text.js';
import { withinTime } from '../../internal/values.js';
import type { AskPage } from './ask-page.js';
import type { WireCart } from './mapping.js';
import type { ThemeActions } from './theme-page.js';

/** That the page refused, in part or in all. Without an issue it said so in words only. */
export interface Refusal {
  readonly issue?: CartIssue;
  /** What to say of a code that was added, if it is not applied. */
  readonly verdict?: CartIssue;
  /** That there is less than was wished. */
  readonly warning?: ShopifyWarning;
  readonly message?: string;
}

/** Makes one change; what came of it is read from the cart afterwards. Answers nothing when it cannot make this one. */
export type CartWriter = (
  change: CartChange,
  before: WireCart,
  about: Partial<CartIssue>,
  signal: AbortSignal,
) => Promise<readonly Refusal[] | undefined>;

const quantityOf = (change: CartChange) => ('quantity' in change ? change.quantity : 0);

/** The codes the cart is to have. A refused one stays in the cart; sent again it would be refused again. */
function codesAfter(change: CartChange & { readonly code: string }, { discount_codes: codes = [] }: WireCart): string[] {
  const others = codes.filter(({ code, applicable }) => applicable && !sameCode(code, change.code)).map(({ code }) => code);
  return change.type === 'add-code' ? [...others, change.code] : others;
}

/** Through the addresses beside `/cart.js`. A refusal may have done nothing or a part, and says why in words for people. */
export function ajaxWriter(ask: AskPage): CartWriter {
  return async (change, before, about, signal) => {
    const [path, body] = requestOf(change, before);
    const { status, body: answer } = await ask.change(path, body, signal);
    if (status < 300) return [];
    if (change.type !== 'add' && status !== 422) return [{ issue: { code: 'code' in change ? 'code-invalid' : 'line-gone', ...about } }];
    const { description, message } = (answer ?? {}) as { description?: unknown; message?: unknown };
    return [{ ...(status === 404 ? { issue: { code: 'variant-gone', ...about } } : {}), message: plainText(description ?? message) }];
  };
}

function requestOf(change: CartChange, before: WireCart): [path: string, body: object] {
  if ('code' in change) return ['cart/update.js', { discount: codesAfter(change, before).join(',') }];
  if (change.type !== 'add') return ['cart/change.js', { id: change.lineKey, quantity: quantityOf(change) }];
  const { quantity, attributes: properties } = change;
  const id = Number(/\d+$/.exec(change.variantId)?.[0]);
  // Only in a list is the stock looked at.
  return ['cart/add.js', { items: [{ id, quantity, ...(properties ? { properties } : {}) }] }];
}

/** Through `Shopify.actions`: the theme redraws its cart, and refusals have codes. */
export function actionsWriter(
  { getCart, updateCart }: Pick<ThemeActions, 'getCart' | 'updateCart'>,
  detail: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): CartWriter {
  return async (change, before, about, signal) => {
    const bounded = <T>(call: Promise<T>) => withinTime(call.catch(failed), timeoutMs, 'Shopify.actions');
    let id: string | undefined;
    if ('lineKey' in change) {
      const { cart } = await bounded(getCart({}, { signal }));
      const lines = cart?.lines ?? [];
      id = ('nodes' in lines ? lines.nodes : lines).map(line => line.id).find(each => isSameLine(each, change.lineKey));
      if (id === undefined) return undefined;
    }
    const { userErrors = [], warnings = [] } = await bounded(updateCart(payloadOf(change, before, id), { signal, event: { detail } }));
    const verdict = warnings.some(({ code }) => code.startsWith('DISCOUNT_'));
    if (change.type === 'add-code' && verdict) return [{ verdict: readCodeWarning(change.code, warnings) }];
    const warning = warnings.find(({ code }) => code.startsWith('MERCHANDISE_'));
    if (warning) return [{ warning }];
    // Themes may put their own code behind the action, and then have words only.
    const errors = userErrors.map(error => readUserError(error, about));
    return errors.map(issue => (issue.code === 'other' || issue.code === 'quantity-rule' ? { message: issue.message ?? '' } : { issue }));
  };
}

/** Whether the id of an action's line (`gid://shopify/CartLine/<uuid>?cart=`) and a key of `/cart.js` (`<variant>:<hash>`) are of one line. */
function isSameLine(id: string, key: string): boolean {
  const own = decodeURIComponent(/CartLine\/([^?]+)/.exec(id)?.[1] ?? id);
  return own === key || own.replaceAll('-', '') === key.split(':')[1];
}

function payloadOf(change: CartChange, before: WireCart, id: string | undefined) {
  if ('code' in change) return { discountCodes: codesAfter(change, before) };
  const quantity = quantityOf(change);
  if (change.type !== 'add') return { lines: [{ id: id ?? '', quantity }] };
  const attributes = Object.entries(change.attributes ?? {}).map(([key, value]) => ({ key, value }));
  const merchandiseId = shopifyId('ProductVariant', change.variantId) ?? '';
  return { lines: [{ merchandiseId, quantity, ...(attributes.length ? { attributes } : {}) }] };
}

function failed(cause: unknown): never {
  throw new CommerceError('network', 'Shopify.actions could not change the cart.', { cause });
}
