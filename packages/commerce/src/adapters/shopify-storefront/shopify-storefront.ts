import type { CartIssue, CartResult, CommerceAdapter, Product, TokenStore, VariantStock } from '../../commerce-adapter.js';
import { askable, checkoutAt, declareCapabilities, emptyCart, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import type { Fetch } from '../../internal/request.js';
import { shopifyId } from '../../internal/shopify.js';
import { demand, load, portions } from '../../internal/values.js';
import type { CartMemory } from './cart-issues.js';
import * as mapping from './mapping.js';
import type { WireCart, WireProduct, WireStock } from './mapping.js';
import * as operations from './operations.js';
import { storefrontApi } from './storefront-api.js';

/** How to reach a Shopify shop. */
export interface ShopifyStorefrontOptions {
  /** Domain of the shop: `lamps.myshopify.com`. */
  readonly shop: string;
  /** Public access token of the Storefront API. It is made to be seen; a private one or one of the Admin API is not. */
  readonly token: string;
  /** Country of the market, ISO 3166: decides currency, prices and what is sold. Default: the shop's. */
  readonly country?: string;
  /** Language of names and descriptions, as Shopify writes it: `DE`, `PT_BR`. Default: the shop's. */
  readonly language?: string;
  /** Keeps the id of the cart, which is a secret. Without it the cart lasts as long as the adapter. */
  readonly tokens?: TokenStore;
  /** Metafield of a variant, of type `money`, that states its lowest price of the last 30 days. */
  readonly lowest30Days?: { readonly namespace: string; readonly key: string };
  /** Most variants read of one product, 250 a request; the rest is `truncated`. Default 2,048, the most a product has. */
  readonly maxVariants?: number;
  /** Version of the API, `YYYY-MM`. Default `2026-04`, which this adapter was written for. */
  readonly version?: string;
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const name = 'shopify-storefront';
/** Products are heavy, variants are light. */
const productsAtOnce = 10;
const variantsAtOnce = 250;

/**
 * A Shopify shop through the GraphQL Storefront API, from any page. Ids are Shopify's global ones; bare numbers are taken too.
 * @throws CommerceError `config` when an option cannot be right.
 */
export function shopifyStorefrontCommerce(options: ShopifyStorefrontOptions): CommerceAdapter {
  const { shop, country, tokens = memoryTokens(), maxVariants = 2048 } = options;
  const api = storefrontApi(options);
  const { ask, context } = api;
  const fields = selectLowest(options.lowest30Days);
  const tokenKey = `${name}:${shop}`;
  const life = lifecycle(name);
  const memory: CartMemory = { lines: [], told: new Set() };
  const cartPart = () => load(() => import('./cart.js'));
  const furtherPages = () => load(() => import('./further-pages.js'));
  let currency: string | undefined;

  async function findProducts(refs: readonly string[], signal: AbortSignal): Promise<(Product | null)[]> {
    const ids = refs.map(ref => shopifyId('Product', ref));
    const query = operations.productsQuery(
      context,
      fields,
      ids.map(id => id !== undefined),
    );
    const variables = Object.fromEntries(refs.map((ref, at) => [`r${at}`, ids[at] ?? ref]));
    const found = await ask<Record<string, WireProduct | null>>(query, variables, signal);
    return Promise.all(
      refs.map(async (_, at) => {
        const product = found[`p${at}`];
        if (!product) return null;
        const asOf = Date.now();
        const { nodes, pageInfo } = product.variants.pageInfo.hasNextPage
          ? await (await furtherPages()).allVariants(api, product, fields, maxVariants, signal)
          : product.variants;
        return mapping.readProduct(product, nodes.slice(0, maxVariants), pageInfo.hasNextPage || nodes.length > maxVariants, asOf);
      }),
    );
  }

  async function readCart(signal: AbortSignal): Promise<WireCart | null> {
    const id = tokens.get(tokenKey);
    return id ? (await cartPart()).askCart(api, id, signal) : null;
  }

  /** The answer for a cart; without one an empty cart, told as lost where there should have been one. */
  async function result(cart: WireCart | null, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    if (cart) {
      // The id may change with any answer.
      if (cart.id !== tokens.get(tokenKey)) tokens.set(tokenKey, cart.id);
      const { nodes } = cart.lines.pageInfo.hasNextPage ? await (await furtherPages()).allLines(api, cart, signal) : cart.lines;
      memory.lines = nodes;
      return { cart: (await cartPart()).readCart(cart, nodes), issues };
    }
    const lost = tokens.get(tokenKey) !== null;
    if (lost) tokens.set(tokenKey, null);
    type Answer = { localization: { country: { currency: { isoCode: string } } } };
    currency ??= (await ask<Answer>(operations.currencyQuery(context), {}, signal)).localization.country.currency.isoCode;
    return resultOf(emptyCart(currency), issues, lost);
  }

  return {
    name,
    capabilities: call =>
      life.ask(call, async signal => {
        if (api.mayCount === undefined) await ask(operations.inventoryQuery, {}, signal);
        return declareCapabilities({
          stock: api.mayCount ? 'exact' : 'boolean',
          overAdd: 'clamps',
          concurrency: 'conflict-error',
          codes: 'many',
          codeVerdict: 'typed',
          identity: 'token',
          checkout: 'url',
          lineAttributes: true,
          policies: true,
          lowest30Days: fields !== '',
        });
      }),
    products: (refs, call) =>
      life.ask(call, async signal => {
        const parts = portions(refs, productsAtOnce);
        const found = (await Promise.all(parts.map(part => findProducts(part, signal)))).flat();
        return new Map(parts.flat().map((ref, at) => [ref, found[at] ?? null]));
      }),
    stock: (variantIds, call) =>
      life.ask(call, async signal => {
        const found = new Map<string, VariantStock>();
        // Text that is no id would spoil the question for all others.
        const known = variantIds.filter(id => shopifyId('ProductVariant', id));
        for (const part of portions(known, variantsAtOnce)) {
          const ids = part.map(id => shopifyId('ProductVariant', id));
          const { nodes } = await ask<{ nodes: readonly (WireStock | null)[] }>(operations.stockQuery(context), { ids }, signal);
          const asOf = Date.now();
          nodes.forEach((node, at) => node?.id && found.set(part[at] ?? '', mapping.readVariantStock(node, asOf)));
        }
        return found;
      }),
    cart: call => life.ask(call, async signal => result(await readCart(signal), [], signal)),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        if (!changes.length) return result(await readCart(signal), [], signal);
        const { applyChanges } = await load(() => import('./cart-changes.js'));
        return applyChanges(changes, { api, country, tokens, tokenKey, memory, readCart, result }, signal);
      }),
    ),
    checkout: call =>
      life.ask(call, async signal => {
        const id = tokens.get(tokenKey);
        const url = id && (await (await cartPart()).askCheckout(api, id, signal));
        return checkoutAt(url || `https://${shop}/cart`);
      }),
    policies: call => life.ask(call, async signal => (await load(() => import('./policies.js'))).readPolicies(api, signal)),
    dispose: () => life.dispose(),
  };
}

function selectLowest(metafield: ShopifyStorefrontOptions['lowest30Days']): string {
  if (!metafield) return '';
  const { namespace, key } = metafield;
  for (const word of [namespace, key]) demand(/^[\w$:-]{2,255}$/.test(word), `"${word}" names no metafield.`);
  return ` lowest30Days:metafield(namespace:"${namespace}",key:"${key}"){value}`;
}
