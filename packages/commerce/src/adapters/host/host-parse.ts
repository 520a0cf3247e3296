import { isMoney, moneyFromNumber, multiplyMoney, parseMoney, type Money, type StockState } from '@shopcast/core';
import type { Cart, CartIssue, CartIssueCode, CommerceCapabilities, Product, Stock, Variant } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { unitsOf } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import type { HostAmount, HostCart, HostLine, HostProduct, HostRefusal, HostStock, HostTerms, HostVariant } from './host-types.js';

/** What the edge needs to know to read a page's answer. */
export interface Edge {
  readonly currency: string;
  readonly stock: CommerceCapabilities['stock'];
}

const stockStates: readonly StockState[] = ['in', 'low', 'out', 'backorder', 'unknown'];
const issueCodes: readonly CartIssueCode[] = [
  'out-of-stock',
  'quantity-limited',
  'quantity-rule',
  'variant-gone',
  'price-changed',
  'line-gone',
  'line-removed',
  'cart-locked',
  'cart-lost',
  'cart-full',
  'code-invalid',
  'code-expired',
  'code-not-applicable',
  'code-dropped',
  'selection-incomplete',
];

/** Fails the call: the page answered something that cannot be read. `where` is the field. */
export function fail(where: string, found: unknown, cause?: unknown): never {
  const shown = typeof found === 'string' ? `"${found.slice(0, 40)}"` : typeof found;
  throw new CommerceError('protocol', `The page answered ${shown} for ${where}.`, { cause });
}

/** @throws CommerceError `protocol` for what is no amount. */
export function readAmount(amount: unknown, currency: string, where: string): Money {
  try {
    if (isMoney(amount)) return { minor: amount.minor, currency: amount.currency };
    if (typeof amount === 'number') return moneyFromNumber(amount, currency, { round: 'half-up' });
    if (typeof amount === 'string') return parseMoney(amount.trim(), currency, { round: 'half-up' });
  } catch (cause) {
    fail(where, amount, cause);
  }
  return fail(where, amount);
}

/** The amount where there is one. */
export function readAmountIf(amount: HostAmount | null | undefined, currency: string, where: string): Money | undefined {
  return amount == null ? undefined : readAmount(amount, currency, where);
}

/** A stock as the page words it, reduced to the level of knowledge the page claims. */
export function readStock(stock: HostStock | undefined, { stock: level }: Edge): Stock {
  const asOf = Date.now();
  if (level === 'none') return { state: 'unknown', asOf };
  const given = Object(typeof stock === 'number' ? { quantity: stock } : typeof stock === 'object' ? stock : { state: stock }) as {
    readonly state?: StockState | boolean;
    readonly quantity?: number;
  };
  const quantity = Number.isInteger(given.quantity) ? Math.max(0, given.quantity as number) : undefined;
  const sellable = typeof given.state === 'boolean' ? given.state : quantity === undefined ? undefined : quantity > 0;
  const known = stockStates.find(state => state === given.state);
  const state = known ?? (sellable === undefined ? 'unknown' : sellable ? 'in' : 'out');
  const told = level.startsWith('exact') ? { quantity } : {};
  return { state: level === 'boolean' && state === 'low' ? 'in' : state, asOf, ...present(told) };
}

/** @throws CommerceError `protocol` naming the field at fault. */
export function readProduct(found: HostProduct, edge: Edge): Product {
  const id = readId(found?.id, 'product.id');
  const where = `product "${id}"`;
  const title = plainText(found.title) || fail(`${where}.title`, found.title);
  const options = list(found.options ?? [], `${where}.options`).map(option => ({
    id: option.id ?? option.label,
    label: plainText(option.label),
    values: list(option.values, `${where}.options.values`).map(value => {
      const given = typeof value === 'string' ? { label: value } : value;
      return { ...given, id: given.id ?? given.label, label: plainText(given.label) };
    }),
  }));
  const readVariant = (own: HostVariant): Variant => {
    const terms: HostTerms & Pick<HostVariant, 'title'> = { ...found, title: undefined, ...own };
    const at = `${where}, variant "${own.id}"`;
    const chosen = options.map(({ id: option, label: name, values }) => {
      const wanted = own.options?.[option] ?? own.options?.[name];
      const value = values.find(({ id, label }) => id === wanted || label === wanted);
      return { option, value: value ?? fail(`${at}, option "${name}"`, wanted) };
    });
    const amount = (value: HostAmount | undefined, field: string) => readAmountIf(value, edge.currency, `${at}.${field}`);
    const { unitPrice } = terms;
    const { min = 1, max, step = 1 } = terms.quantityRule ?? {};
    return {
      id: readId(own.id, `${at}.id`),
      title: plainText(terms.title) || chosen.map(({ value }) => value.label).join(' / ') || title,
      options: Object.fromEntries(chosen.map(({ option, value }) => [option, value.id])),
      price: readAmount(terms.price, edge.currency, `${at}.price`),
      ...present({
        compareAt: amount(terms.compareAt, 'compareAt'),
        lowest30Days: amount(terms.lowest30Days, 'lowest30Days'),
        unitPrice: unitPrice && { price: readAmount(unitPrice.price, edge.currency, `${at}.unitPrice`), per: unitPrice.per },
        sku: terms.sku,
        image: terms.image,
      }),
      stock: readStock(terms.stock, edge),
      quantityRule: { min: Math.max(1, Math.trunc(min)), step: Math.max(1, Math.trunc(step)), ...present({ max }) },
    };
  };
  return {
    id,
    title,
    ...present({ handle: found.handle, url: found.url, rating: found.rating, description: plainText(found.description) }),
    images: list(found.images ?? (found.image ? [found.image] : []), `${where}.images`),
    options,
    variants: list(found.variants ?? [{ id: found.id }], `${where}.variants`).map(readVariant),
  };
}

/** @throws CommerceError `protocol` naming the field at fault. */
export function readCart(found: HostCart, { currency }: Edge): Cart {
  const amountIf = (value: HostAmount | null | undefined, where: string) => readAmountIf(value, currency, where);
  const lines = list(found?.lines, 'cart.lines')
    .filter(line => line?.quantity !== 0)
    .map((line: HostLine) => {
      const variantId = readId(line?.variantId, 'cart line.variantId');
      const where = `cart line "${variantId}"`;
      if (!Number.isInteger(line.quantity) || line.quantity < 0) fail(`${where}.quantity`, line.quantity);
      const unit = readAmount(line.price, currency, `${where}.price`);
      return {
        key: String(line.key ?? variantId),
        variantId,
        title: plainText(line.title) || variantId,
        ...present({
          productId: line.productId == null ? undefined : String(line.productId),
          variantTitle: plainText(line.variantTitle),
          unitCompareAt: amountIf(line.compareAt, `${where}.compareAt`),
          image: line.image,
          max: line.max,
          attributes: line.attributes,
        }),
        quantity: line.quantity,
        unit,
        total: amountIf(line.total, `${where}.total`) ?? multiplyMoney(unit, line.quantity),
        editable: line.editable !== false,
      };
    });
  const total = readAmount(found.total, currency, 'cart.total');
  return {
    currency: total.currency,
    lines,
    quantity: unitsOf(lines),
    subtotal: amountIf(found.subtotal, 'cart.subtotal') ?? total,
    discount: readAmount(found.discount ?? 0, currency, 'cart.discount'),
    total,
    ...present({ tax: amountIf(found.tax, 'cart.tax') }),
    taxes: found.taxes ?? 'unknown',
    final: found.final === true,
    codes: list(found.codes ?? [], 'cart.codes').map(code => (typeof code === 'string' ? { code, applied: true } : code)),
  };
}

/** A reason of the page as an issue; a code nobody knows is `other`. */
export function readIssue(refusal: HostRefusal, about: Omit<CartIssue, 'code'> = {}): CartIssue {
  const given = typeof refusal === 'string' ? { code: refusal } : refusal;
  const code = issueCodes.find(known => known === given?.code) ?? 'other';
  const { message, available, variantId, lineKey, discountCode } = { ...about, ...given };
  const units = Number.isInteger(available) && (available as number) >= 0 ? available : undefined;
  return { code, ...present({ variantId, lineKey, discountCode, available: units, message: plainText(message) }) };
}

function readId(id: unknown, where: string): string {
  const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  return text || fail(where, id);
}

function list<T>(found: readonly T[], where: string): readonly T[] {
  return Array.isArray(found) ? (found as readonly T[]) : fail(where, found);
}
