import type {
  CallOptions,
  CartChange,
  CartIssue,
  CartResult,
  CommerceAdapter,
  CommerceCapabilities,
  Product,
  VariantStock,
} from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { readStockWarning, sameCode, shopifyId } from '../../internal/shopify.js';
import { afterEffect, understand } from '../../internal/understand.js';
import { present } from '../../internal/values.js';
import { actionsWriter, ajaxWriter } from './cart-writers.js';
import * as mapping from './mapping.js';
import type { WireCart, WireProduct } from './mapping.js';
import { askPage } from './ask-page.js';
import { createHostCart } from './host-cart.js';
import type { ThemePage } from './theme-page.js';

export type { ActionCart, ActionLine, ThemeActions, ThemePage } from './theme-page.js';

/** Which ways of the page to take. Everything has a default. */
export interface ShopifyThemeOptions {
  /** The page. Default: the one this runs in. */
  readonly page?: ThemePage;
  /**
   * When the cart is changed through `Shopify.actions`, so that the theme redraws its own cart. `configured` (default): where the theme
   * has made the action its own; the default action may reload the page, which would end a show. `always`: wherever it is there. `never`.
   */
  readonly actions?: 'configured' | 'always' | 'never';
  /** Address of the checkout on the shop's own origin. Default `/checkout`. */
  readonly checkout?: string;
  /** Longest wait for one answer, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

const name = 'shopify-theme';

/**
 * The Shopify shop whose page this runs in, sharing its cart and cookie. Unlike other adapters it talks to the page: to `Shopify.actions`, to
 * the addresses beside `/cart.js`, to the theme's events. Products are found by handle. Nothing is asked of another origin.
 * @throws CommerceError `config` when there is no page.
 */
export function shopifyThemeCommerce(options: ShopifyThemeOptions = {}): CommerceAdapter {
  const { actions: wish = 'configured', checkout = '/checkout', timeoutMs = 10_000 } = options;
  const page: ThemePage = options.page ?? globalThis;
  if (typeof page.fetch !== 'function') throw new CommerceError('config', 'shopifyThemeCommerce runs in the page of a theme.');
  const life = lifecycle(name);
  const host = createHostCart(page, name);
  const ask = askPage(page, timeoutMs);
  /** Handles of products and variants met, by global id: the page knows products by handle alone. */
  const handles = new Map<string, string>();
  let currency = page.Shopify?.currency?.active;
  let last: WireCart | undefined;
  /** Whether the theme has drawn the last change already, since all of it went through an action. */
  let drawn = false;
  /** Whether a call in work has changed something. */
  let wrote = false;

  /** The actions to change the cart with. Asked anew each time: they come with `DOMContentLoaded`, and themes configure them later. */
  function actions() {
    const { getCart, updateCart } = page.Shopify?.actions ?? {};
    if (wish === 'never' || !getCart || !updateCart) return undefined;
    return wish === 'always' || updateCart.isDefault?.() === false ? { getCart, updateCart } : undefined;
  }

  /** Whether the cart was lost and nobody was told yet. */
  let lost = false;

  async function readCart(signal: AbortSignal): Promise<WireCart> {
    const cart = (await ask.read<WireCart>('cart.js', signal)) ?? unknownCart();
    // A shopper without a cart gets a new token with every answer.
    lost ||= !!last?.items.length && last.token !== cart.token;
    currency = cart.currency;
    for (const { variant_id: id, handle } of cart.items) handles.set(mapping.variantIdOf(id), handle);
    last = cart;
    return cart;
  }

  async function readProduct(handle: string, signal: AbortSignal): Promise<Product | null> {
    const wire = await ask.read<WireProduct>(`products/${encodeURIComponent(handle)}.js`, signal);
    if (!wire) return null;
    currency ??= (await readCart(signal)).currency;
    const product = mapping.readProduct(wire, currency, ask.root(), Date.now());
    handles.set(product.id, wire.handle);
    for (const { id } of product.variants) handles.set(id, wire.handle);
    return product;
  }

  const unitsOf = (cart: WireCart, variantId: string) =>
    cart.items.reduce((sum, line) => (mapping.variantIdOf(line.variant_id) === variantId ? sum + line.quantity : sum), 0);

  /** Why less is in the cart than was wished, where the page's words are for people only: told from cart, product and rule. */
  async function whyLess(variantId: string, wished: number, before: WireCart, after: WireCart, signal: AbortSignal): Promise<CartIssue> {
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
  async function apply(change: CartChange, before: WireCart, issues: CartIssue[], signal: AbortSignal): Promise<WireCart> {
    const refuse = (issue: CartIssue) => {
      issues.push(issue);
      return before;
    };
    const line = 'lineKey' in change ? before.items.find(({ key }) => key === change.lineKey) : undefined;
    if ('lineKey' in change && !line) return refuse({ code: 'line-gone', lineKey: change.lineKey });
    const added = change.type === 'add' ? shopifyId('ProductVariant', change.variantId) : undefined;
    if (change.type === 'add' && !added) return refuse({ code: 'variant-gone', variantId: change.variantId });
    const variantId = line ? mapping.variantIdOf(line.variant_id) : added;
    const about = present({
      variantId,
      lineKey: line?.key,
      discountCode: 'code' in change ? change.code : undefined,
    });
    const action = actions();
    const refusals = await host.own(async () => {
      const answered = action && (await actionsWriter(action, host.mark, timeoutMs)(change, before, about, signal));
      drawn &&= !!answered;
      return answered ?? (await ajaxWriter(ask)(change, before, about, signal)) ?? [];
    });
    wrote = true;
    const after = await readCart(signal);
    const told = refusals.flatMap(({ issue }) => issue ?? []);
    if (variantId !== undefined && !told.length) {
      const held = unitsOf(after, variantId);
      const wished = wishedUnits(change, unitsOf(before, variantId), line?.quantity ?? 0);
      // A cart that was lost on the way holds what was added, and no more.
      const kept = lost && change.type === 'add' ? held >= change.quantity : held === wished;
      if (!kept && (held < wished || refusals.length)) {
        const warning = refusals.find(refusal => refusal.warning)?.warning;
        const message = refusals.find(refusal => refusal.message)?.message;
        const why = warning ? readStockWarning(warning, held, about) : await whyLess(variantId, wished, before, after, signal);
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

  const run = <T>(call: CallOptions | undefined, work: (signal: AbortSignal) => Promise<T>) =>
    life.run(call, signal => understand(name, () => work(signal)));
  function result(cart: WireCart, issues: readonly CartIssue[]): CartResult {
    const told = lost ? [{ code: 'cart-lost' } as const, ...issues] : issues;
    lost = false;
    return { cart: mapping.readCart(cart), issues: told };
  }

  return {
    name,
    capabilities: call => run(call, async () => ({ ...capabilities, ...(actions() ? { overAdd: 'clamps', codeVerdict: 'typed' } : {}) })),
    products: (refs, call) =>
      run(call, async signal => {
        const found = [...new Set(refs)].map(async ref => {
          const id = shopifyId('Product', ref);
          const handle = id ? handles.get(id) : ref;
          return [ref, handle === undefined ? null : await readProduct(handle, signal)] as const;
        });
        return new Map(await Promise.all(found));
      }),
    stock: (variantIds, call) =>
      run(call, async signal => {
        const asked = new Set([...new Set(variantIds)].flatMap(id => handles.get(shopifyId('ProductVariant', id) ?? '') ?? []));
        const products = await Promise.all([...asked].map(handle => readProduct(handle, signal)));
        const known = new Map(products.flatMap(product => product?.variants ?? []).map(variant => [variant.id, variant]));
        const found = new Map<string, VariantStock>();
        for (const id of variantIds) {
          const variant = known.get(shopifyId('ProductVariant', id) ?? '');
          if (variant) found.set(id, { stock: variant.stock, price: variant.price });
        }
        return found;
      }),
    cart: call => run(call, async signal => result(await readCart(signal), [])),
    change: (changes, call) =>
      run(call, async signal => {
        const issues: CartIssue[] = [];
        wrote = false;
        drawn = changes.length > 0;
        try {
          // Line keys are those of the last answer; without one, and without changes, the cart is read.
          let cart = last && changes.length ? last : await readCart(signal);
          for (const change of changes) cart = await apply(change, cart, issues, signal);
          return result(cart, issues);
        } catch (error) {
          throw wrote ? afterEffect(error) : error;
        }
      }),
    checkout: call => run(call, async () => ({ url: checkout, target: 'same-tab' })),
    onExternalChange: listener => life.onDispose(host.listen(listener)),
    notifyHost: ({ cart }) => {
      // What went through an action the theme has drawn already.
      if (!drawn) host.redraw(cart);
      drawn = false;
    },
    dispose: () => life.dispose(),
  };
}

/** Units of its variant that the cart holds when a change about a line is done as it was wished. */
function wishedUnits(change: CartChange, held: number, ofLine: number): number {
  if (change.type === 'add') return held + change.quantity;
  return held - ofLine + (change.type === 'set' ? change.quantity : 0);
}

function unknownCart(): never {
  throw new CommerceError('config', 'This page has no /cart.js: it is no page of a Shopify theme.');
}

const capabilities: CommerceCapabilities = {
  stock: 'boolean',
  reservation: 'none',
  overAdd: 'varies',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'silent',
  identity: 'cookie',
  crossOrigin: 'no',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: true,
  order: 'none',
  reviews: false,
  policies: false,
  lowest30Days: false,
};
