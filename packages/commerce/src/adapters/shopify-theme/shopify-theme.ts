import type { CartIssue, CartResult, CommerceAdapter, Product, VariantStock } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { askable, checkoutAt, declareCapabilities, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { shopifyId } from '../../internal/shopify.js';
import { defaultTimeoutMs, demand, load } from '../../internal/values.js';
import { askPage } from './ask-page.js';
import type { ThemeShop, ThemeState } from './cart-changes.js';
import { createHostCart } from './host-cart.js';
import * as mapping from './mapping.js';
import type { WireCart, WireProduct } from './mapping.js';
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
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
}

const name = 'shopify-theme';

/**
 * The Shopify shop whose page this runs in, sharing its cart and cookie. Unlike other adapters it talks to the page: to `Shopify.actions`, to
 * the addresses beside `/cart.js`, to the theme's events. Products are found by handle. Nothing is asked of another origin.
 * @throws CommerceError `config` when there is no page.
 */
export function shopifyThemeCommerce(options: ShopifyThemeOptions = {}): CommerceAdapter {
  const { actions: wish = 'configured', checkout = '/checkout', timeoutMs = defaultTimeoutMs } = options;
  const page: ThemePage = options.page ?? globalThis;
  demand(typeof page.fetch === 'function', 'shopifyThemeCommerce runs in the page of a theme.');
  const life = lifecycle(name);
  const host = createHostCart(page, name);
  const ask = askPage(page, timeoutMs);
  /** Handles of products and variants met, by global id: the page knows products by handle alone. */
  const handles = new Map<string, string>();
  let currency = page.Shopify?.currency?.active;
  const state: ThemeState = { lost: false, drawn: false, wrote: false };

  /** The actions to change the cart with. Asked anew each time: they come with `DOMContentLoaded`, and themes configure them later. */
  function actions() {
    const { getCart, updateCart } = page.Shopify?.actions ?? {};
    if (wish === 'never' || !getCart || !updateCart) return undefined;
    return wish === 'always' || updateCart.isDefault?.() === false ? { getCart, updateCart } : undefined;
  }

  async function readCart(signal: AbortSignal): Promise<WireCart> {
    const cart = (await ask.read<WireCart>('cart.js', signal)) ?? unknownCart();
    // A shopper without a cart gets a new token with every answer.
    state.lost ||= !!state.last?.items.length && state.last.token !== cart.token;
    currency = cart.currency;
    for (const { variant_id: id, handle } of cart.items) handles.set(mapping.variantIdOf(id), handle);
    state.last = cart;
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

  function result(cart: WireCart, issues: readonly CartIssue[]): CartResult {
    const { lost } = state;
    state.lost = false;
    return resultOf(mapping.readCart(cart), issues, lost);
  }

  const shop: ThemeShop = { ask, host, timeoutMs, handles, state, actions, readCart, readProduct };

  return {
    name,
    capabilities: call => life.ask(call, () => ({ ...capabilities, ...(actions() ? { overAdd: 'clamps', codeVerdict: 'typed' } : {}) })),
    products: (refs, call) =>
      life.ask(call, async signal => {
        const found = [...new Set(refs)].map(async ref => {
          const id = shopifyId('Product', ref);
          const handle = id ? handles.get(id) : ref;
          return [ref, handle === undefined ? null : await readProduct(handle, signal)] as const;
        });
        return new Map(await Promise.all(found));
      }),
    stock: (variantIds, call) =>
      life.ask(call, async signal => {
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
    cart: call => life.ask(call, async signal => result(await readCart(signal), [])),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        state.drawn = changes.length > 0;
        if (!changes.length) return result(await readCart(signal), []);
        const { applyChanges } = await load(() => import('./cart-changes.js'));
        const { cart, issues } = await applyChanges(changes, shop, signal);
        return result(cart, issues);
      }),
    ),
    checkout: call => life.ask(call, () => checkoutAt(checkout)),
    onExternalChange: listener => life.onDispose(host.listen(listener)),
    notifyHost: ({ cart }) => {
      // What went through an action the theme has drawn already.
      if (!state.drawn) host.redraw(cart);
      state.drawn = false;
    },
    dispose: () => life.dispose(),
  };
}

function unknownCart(): never {
  throw new CommerceError('config', 'This page has no /cart.js: it is no page of a Shopify theme.');
}

const capabilities = declareCapabilities({
  stock: 'boolean',
  overAdd: 'varies',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'silent',
  identity: 'page',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: true,
});
