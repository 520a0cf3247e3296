import { ShopcastError } from '../errors/errors.js';

// ISO 4217 codes whose minor units are not 2: first those without, then those of 3 decimals, then those of 4. The list is ours because engines
// disagree: ICU gives HUF, IDR, COP and some 14 more other digits, and a server and a page that disagree are a hundredfold apart.
const unusual = 'BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF' + 'BHDIQDJODKWDLYDOMRTND' + 'UYWCLF';

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
  if (!isCurrency(currency)) throw new ShopcastError('money/bad-currency', `${quote(currency)} is no currency.`);
  // A code found astride two of the list (-1 % 3 is not 0 either) is none of them.
  const at = unusual.indexOf(currency);
  return at % 3 ? 2 : at > 71 ? 4 : at > 50 ? 3 : 0;
}

/** What was found, as JSON and short enough for a message. */
export const quote = (found: unknown) => (JSON.stringify(found) as string | undefined)?.slice(0, 40);
