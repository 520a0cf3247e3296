import type {
  CartChange,
  CartIssue,
  CartResult,
  CommerceAdapter,
  CommerceCapabilities,
  Policy,
  Product,
  TokenStore,
  VariantStock,
} from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { sameCode } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import type { Fetch } from '../../internal/request.js';
import { shopifyId } from '../../internal/shopify.js';
import { plainText } from '../../internal/text.js';
import { afterEffect, understand } from '../../internal/understand.js';
import { present } from '../../internal/values.js';
import { cartIssues } from './cart-issues.js';
import * as mapping from './mapping.js';
import type { WireCart, WireLine, WirePage, WirePayload, WireProduct, WireStock, WireVariant } from './mapping.js';
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
  /** Longest wait for one answer, ms. Default 10,000. */
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
  const { context } = api;
  const ask: typeof api.ask = (operation, variables, signal) => api.ask(operation, variables, signal);
  const fields = selectLowest(options.lowest30Days);
  const tokenKey = `${name}:${shop}`;
  const life = lifecycle(name);
  const issuesOf = cartIssues();
  let currency: string | undefined;

  async function allVariants({ id, variants }: WireProduct, signal: AbortSignal): Promise<{ all: WireVariant[]; more: boolean }> {
    const all = [...variants.nodes];
    let page = variants.pageInfo;
    while (page.hasNextPage && all.length < maxVariants) {
      type Answer = { product: { variants: WirePage<WireVariant> } | null };
      const { product } = await ask<Answer>(operations.variantsQuery(context, fields), { id, after: page.endCursor }, signal);
      if (!product) break;
      all.push(...product.variants.nodes);
      page = product.variants.pageInfo;
    }
    return { all: all.slice(0, maxVariants), more: page.hasNextPage || all.length > maxVariants };
  }

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
        const { all, more } = await allVariants(product, signal);
        return mapping.readProduct(product, all, more, asOf);
      }),
    );
  }

  async function readCart(signal: AbortSignal): Promise<WireCart | null> {
    const id = tokens.get(tokenKey);
    return id ? (await ask<{ cart: WireCart | null }>(operations.cartQuery(context), { id }, signal)).cart : null;
  }

  async function allLines({ id, lines }: WireCart, signal: AbortSignal): Promise<WireLine[]> {
    const all = [...lines.nodes];
    for (let page = lines.pageInfo; page.hasNextPage;) {
      type Answer = { cart: Pick<WireCart, 'lines'> | null };
      const { cart } = await ask<Answer>(operations.linesQuery(context), { id, after: page.endCursor }, signal);
      if (!cart) break;
      all.push(...cart.lines.nodes);
      page = cart.lines.pageInfo;
    }
    return all;
  }

  /** The answer for a cart; without one an empty cart, told as lost where there should have been one. */
  async function result(cart: WireCart | null, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    if (cart) {
      // The id may change with any answer.
      if (cart.id !== tokens.get(tokenKey)) tokens.set(tokenKey, cart.id);
      const lines = await allLines(cart, signal);
      issuesOf.remember(lines);
      return { cart: mapping.readCart(cart, lines, cart.cost.totalAmount.currencyCode), issues };
    }
    const lost = tokens.get(tokenKey) !== null;
    if (lost) tokens.set(tokenKey, null);
    type Answer = { localization: { country: { currency: { isoCode: string } } } };
    currency ??= (await ask<Answer>(operations.currencyQuery(context), {}, signal)).localization.country.currency.isoCode;
    return { cart: mapping.readCart(null, [], currency), issues: lost ? [{ code: 'cart-lost' }, ...issues] : issues };
  }

  /** Makes one change. `cart` in the answer is missing where the shop did not say how the cart is now, and null where it has none. */
  async function apply(change: CartChange, before: WireCart | undefined, signal: AbortSignal): Promise<Step> {
    const id = tokens.get(tokenKey);
    const cart = change.type.endsWith('-code') ? (before ?? (await readCart(signal))) : before;
    if (id && cart === null) return { cart, issues: [] };
    const wish = wishOf(change, cart?.discountCodes ?? []);
    if (!wish) return { issues: [{ code: 'variant-gone', variantId: (change as { variantId: string }).variantId }] };
    let operation = operations.changeMutation(context, wish.mutation);
    let variables: Record<string, unknown> = { id, of: wish.of };
    if (!id) {
      // Nothing to take out of a cart that does not exist.
      if (change.type !== 'add' && change.type !== 'add-code')
        return { issues: 'lineKey' in change ? [{ code: 'line-gone', lineKey: change.lineKey }] : [] };
      operation = operations.createMutation(context);
      variables = { input: { [wish.mutation[1]]: wish.of, ...(country ? { buyerIdentity: { countryCode: country } } : {}) } };
    }
    const { r: answer } = await ask<{ r: WirePayload }>(operation, variables, signal);
    const lost = id && !answer.cart && (!answer.userErrors.length || answer.userErrors.some(({ field }) => field?.includes('cartId')));
    if (lost) return { cart: null, issues: [] };
    if (answer.cart) tokens.set(tokenKey, answer.cart.id);
    return { ...present({ cart: answer.cart ?? undefined }), issues: issuesOf.read(change, answer) };
  }

  const run = <T>(call: Parameters<CommerceAdapter['cart']>[0], work: (signal: AbortSignal) => Promise<T>) =>
    life.run(call, signal => understand(name, () => work(signal)));

  return {
    name,
    capabilities: call =>
      run(call, async signal => {
        if (api.mayCount === undefined) await ask(operations.inventoryQuery, {}, signal);
        return { ...capabilities, stock: api.mayCount ? 'exact' : 'boolean', lowest30Days: fields !== '' };
      }),
    products: (refs, call) =>
      run(call, async signal => {
        const asked = [...new Set(refs)];
        const found = await Promise.all(chunks(asked, productsAtOnce).map(part => findProducts(part, signal)));
        return new Map(found.flat().map((product, at) => [asked[at] ?? '', product]));
      }),
    stock: (variantIds, call) =>
      run(call, async signal => {
        const found = new Map<string, VariantStock>();
        // Text that is no id would spoil the question for all others.
        const known = [...new Set(variantIds)].filter(id => shopifyId('ProductVariant', id));
        for (const part of chunks(known, variantsAtOnce)) {
          const ids = part.map(id => shopifyId('ProductVariant', id));
          const { nodes } = await ask<{ nodes: readonly (WireStock | null)[] }>(operations.stockQuery(context), { ids }, signal);
          const asOf = Date.now();
          nodes.forEach((node, at) => node?.id && found.set(part[at] ?? '', mapping.readVariantStock(node, asOf)));
        }
        return found;
      }),
    cart: call => run(call, async signal => result(await readCart(signal), [], signal)),
    change: (changes, call) =>
      run(call, async signal => {
        const issues: CartIssue[] = [];
        let cart: WireCart | null | undefined;
        try {
          for (const change of changes) {
            const step: Step = await apply(change, cart ?? undefined, signal);
            issues.push(...step.issues);
            if (step.cart !== undefined) cart = step.cart;
            // Whoever asked finds out what of the rest to ask for again.
            if (cart === null) break;
          }
          return await result(cart === undefined ? await readCart(signal) : cart, issues, signal);
        } catch (error) {
          throw cart ? afterEffect(error) : error;
        }
      }),
    checkout: call =>
      run(call, async signal => {
        const id = tokens.get(tokenKey);
        type Answer = { cart: { checkoutUrl: string } | null };
        const cart = id ? (await ask<Answer>(operations.checkoutQuery(context), { id }, signal)).cart : null;
        return { url: cart?.checkoutUrl ?? `https://${shop}/cart`, target: 'same-tab' };
      }),
    policies: call =>
      run(call, async signal => {
        type Wire = { readonly title: string; readonly body: string; readonly url: string } | null;
        const { shop: told } = await ask<{ shop: Record<Policy['kind'], Wire> }>(operations.policiesQuery(context), {}, signal);
        return (Object.keys(told) as Policy['kind'][]).flatMap(kind => {
          const policy = told[kind];
          return policy ? [{ kind, title: policy.title, url: policy.url, ...present({ text: plainText(policy.body) || undefined }) }] : [];
        });
      }),
    dispose: () => life.dispose(),
  };
}

/** What became of one change. */
interface Step {
  readonly cart?: WireCart | null;
  readonly issues: readonly CartIssue[];
}

/** What to send for a change: a mutation and its list. Nothing for a variant that cannot be. */
function wishOf(change: CartChange, codes: WireCart['discountCodes']): { mutation: operations.CartMutation; of: unknown } | undefined {
  if (change.type === 'add') {
    const merchandiseId = shopifyId('ProductVariant', change.variantId);
    const attributes = Object.entries(change.attributes ?? {}).map(([key, value]) => ({ key, value }));
    const line = { merchandiseId, quantity: change.quantity, ...(attributes.length ? { attributes } : {}) };
    return merchandiseId ? { mutation: operations.addLines, of: [line] } : undefined;
  }
  if ('code' in change) {
    // The list replaces the shop's. A code that is refused stays in the cart; sent again it would be refused again.
    const others = codes.filter(({ code, applicable }) => applicable && !sameCode(code, change.code)).map(({ code }) => code);
    return { mutation: operations.updateCodes, of: change.type === 'add-code' ? [...others, change.code] : others };
  }
  if (change.type === 'remove' || change.quantity === 0) return { mutation: operations.removeLines, of: [change.lineKey] };
  return { mutation: operations.updateLines, of: [{ id: change.lineKey, quantity: change.quantity }] };
}

const capabilities: Omit<CommerceCapabilities, 'stock' | 'lowest30Days'> = {
  reservation: 'none',
  overAdd: 'clamps',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'cart-id',
  crossOrigin: 'yes',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: true,
  order: 'none',
  reviews: false,
  policies: true,
};

function selectLowest(metafield: ShopifyStorefrontOptions['lowest30Days']): string {
  if (!metafield) return '';
  const { namespace, key } = metafield;
  for (const word of [namespace, key]) {
    if (!/^[\w$:-]{2,255}$/.test(word)) throw new CommerceError('config', `"${word}" is not the namespace or key of a metafield.`);
  }
  return ` lowest30Days:metafield(namespace:"${namespace}",key:"${key}"){value}`;
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}
