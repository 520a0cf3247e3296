import type {
  CallOptions,
  CartChange,
  CartIssue,
  CartResult,
  CheckoutHandOff,
  CommerceAdapter,
  CommerceCapabilities,
  Product,
  TokenStore,
  VariantStock,
} from '../../commerce-adapter.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';
import { understand } from '../../internal/understand.js';
import * as cartMapping from './cart-mapping.js';
import { hostCart, type WooPage } from './page.js';
import * as productMapping from './product-mapping.js';
import type { Kin, WooFields } from './product-mapping.js';
import { refusalOf, storeApi, type WireWish } from './store-api.js';
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

  const meet = (id: number, kin: Kin) => void known.set(id, kin);
  const list = async <T>(query: string, signal: AbortSignal) => (await api.read(`/products?${query}`, signal))?.body as readonly T[];

  async function listByIds<T>(ids: readonly number[], query: string, signal: AbortSignal): Promise<T[]> {
    const found: T[] = [];
    for (let at = 0; at < ids.length; at += pageSize)
      found.push(...(await list<T>(`include=${ids.slice(at, at + pageSize).join()}&per_page=${pageSize}${query}`, signal)));
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
    const fresh = cart.errors.filter(({ message }) => !told.includes(message)).map(error => cartMapping.readRefusal(error, {}));
    told = cart.errors.map(({ message }) => message);
    return {
      cart: cartMapping.readCart(cart, id => known.get(id)),
      issues: [...(lost ? [{ code: 'cart-lost' } as const] : []), ...issues, ...fresh],
    };
  }

  async function readCart(signal: AbortSignal): Promise<WireCart> {
    return (await api.read('/cart', signal))?.body as WireCart;
  }

  /** How many units a change asks for in all. */
  function wishedOf(change: CartChange): cartMapping.Wished | undefined {
    if (change.type === 'set') return { units: change.quantity, step: stepOf(items.find(({ key }) => key === change.lineKey)) };
    if (change.type !== 'add') return undefined;
    const id = parseInt(change.variantId);
    const item = items.find(each => each.id === id);
    return { units: change.quantity + (item?.quantity ?? 0), step: stepOf(item, known.get(id)) };
  }

  async function change(changes: readonly CartChange[], signal: AbortSignal): Promise<CartResult> {
    // The shop takes several adds in one trip, and in order.
    const trips = changes.every(({ type }) => type === 'add') ? [changes] : changes.map(each => [each]);
    const refused: { readonly change: CartChange; readonly issue: CartIssue }[] = [];
    let cart: WireCart | undefined;
    for (const trip of trips) {
      const wishes = trip.map(wishOf);
      (await api.write(wishes, signal)).forEach((answer, at) => {
        const [{ about }, asked] = [wishes[at], trip[at]] as [Wish, CartChange];
        const refusal = refusalOf(answer);
        if (refusal) refused.push({ change: asked, issue: cartMapping.readRefusal(refusal, about, wishedOf(asked)) });
        cart = refusal ? (refusal.data?.cart ?? cart) : (answer.body as WireCart);
        items = cart?.items ?? items;
      });
    }
    const now = cart ?? (await readCart(signal));
    const has = (code: string) => now.coupons.some(coupon => coupon.code.toLowerCase() === code.toLowerCase());
    // A code that is there already, or is not there to be taken away, is as it was wished to be.
    const issues = refused.filter(({ change: asked }) => !('code' in asked) || has(asked.code) !== (asked.type === 'add-code'));
    return result(
      now,
      issues.map(({ issue }) => issue),
      signal,
    );
  }

  async function stock(variantIds: readonly string[], signal: AbortSignal): Promise<Map<string, VariantStock>> {
    const ids = [...new Set(variantIds.map(id => parseInt(id)).filter(id => id > 0))];
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

  const run = <T>(call: CallOptions | undefined, work: (signal: AbortSignal) => Promise<T>) =>
    life.run(call, signal => understand(name, () => work(signal)));

  return {
    name,
    capabilities: call => run(call, () => Promise.resolve(capabilitiesOf(options, checkout, !!body))),
    products: (refs, call) => run(call, signal => products(refs, signal)),
    stock: (variantIds, call) => run(call, signal => stock(variantIds, signal)),
    cart: call => run(call, async signal => result(await readCart(signal), [], signal)),
    change: (changes, call) => run(call, signal => change(changes, signal)),
    checkout: call =>
      run(call, (): Promise<CheckoutHandOff> => {
        const token = api.cartToken();
        const query = token ? `${checkout.includes('?') ? '&' : '?'}session=${encodeURIComponent(token)}` : '';
        return Promise.resolve({ url: checkout + query, target: 'same-tab' });
      }),
    order: (ref, call) =>
      run(call, async signal => {
        const [, id, query] = /(?:^|\/)(\d+)\/?\?(.*)$/.exec(ref) ?? [];
        if (!id) return null;
        const { body: order } = (await api.read(`/order/${id}?${query}`, signal, /_invalid_/)) ?? {};
        return order ? cartMapping.readOrder(order as Parameters<typeof cartMapping.readOrder>[0]) : null;
      }),
    reviews: (productId, at, call) =>
      run(call, async signal => {
        const query = `product_id=${encodeURIComponent(productId)}&page=${at}&per_page=10`;
        const answer = await api.read(`/products/reviews?${query}`, signal);
        return productMapping.readReviews(
          answer?.body as Parameters<typeof productMapping.readReviews>[0],
          answer?.headers.get('x-wp-total') ?? null,
        );
      }),
    ...(body ? hostCart(page, body, life) : {}),
    dispose: () => life.dispose(),
  };
}

interface Wish extends WireWish {
  readonly about: Partial<CartIssue>;
}

/** The request of a change, and what an issue of it is about. */
function wishOf(change: CartChange): Wish {
  switch (change.type) {
    case 'add': {
      const [id, chosen] = change.variantId.split('?');
      const variation = [...new URLSearchParams(chosen)].map(([attribute, value]) => ({ attribute, value }));
      const { variantId, quantity } = change;
      return { path: 'add-item', body: { id: Number(id), quantity, ...(chosen ? { variation } : {}) }, about: { variantId } };
    }
    case 'add-code':
    case 'remove-code':
      return {
        path: change.type === 'add-code' ? 'apply-coupon' : 'remove-coupon',
        body: { code: change.code },
        about: { discountCode: change.code },
      };
    default: {
      const { lineKey: key } = change;
      const quantity = change.type === 'set' ? change.quantity : 0;
      // The shop refuses a quantity of 0.
      return quantity
        ? { path: 'update-item', body: { key, quantity }, about: { lineKey: key } }
        : { path: 'remove-item', body: { key }, about: { lineKey: key } };
    }
  }
}

function stepOf(item: WireItem | undefined, kin?: Kin): number {
  return (item?.quantity_limits ?? kin?.limits)?.multiple_of ?? 1;
}

function capabilitiesOf({ session, fields }: WooCommerceOptions, checkout: string, hasPage: boolean): CommerceCapabilities {
  return {
    // At least that: many shops show the number always.
    stock: 'exact-when-low',
    reservation: 'on-checkout',
    overAdd: 'rejects',
    concurrency: 'lost-updates',
    codes: 'many',
    codeVerdict: 'text',
    identity: session === 'token' ? 'token' : 'cookie',
    crossOrigin: session === 'token' ? 'needs-minted-token' : 'no',
    checkout: /^https?:/.test(checkout) ? 'url' : 'same-origin-page',
    hostCart: hasPage ? 'events' : 'none',
    lineAttributes: false,
    order: 'order-secret',
    reviews: true,
    policies: false,
    lowest30Days: !!fields?.lowest30Days,
  };
}
