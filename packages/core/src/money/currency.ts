import { ShopcastError } from '../errors/errors.js';

// ISO 4217 minor units that are not 2. The list is ours because engines disagree: ICU gives HUF, IDR, COP and some 14 more other digits.
const withoutDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const withThree = 'BHD IQD JOD KWD LYD OMR TND';
const withFour = 'CLF UYW';

/** Whether the text has the form of an ISO 4217 code: three capital letters. */
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z]{3}$/.test(code);
}

/**
 * How many decimals amounts of a currency have by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF. A well-formed code that the list does
 * not hold has 2, as it has in `Intl`.
 * @throws ShopcastError `money/bad-currency` when the code is not three capital letters.
 */
export function currencyDecimals(currency: string): number {
  if (!isCurrency(currency)) {
    throw new ShopcastError('money/bad-currency', `${quote(currency)} is no ISO 4217 code.`, { field: 'currency' });
  }
  if (withoutDecimals.includes(currency)) return 0;
  if (withThree.includes(currency)) return 3;
  return withFour.includes(currency) ? 4 : 2;
}

/** What was found, quoted and short enough for a message. */
export function quote(found: unknown): string {
  return typeof found === 'string' ? JSON.stringify(found.slice(0, 40)) : `This ${typeof found}`;
}
