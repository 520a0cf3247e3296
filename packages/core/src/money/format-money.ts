import { currencyDecimals } from './currency.js';
import type { Money } from './money.js';

/** How money is worded: the parts of `Intl.NumberFormat` that do not change the amount. `stripIfInteger` words 20.00 as 20. */
export type FormatMoneyOptions = Pick<
  Intl.NumberFormatOptions,
  'currencyDisplay' | 'currencySign' | 'signDisplay' | 'useGrouping' | 'trailingZeroDisplay'
>;

/** Making a formatter costs some 50 times what using it does. */
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Words an amount for people, by `Intl`, exactly, and with the decimals ISO 4217 gives the currency whatever the engine.
 * @param locale BCP 47; absent or malformed means the language of the reader's browser.
 * @throws ShopcastError `money/bad-currency`.
 */
export function formatMoney({ minor, currency }: Money, locale?: string, options?: FormatMoneyOptions): string {
  const decimals = currencyDecimals(currency);
  const key = JSON.stringify([currency, locale, options]);
  let formatter = formatters.get(key);
  if (!formatter) {
    // No engine has more decimals than ISO 4217, so that the minimum settles the maximum too.
    const all = { ...options, style: 'currency', currency, minimumFractionDigits: decimals } as const;
    try {
      formatter = new Intl.NumberFormat(locale, all);
    } catch {
      // A malformed language tag (`lang="en_GB"`) is no reason to show no price.
      formatter = new Intl.NumberFormat([], all);
    }
    formatters.set(key, formatter);
  }
  // Text, because a number could not hold every amount. `1990e-2` is read as the exact value.
  return formatter.format(`${minor}e-${decimals}` as `${number}`);
}
