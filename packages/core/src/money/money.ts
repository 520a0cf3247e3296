import { ShopcastError } from '../errors/errors.js';
import { currencyDecimals, isCurrency, quote } from './currency.js';

/**
 * An amount of money: an integer count of the currency's minor units (cents, fils, whole yen) and an ISO 4217 code.
 * The number of decimals is a property of the currency, never of the amount. Safe integers only; may be negative.
 */
export interface Money {
  /** Minor units, a safe integer: 1990 is 19.90 EUR, and 1990 JPY. */
  readonly minor: number;
  /** ISO 4217 code, three capital letters. */
  readonly currency: string;
}

/** How an amount is read. */
export interface ReadMoneyOptions {
  /** Round an amount with more decimals than the currency has; halves go away from zero. Without it such an amount is refused. */
  readonly round?: 'half-up';
}

/** Whether a value from outside is {@link Money}: a safe integer and three capital letters. */
export function isMoney(value: unknown): value is Money {
  const money = value as Partial<Money> | null | undefined;
  return typeof money === 'object' && Number.isSafeInteger(money?.minor) && isCurrency(money?.currency);
}

/**
 * Reads the decimal text a shop sends, exactly: `"59.38"`, `"-0.5"`, `"1299"`, and `"1299.0"` for yen. Grouping (`"1,299"`), exponents, a plus
 * sign, blanks and a bare point are refused, because what they mean differs from shop to shop.
 * @throws ShopcastError `money/bad-amount` for other text, for more decimals than the currency has (unless rounded), and beyond the safe
 * integers; `money/bad-currency` for a bad code.
 */
export function parseMoney(text: string, currency: string, options?: ReadMoneyOptions): Money {
  const decimals = currencyDecimals(currency);
  const [, sign, whole, fraction = ''] = (typeof text === 'string' && /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)) || [];
  const rest = fraction.slice(decimals);
  const size = Number(whole + (fraction + '0000').slice(0, decimals)) + Number(rest >= '5');
  if (!Number.isSafeInteger(size) || (!options?.round && Number(rest))) {
    throw new ShopcastError('money/bad-amount', `${quote(text)} is no amount of ${decimals} decimals`);
  }
  return { minor: (sign ? -size : size) + 0, currency };
}

/**
 * Reads a JSON number, by its shortest decimal text, so that `19.9` is 19.90 and not a neighbour of it. Shops that calculate in floating point
 * (Medusa) send more decimals than the currency has: pass `round`.
 * @throws ShopcastError as {@link parseMoney}; `money/bad-amount` for NaN and infinity.
 */
export function moneyFromNumber(value: number, currency: string, options?: ReadMoneyOptions): Money {
  // Below 1e-6 a number's text has an exponent; any such amount is less than half a minor unit of every currency.
  const tiny = typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-6;
  return parseMoney(tiny ? '0.0000001' : String(value), currency, options);
}

/**
 * Reads minor units. `decimals` is the shop's own number of decimals where it differs from the currency's: WooCommerce states it
 * (`currency_minor_unit`), `/cart.js` of Shopify always has 2. Fewer decimals than the shop's round halves away from zero.
 * @param minor A whole number, or its digits as text.
 * @throws ShopcastError `money/bad-amount` when `minor` is not whole or not safe, or `decimals` not 0 to 20; `money/bad-currency`.
 */
export function moneyFromMinor(minor: number | string, currency: string, options?: { readonly decimals?: number }): Money {
  const decimals = options?.decimals ?? currencyDecimals(currency);
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 20) throw badAmount('The number of decimals is not 0 to 20.');
  const digits = /^(-?)(\d+)$/.exec(String(minor));
  if (!digits) throw badAmount(`${quote(minor)} is not a whole number of minor units.`);
  return parseMoney(digits[1]! + placePoint(digits[2]!, decimals), currency, { round: 'half-up' });
}

/** The amount as exact decimal text with all decimals of its currency, as schema.org and shops read it: `"19.90"`, `"-0.50"`, `"1990"`. */
export function moneyToDecimal({ minor, currency }: Money): string {
  return (minor < 0 ? '-' : '') + placePoint(String(Math.abs(minor)), currencyDecimals(currency));
}

/**
 * Orders two amounts: negative, 0 or positive, for `sort`.
 * @throws ShopcastError `money/currency-mismatch`: amounts of two currencies have no order.
 */
export function compareMoney(a: Money, b: Money): number {
  if (a.currency !== b.currency) {
    throw new ShopcastError('money/currency-mismatch', `An amount in ${a.currency} cannot be compared with one in ${b.currency}.`);
  }
  return Math.sign(a.minor - b.minor);
}

/** Whether two amounts are the same in size and currency. Two absent amounts are the same. Never throws. */
export function sameMoney(a: Money | undefined, b: Money | undefined): boolean {
  return a?.minor === b?.minor && a?.currency === b?.currency;
}

/**
 * The amount `times` over: what several units of one price cost. Only for figures no shop states; a cart's totals are the shop's.
 * @param times A whole number.
 * @throws ShopcastError `money/bad-amount` when `times` is not whole or the product is beyond the safe integers.
 */
export function multiplyMoney({ minor, currency }: Money, times: number): Money {
  if (!Number.isSafeInteger(times)) throw badAmount('Money is multiplied by whole numbers only.');
  // A safe product of two integers is exact: rounding could only have ended at or beyond the limit.
  const product = minor * times + 0;
  if (!Number.isSafeInteger(product)) throw badAmount('The amount is beyond the safe integers.');
  return { minor: product, currency };
}

/**
 * By how many whole percent `to` lies below `from`, rounded down so that a reduction is never overstated: 0 to 100 for
 * prices not below zero. 0 when `to` is not lower or `from` is not above zero.
 * @throws ShopcastError `money/currency-mismatch`.
 */
export function reductionPercent(from: Money, to: Money): number {
  if (compareMoney(to, from) >= 0 || from.minor <= 0) return 0;
  return Number(((BigInt(from.minor) - BigInt(to.minor)) * 100n) / BigInt(from.minor));
}

function placePoint(digits: string, decimals: number): string {
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

function badAmount(message: string): ShopcastError {
  return new ShopcastError('money/bad-amount', message);
}
