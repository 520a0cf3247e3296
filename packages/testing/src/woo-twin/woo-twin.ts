import { openBrowser, sessionCookie, type WooBrowser, type WooRequest, type WooResponse } from './woo-browser.js';
import { cartJson } from './woo-cart-json.js';
import { digest, emptyCart, fillAddresses, refreshCart, WooRefusal, type CartShop, type KeptCart } from './woo-cart.js';
import type { WooSettings } from './woo-json.js';
import { checkoutJson, checkoutRefused, orderJson, orderKey, takeUnits, type WooOrder } from './woo-orders.js';
import { issueToken, userOfToken } from './woo-proof.js';
import { cartActions, noRoute, productRoute, refused, type WooAnswer } from './woo-routes.js';
import { stockShelf, type ShelfItem, type WooCouponSeed, type WooProductSeed } from './woo-shelf.js';

export { wooConformanceShop, type WooConformanceOptions, type WooConformanceShop } from './woo-conformance.js';
export { standardWooCoupons, standardWooProducts } from './standard-woo.js';
export type { WooBrowser, WooRequest, WooResponse } from './woo-browser.js';
export type { WooOrder } from './woo-orders.js';
export type { WooAttributeSeed, WooCouponSeed, WooProductSeed, WooVariationSeed } from './woo-shelf.js';
export type { WooSettings } from './woo-json.js';

/** How to open a twin. */
export interface WooTwinOptions extends Partial<WooSettings> {
  readonly products: readonly WooProductSeed[];
  readonly coupons?: readonly WooCouponSeed[];
  /** Awaited between the loading and the saving of a cart. Default: until other requests of the same moment have loaded it too. */
  readonly latency?: () => Promise<void>;
  /** Ms since 1970. */
  readonly now?: () => number;
}

/** A twin that is open. Products and variations are named by their number, as text or not. */
export interface WooTwin {
  readonly url: string;
  readonly orders: readonly WooOrder[];
  /** The fetch of one browser. */
  readonly fetch: WooBrowser['fetch'];
  /** Another browser; `currency` as a plugin for several currencies keeps it in a cookie. */
  browser(options?: { readonly currency?: string }): WooBrowser;
  handle(request: WooRequest): Promise<WooResponse>;
  /** The number of a product, or of its variation with these terms. */
  idOf(slug: string, terms?: readonly (string | null)[]): number;
  setStock(id: number | string, units: number): void;
  setPrice(id: number | string, minor: number): void;
  remove(id: number | string): void;
  /** Forgets the session; its token and cookie are good for nothing from now on. */
  loseCart(user: string): void;
  /** Makes a `Cart-Token`, as a server of the shop does for a page elsewhere. */
  mintToken(): string;
  /** Whether a `Cart-Token` is one of the shop's that is still good. */
  isToken(token: string | undefined): boolean;
  /** Lets every nonce run out. */
  expireNonces(): void;
  /** Adds as the theme's own form does: in the session of the browser, and told on its page. */
  addFromElsewhere(browser: WooBrowser, id: number | string, quantity: number): void;
  /** Orders as the checkout of the shop does; `null` when something cannot be had. */
  placeOrder(user: string): WooOrder | null;
  /** Units in a cart by number, as the session has them. */
  units(user: string): Record<string, number>;
}

const missingNonce = new WooRefusal(
  'woocommerce_rest_missing_nonce',
  'Missing the Nonce header. This endpoint requires a valid nonce.',
  401,
);
const api = '/wp-json/wc/store/v1';
/** As PHP requests run: each on its own until it saves. */
const nextTurn = () => new Promise<void>(resolve => setTimeout(resolve, 0));

/**
 * A shop that answers as a WooCommerce shop was seen to answer, in this process. It has the traits too: of changes at the same time some
 * are lost, units are lowered in silence when the cart is read, prices follow the shop on the next read, coupons drop without a word.
 */
export function wooTwin(options: WooTwinOptions): WooTwin {
  const { latency = nextTurn, now = Date.now } = options;
  const settings: WooSettings = {
    origin: 'https://woo.example',
    currency: 'EUR',
    tax: 19,
    lowStock: 2,
    stockDisplay: 'always',
    ...options,
  };
  const coupons = new Map((options.coupons ?? []).map(seed => [seed.code.toLowerCase(), { ...seed, used: 0 }]));
  const shop: CartShop = { settings, shelf: stockShelf(options.products), coupons };
  const sessions = new Map<string, KeptCart>();
  const forgotten = new Set<string>();
  const orders: WooOrder[] = [];
  let guests = 0;
  let nonces = 1;
  const secret = digest(settings.origin);
  const nonce = () => digest(`nonce ${nonces}`).slice(0, 10);
  const newGuest = () => `t_${digest(`guest ${++guests}`).slice(0, 30)}`;
  const itemOf = (id: number | string): ShelfItem => {
    const item = shop.shelf.get(Number(id));
    if (!item) throw new Error(`The twin sells nothing of number ${id}.`);
    return item;
  };

  /** One visit to a session: loaded whole, changed, and saved whole, whatever others saved meanwhile. */
  interface Visit {
    readonly user: string;
    readonly cart: KeptCart;
    readonly currency: string;
    /** What the request proves: that it may change this cart. */
    readonly proof: 'good' | 'bad' | 'none';
  }

  const proofOf = ({ nonce: given, 'cart-token': token }: WooRequest['headers'], user: string): Visit['proof'] => {
    if (userOfToken(token, secret, now()) === user || given === nonce()) return 'good';
    return given === undefined ? 'none' : 'bad';
  };

  function load({ headers }: WooRequest): Visit {
    const cookies = new Map((headers['cookie'] ?? '').split('; ').map(pair => pair.split('=') as [string, string]));
    const byToken = userOfToken(headers['cart-token'], secret, now());
    const byCookie = cookies.get(sessionCookie);
    const known = [byToken, byCookie].find(user => user !== undefined && !forgotten.has(user));
    const user = known ?? newGuest();
    return {
      user,
      cart: structuredClone(sessions.get(user) ?? emptyCart()),
      currency: cookies.get('currency') ?? settings.currency,
      proof: proofOf(headers, user),
    };
  }

  function save({ user, cart }: Visit): void {
    if (sessions.has(user) || cart.lines.length || cart.coupons.length) sessions.set(user, cart);
  }

  const cookieOf = ({ user }: Visit) => (sessions.has(user) ? { 'set-cookie': `${sessionCookie}=${user}; path=/` } : {});
  const headersOf = (visit: Visit): Record<string, string> => ({
    Nonce: nonce(),
    'Nonce-Timestamp': String(Math.floor(now() / 1000)),
    'Cart-Token': issueToken(visit.user, secret, now()),
    'Cart-Hash': visit.cart.lines.length ? digest(JSON.stringify(visit.cart)) : '',
  });

  /** What every address below `/cart` does, and the checkout; `method` and `path` of the request or of one in a batch. */
  function visitCart(visit: Visit, method: string, path: string, body: Record<string, unknown>): WooAnswer {
    const { cart, currency } = visit;
    if (method !== 'GET' && visit.proof === 'bad')
      return refused(new WooRefusal('woocommerce_rest_invalid_nonce', 'Nonce is invalid.', 403));
    if (method !== 'GET' && visit.proof === 'none') return refused(missingNonce);
    const errors = refreshCart(cart, shop);
    const json = () => cartJson(cart, shop, currency, errors);
    if (path === '/cart' && method === 'GET') return { status: 200, body: json() };
    if (path === '/checkout' && method === 'POST') return checkOut(visit, body);
    const action = method === 'POST' ? cartActions[path.replace('/cart/', '')] : undefined;
    if (!action) return refused(noRoute);
    try {
      action(cart, shop, body);
    } catch (error) {
      if (error instanceof WooRefusal) return refused(error, json());
      throw error;
    }
    errors.push(...refreshCart(cart, shop).filter(({ message }) => !errors.some(told => told.message === message)));
    return { status: path.endsWith('add-item') ? 201 : 200, body: json() };
  }

  function checkOut({ cart, currency }: Visit, addresses: Record<string, unknown>): WooAnswer {
    fillAddresses(cart, addresses);
    const errors = refreshCart(cart, shop);
    const json = cartJson(cart, shop, currency, errors);
    if (!cart.lines.length) return refused(new WooRefusal('woocommerce_rest_cart_empty', 'Cannot create an order from an empty cart.'));
    const missing = takeUnits(cart, shop);
    if (missing) return checkoutRefused(missing, json);
    const id = 1000 + orders.length;
    const order: WooOrder = { id, key: orderKey(id), email: cart.billing['email'] ?? '', status: 'processing', cart: json };
    orders.push(order);
    cart.lines = [];
    cart.coupons = [];
    return { status: 200, body: checkoutJson(order, settings.origin) };
  }

  async function answer(request: WooRequest, path: string, query: URLSearchParams): Promise<WooAnswer> {
    if (path.startsWith('/products')) return productRoute(path, query, shop, load(request).currency);
    const orderId = /^\/order\/(\d+)$/.exec(path)?.[1];
    if (orderId) {
      const order = orders.find(
        ({ id, key, email }) => String(id) === orderId && key === query.get('key') && email === query.get('billing_email'),
      );
      if (order) return { status: 200, body: orderJson(order) };
      return refused(new WooRefusal('woocommerce_rest_invalid_order', 'Invalid order ID or key provided.', 401));
    }
    const visit = load(request);
    const body = (request.body ? JSON.parse(request.body) : {}) as Record<string, unknown>;
    await latency();
    if (path !== '/batch' || request.method !== 'POST') {
      const told = visitCart(visit, request.method, path, body);
      save(visit);
      return { ...told, headers: { ...headersOf(visit), ...cookieOf(visit) } };
    }
    const requests = body['requests'] as readonly {
      path: string;
      method?: string;
      headers?: Record<string, string>;
      body?: Record<string, unknown>;
    }[];
    if (requests.length > 25) return refused(new WooRefusal('rest_invalid_param', 'Invalid parameter(s): requests'));
    const responses = requests.map(one => {
      const headers = Object.fromEntries(Object.entries(one.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
      const proof = proofOf({ ...request.headers, ...headers }, visit.user);
      const told = visitCart({ ...visit, proof }, one.method ?? 'POST', one.path.replace('/wc/store/v1', ''), one.body ?? {});
      const own = headersOf(visit);
      return {
        body: told.body,
        status: told.status,
        headers: { ...own, 'Nonce-Timestamp': Number(own['Nonce-Timestamp']), 'User-ID': 0, Allow: 'POST' },
      };
    });
    save(visit);
    return { status: 207, body: { responses }, headers: cookieOf(visit) };
  }

  async function handle(request: WooRequest): Promise<WooResponse> {
    const { pathname, searchParams } = new URL(request.url, settings.origin);
    const {
      status,
      body,
      headers = {},
    } = pathname.startsWith(api) ? await answer(request, pathname.slice(api.length), searchParams) : refused(noRoute);
    return { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body: JSON.stringify(body) };
  }

  function browser({ currency }: { readonly currency?: string } = {}): WooBrowser {
    return openBrowser(handle, token => userOfToken(token, secret, now()), nonce(), currency);
  }

  return {
    url: settings.origin + api,
    orders,
    fetch: browser().fetch,
    browser,
    handle,
    idOf(slug, terms) {
      const found = [...shop.shelf.values()].find(
        item => item.seed.slug === slug && (terms ? item.parent && String(item.terms) === String(terms) : !item.parent),
      );
      return itemOf(found?.id ?? slug).id;
    },
    setStock: (id, units) => void (itemOf(id).stock = units),
    setPrice: (id, minor) => void (itemOf(id).price = minor),
    remove: id => void (itemOf(id).gone = true),
    loseCart(user) {
      sessions.delete(user);
      forgotten.add(user);
    },
    mintToken: () => issueToken(newGuest(), secret, now()),
    isToken(token) {
      const user = userOfToken(token, secret, now());
      return user !== undefined && !forgotten.has(user);
    },
    expireNonces: () => void nonces++,
    addFromElsewhere({ user = '', page }, id, quantity) {
      const cart = sessions.get(user) ?? emptyCart();
      const refusal = visitCart({ user, cart, currency: settings.currency, proof: 'good' }, 'POST', '/cart/add-item', {
        id: Number(id),
        quantity,
      });
      if (refusal.status !== 201) throw new Error(`The twin refused what was added from elsewhere: ${JSON.stringify(refusal.body)}`);
      sessions.set(user, cart);
      page.document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
    },
    placeOrder(user) {
      const cart = sessions.get(user) ?? emptyCart();
      const before = orders.length;
      checkOut({ user, cart, currency: settings.currency, proof: 'good' }, { billing_address: { email: 'guest@shop.example' } });
      return orders.length > before ? (orders.at(-1) ?? null) : null;
    },
    units(user) {
      const units: Record<string, number> = {};
      for (const { id, quantity } of sessions.get(user)?.lines ?? []) units[id] = (units[id] ?? 0) + quantity;
      return units;
    },
  };
}
