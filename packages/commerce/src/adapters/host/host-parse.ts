import { currencyDecimals, isMoney, moneyFromNumber, multiplyMoney, parseMoney, type Money, type StockState } from '@shopcast/core';
import type { Cart, CartIssue, CartIssueCode, CommerceCapabilities, Product, Stock, Variant } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { plainText } from '../../internal/text.js';
import type {
  HostAmount,
  HostCart,
  HostLine,
  HostOutcome,
  HostProduct,
  HostRefusal,
  HostStock,
  HostTerms,
  HostVariant,
} from './host-types.js';

/** What the edge needs to know to read a page's answer. */
export interface Edge {
  readonly currency: string;
  readonly stock: CommerceCapabilities['stock'];
  readonly now: () => number;
}

const stockStates: readonly StockState[] = ['in', 'low', 'out', 'backorder', 'unknown'];
const issueCodes: Readonly<Record<CartIssueCode, true>> = {
  'out-of-stock': true,
  'quantity-limited': true,
  'quantity-rule': true,
  'variant-gone': true,
  'price-changed': true,
  'line-gone': true,
  'line-removed': true,
  'cart-locked': true,
  'cart-lost': true,
  'cart-full': true,
  'code-invalid': true,
  'code-expired': true,
  'code-not-applicable': true,
  'code-dropped': true,
  'selection-incomplete': true,
  other: true,
};

/** Fails the call: the page answered something that cannot be read. `where` is the field. */
export function unreadable(where: string, found: unknown, cause?: unknown): CommerceError {
  const shown = typeof found === 'string' ? `"${found.slice(0, 40)}"` : found === null ? 'null' : typeof found;
  return new CommerceError('protocol', `A function of the page answered ${shown} for ${where}.`, { cause });
}

/** @throws CommerceError `protocol` for what is no amount. */
export function readAmount(amount: unknown, currency: string, where: string): Money {
  try {
    if (isMoney(amount)) return { minor: amount.minor, currency: amount.currency };
    if (typeof amount === 'number') return moneyFromNumber(amount, currency, { round: 'half-up' });
    if (typeof amount === 'string') return parseMoney(amount.trim(), currency, { round: 'half-up' });
  } catch (cause) {
    throw unreadable(where, amount, cause);
  }
  throw unreadable(where, amount);
}

/** A stock as the page words it, reduced to the level of knowledge the page claims. */
export function readStock(stock: HostStock | undefined, { stock: level, now }: Edge): Stock {
  const asOf = now();
  const given: { readonly state?: StockState | boolean | undefined; readonly quantity?: number } =
    typeof stock === 'object' && stock !== null ? stock : typeof stock === 'number' ? { quantity: stock } : { state: stock };
  const quantity = Number.isInteger(given.quantity) ? Math.max(0, given.quantity as number) : undefined;
  const word = given.state === true ? 'in' : given.state === false ? 'out' : given.state;
  const known = stockStates.find(state => state === word);
  const state = known ?? (quantity === undefined ? 'unknown' : quantity > 0 ? 'in' : 'out');
  if (level === 'none') return { state: 'unknown', asOf };
  const tells = quantity !== undefined && level.startsWith('exact');
  return { state: level === 'boolean' && state === 'low' ? 'in' : state, asOf, ...(tells ? { quantity } : {}) };
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
    const chosen: Record<string, string> = {};
    for (const option of options) {
      const value = own.options?.[option.id] ?? own.options?.[option.label];
      const known = option.values.find(({ id, label }) => id === value || label === value);
      chosen[option.id] = known?.id ?? fail(`${at}, option "${option.label}"`, value);
    }
    const labels = options.map(option => option.values.find(value => value.id === chosen[option.id])?.label);
    const amount = (value: HostAmount | undefined | null, field: string) =>
      value == null ? undefined : readAmount(value, edge.currency, `${at}.${field}`);
    const [compareAt, lowest30Days] = [amount(terms.compareAt, 'compareAt'), amount(terms.lowest30Days, 'lowest30Days')];
    const { min = 1, max, step = 1 } = terms.quantityRule ?? {};
    return {
      id: readId(own.id, `${at}.id`),
      title: plainText(terms.title) || labels.join(' / ') || title,
      options: chosen,
      price: readAmount(terms.price, edge.currency, `${at}.price`),
      ...(compareAt && { compareAt }),
      ...(lowest30Days && { lowest30Days }),
      ...(terms.unitPrice && {
        unitPrice: { price: readAmount(terms.unitPrice.price, edge.currency, `${at}.unitPrice`), per: terms.unitPrice.per },
      }),
      ...optional({ sku: terms.sku, image: terms.image }),
      stock: readStock(terms.stock, edge),
      quantityRule: { min: Math.max(1, Math.trunc(min)), step: Math.max(1, Math.trunc(step)), ...optional({ max }) },
    };
  };
  return {
    id,
    title,
    ...optional({ handle: found.handle, url: found.url, rating: found.rating, description: plainText(found.description) || undefined }),
    images: list(found.images ?? (found.image ? [found.image] : []), `${where}.images`),
    options,
    variants: list(found.variants ?? [{ id: found.id }], `${where}.variants`).map(readVariant),
  };
}

/** @throws CommerceError `protocol` naming the field at fault. */
export function readCart(found: HostCart, { currency }: Edge): Cart {
  const amount = (value: HostAmount, where: string) => readAmount(value, currency, where);
  const lines = list(found?.lines, 'cart.lines')
    .filter(line => line?.quantity !== 0)
    .map((line: HostLine) => {
      const variantId = readId(line?.variantId, 'cart line.variantId');
      const where = `cart line "${variantId}"`;
      if (!Number.isInteger(line.quantity) || line.quantity < 0) fail(`${where}.quantity`, line.quantity);
      const unit = amount(line.price, `${where}.price`);
      return {
        key: String(line.key ?? variantId),
        variantId,
        ...optional({ productId: line.productId === undefined ? undefined : String(line.productId) }),
        title: plainText(line.title) || variantId,
        ...optional({
          variantTitle: plainText(line.variantTitle) || undefined,
          image: line.image,
          max: line.max,
          attributes: line.attributes,
        }),
        quantity: line.quantity,
        unit,
        ...(line.compareAt == null ? {} : { unitCompareAt: amount(line.compareAt, `${where}.compareAt`) }),
        total: line.total == null ? multiplyMoney(unit, line.quantity) : amount(line.total, `${where}.total`),
        editable: line.editable !== false,
      };
    });
  const total = amount(found.total, 'cart.total');
  return {
    currency: total.currency,
    lines,
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotal: found.subtotal == null ? total : amount(found.subtotal, 'cart.subtotal'),
    discount: amount(found.discount ?? 0, 'cart.discount'),
    total,
    ...(found.tax == null ? {} : { tax: amount(found.tax, 'cart.tax') }),
    taxes: found.taxes ?? 'unknown',
    final: found.final === true,
    codes: list(found.codes ?? [], 'cart.codes').map(code => (typeof code === 'string' ? { code, applied: true } : code)),
  };
}

/** What a function of the page made of a wish, as issues about it. */
export function readOutcome(outcome: HostOutcome, about: Omit<CartIssue, 'code'>): CartIssue[] {
  if (outcome === undefined || outcome === null || outcome === true) return [];
  const refusals: readonly HostRefusal[] = outcome === false ? ['other'] : Array.isArray(outcome) ? outcome : [outcome as HostRefusal];
  return refusals.map(refusal => readIssue(refusal, about));
}

/** A reason of the page as an issue; a code nobody knows is `other`. */
export function readIssue(refusal: HostRefusal, about: Omit<CartIssue, 'code'> = {}): CartIssue {
  const given = typeof refusal === 'string' ? { code: refusal } : refusal;
  const code = Object.hasOwn(issueCodes, given?.code) ? given.code : 'other';
  const { message, available, variantId, lineKey, discountCode } = { ...about, ...given };
  const text = plainText(message) || undefined;
  const units = Number.isInteger(available) && (available as number) >= 0 ? available : undefined;
  return { code, ...optional({ variantId, lineKey, discountCode, available: units, message: text }) };
}

/** A price as a page may print it, such as "£1,299.00" or "19,90 kr", as decimal text; '' where there is no digit. */
export function amountText(price: unknown, currency: string): string | number {
  if (typeof price === 'number') return price;
  const digits = (typeof price === 'string' ? price : '').replace(/[^\d.,]/g, '').replace(/^[.,]+|[.,]+$/g, '');
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (at < 0) return digits;
  const [whole, rest] = [digits.slice(0, at).replace(/[.,]/g, ''), digits.slice(at + 1)];
  const bothKinds = digits.includes('.') && digits.includes(',');
  // One separator before three digits groups thousands, unless the currency has three decimals.
  const groups = !bothKinds && ((rest.length === 3 && currencyDecimals(currency) !== 3) || digits.slice(0, at).includes(digits.charAt(at)));
  return groups ? whole + rest : `${whole}.${rest}`;
}

function readId(id: unknown, where: string): string {
  const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  return text || fail(where, id);
}

function list<T>(found: readonly T[], where: string): readonly T[] {
  return Array.isArray(found) ? (found as readonly T[]) : fail(where, found);
}

function fail(where: string, found: unknown): never {
  throw unreadable(where, found);
}

/** Without the fields that are undefined or null. */
function optional<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as { [K in keyof T]?: NonNullable<T[K]> };
}
