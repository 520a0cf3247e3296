import { compareMoney, formatMoney, offerCovers, type Money, type SessionProduct, type ShownCart } from '@shopcast/session';
import type { LocalizeController } from '../internal/localize-controller.js';
import type { ShownOffer } from './shown-offer.js';
import { unitWords } from './unit-words.js';

/** What an offer that is over means for units already in the cart. */
interface UnitsInCart {
  readonly units: number;
  /** What one costs now, says the shop; absent when it differs among them or is not known. */
  readonly unit?: Money;
  /** The shop still states the offer's price, or less. */
  readonly kept: boolean;
}

/** `undefined` when there are none, or nobody knows which they would be. */
function unitsInCart(
  { productId, variantIds, price }: ShownOffer,
  cart: ShownCart | undefined,
  products: readonly SessionProduct[],
): UnitsInCart | undefined {
  if (productId === undefined || !price || !cart) return undefined;
  const covers = { productId, ...(variantIds && { variantIds }) };
  const lines = cart.lines.filter(line => offerCovers(covers, line, products));
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (units === 0) return undefined;
  const [unit] = lines.map(line => line.unit);
  const one = unit && lines.every(line => line.unit?.minor === unit.minor && line.unit.currency === unit.currency) ? unit : undefined;
  const kept = lines.every(line => line.unit?.currency === price.currency && compareMoney(line.unit, price) <= 0);
  return { units, kept, ...(one && { unit: one }) };
}

/** What holds for units in the cart once the offer is over, in a sentence; `undefined` when there are none. */
export function unitsSentence(
  offer: ShownOffer,
  cart: ShownCart | undefined,
  products: readonly SessionProduct[],
  { t: said, language }: LocalizeController,
): string | undefined {
  const found = unitsInCart(offer, cart, products);
  if (!found) return undefined;
  const t = { ...unitWords, ...said };
  const { units, unit, kept } = found;
  if (kept) return t.offerUnitsKept(units);
  return unit ? t.offerUnitsBack(units, formatMoney(unit, language)) : t.offerUnitsSeeCart(units);
}
