import type { Money } from '@shopcast/core';
import type { Cart, CartChange, CartIssue, CartResult } from '../../commerce-adapter.js';
import { unitsOf } from '../../internal/cart.js';
import { present } from '../../internal/values.js';
import type { ShelfVariant } from './memory-catalogue.js';

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
  readonly shopper: string;
  readonly currency: string;
  lines: KeptLine[];
  codes: string[];
  /** Changes with every answer where line keys do. */
  revision: number;
}

/** One line of it. */
export interface KeptLine {
  readonly id: number;
  readonly variant: ShelfVariant;
  readonly attributes: Readonly<Record<string, string>>;
  quantity: number;
  unit: Money;
}

/** What a cart has to know of its shop. */
export interface CartRules {
  readonly overAdd: 'rejects' | 'clamps';
  readonly staleLines: 'kept' | 'corrected';
  readonly lineKeys: 'stable' | 'changing';
  readonly codes: 'none' | 'one' | 'many';
  /** Whether an issue may say how many there are. */
  readonly tellsNumbers: boolean;
  /** The currency amounts of codes are in. */
  readonly home: string;
  variant(id: string): ShelfVariant | undefined;
  price(variant: ShelfVariant, currency: string): Money | undefined;
  code(text: string): MemoryCode | undefined;
  now(): number;
  nextLine(): number;
}

/** Units of the variant that may be in a cart; `left` is what the shop could still hand out. */
function holdable({ stock, rule, json, gone }: ShelfVariant): number {
  const left = gone ? 0 : stock === null || json.backorder ? Infinity : Math.max(0, stock);
  const cap = Math.min(left, rule.max ?? Infinity);
  return cap === Infinity ? cap : cap < rule.min ? 0 : rule.min + Math.floor((cap - rule.min) / rule.step) * rule.step;
}

const keyOf = (cart: KeptCart, line: KeptLine, rules: CartRules) =>
  rules.lineKeys === 'changing' ? `line-${line.id}-${cart.revision}` : `line-${line.id}`;

/** Carries out the wishes one by one. What does not work is told in `issues`; the rest is done all the same. */
export function changeCart(cart: KeptCart, changes: readonly CartChange[], rules: CartRules): CartIssue[] {
  const issues: CartIssue[] = [];
  // Keys are those of the last answer for the whole call.
  const lines = new Map(cart.lines.map(line => [keyOf(cart, line, rules), line]));
  for (const change of changes) {
    if (change.type === 'add') addUnits(cart, change, rules, issues);
    else if (change.type === 'add-code') addCode(cart, change.code, rules, issues);
    else if (change.type === 'remove-code') cart.codes = cart.codes.filter(code => code !== change.code.toUpperCase());
    else {
      const line = lines.get(change.lineKey);
      const quantity = change.type === 'set' ? change.quantity : 0;
      if (!line || !cart.lines.includes(line)) issues.push({ code: 'line-gone', lineKey: change.lineKey });
      else setUnits(cart, line, quantity, rules, issues);
    }
  }
  cart.revision++;
  return issues;
}

function addUnits(cart: KeptCart, change: Extract<CartChange, { type: 'add' }>, rules: CartRules, issues: CartIssue[]): void {
  const { variantId, quantity, attributes = {} } = change;
  const variant = rules.variant(variantId);
  const unit = variant && rules.price(variant, cart.currency);
  if (!variant || variant.gone || !unit) {
    issues.push({ code: 'variant-gone', variantId });
    return;
  }
  const mark = JSON.stringify(attributes);
  const there = cart.lines.find(line => line.variant === variant && JSON.stringify(line.attributes) === mark);
  const line = there ?? { id: rules.nextLine(), variant, attributes, quantity: 0, unit };
  if (!there) cart.lines.push(line);
  setUnits(cart, line, line.quantity + quantity, rules, issues);
}

/** Sets a line to an absolute quantity, as far as stock and rule allow. */
function setUnits(cart: KeptCart, line: KeptLine, wish: number, rules: CartRules, issues: CartIssue[]): void {
  const { variant } = line;
  const { min, step } = variant.rule;
  const others = cart.lines.reduce((sum, other) => (other !== line && other.variant === variant ? sum + other.quantity : sum), 0);
  const most = Math.max(0, holdable(variant) - others);
  const about = { variantId: variant.id, lineKey: keyOf(cart, line, rules) };
  let quantity = wish;
  if (!Number.isInteger(wish) || wish < 0 || (wish > 0 && wish <= most && (wish < min || (wish - min) % step !== 0))) {
    issues.push({ code: 'quantity-rule', ...about });
    quantity = line.quantity;
  } else if (wish > most) {
    const available = most + others;
    issues.push({
      code: available ? 'quantity-limited' : 'out-of-stock',
      ...about,
      ...present({ available: rules.tellsNumbers ? available : undefined }),
    });
    // What is there already is never lowered by a wish for more, unless the shop clamps.
    quantity = rules.overAdd === 'clamps' ? most : line.quantity;
  }
  line.quantity = quantity;
  line.unit = rules.price(variant, cart.currency) ?? line.unit;
  if (quantity === 0) cart.lines = cart.lines.filter(other => other !== line);
}

function addCode(cart: KeptCart, text: string, rules: CartRules, issues: CartIssue[]): void {
  const code = rules.code(text);
  const problem = rules.codes === 'none' || !code ? 'code-invalid' : codeProblem(cart, code, rules);
  if (!code || problem) {
    issues.push({ code: problem ?? 'code-invalid', discountCode: text });
    return;
  }
  const key = code.code.toUpperCase();
  if (cart.codes.includes(key)) return;
  if (rules.codes === 'one') {
    for (const dropped of cart.codes) issues.push({ code: 'code-dropped', discountCode: dropped });
    cart.codes = [];
  }
  cart.codes.push(key);
}

function codeProblem(cart: KeptCart, code: MemoryCode, rules: CartRules): 'code-expired' | 'code-not-applicable' | undefined {
  if (code.expiresAt !== undefined && code.expiresAt <= rules.now()) return 'code-expired';
  const foreign = cart.currency !== rules.home && (code.amount !== undefined || code.minimum !== undefined);
  return foreign || code.usesLeft === 0 || subtotalOf(cart) < (code.minimum ?? 0) ? 'code-not-applicable' : undefined;
}

/** Brings a kept cart up to what the shop now says, where this shop does so on a read, and tells what it took away. */
export function refreshCart(cart: KeptCart, rules: CartRules): CartIssue[] {
  const issues: CartIssue[] = [];
  for (const line of rules.staleLines === 'corrected' ? [...cart.lines] : []) {
    const { variant } = line;
    const most = holdable(variant);
    line.unit = rules.price(variant, cart.currency) ?? line.unit;
    if (variant.gone) {
      cart.lines = cart.lines.filter(other => other !== line);
      issues.push({ code: 'line-removed', variantId: variant.id });
    } else if (most === 0) {
      issues.push({ code: 'out-of-stock', variantId: variant.id, lineKey: keyOf(cart, line, rules) });
    } else {
      // As WooCommerce does: lowered without a word. Whoever compares before and after sees it.
      line.quantity = Math.min(line.quantity, most);
    }
  }
  for (const key of [...cart.codes]) {
    const code = rules.code(key);
    if (code && !codeProblem(cart, code, rules)) continue;
    cart.codes = cart.codes.filter(other => other !== key);
    issues.push({ code: 'code-dropped', discountCode: key });
  }
  return issues;
}

/** The cart as the contract words it. */
export function describeCart(cart: KeptCart, rules: CartRules, issues: readonly CartIssue[]): CartResult {
  const { currency } = cart;
  const money = (minor: number): Money => ({ minor, currency });
  const subtotal = subtotalOf(cart);
  const discount = discountOf(cart, subtotal, rules);
  const described: Cart = {
    currency,
    lines: cart.lines.map(line => ({
      key: keyOf(cart, line, rules),
      variantId: line.variant.id,
      productId: line.variant.product.json.id,
      title: line.variant.product.json.title,
      ...present({
        variantTitle: line.variant.product.options.length ? line.variant.title : undefined,
        image: line.variant.json.image ?? line.variant.product.json.images?.[0],
        max: rules.tellsNumbers && holdable(line.variant) !== Infinity ? holdable(line.variant) : undefined,
        attributes: Object.keys(line.attributes).length ? line.attributes : undefined,
      }),
      quantity: line.quantity,
      unit: line.unit,
      total: money(line.unit.minor * line.quantity),
      editable: true,
    })),
    quantity: unitsOf(cart.lines),
    subtotal: money(subtotal),
    discount: money(discount),
    total: money(subtotal - discount),
    taxes: 'included',
    final: false,
    codes: cart.codes.map(code => ({ code, applied: true })),
  };
  return { cart: described, issues };
}

function subtotalOf(cart: KeptCart): number {
  return cart.lines.reduce((sum, line) => sum + line.unit.minor * line.quantity, 0);
}

/** Each code takes off the subtotal, all of them together never more than there is. */
function discountOf(cart: KeptCart, subtotal: number, rules: CartRules): number {
  const off = cart.codes.map(key => {
    const { percent = 0, amount = 0 } = rules.code(key) ?? {};
    return Math.round((subtotal * percent) / 100) + amount;
  });
  return Math.min(
    subtotal,
    off.reduce((sum, minor) => sum + minor, 0),
  );
}
