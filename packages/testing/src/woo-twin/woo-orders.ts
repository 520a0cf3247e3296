import { digest, WooRefusal, type CartShop, type KeptCart } from './woo-cart.js';
import { isOut, nameOf, type ShelfItem } from './woo-shelf.js';
import { refused, type WooAnswer } from './woo-routes.js';

/** An order somebody placed. */
export interface WooOrder {
  readonly id: number;
  readonly key: string;
  readonly email: string;
  status: string;
  /** The cart it was made of, as it was answered. */
  readonly cart: Record<string, unknown>;
}

/** Takes what the cart holds off the shelf. Answers the item that cannot be had any more, and then nothing has changed. */
export function takeUnits(cart: KeptCart, shop: CartShop): ShelfItem | undefined {
  const wanted = cart.lines.map(({ id, quantity }) => ({ item: shop.shelf.get(id) as ShelfItem, quantity }));
  const missing = wanted.find(
    ({ item, quantity }) => item.gone || isOut(item) || (item.stock !== null && !item.seed.backorders && item.stock < quantity),
  );
  if (missing) return missing.item;
  for (const { item, quantity } of wanted) if (item.stock !== null) item.stock -= quantity;
  for (const code of cart.coupons) {
    const coupon = shop.coupons.get(code);
    if (coupon) coupon.used++;
  }
  return undefined;
}

/** The answer of the checkout for what is sold out by now. */
export function checkoutRefused(item: ShelfItem, cart: unknown): WooAnswer {
  const text = `"${nameOf(item)}" is out of stock and cannot be purchased. Please remove it from your cart.`;
  const answer = refused(new WooRefusal('woocommerce_rest_product_out_of_stock', text, 409), cart);
  const body = answer.body as { data: object };
  return { ...answer, body: { ...body, message: text, data: { 0: 409, ...body.data } } };
}

/** The answer of the checkout when the order stands. */
export function checkoutJson({ id, key, status, cart }: WooOrder, origin: string): object {
  const url = `${origin}/checkout/order-received/${id}/?key=${key}`;
  return {
    order_id: id,
    status,
    order_key: key,
    order_number: String(id),
    customer_note: '',
    customer_id: 0,
    billing_address: cart['billing_address'],
    shipping_address: cart['shipping_address'],
    payment_method: 'cod',
    payment_result: {
      payment_status: 'success',
      payment_details: [
        { key: 'result', value: 'success' },
        { key: 'redirect', value: url },
      ],
      redirect_url: url,
    },
    additional_fields: {},
    __experimentalCart: null,
    extensions: {},
  };
}

export function orderKey(id: number): string {
  return `wc_order_${digest(`order ${id}`).slice(0, 13)}`;
}

/** The order as its guest may see it. */
export function orderJson(order: WooOrder): object {
  const { cart, id, status, key } = order;
  const { items, coupons, fees, totals } = cart as {
    items: Record<string, unknown>[];
    coupons: unknown;
    fees: unknown;
    totals: Record<string, string>;
  };
  const { shipping_address, billing_address, needs_shipping, payment_requirements } = cart;
  return {
    id,
    status,
    items: items.map(({ type, extensions, quantity, ...item }, at) => ({
      ...item,
      key,
      id: at + 2,
      quantity,
      quantity_limits: { minimum: quantity, maximum: quantity, multiple_of: 1, editable: false },
      ...(type === 'simple' && extensions
        ? {}
        : { item_data: { 25: { key: 'size', value: 'M', display_key: 'Size', display_value: '<p>M</p>\n' } } }),
    })),
    coupons,
    fees,
    totals: { ...totals, subtotal: totals['total_items'], total_refund: '0' },
    shipping_address,
    billing_address,
    needs_payment: false,
    needs_shipping,
    payment_requirements,
    errors: [],
  };
}
