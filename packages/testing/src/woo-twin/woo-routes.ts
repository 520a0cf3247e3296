import {
  addItem,
  applyCoupon,
  fillAddresses,
  removeCoupon,
  removeItem,
  updateItem,
  WooRefusal,
  type CartShop,
  type KeptCart,
} from './woo-cart.js';
import { productJson, reviewJson } from './woo-json.js';
import { html, type ShelfItem } from './woo-shelf.js';

/** An answer on its way. */
export interface WooAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as the shop words it: the text as HTML. */
export function refused({ code, text, status }: WooRefusal, cart?: unknown): WooAnswer {
  return { status, body: { code, message: html(text), data: { status, ...(status === 409 && cart ? { cart } : {}) } } };
}

/** What can be done to a cart, by the last part of the address. */
export const cartActions: Readonly<Record<string, (cart: KeptCart, shop: CartShop, body: Record<string, unknown>) => void>> = {
  'add-item': addItem,
  'update-item': updateItem,
  'remove-item': (cart, _, body) => removeItem(cart, body),
  'apply-coupon': applyCoupon,
  'remove-coupon': (cart, _, body) => removeCoupon(cart, body),
  'update-customer': (cart, _, body) => fillAddresses(cart, body),
};

/** For addresses that the shop does not have. */
export const noRoute = new WooRefusal('rest_no_route', 'No route was found matching the URL and request method.', 404);

/** What is read about products, whoever asks. */
export function productRoute(path: string, query: URLSearchParams, shop: CartShop, currency: string): WooAnswer {
  const { settings, shelf } = shop;
  const ref = decodeURIComponent(/^\/products\/([^/]+)$/.exec(path)?.[1] ?? '');
  const number = (name: string, fallback: number) => Number(query.get(name) ?? fallback);
  const [page, size] = [number('page', 1), number('per_page', 10)];
  if (size < 1 || size > 100) return refused(new WooRefusal('rest_invalid_param', 'Invalid parameter(s): per_page'));
  const paged = (all: readonly unknown[]): WooAnswer => ({
    status: 200,
    body: all.slice((page - 1) * size, page * size),
    headers: { 'X-WP-Total': String(all.length), 'X-WP-TotalPages': String(Math.ceil(all.length / size)) },
  });
  const sold = [...shelf.values()].filter(item => !item.gone && !item.parent?.gone);
  if (path === '/products/attributes') return { status: 200, body: [] };
  if (path === '/products/reviews') {
    const item = sold.find(({ id }) => id === number('product_id', 0));
    return paged((item?.seed.reviews ?? []).map((_, at) => reviewJson(item as ShelfItem, at, settings.origin)));
  }
  if (ref) {
    const byId = /^\d+$/.test(ref);
    const item = sold.find(each => (byId ? String(each.id) === ref : !each.parent && each.seed.slug === ref));
    if (item) return { status: 200, body: productJson(item, settings, currency) };
    const [what, word] = byId ? ['id', 'ID'] : ['slug', 'slug'];
    return refused(new WooRefusal(`woocommerce_rest_product_invalid_${what}`, `Invalid product ${word}.`, 404));
  }
  if (path !== '/products') return refused(noRoute);
  const numbers = (name: string) => query.get(name)?.split(',').map(Number);
  const [include, parents] = [numbers('include'), numbers('parent')];
  const found = sold
    .filter(item => !!item.parent === (query.get('type') === 'variation'))
    .filter(item => (!include || include.includes(item.id)) && (!parents || parents.includes(item.parent?.id ?? 0)));
  // Newest first, unless asked otherwise.
  if (query.get('order') !== 'asc') found.reverse();
  const fields = query.get('_fields')?.split(',');
  const answer = paged(found);
  const shown = (answer.body as ShelfItem[]).map(item => {
    const json = productJson(item, settings, currency);
    return fields ? Object.fromEntries(Object.entries(json).filter(([name]) => fields.includes(name))) : json;
  });
  return { ...answer, body: shown };
}
