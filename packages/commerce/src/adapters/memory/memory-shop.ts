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
import { present } from '../../internal/values.js';
import { changeCart, describeCart, refreshCart, type CartRules, type KeptCart, type MemoryCode } from './memory-cart.js';
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

/** A cart of the shop as an adapter is told of it. */
export type CartState = 'open' | 'ordered' | 'lost';

/** Who changed a cart: the adapter itself, or nobody in particular. */
export type ChangedBy = object | undefined;

/** The shop itself: what the adapters ask, and the handle for whoever runs the shop (a demo, a test, the kit). */
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
  addFromElsewhere(shopper: string, variantId: string, quantity: number): void;
  /** Orders the shopper's cart: lowers the stock, uses up codes, empties the cart. `null`, and nothing changed, when a line cannot be had. */
  placeOrder(shopper: string): MemoryOrder | null;
  /** Units in the shopper's cart by variant. */
  unitsOf(shopper: string): Record<string, number>;

  product(ref: string, currency: string): Product | null;
  stock(variantId: string, currency: string): VariantStock | undefined;
  cartId(shopper: string): string | undefined;
  cartState(cartId: string): CartState;
  readCart(shopper: string, currency: string): CartResult;
  changeCart(shopper: string, currency: string, changes: readonly CartChange[], by: ChangedBy): CartResult;
  order(ref: string): OrderStatus | null;
  reviews(productId: string, page: number): Reviews;
  policies(): readonly Policy[];
  /** Hears of every change of the shopper's cart. Returns how to stop. */
  onCartChange(shopper: string, listener: (by: ChangedBy) => void): () => void;
}

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
  const shelf = stockShelf(given.products);
  const discountCodes = new Map((given.discountCodes ?? []).map(code => [code.code.toUpperCase(), code]));
  const carts = new Map<string, KeptCart>();
  const orderedCarts = new Set<string>();
  const orders: MemoryOrder[] = [];
  const listeners = new Set<{ readonly shopper: string; readonly listener: (by: ChangedBy) => void }>();
  let cartsMade = 0;
  let lines = 0;

  const rules: CartRules = {
    overAdd: options.overAdd,
    staleLines: options.staleLines,
    home: options.currency,
    lineKeys: options.lineKeys,
    codes: options.codes,
    tellsNumbers: options.stock !== 'none' && options.stock !== 'boolean',
    variant: id => shelf.variants.get(id),
    price: (variant, currency) => amountIn(variant.price, currency, options.currency),
    code: text => discountCodes.get(text.toUpperCase()),
    now: () => options.now(),
    nextLine: () => ++lines,
  };
  const variantOf = (id: string): ShelfVariant => {
    const variant = shelf.variants.get(id);
    if (!variant) throw new RangeError(`The shop has no variant "${id}".`);
    return variant;
  };
  const stockOf = ({ stock, json }: ShelfVariant): Stock => {
    const asOf = options.now();
    const level = options.stock;
    if (level === 'none') return { state: 'unknown', asOf };
    if (stock === null) return { state: 'in', asOf };
    const low = stock <= options.lowStock;
    const state = stock > 0 ? (low && level !== 'boolean' ? 'low' : 'in') : json.backorder ? 'backorder' : 'out';
    const tells = level === 'exact' || (level === 'exact-when-low' && low);
    return { state, asOf, ...present({ quantity: tells ? Math.max(0, stock) : undefined }) };
  };
  const cartFor = (shopper: string, currency: string): KeptCart => {
    const there = carts.get(shopper);
    if (there) return there;
    const cart: KeptCart = { id: `cart-${++cartsMade}`, shopper, currency, lines: [], codes: [], revision: 0 };
    carts.set(shopper, cart);
    return cart;
  };
  const tell = (shopper: string, by: ChangedBy) => {
    for (const each of [...listeners]) if (each.shopper === shopper) each.listener(by);
  };
  const change = (shopper: string, currency: string, changes: readonly CartChange[], by: ChangedBy): CartResult => {
    const cart = cartFor(shopper, currency);
    const issues = changeCart(cart, changes, rules);
    const dropped = refreshCart(cart, rules).filter(
      ({ code, variantId }) => !issues.some(told => told.code === code && told.variantId === variantId),
    );
    tell(shopper, by);
    return describeCart(cart, rules, [...issues, ...dropped]);
  };

  return {
    options,
    orders,
    get cartsMade() {
      return cartsMade;
    },
    setStock(variantId, units) {
      variantOf(variantId).stock = units;
    },
    setPrice(variantId, minor) {
      const variant = variantOf(variantId);
      variant.price = typeof variant.price === 'number' ? minor : { ...variant.price, [options.currency]: minor };
    },
    removeVariant(variantId) {
      variantOf(variantId).gone = true;
    },
    loseCart(shopper) {
      carts.delete(shopper);
    },
    addFromElsewhere(shopper, variantId, quantity) {
      change(shopper, options.currency, [{ type: 'add', variantId: variantOf(variantId).id, quantity }], undefined);
    },
    placeOrder(shopper) {
      const cart = carts.get(shopper);
      const wanted = new Map<ShelfVariant, number>();
      for (const { variant, quantity } of cart?.lines ?? []) wanted.set(variant, (wanted.get(variant) ?? 0) + quantity);
      const short = [...wanted].some(([{ gone, stock, json }, units]) => gone || (stock !== null && stock < units && !json.backorder));
      if (!cart || wanted.size === 0 || short) return null;
      for (const [variant, units] of wanted) if (variant.stock !== null) variant.stock -= units;
      for (const key of cart.codes) {
        const code = discountCodes.get(key);
        if (code?.usesLeft !== undefined) discountCodes.set(key, { ...code, usesLeft: code.usesLeft - 1 });
      }
      const number = String(orders.length + 1);
      const order: MemoryOrder = { ref: `order-${number}-of-${cart.id}`, number, shopper, result: describeCart(cart, rules, []) };
      orders.push(order);
      orderedCarts.add(cart.id);
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
      const product = shelf.products.get(ref);
      return product ? describeProduct(product, (_, amount) => amountIn(amount, currency, options.currency), stockOf) : null;
    },
    stock(variantId, currency) {
      const variant = shelf.variants.get(variantId);
      return variant && !variant.gone ? { stock: stockOf(variant), ...present({ price: rules.price(variant, currency) }) } : undefined;
    },
    cartId: shopper => carts.get(shopper)?.id,
    cartState(cartId) {
      if (orderedCarts.has(cartId)) return 'ordered';
      return [...carts.values()].some(({ id }) => id === cartId) ? 'open' : 'lost';
    },
    readCart(shopper, currency) {
      const cart = carts.get(shopper) ?? { id: '', shopper, currency, lines: [], codes: [], revision: 0 };
      const issues = refreshCart(cart, rules);
      return describeCart(cart, rules, issues);
    },
    changeCart: change,
    order(ref) {
      const order = orders.find(found => found.ref === ref);
      return order ? { number: order.number, state: 'paid', tracking: [] } : null;
    },
    reviews(productId, page) {
      const all = shelf.products.get(productId)?.json.reviews ?? [];
      return { items: all.slice((page - 1) * 10, page * 10), total: all.length };
    },
    policies: () => given.policies ?? [],
    onCartChange(shopper, listener) {
      const entry = { shopper, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
