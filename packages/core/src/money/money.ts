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
