import type { CartIssue, CartResult, CommerceAdapter, Product, TokenStore, VariantStock } from '../../commerce-adapter.js';
import { askable, checkoutAt, checkoutKind, declareCapabilities, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';
import { load, portions } from '../../internal/values.js';
import * as cartMapping from './cart-mapping.js';
import { hostCart, type WooPage } from './page.js';
import * as productMapping from './product-mapping.js';
import type { Kin, WooFields } from './product-mapping.js';
import { storeApi } from './store-api.js';
import type { WireCart, WireItem, WireProduct, WireVariant } from './wire.js';

export type { WooFields } from './product-mapping.js';
export type { WooJQuery, WooPage } from './page.js';

/** How to reach a WooCommerce shop and how to read it. */
export interface WooCommerceOptions {
  /** Address of the Store API. Default `/wp-json/wc/store/v1`, that of the shop whose page this is. */
  readonly url?: string;
  /**
   * `cookie` (default): for pages of the shop itself. Theme and widget have one cart; nothing is kept here. `token`: for pages elsewhere.
   * The cart hangs on a `Cart-Token` of 48 hours that `tokens` keeps, and the checkout takes it over.
   */
  readonly session?: 'cookie' | 'token';
  /** Keeps the token in `token` mode. Without it the cart lasts as long as the adapter. */
  readonly tokens?: TokenStore;
  /** Asks a server of the shop for a new `Cart-Token`, in `token` mode. A page of another origin needs it: without a token it may not ask. */
  readonly mintToken?: () => Promise<string>;
  /** Proves in `cookie` mode that the page is the shop's. Default the theme's own, else what the shop's first answer brings. */
  readonly nonce?: string;
  /** Address of the checkout. Default `checkout/` beside the Store API. */
  readonly checkout?: string;
  /** Where plugins put prices that the Store API itself does not know. */
  readonly fields?: WooFields;
  /** Most variants read of one product, 1 or more; the rest is `truncated`. Default 5,000. */
  readonly maxVariants?: number;
  /** Longest wait for one answer, ms. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  /** What the theme puts on the page, in `cookie` mode. Default `globalThis`. */
  readonly page?: WooPage;
}

const name = 'woocommerce';
const pageSize = 100;
const stockFields =
  'id,name,type,parent,prices,is_purchasable,is_in_stock,is_on_backorder,low_stock_remaining,stock_availability,sold_individually,add_to_cart';

/** A WooCommerce shop, through its Store API v1. Of the page it touches the events by which themes tell of their cart, and nothing else. */
export function wooCommerce(options: WooCommerceOptions = {}): CommerceAdapter {
  const { url = '/wp-json/wc/store/v1', fields, maxVariants: most = 5000 } = options;
  const byToken = options.session === 'token';
  const page = options.page ?? globalThis;
  const api = storeApi(options, url, page);
  const life = lifecycle(name);
  const body = byToken ? undefined : page.document?.body;
  const checkout = options.checkout ?? `${url.replace(/(wp-json\b.*|index\.php\b.*|\?.*)$/s, '')}checkout/`;
  const known = new Map<number, Kin>();
  let items: readonly WireItem[] = [];
  let told: readonly string[] = [];

  const kinOf = (id: number) => known.get(id);
  const meet = (id: number, kin: Kin) => void known.set(id, kin);
  const list = async <T>(query: string, signal: AbortSignal) => (await api.read(`/products?${query}`, signal))?.body as readonly T[];

  async function listByIds<T>(ids: readonly number[], query: string, signal: AbortSignal): Promise<T[]> {
    const found: T[] = [];
    for (const part of portions(ids, pageSize))
      found.push(...(await list<T>(`include=${part.join()}&per_page=${pageSize}${query}`, signal)));
    return found;
  }

  async function findBySlug(slug: string, signal: AbortSignal): Promise<WireProduct | undefined> {
    return (await api.read(`/products/${encodeURIComponent(slug)}`, signal, /product_invalid/))?.body as WireProduct | undefined;
  }

  async function readProduct(product: WireProduct, signal: AbortSignal): Promise<Product> {
    const pages = Array.from({ length: Math.ceil(Math.min(product.variations.length, most) / pageSize) }, (_, at) =>
      list<WireVariant>(
        `type=variation&parent=${product.id}&orderby=id&order=asc&per_page=${pageSize}&page=${at + 1}&_fields=${stockFields},sku,images,extensions`,
        signal,
      ),
    );
    return productMapping.readProduct(product, (await Promise.all(pages)).flat(), { fields, most, asOf: Date.now(), meet });
  }

  /** The cart, and what is to be told about it. What the shop repeats with each answer is told once. */
  async function result(cart: WireCart, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    const lost = api.see(cart);
    items = cart.items;
    for (const item of items) {
      if (known.has(item.id) || item.type !== 'variation' || !cartMapping.isOpen(item)) continue;
      const parent = (await findBySlug(String(item.id), signal))?.parent;
      const product = parent && (await findBySlug(String(parent), signal));
      if (product) await readProduct(product, signal);
    }
    const news = cart.errors.filter(({ message }) => !told.includes(message));
    told = cart.errors.map(({ message }) => message);
    const fresh = news.length ? (await load(() => import('./refusals.js'))).readRefusals(news) : [];
    return resultOf(cartMapping.readCart(cart, kinOf), [...issues, ...fresh], lost);
  }

  async function readCart(signal: AbortSignal): Promise<WireCart> {
    return (await api.read('/cart', signal))?.body as WireCart;
  }

  async function stock(variantIds: readonly string[], signal: AbortSignal): Promise<Map<string, VariantStock>> {
    const ids = variantIds.map(id => parseInt(id)).filter(id => id > 0);
    // The shop lists products and variations apart; of an id that is not known, either may be true.
    const isProduct = (id: number) => known.get(id)?.productId === String(id);
    const wires = await Promise.all([
      listByIds<WireVariant>(
        ids.filter(id => !known.has(id) || isProduct(id)),
        `&_fields=${stockFields}`,
        signal,
      ),
      listByIds<WireVariant>(
        ids.filter(id => !isProduct(id)),
        `&type=variation&_fields=${stockFields}`,
        signal,
      ),
    ]);
    const asOf = Date.now();
    const found = new Map(wires.flat().map(wire => [wire.id, wire]));
    return new Map(
      variantIds.flatMap(id => {
        const wire = found.get(parseInt(id));
        return wire?.is_purchasable && !wire.type.startsWith('variable') ? [[id, productMapping.readVariantStock(wire, asOf)]] : [];
      }),
    );
  }

  async function products(refs: readonly string[], signal: AbortSignal): Promise<Map<string, Product | null>> {
    const asked = [...new Set(refs)];
    const ids = asked.filter(ref => /^\d{1,15}$/.test(ref)).map(Number);
    const slugs = asked.filter(ref => !/^\d{1,15}$/.test(ref));
    const [byId, bySlug] = await Promise.all([
      listByIds<WireProduct>(ids, '', signal),
      Promise.all(slugs.map(slug => findBySlug(slug, signal))),
    ]);
    const wires = new Map([...byId.map(wire => [String(wire.id), wire] as const), ...slugs.map((slug, at) => [slug, bySlug[at]] as const)]);
    const entries = asked.map(async ref => {
      const wire = wires.get(ref);
      return [ref, wire ? await readProduct(wire, signal) : null] as const;
    });
    return new Map(await Promise.all(entries));
  }

  return {
    name,
    capabilities: call => life.ask(call, () => capabilitiesOf(options, checkout, !!body)),
    products: (refs, call) => life.ask(call, signal => products(refs, signal)),
    stock: (variantIds, call) => life.ask(call, signal => stock(variantIds, signal)),
    cart: call => life.ask(call, async signal => result(await readCart(signal), [], signal)),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        const { applyChanges } = await load(() => import('./cart-changes.js'));
        return applyChanges(changes, { api, items, kinOf, readCart, result }, signal);
      }),
    ),
    checkout: call =>
      life.ask(call, () => {
        const token = api.cartToken();
        const query = token ? `${checkout.includes('?') ? '&' : '?'}session=${encodeURIComponent(token)}` : '';
        return checkoutAt(checkout + query);
      }),
    order: (ref, call) => life.ask(call, async signal => (await load(() => import('./order.js'))).findOrder(ref, api, signal)),
    reviews: (productId, at, call) =>
      life.ask(call, async signal => (await load(() => import('./reviews.js'))).findReviews(productId, at, api, signal)),
    ...(body ? hostCart(page, body, life) : {}),
    dispose: () => life.dispose(),
  };
}

const capabilitiesOf = ({ session, fields }: WooCommerceOptions, checkout: string, hasPage: boolean) =>
  declareCapabilities({
    // At least that: many shops show the number always.
    stock: 'exact-when-low',
    overAdd: 'rejects',
    concurrency: 'lost-updates',
    codes: 'many',
    codeVerdict: 'text',
    identity: session === 'token' ? 'token' : 'page',
    checkout: checkoutKind(checkout),
    hostCart: hasPage ? 'events' : 'none',
    order: 'order-secret',
    reviews: true,
    lowest30Days: !!fields?.lowest30Days,
  });
