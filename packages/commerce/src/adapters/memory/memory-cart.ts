import { sameCode, type Money } from '@shopcast/core';
import type { Cart, CartChange, CartIssue, CartLine, CartResult } from '../../commerce-adapter.js';
import { unitsOf } from '../../internal/cart.js';
import { present } from '../../internal/values.js';
import type { ShelfVariant } from './memory-catalogue.js';
import type { MemoryShop } from './memory-shop.js';

/** A discount code of the shop. */
export interface MemoryCode {
  readonly code: string;
  /** Whole percent off the subtotal, 1 to 100. */
  readonly percent?: number;
  /** Minor units off the subtotal, in the shop's own currency. */
  readonly amount?: number;
  /** Smallest subtotal, minor units. */
  readonly minimum?: number;
  /** Ms since 1970. */
  readonly expiresAt?: number;
  /** How many orders may still use it. Default: any number. */
  readonly usesLeft?: number;
}

/** A cart as the shop keeps it. */
export interface KeptCart {
  readonly id: string;
  readonly currency: string;
  lines: KeptLine[];
  codes: readonly string[];
  /** Changes with every change where line keys do. */
  revision: number;
}

/** One line of it. Without units it is gone with the next refresh. */
export interface KeptLine {
  readonly id: number;
  readonly variant: ShelfVariant;
  readonly attributes: Readonly<Record<string, string>>;
  quantity: number;
  unit: Money;
}

/** What a cart has to know of its shop. Amounts of codes are in its `currency`. */
export interface CartRules extends Pick<MemoryShop['options'], 'overAdd' | 'staleLines' | 'lineKeys' | 'codes' | 'currency' | 'now'> {
  /** Whether an issue may say how many there are. */
  readonly tellsNumbers: boolean;
  readonly variant: (id: string) => ShelfVariant | undefined;
  readonly price: (variant: ShelfVariant, currency: string) => Money | undefined;
  readonly code: (text: string) => (MemoryCode & { usesLeft?: number }) | undefined;
  readonly nextLine: () => number;
}

/** Units the shop could still hand out. */
const unitsLeft = ({ stock, json, gone }: ShelfVariant): number => (gone ? 0 : json.backorder ? Infinity : Math.max(0, stock));

/** Units of the variant that may be in a cart. */
function holdable(variant: ShelfVariant): number {
  const { min, max = Infinity, step } = variant.rule;
  const most = Math.min(unitsLeft(variant), max);
  return most === Infinity ? most : most < min ? 0 : most - ((most - min) % step);
}

const keyOf = ({ revision }: KeptCart, { id }: KeptLine) => (revision ? `line-${id}-${revision}` : `line-${id}`);

/** Carries out the wishes one by one, and tells what does not work; the rest is done all the same. */
export function changeCart(cart: KeptCart, changes: readonly CartChange[], rules: CartRules): CartResult {
  const issues = applyChanges(cart, changes, rules);
  const dropped = refreshCart(cart, rules).filter(
    ({ code, variantId }) => !issues.some(told => told.code === code && told.variantId === variantId),
  );
  return { cart: describeCart(cart, rules), issues: [...issues, ...dropped] };
}

/** The cart as it is now. */
export function readCart(cart: KeptCart, rules: CartRules): CartResult {
  const issues = refreshCart(cart, rules);
  return { cart: describeCart(cart, rules), issues };
}

/** Sells what is in the cart: lowers the stock, uses up codes. `null`, and nothing changed, when a line cannot be had. */
export function sellCart(cart: KeptCart, rules: CartRules): CartResult | null {
  const wanted = new Map<ShelfVariant, number>();
  for (const { variant, quantity } of cart.lines) wanted.set(variant, (wanted.get(variant) ?? 0) + quantity);
  if (!wanted.size || [...wanted].some(([variant, units]) => units > unitsLeft(variant))) return null;
  const sold = describeCart(cart, rules);
  for (const [variant, units] of wanted) variant.stock -= units;
  for (const key of cart.codes) {
    const code = rules.code(key);
    if (code?.usesLeft !== undefined) code.usesLeft -= 1;
  }
  return { cart: sold, issues: [] };
}

function applyChanges(cart: KeptCart, changes: readonly CartChange[], rules: CartRules): CartIssue[] {
  // Keys are those of the last answer for the whole call.
  const lines = new Map(cart.lines.map(line => [keyOf(cart, line), line]));
  const issues = changes.flatMap(change => {
    if (change.type === 'add') return addUnits(cart, change, rules);
    if (change.type === 'add-code') return addCode(cart, change.code, rules);
    if (change.type === 'remove-code') {
      cart.codes = cart.codes.filter(code => !sameCode(code, change.code));
      return [];
    }
    const line = lines.get(change.lineKey);
    if (!line?.quantity) return [{ code: 'line-gone', lineKey: change.lineKey } as const];
    return setUnits(cart, line, change.type === 'set' ? change.quantity : 0, rules);
  });
  if (rules.lineKeys === 'changing') cart.revision++;
  return issues;
}

function addUnits(cart: KeptCart, { variantId, quantity, attributes = {} }: CartAdd, rules: CartRules): CartIssue[] {
  const variant = rules.variant(variantId);
  const unit = variant && rules.price(variant, cart.currency);
  if (!unit || variant.gone) return [{ code: 'variant-gone', variantId }];
  const mark = JSON.stringify(attributes);
  let line = cart.lines.find(each => each.quantity && each.variant === variant && JSON.stringify(each.attributes) === mark);
  if (!line) cart.lines.push((line = { id: rules.nextLine(), variant, attributes, quantity: 0, unit }));
  return setUnits(cart, line, line.quantity + quantity, rules);
}

type CartAdd = Extract<CartChange, { type: 'add' }>;

/** Sets a line to an absolute quantity, as far as stock and rule allow. */
function setUnits(cart: KeptCart, line: KeptLine, wish: number, rules: CartRules): CartIssue[] {
  const { variant, quantity } = line;
  const { min, step } = variant.rule;
  const others = unitsOf(cart.lines.filter(other => other !== line && other.variant === variant));
  const most = Math.max(0, holdable(variant) - others);
  const about = { variantId: variant.id, lineKey: keyOf(cart, line) };
  line.unit = rules.price(variant, cart.currency) ?? line.unit;
  if (!Number.isInteger(wish) || wish < 0 || (wish > 0 && wish <= most && (wish < min || (wish - min) % step !== 0))) {
    return [{ code: 'quantity-rule', ...about }];
  }
  // What is there already is never lowered by a wish for more, unless the shop clamps.
  line.quantity = wish <= most ? wish : rules.overAdd === 'clamps' ? most : quantity;
  if (wish <= most) return [];
  const available = most + others;
  return [{ code: available ? 'quantity-limited' : 'out-of-stock', ...about, ...(rules.tellsNumbers ? { available } : {}) }];
}

function addCode(cart: KeptCart, text: string, rules: CartRules): CartIssue[] {
  const code = rules.code(text);
  const problem = codeProblem(cart, rules.codes === 'none' ? undefined : code, rules);
  if (!code || problem) return [{ code: problem ?? 'code-invalid', discountCode: text }];
  const key = code.code.toUpperCase();
  if (cart.codes.includes(key)) return [];
  const dropped = rules.codes === 'one' ? cart.codes : [];
  cart.codes = [...cart.codes.filter(other => !dropped.includes(other)), key];
  return dropped.map(discountCode => ({ code: 'code-dropped', discountCode }));
}

function codeProblem(cart: KeptCart, code: MemoryCode | undefined, { currency, now }: CartRules): CartIssue['code'] | undefined {
  if (!code) return 'code-invalid';
  const { amount, minimum, expiresAt = Infinity, usesLeft } = code;
  if (expiresAt <= now()) return 'code-expired';
  const isForeign = cart.currency !== currency && (amount ?? minimum) !== undefined;
  return isForeign || usesLeft === 0 || subtotalOf(cart) < (minimum ?? 0) ? 'code-not-applicable' : undefined;
}

/** Brings a kept cart up to what the shop now says, where this shop does so on a read, and tells what it took away. */
function refreshCart(cart: KeptCart, rules: CartRules): CartIssue[] {
  const issues: CartIssue[] = [];
  for (const line of rules.staleLines === 'corrected' ? cart.lines : []) {
    const { variant } = line;
    const most = holdable(variant);
    const about = { variantId: variant.id };
    line.unit = rules.price(variant, cart.currency) ?? line.unit;
    if (line.quantity && variant.gone) issues.push({ code: 'line-removed', ...about });
    else if (line.quantity && !most) issues.push({ code: 'out-of-stock', ...about, lineKey: keyOf(cart, line) });
    // As WooCommerce does: lowered without a word. Whoever compares before and after sees it.
    if (most || variant.gone) line.quantity = Math.min(line.quantity, most);
  }
  cart.lines = cart.lines.filter(({ quantity }) => quantity);
  const dropped = cart.codes.filter(key => codeProblem(cart, rules.code(key), rules));
  cart.codes = cart.codes.filter(key => !dropped.includes(key));
  return [...issues, ...dropped.map(discountCode => ({ code: 'code-dropped', discountCode }) as const)];
}

/** The cart as the contract words it. */
function describeCart(cart: KeptCart, rules: CartRules): Cart {
  const { currency, lines, codes } = cart;
  const money = (minor: number): Money => ({ minor, currency });
  const subtotal = subtotalOf(cart);
  // Each code takes off the subtotal, all of them together never more than there is.
  const off = codes.reduce((sum, key) => {
    const { percent = 0, amount = 0 } = rules.code(key) ?? {};
    return sum + Math.round((subtotal * percent) / 100) + amount;
  }, 0);
  const discount = Math.min(subtotal, off);
  return {
    currency,
    lines: lines.map(line => describeLine(line, keyOf(cart, line), rules)),
    quantity: unitsOf(lines),
    subtotal: money(subtotal),
    discount: money(discount),
    total: money(subtotal - discount),
    taxes: 'included',
    final: false,
    codes: codes.map(code => ({ code, applied: true })),
  };
}

function describeLine({ variant, attributes, quantity, unit }: KeptLine, key: string, { tellsNumbers }: CartRules): CartLine {
  const { json, options } = variant.product;
  const max = holdable(variant);
  return {
    key,
    variantId: variant.id,
    productId: json.id,
    title: json.title,
    ...present({
      variantTitle: options.length ? variant.title : undefined,
      image: variant.json.image ?? json.images?.[0],
      max: tellsNumbers && max !== Infinity ? max : undefined,
      attributes: Object.keys(attributes).length ? attributes : undefined,
    }),
    quantity,
    unit,
    total: { ...unit, minor: unit.minor * quantity },
    editable: true,
  };
}

const subtotalOf = ({ lines }: KeptCart) => lines.reduce((sum, { unit, quantity }) => sum + unit.minor * quantity, 0);
