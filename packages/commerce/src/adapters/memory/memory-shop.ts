import type * as MemoryCart from './memory-cart.js';
import type {
  CartChange,
  CartResult,
  CommerceCapabilities,
  OrderStatus,
  Policy,
  Product,
  Reviews,
  Stock,
  VariantStock,
} from '../../commerce-adapter.js';
import { emptyCart } from '../../internal/cart.js';
import { load, present } from '../../internal/values.js';
import type { CartRules, KeptCart, MemoryCode } from './memory-cart.js';
import { amountIn, describeProduct, stockShelf, type MemoryProductJson, type ShelfVariant } from './memory-catalogue.js';

/** What a shop in memory sells, and how it behaves. The defaults are those of a careful shop. */
export interface MemoryShopOptions {
  readonly products: readonly MemoryProductJson[];
  readonly discountCodes?: readonly MemoryCode[];
  readonly policies?: readonly Policy[];
  /** ISO 4217; amounts that are bare numbers are in it. Default EUR. */
  readonly currency?: string;
  /** What happens to a wish for more than there is. Default `rejects`. */
  readonly overAdd?: 'rejects' | 'clamps';
  /** How much of its stock the shop tells. Default `exact`. */
  readonly stock?: CommerceCapabilities['stock'];
  /** Up to how many units the stock counts as low. Default 5. */
  readonly lowStock?: number;
  /**
   * `corrected`: a read lowers lines to the stock, takes out what is gone and applies new prices, as WooCommerce does. `kept`: lines stay
   * as they are until they are touched, as in Vendure. Default `corrected`.
   */
  readonly staleLines?: 'kept' | 'corrected';
  /** Whether line keys change with every change, as the contract allows. Default `stable`. */
  readonly lineKeys?: 'stable' | 'changing';
  /** How many discount codes a cart takes. Default `many`. */
  readonly codes?: 'none' | 'one' | 'many';
  /** Time in ms since 1970. Default the device's. */
  readonly now?: () => number;
}

/** An order the shop took. */
export interface MemoryOrder {
  /** Secret of the guest, for `order(ref)`. */
  readonly ref: string;
  readonly number: string;
  readonly shopper: string;
  readonly result: CartResult;
}

/** Who changed a cart: the adapter itself, or nobody in particular. */
export type ChangedBy = object | undefined;

/**
 * The shop itself: what the adapters ask, and the handle for whoever runs the shop (a demo, a test, the kit). What works on a cart answers
 * later, since carts are a part that is loaded with the first of them; the rest is done at once.
 */
export interface MemoryShop {
  readonly options: Readonly<Required<Omit<MemoryShopOptions, 'policies' | 'discountCodes' | 'products'>>>;
  readonly orders: readonly MemoryOrder[];
  /** How many carts were ever made. */
  readonly cartsMade: number;
  setStock(variantId: string, units: number | null): void;
  /** Minor units of the shop's currency. */
  setPrice(variantId: string, minor: number): void;
  removeVariant(variantId: string): void;
  /** Forgets the shopper's cart, as when a session runs out. */
  loseCart(shopper: string): void;
  /** Adds to the shopper's cart past every adapter: the page's own form. */
  addFromElsewhere(shopper: string, variantId: string, quantity: number): Promise<void>;
  /** Orders the shopper's cart: lowers the stock, uses up codes, empties the cart. `null`, and nothing changed, when a line cannot be had. */
  placeOrder(shopper: string): Promise<MemoryOrder | null>;
  /** Units in the shopper's cart by variant. */
  unitsOf(shopper: string): Record<string, number>;

  product(ref: string, currency: string): Product | null;
  stock(variantId: string, currency: string): VariantStock | undefined;
  cartId(shopper: string): string | undefined;
  /** Whether the shop has forgotten the cart, without an order. */
  isLost(cartId: string): boolean;
  readCart(shopper: string, currency: string): Promise<CartResult>;
  changeCart(shopper: string, currency: string, changes: readonly CartChange[], by: ChangedBy): Promise<CartResult>;
  order(ref: string): OrderStatus | null;
  reviews(productId: string, page: number): Reviews;
  policies(): readonly Policy[];
  /** Hears of every change of the shopper's cart. Returns how to stop. */
  onCartChange(shopper: string, listener: (by: ChangedBy) => void): () => void;
}

let coming: Promise<typeof MemoryCart> | undefined;

/** Most who watch never have a cart. Kept once it is there: asking a browser again takes a turn of its own each time. */
const cartPart = () =>
  (coming ??= load(() => import('./memory-cart.js')).catch((error: unknown) => {
    coming = undefined; // the next who needs it asks again
    throw error;
  }));

/** Opens a shop in memory. @throws CommerceError `config` when a product cannot be sold as it is described. */
export function createMemoryShop(given: MemoryShopOptions): MemoryShop {
  const options: MemoryShop['options'] = {
    currency: 'EUR',
    overAdd: 'rejects',
    stock: 'exact',
    lowStock: 5,
    staleLines: 'corrected',
    lineKeys: 'stable',
    codes: 'many',
    now: Date.now,
    ...given,
  };
  const { currency: home, stock: level, lowStock, now } = options;
  const { products, variants } = stockShelf(given.products);
  const discountCodes = new Map((given.discountCodes ?? []).map(code => [code.code.toUpperCase(), { ...code }]));
  const carts = new Map<string, KeptCart>();
  const lostCarts = new Set<string>();
  const orders: MemoryOrder[] = [];
  const listeners = new Set<(shopper: string, by: ChangedBy) => void>();
  let cartsMade = 0;
  let lines = 0;

  const rules: CartRules = {
    ...options,
    tellsNumbers: level !== 'none' && level !== 'boolean',
    variant: id => variants.get(id),
    price: ({ price }, currency) => amountIn(price, currency, home),
    code: text => discountCodes.get(text.toUpperCase()),
    nextLine: () => ++lines,
  };
  const variantOf = (id: string): ShelfVariant => {
    const variant = variants.get(id);
    if (!variant) throw new RangeError(`The shop has no variant "${id}".`);
    return variant;
  };
  const stockOf = ({ stock, json }: ShelfVariant): Stock => {
    const asOf = now();
    if (level === 'none') return { state: 'unknown', asOf };
    const isLow = stock <= lowStock;
    const state = stock > 0 ? (isLow && level !== 'boolean' ? 'low' : 'in') : json.backorder ? 'backorder' : 'out';
    const tells = stock < Infinity && (level === 'exact' || (level === 'exact-when-low' && isLow));
    return { state, asOf, ...(tells ? { quantity: Math.max(0, stock) } : {}) };
  };
  const tell = (shopper: string, by: ChangedBy) => [...listeners].forEach(hear => hear(shopper, by));
  const changeCart: MemoryShop['changeCart'] = async (shopper, currency, changes, by) => {
    const part = await cartPart();
    const cart = carts.get(shopper) ?? { id: `cart-${++cartsMade}`, currency, lines: [], codes: [], revision: 0 };
    carts.set(shopper, cart);
    const result = part.changeCart(cart, changes, rules);
    tell(shopper, by);
    return result;
  };

  return {
    options,
    orders,
    get cartsMade() {
      return cartsMade;
    },
    setStock: (variantId, units) => void (variantOf(variantId).stock = units ?? Infinity),
    setPrice(variantId, minor) {
      const variant = variantOf(variantId);
      variant.price = typeof variant.price === 'number' ? minor : { ...variant.price, [home]: minor };
    },
    removeVariant: variantId => void (variantOf(variantId).gone = true),
    loseCart(shopper) {
      lostCarts.add(carts.get(shopper)?.id ?? '');
      carts.delete(shopper);
    },
    async addFromElsewhere(shopper, variantId, quantity) {
      await changeCart(shopper, home, [{ type: 'add', variantId: variantOf(variantId).id, quantity }], undefined);
    },
    async placeOrder(shopper) {
      const { sellCart } = await cartPart();
      const cart = carts.get(shopper);
      const result = cart && sellCart(cart, rules);
      if (!result) return null;
      const number = String(orders.length + 1);
      const order = { ref: `order-${number}-of-${cart.id}`, number, shopper, result };
      orders.push(order);
      carts.delete(shopper);
      tell(shopper, undefined);
      return order;
    },
    unitsOf(shopper) {
      const units: Record<string, number> = {};
      for (const { variant, quantity } of carts.get(shopper)?.lines ?? []) units[variant.id] = (units[variant.id] ?? 0) + quantity;
      return units;
    },
    product(ref, currency) {
      const product = products.get(ref);
      return product ? describeProduct(product, amount => amountIn(amount, currency, home), stockOf) : null;
    },
    stock(variantId, currency) {
      const variant = variants.get(variantId);
      return variant && !variant.gone ? { stock: stockOf(variant), ...present({ price: rules.price(variant, currency) }) } : undefined;
    },
    cartId: shopper => carts.get(shopper)?.id,
    isLost: cartId => lostCarts.has(cartId),
    async readCart(shopper, currency) {
      const cart = carts.get(shopper);
      return cart ? (await cartPart()).readCart(cart, rules) : { cart: emptyCart(currency, { taxes: 'included' }), issues: [] };
    },
    changeCart,
    order(ref) {
      const order = orders.find(found => found.ref === ref);
      return order ? { number: order.number, state: 'paid', tracking: [] } : null;
    },
    reviews(productId, page) {
      const all = products.get(productId)?.json.reviews ?? [];
      return { items: all.slice((page - 1) * 10, page * 10), total: all.length };
    },
    policies: () => given.policies ?? [],
    onCartChange(shopper, listener) {
      const hear = (of: string, by: ChangedBy) => void (of === shopper && listener(by));
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
