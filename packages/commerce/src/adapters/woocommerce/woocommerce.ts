import type { CartIssue, CartResult, CommerceAdapter, Product, TokenStore } from '../../commerce-adapter.js';
import { askable, checkoutAt, checkoutKind, declareCapabilities, emptyCart, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';
import { load, portions } from '../../internal/values.js';
import { hostCart, type WooPage } from './page.js';
import type { WooFields } from './plugin-prices.js';
import * as mapping from './product-mapping.js';
import { readCart, storeApi } from './store-api.js';
import { amount, type WireCart, type WireProduct, type WireVariant } from './wire.js';

export type { WooFields } from './plugin-prices.js';
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
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  /** What the theme puts on the page, in `cookie` mode. Default `globalThis`. */
  readonly page?: WooPage;
}

const name = 'woocommerce';
const pageSize = 100;
const stockFields = 'id,name,type,prices,is_purchasable,is_in_stock,is_on_backorder,low_stock_remaining,stock_availability,add_to_cart';

/** A WooCommerce shop, through its Store API v1. Of the page it touches the events by which themes tell of their cart, and nothing else. */
export function wooCommerce(options: WooCommerceOptions = {}): CommerceAdapter {
  const { url = '/wp-json/wc/store/v1', fields, maxVariants: most = 5000 } = options;
  const page = options.page ?? globalThis;
  const api = storeApi(options, url, page);
  const life = lifecycle(name);
  const body = options.session === 'token' ? undefined : page.document?.body;
  const checkout = options.checkout ?? `${url.replace(/(wp-json\b.*|index\.php\b.*|\?.*)$/s, '')}checkout/`;
  const known = new Map<number, mapping.Kin>();
  let last: WireCart | undefined;

  /** What the shop lists, as much as it lists at once. */
  const list = async <T>(query: string, signal: AbortSignal) =>
    (await api.read(`/products?${query}&per_page=${pageSize}`, signal))?.body as readonly T[];

  const listByIds = async <T>(ids: readonly number[], query: string, signal: AbortSignal): Promise<T[]> =>
    (await Promise.all(portions(ids, pageSize).map(part => list<T>(`include=${part.join()}${query}`, signal)))).flat();

  async function findOne(idOrSlug: string, signal: AbortSignal): Promise<WireProduct | undefined> {
    return (await api.read(`/products/${encodeURIComponent(idOrSlug)}`, signal, /product_invalid/))?.body as WireProduct | undefined;
  }

  async function readProduct(product: WireProduct, signal: AbortSignal): Promise<Product> {
    const readExtras = fields && (await load(() => import('./plugin-prices.js'))).readPluginPrices(fields);
    const termsOf = (wire: WireVariant) => mapping.readTerms(wire, readExtras, Date.now());
    const { id, variations } = product;
    if (!variations.length) {
      known.set(id, { productId: String(id), limits: product.add_to_cart, free: [] });
      return mapping.readProduct(product, mapping.readWhole(product, termsOf(product)));
    }
    const { readVariations } = await load(() => import('./variations.js'));
    const pages = Array.from({ length: Math.ceil(Math.min(variations.length, most) / pageSize) }, (_, at) =>
      list<WireVariant>(
        `type=variation&parent=${id}&orderby=id&order=asc&page=${at + 1}&_fields=${stockFields},sku,images,extensions`,
        signal,
      ),
    );
    return mapping.readProduct(product, readVariations(product, (await Promise.all(pages)).flat(), { termsOf, known, most }));
  }

  /** The cart, and what is to be told about it. */
  async function result(cart: WireCart, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    const { items, coupons, totals, errors } = cart;
    const told = last?.errors ?? [];
    last = cart;
    const isLost = await api.see(items.length > 0);
    if (!items.length && !coupons.length && !errors.length) {
      return resultOf(emptyCart(totals.currency_code, { tax: amount(0, totals) }), issues, isLost);
    }
    const { readFilledCart, readNews } = await load(() => import('./cart-mapping.js'));
    return resultOf(
      await readFilledCart(
        cart,
        known,
        id => findOne(id, signal),
        product => readProduct(product, signal),
      ),
      [...issues, ...readNews(errors, told)],
      isLost,
    );
  }

  async function products(refs: readonly string[], signal: AbortSignal): Promise<Map<string, Product | null>> {
    const isId = (ref: string) => /^\d{1,15}$/.test(ref);
    const byId = listByIds<WireProduct>(refs.filter(isId).map(Number), '', signal);
    const entries = [...new Set(refs)].map(async ref => {
      const wire = isId(ref) ? (await byId).find(({ id }) => String(id) === ref) : await findOne(ref, signal);
      return [ref, wire ? await readProduct(wire, signal) : null] as const;
    });
    return new Map(await Promise.all(entries));
  }

  return {
    name,
    capabilities: call => life.ask(call, () => capabilitiesOf(options, checkout, !!body)),
    products: (refs, call) => life.ask(call, signal => products(refs, signal)),
    stock: (variantIds, call) =>
      life.ask(call, async signal => {
        const { findStock } = await load(() => import('./stock.js'));
        return findStock(variantIds, known, (ids, query) => listByIds(ids, `${query}&_fields=${stockFields}`, signal));
      }),
    cart: call => life.ask(call, async signal => result(await readCart(api, signal), [], signal)),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        const { applyChanges } = await load(() => import('./cart-changes.js'));
        return applyChanges(changes, { api, items: last?.items ?? [], known, result }, signal);
      }),
    ),
    checkout: call => life.ask(call, async () => checkoutAt(await api.checkoutOf(checkout))),
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
