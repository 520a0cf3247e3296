import { emptyAddress, pricesOf, type WooSettings } from './woo-json.js';
import { html, isOut, limitsOf, nameOf, type ShelfItem, type WooCouponSeed } from './woo-shelf.js';

/** A cart as its session keeps it: plain data, loaded whole and saved whole. */
export interface KeptCart {
  lines: { key: string; id: number; chosen: Record<string, string>; quantity: number }[];
  coupons: string[];
  billing: Record<string, string>;
  shipping: Record<string, string>;
}

/** What a cart has to know of its shop. */
export interface CartShop {
  readonly settings: WooSettings;
  readonly shelf: ReadonlyMap<number, ShelfItem>;
  readonly coupons: ReadonlyMap<string, WooCouponSeed & { used: number }>;
}

/** The shop refuses. `text` is plain. */
export class WooRefusal extends Error {
  constructor(
    readonly code: string,
    readonly text: string,
    readonly status = 400,
  ) {
    super(text);
  }
}

export interface WooError {
  readonly code: string;
  readonly message: string;
}

/** A cart without anything in it. */
export function emptyCart(): KeptCart {
  return { lines: [], coupons: [], billing: { ...emptyAddress, email: '', phone: '' }, shipping: { ...emptyAddress, phone: '' } };
}

/** Writes down addresses; what an address has no field for is left out. */
export function fillAddresses({ billing, shipping }: KeptCart, given: Record<string, unknown>): void {
  const fill = (address: Record<string, string>, from: unknown) => {
    for (const [field, value] of Object.entries(from ?? {})) if (field in address) address[field] = String(value);
  };
  fill(billing, given['billing_address']);
  fill(shipping, given['shipping_address'] ?? given['billing_address']);
}

/** 32 hexadecimal digits that depend on the text alone. */
export function digest(text: string): string {
  let out = '';
  for (let round = 0; out.length < 32; round++) {
    let hash = 0x811c9dc5 ^ round;
    for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    out += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return out;
}

/** What is sold under a number. */
export const itemOf = (shop: CartShop, id: number): ShelfItem | undefined => {
  const item = shop.shelf.get(id);
  return item && !item.gone && !item.parent?.gone ? item : undefined;
};

/**
 * What the shop does to a cart each time it is loaded, in silence but for the errors it answers: too many units are lowered, what cannot be
 * bought any more is taken out, and coupons whose condition is not met are dropped.
 */
export function refreshCart(cart: KeptCart, shop: CartShop): WooError[] {
  const errors: WooError[] = [];
  cart.lines = cart.lines.filter(line => {
    const item = itemOf(shop, line.id);
    if (item) return true;
    const name = nameOf(shop.shelf.get(line.id) as ShelfItem).replace(' - ', ' – ');
    const message = `${curly(name)} has been removed from your cart because it can no longer be purchased. Please contact us if you need assistance.`;
    errors.push({ code: 'woocommerce_rest_cart_item_error', message });
    return false;
  });
  for (const line of cart.lines) {
    const item = itemOf(shop, line.id) as ShelfItem;
    if (isOut(item)) {
      const name = curly(nameOf(item).replace(' - ', ' – '));
      const message = `&#8220;${name}&#8221; is out of stock and cannot be purchased. Please remove it from your cart.`;
      errors.push({ code: 'woocommerce_rest_product_out_of_stock', message });
    } else line.quantity = Math.min(line.quantity, limitsOf(item).maximum);
  }
  cart.coupons = cart.coupons.filter(code => {
    const coupon = shop.coupons.get(code);
    return coupon && !objection(coupon, cart, shop);
  });
  return errors;
}

const curly = (text: string) => html(text).replace(/–/g, '&#8211;');

/** Puts units of a product or variation into the cart. */
export function addItem(cart: KeptCart, shop: CartShop, body: { id?: unknown; quantity?: unknown; variation?: unknown }): void {
  const quantity = Number(body.quantity ?? 1);
  if (!Number.isInteger(body.id) || !(quantity > 0)) throw new WooRefusal('rest_invalid_param', 'Invalid parameter(s): id');
  const asked = itemOf(shop, body.id as number);
  if (!asked)
    throw new WooRefusal(
      'woocommerce_rest_cart_invalid_product',
      `Product with ID "${String(body.id)}" was not found and cannot be added to the cart.`,
    );
  const { item, chosen } = choose(asked, (body.variation ?? []) as readonly { attribute: string; value: string }[]);
  const key = digest(`${item.id} ${JSON.stringify(chosen)}`);
  const line = cart.lines.find(each => each.key === key);
  const name = nameOf(item);
  if (isOut(item))
    throw new WooRefusal(
      'woocommerce_rest_product_out_of_stock',
      `You cannot add "${name}" to the cart because the product is out of stock.`,
    );
  if (line && item.seed.soldIndividually) throw new WooRefusal('readonly_quantity', `The quantity of "${name}" cannot be changed`);
  const held = cart.lines.reduce((sum, each) => sum + (each.id === item.id ? each.quantity : 0), 0);
  if (item.stock !== null && !item.seed.backorders && item.stock < held + quantity) {
    const text = `You cannot add that amount of "${name}" to the cart because there is not enough stock (${item.stock} remaining).`;
    throw new WooRefusal('woocommerce_rest_product_partially_out_of_stock', text);
  }
  const total = (line?.quantity ?? 0) + quantity;
  checkQuantity(item, total);
  if (line) line.quantity = total;
  else cart.lines.push({ key, id: item.id, chosen, quantity });
}

/** The variation that is meant, and the terms its shopper chose where it leaves them open. */
function choose(
  asked: ShelfItem,
  variation: readonly { attribute: string; value: string }[],
): { item: ShelfItem; chosen: Record<string, string> } {
  const given = asked.attributes.map(({ label, taxonomy, terms }) => {
    const value = variation.find(({ attribute }) => attribute === taxonomy || attribute === label)?.value;
    return terms.find(({ slug, name }) => slug === value || name === value)?.slug;
  });
  const item = asked.variations.length
    ? asked.variations.find(
        ({ terms, gone }) => !gone && terms.every((slug, at) => given[at] !== undefined && (slug ?? given[at]) === given[at]),
      )
    : asked;
  if (!item) throw new WooRefusal('woocommerce_rest_variation_id_from_variation_data', 'No matching variation found.');
  const chosen: Record<string, string> = {};
  item.terms.forEach((slug, at) => {
    if (slug !== null) return;
    const name = item.attributes[at]?.label ?? '';
    const term = given[at];
    if (term === undefined) throw new WooRefusal('woocommerce_rest_missing_variation_data', `${name} has to be chosen.`);
    chosen[name] = term;
  });
  return { item, chosen };
}

function checkQuantity(item: ShelfItem, quantity: number): void {
  const { minimum, maximum, multiple_of } = limitsOf(item);
  const about = `quantity of "${nameOf(item)}"`;
  if (quantity < minimum) throw new WooRefusal('invalid_quantity', `The minimum ${about} allowed in the cart is ${minimum}`);
  if (quantity > maximum) throw new WooRefusal('invalid_quantity', `The maximum ${about} allowed in the cart is ${maximum}`);
  if (quantity % multiple_of) throw new WooRefusal('invalid_quantity', `The ${about} must be a multiple of ${multiple_of}`);
}

/** Sets the units of a line. 0 is refused. */
export function updateItem(cart: KeptCart, shop: CartShop, { key, quantity }: { key?: unknown; quantity?: unknown }): void {
  const line = cart.lines.find(each => each.key === key);
  if (!line) throw new WooRefusal('woocommerce_rest_cart_invalid_key', 'Cart item does not exist.', 409);
  checkQuantity(itemOf(shop, line.id) as ShelfItem, Number(quantity));
  line.quantity = Number(quantity);
}

export function removeItem(cart: KeptCart, { key }: { key?: unknown }): void {
  if (!cart.lines.some(line => line.key === key))
    throw new WooRefusal('woocommerce_rest_cart_invalid_key', 'Cart item no longer exists or is invalid.', 409);
  cart.lines = cart.lines.filter(line => line.key !== key);
}

/** One code for whatever speaks against it; codes are kept in lower case. */
export function applyCoupon(cart: KeptCart, shop: CartShop, { code: given }: { code?: unknown }): void {
  const code = String(given).toLowerCase();
  const coupon = shop.coupons.get(code);
  const refuse = (text: string) => new WooRefusal('woocommerce_rest_cart_coupon_error', text);
  if (!coupon) throw refuse(`Coupon "${code}" cannot be applied because it does not exist.`);
  if (cart.coupons.includes(code)) throw refuse(`Coupon code "${code}" has already been applied.`);
  const against = objection(coupon, cart, shop);
  if (against) throw refuse(against);
  cart.coupons.push(code);
}

export function removeCoupon(cart: KeptCart, { code: given }: { code?: unknown }): void {
  const code = String(given).toLowerCase();
  if (!cart.coupons.includes(code))
    throw new WooRefusal(
      'woocommerce_rest_cart_coupon_invalid_code',
      'Coupon cannot be removed because it is not already applied to the cart.',
      409,
    );
  cart.coupons = cart.coupons.filter(each => each !== code);
}

function objection(
  { code, expired, minimum = 0, usesLeft = Infinity, used }: WooCouponSeed & { used: number },
  cart: KeptCart,
  shop: CartShop,
): string | undefined {
  const word = `"${code.toLowerCase()}"`;
  if (expired) return `Coupon ${word} has expired.`;
  if (used >= usesLeft) return `Usage limit for coupon ${word} has been reached.`;
  const { currency } = shop.settings;
  const sum = cart.lines.reduce(
    (all, line) => all + line.quantity * pricesOf(itemOf(shop, line.id) as ShelfItem, currency, currency).price,
    0,
  );
  return sum < minimum ? `The minimum spend for coupon ${word} is €${(minimum / 100).toFixed(2)}.` : undefined;
}
