export { ShopcastError, errorCodes, type ShopcastErrorCode, type ShopcastErrorOptions } from './errors/errors.js';
export { currencyDecimals, isCurrency } from './money/currency.js';
export { formatMoney, type FormatMoneyOptions } from './money/format-money.js';
export {
  compareMoney,
  isMoney,
  moneyFromMinor,
  moneyFromNumber,
  moneyToDecimal,
  multiplyMoney,
  parseMoney,
  reductionPercent,
  sameMoney,
  type Money,
  type ReadMoneyOptions,
} from './money/money.js';
export type * from './show/events.js';
export type * from './show/commands.js';
export type * from './show/log-frame.js';
export * from './wire/http.js';
