import type { CartChange, CartIssue, CartResult, CommerceAdapter, Product, TokenStore } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { aboutOf, askable, checkoutAt, checkoutKind, declareCapabilities, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import { kindOf, requestJson, type Fetch, type JsonRequest } from '../../internal/request.js';
import { load, portions, present } from '../../internal/values.js';
import * as mapping from './mapping.js';
import type { WireCart, WireProduct, WireVariant } from './mapping.js';
import type { WireOrder } from './order.js';

/** How to reach a Medusa shop. */
export interface MedusaOptions {
  /** Address of the shop's server, without `/store`: `https://api.shop.example`. */
  readonly url: string;
  /** Publishable key of the sales channel: `pk_...`. */
  readonly publishableKey: string;
  /** Id of the region that is sold to, which decides the currency: `reg_...`. */
  readonly region: string;
  /** Country of the shopper, two letters. With it prices carry the tax; without it they are what the shop has typed in. */
  readonly country?: string;
  /**
   * The shop's own checkout: its address, in which `{cart}` stands for the cart's id, or a function that goes there. Medusa has none of its
   * own, the storefront brings it.
   */
  readonly checkout: string | ((cartId: string) => void | Promise<void>);
  /** Keeps the cart's id. Without it the cart lasts as long as the adapter. */
  readonly tokens?: TokenStore;
  /** Address of a product's page by its handle. */
  readonly productUrl?: (handle: string) => string;
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const name = 'medusa';
const stockFields = 'manage_inventory,allow_backorder,inventory_quantity';
const productFields =
  'id,title,handle,description,thumbnail,images.url,options.id,options.title,options.values.id,options.values.value,' +
  ['id', 'title', 'sku', 'thumbnail', ...stockFields.split(','), 'options.id'].map(field => `variants.${field}`).join() +
  ',*variants.calculated_price';
const cartFields = 'fields=%2Bitems.original_total';

/** A Medusa 2 shop. */
export function medusaCommerce(options: MedusaOptions): CommerceAdapter {
  const { region, tokens = memoryTokens() } = options;
  const country = options.country?.toLowerCase();
  const base = `${options.url.replace(/\/$/, '')}/store`;
  const tokenKey = `${name}:${options.url}:${region}`;
  const market = `region_id=${region}${country ? `&country_code=${country}` : ''}`;
  const life = lifecycle(name);
  let currency = '';

  /** Asks the shop; refusals of a wish come back with their status. */
  async function ask(path: string, signal: AbortSignal, request: JsonRequest = {}, refusals: readonly number[] = [400, 404, 500]) {
    const { status, body } = await requestJson(`${base}/${path}`, {
      ...request,
      headers: { 'x-publishable-api-key': options.publishableKey },
      signal,
      timeoutMs: options.timeoutMs,
      fetch: options.fetch,
      refusals,
    });
    const answer = (body ?? {}) as Answer;
    const key = status === 400 && /publishable/i.test(answer.message ?? '');
    if (key) throw new CommerceError('config', `Medusa answered: ${answer.message}`, { status });
    return { status, answer };
  }

  async function read(path: string, signal: AbortSignal): Promise<Answer> {
    const { status, answer } = await ask(path, signal);
    if (status >= 400) throw failureOf(status, answer);
    return answer;
  }

  /** The shopper's cart; `null` where there is none, `gone` told when there was. */
  async function findCart(signal: AbortSignal): Promise<{ cart: WireCart | null; gone?: boolean }> {
    const id = tokens.get(tokenKey);
    if (!id) return { cart: null };
    const { status, answer } = await ask(`carts/${encodeURIComponent(id)}?${cartFields}`, signal, {}, [400, 404]);
    if (status === 200 && answer.cart && !answer.cart.completed_at) return { cart: answer.cart };
    if (status !== 200 && status !== 404) throw failureOf(status, answer);
    tokens.set(tokenKey, null);
    // An order was made of it, or the shop has forgotten it: only the latter is a loss.
    return { cart: null, gone: status === 404 };
  }

  async function cartId(signal: AbortSignal): Promise<string> {
    const known = tokens.get(tokenKey);
    if (known) return known;
    const body = { region_id: region, ...present({ shipping_address: country && { country_code: country } }) };
    const { status, answer } = await ask('carts', signal, { body });
    if (status !== 200 || !answer.cart) throw failureOf(status, answer);
    tokens.set(tokenKey, answer.cart.id);
    return answer.cart.id;
  }

  async function result(cart: WireCart | null, issues: readonly CartIssue[], signal: AbortSignal, lost?: boolean): Promise<CartResult> {
    if (!cart && !currency) {
      const { region: found } = await read(`regions/${region}?fields=currency_code`, signal);
      currency = (found as { currency_code: string }).currency_code;
    }
    return resultOf(mapping.readCart(cart, currency, options), issues, lost);
  }

  /** Reads a list by ids or handles, in portions that fit into an address. */
  function readAll(path: string, key: string, values: readonly string[], signal: AbortSignal): Promise<Answer[]> {
    const listOf = (part: readonly string[]) => part.map(value => `&${key}[]=${encodeURIComponent(value)}`).join('');
    return Promise.all(portions(values, 40).map(part => read(`${path}&limit=${part.length}${listOf(part)}`, signal)));
  }

  async function variantsOf(ids: readonly string[], signal: AbortSignal): Promise<readonly WireVariant[]> {
    const fields = `fields=id,product_id,${stockFields},*calculated_price`;
    const pages = await readAll(`product-variants?${market}&${fields}`, 'id', ids, signal);
    return pages.flatMap(page => page.variants as WireVariant[]);
  }

  /** The issue of a refused change. `null`: the cart is gone, or an order was made of it. */
  async function issueOf(change: CartChange, status: number, answer: Answer, signal: AbortSignal): Promise<CartIssue | null> {
    const about = aboutOf(change);
    const { message = '' } = answer;
    const { cart } = await findCart(signal);
    if (!cart) return null;
    if (answer.code === 'insufficient_inventory') {
      // One code for sold out and for too many, and no number: the number is looked up.
      const variantId = change.type === 'add' ? change.variantId : (cart.items.find(({ id }) => id === about.lineKey)?.variant_id ?? '');
      const available = (await variantsOf([variantId], signal))[0]?.inventory_quantity ?? 0;
      const known = { ...about, variantId, available: Math.max(0, available), message };
      return { code: available > 0 ? 'quantity-limited' : 'out-of-stock', ...known };
    }
    // What it answers for a cart that is gone, of a cart that is there: its own failure.
    if (status >= 500) throw failureOf(status, answer);
    if (change.type === 'add-code') return { code: 'code-invalid', ...about, message };
    if (status === 404) return { code: 'line-gone', ...about, message };
    if (/do not exist|not published/.test(message)) return { code: 'variant-gone', ...about, message };
    return { code: /quantity/.test(message) ? 'quantity-rule' : 'other', ...about, message };
  }

  async function apply(change: CartChange, signal: AbortSignal): Promise<{ cart?: WireCart; issue?: CartIssue | null }> {
    const { path, request } = wishOf(change);
    const { status, answer } = await ask(`carts/${encodeURIComponent(await cartId(signal))}/${path}?${cartFields}`, signal, request);
    if (status >= 400) return { issue: await issueOf(change, status, answer, signal) };
    const cart = answer.cart ?? answer.parent;
    if (!cart) return {};
    if (change.type !== 'add-code') return { cart };
    // A code whose condition is not met is answered with success and does nothing.
    const applied = mapping.readCart(cart, '', options).codes.some(({ code, applied }) => applied && code === change.code);
    return applied ? { cart } : { cart, issue: { code: 'code-not-applicable', discountCode: change.code } };
  }

  return {
    name,
    capabilities: call => life.ask(call, () => capabilitiesOf(options.checkout)),
    products: (refs, call) =>
      life.ask(call, async signal => {
        const found = new Map<string, Product>();
        const path = `products?${market}&fields=${productFields}`;
        const pages = await Promise.all([
          readAll(
            path,
            'id',
            refs.filter(ref => ref.startsWith('prod_')),
            signal,
          ),
          readAll(
            path,
            'handle',
            refs.filter(ref => !ref.startsWith('prod_')),
            signal,
          ),
        ]);
        const asOf = Date.now();
        for (const product of pages.flat().flatMap(page => page.products as WireProduct[])) {
          const mapped = mapping.readProduct(product, options, asOf);
          found.set(product.id, mapped).set(product.handle, mapped);
        }
        return new Map(refs.map(ref => [ref, found.get(ref) ?? null]));
      }),
    stock: (variantIds, call) =>
      life.ask(call, async signal => {
        const variants = await variantsOf(variantIds, signal);
        const asOf = Date.now();
        return new Map(variants.map(variant => [variant.id, mapping.readVariantStock(variant, options, asOf)]));
      }),
    cart: call =>
      life.ask(call, async signal => {
        const { cart, gone } = await findCart(signal);
        return result(cart, [], signal, gone);
      }),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        const issues: CartIssue[] = [];
        let last: WireCart | undefined;
        for (const change of changes) {
          const { cart, issue } = await apply(change, signal);
          if (issue === null) return result(null, [...issues, { code: 'cart-lost' }], signal);
          if (issue) issues.push(issue);
          last = cart;
        }
        return result(last ?? (await findCart(signal)).cart, issues, signal);
      }),
    ),
    checkout: call =>
      life.ask(call, async signal => {
        const id = await cartId(signal);
        if (typeof options.checkout === 'string') return checkoutAt(options.checkout.replaceAll('{cart}', encodeURIComponent(id)));
        await options.checkout(id);
        return { handled: true };
      }),
    order: (ref, call) =>
      life.ask(call, async signal => {
        const { orderFields, readOrder } = await load(() => import('./order.js'));
        const { status, answer } = await ask(`orders/${encodeURIComponent(ref)}?${orderFields}`, signal);
        if (status === 404) return null;
        if (status >= 400) throw failureOf(status, answer);
        return readOrder(answer.order as WireOrder);
      }),
    dispose: () => life.dispose(),
  };
}

/** An answer of the Store API: one thing by its name, or a refusal. */
interface Answer {
  readonly cart?: WireCart;
  /** The cart, where a line was deleted. */
  readonly parent?: WireCart;
  readonly products?: unknown;
  readonly variants?: unknown;
  readonly region?: unknown;
  readonly order?: unknown;
  readonly code?: string;
  readonly message?: string;
}

/** What is sent for a change, below the cart's address. */
function wishOf(change: CartChange): { path: string; request: JsonRequest } {
  if (change.type === 'add') {
    const { variantId: variant_id, quantity, attributes: metadata } = change;
    return { path: 'line-items', request: { body: { variant_id, quantity, metadata } } };
  }
  const away = change.type.startsWith('remove') ? ({ method: 'DELETE' } as const) : {};
  if ('code' in change) return { path: 'promotions', request: { ...away, body: { promo_codes: [change.code] } } };
  const body = 'quantity' in change ? { body: { quantity: change.quantity } } : {};
  return { path: `line-items/${encodeURIComponent(change.lineKey)}`, request: { ...away, ...body } };
}

const capabilitiesOf = (checkout: MedusaOptions['checkout']) =>
  declareCapabilities({
    stock: 'exact',
    overAdd: 'rejects',
    concurrency: 'serialised',
    codes: 'many',
    codeVerdict: 'silent',
    identity: 'token',
    checkout: checkoutKind(checkout),
    lineAttributes: true,
    order: 'order-secret',
  });

function failureOf(status: number, { message }: Answer): CommerceError {
  return new CommerceError(kindOf(status), `Medusa answered ${status}: ${message}`, { status });
}
