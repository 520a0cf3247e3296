import type { Cart, CartResult, Product, Stock } from '@shopcast/commerce';
import type { Money } from '@shopcast/core';
import { standardProducts } from './standard-catalogue.js';

/** What a case throws. Runners print its message. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}

/** Fails the case with a message for people. */
export function fail(message: string): never {
  throw new ConformanceFailure(message);
}

/** Fails unless the condition holds. */
export function ok(condition: unknown, message: string): asserts condition {
  if (!condition) fail(message);
}

/** Fails unless both are the same, compared by their JSON with sorted keys. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (sortedText(actual) !== sortedText(expected)) fail(`${what}: expected ${print(expected)}, found ${print(actual)}.`);
}

/** Fails unless the value is one of the list. */
export function oneOf<T>(actual: T, allowed: readonly T[], what: string): void {
  if (!allowed.includes(actual)) fail(`${what}: expected one of ${print(allowed)}, found ${print(actual)}.`);
}

/** Waits for a promise at most `ms`, then fails. */
export async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConformanceFailure(`${what} did not happen within ${ms} ms.`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Fails unless the call rejects as a `CommerceError` of one of the kinds. Told by shape, so that a second copy of the package passes. */
export async function rejects(call: () => Promise<unknown>, kinds: readonly string[], what: string): Promise<void> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    const { kind, code } = error as { kind?: unknown; code?: unknown };
    ok(error instanceof Error && typeof kind === 'string', `${what}: rejected with something that is no CommerceError: ${String(error)}.`);
    oneOf(kind, kinds, `${what}: kind of the error`);
    same(code, `commerce/${kind}`, `${what}: code of the error`);
    return;
  }
  fail(`${what}: expected it to reject with ${kinds.join(' or ')}, but it answered ${print(answer)}.`);
}

/** A value as short text with sorted keys. */
export function print(value: unknown): string {
  const text = sortedText(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

function sortedText(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? String(value)
  );
}

function checkMoney(money: Money, where: string): void {
  ok(Number.isSafeInteger(money?.minor), `${where}: ${print(money)} is not a whole number of minor units.`);
  ok(/^[A-Z]{3}$/.test(money.currency), `${where}: "${money.currency}" is not an ISO 4217 code.`);
}

function checkId(id: unknown, where: string): void {
  ok(typeof id === 'string' && id !== '', `${where}: expected an id, found ${print(id)}.`);
}

/** Fails unless a stock answer is well formed. */
export function checkStock(stock: Stock, where: string): void {
  oneOf(stock.state, ['in', 'low', 'out', 'backorder', 'unknown'], `${where}: state of the stock`);
  ok(Number.isFinite(stock.asOf) && stock.asOf > 0, `${where}: asOf is the time the shop said it, in ms.`);
  if (stock.quantity !== undefined) ok(Number.isInteger(stock.quantity), `${where}: the quantity in stock is a whole number.`);
  if (stock.state === 'out' && stock.quantity !== undefined) ok(stock.quantity <= 0, `${where}: state out with ${stock.quantity} units.`);
  if (stock.state === 'in' || stock.state === 'low') ok(stock.quantity !== 0, `${where}: state ${stock.state} with 0 units.`);
}

/** Fails unless a product is well formed: ids unique, options and variants pointing at each other, money whole. */
export function checkProduct(product: Product): void {
  const where = `product ${print(product?.title)}`;
  checkId(product?.id, where);
  ok(typeof product.title === 'string' && product.title !== '', `${where}: has no title.`);
  const values = new Map(product.options.map(option => [option.id, new Set(option.values.map(value => value.id))]));
  same(values.size, product.options.length, `${where}: number of different option ids`);
  for (const option of product.options)
    same(values.get(option.id)?.size, option.values.length, `${where}: different value ids of ${option.label}`);
  const ids = new Set<string>();
  const chosen = new Set<string>();
  for (const variant of product.variants) {
    const at = `${where}, variant ${print(variant.id)}`;
    checkId(variant.id, at);
    ids.add(variant.id);
    const keys = Object.keys(variant.options);
    same(keys.sort(), [...values.keys()].sort(), `${at}: its option ids`);
    for (const key of keys)
      ok(values.get(key)?.has(variant.options[key] ?? ''), `${at}: value ${print(variant.options[key])} is not of its option.`);
    chosen.add(print(variant.options));
    checkMoney(variant.price, at);
    for (const money of [variant.compareAt, variant.lowest30Days, variant.unitPrice?.price]) if (money) checkMoney(money, at);
    checkStock(variant.stock, at);
    const { min, max, step } = variant.quantityRule;
    ok(
      Number.isInteger(min) && min >= 1 && Number.isInteger(step) && step >= 1,
      `${at}: its quantity rule is ${print(variant.quantityRule)}.`,
    );
    if (max !== undefined) ok(Number.isInteger(max) && max >= 0, `${at}: the largest quantity is ${max}.`);
  }
  same(ids.size, product.variants.length, `${where}: number of different variant ids`);
  same(chosen.size, product.variants.length, `${where}: number of different combinations`);
}

/** Fails unless a cart is well formed. Sums are the shop's business and are not checked, but for the number of units. */
export function checkResult({ cart, issues }: CartResult): void {
  same(typeof issues?.[Symbol.iterator], 'function', 'issues of a result can be iterated');
  const keys = new Set(cart.lines.map(line => line.key));
  same(keys.size, cart.lines.length, 'cart: number of different line keys');
  for (const line of cart.lines) {
    checkId(line.key, 'cart line');
    checkId(line.variantId, 'cart line, variant');
    ok(Number.isInteger(line.quantity) && line.quantity > 0, `cart line ${print(line.title)}: quantity ${line.quantity}.`);
    for (const money of [line.unit, line.total, line.unitCompareAt]) {
      if (!money) continue;
      checkMoney(money, `cart line ${print(line.title)}`);
      same(money.currency, cart.currency, `cart line ${print(line.title)}: currency`);
    }
  }
  same(
    cart.quantity,
    cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    'cart: units over all lines',
  );
  for (const money of [cart.subtotal, cart.discount, cart.total, cart.tax]) if (money) checkMoney(money, 'cart');
  ok(cart.discount.minor >= 0, `cart: a discount is what is taken off, never negative; found ${cart.discount.minor}.`);
  for (const { message } of issues) {
    // A product may be called `<small>`: its title, as plain text, is no markup.
    const words = standardProducts.reduce((text, { title }) => text.replaceAll(title, ''), message ?? '');
    ok(!/<\/?[a-z][^>]*>|&(?:amp|quot|#\d+);/i.test(words), `issue: markup in ${print(message)}.`);
  }
}

/** Units by variant. */
export function unitsOf(cart: Cart): Record<string, number> {
  const units: Record<string, number> = {};
  for (const line of cart.lines) units[line.variantId] = (units[line.variantId] ?? 0) + line.quantity;
  return units;
}
