/** What English says of units in the cart once their offer is over: it comes with the code that counts them. */
export const unitWords = {
  offerUnitsBack: (n: number, price: string): string =>
    n === 1
      ? `The one in your cart went back to ${price}. You were not charged the old price.`
      : `The ${n} in your cart went back to ${price} each. You were not charged the old price.`,
  offerUnitsKept: (n: number): string =>
    n === 1
      ? 'The one in your cart still has the price of the offer. The checkout has the last word.'
      : `The ${n} in your cart still have the price of the offer. The checkout has the last word.`,
  offerUnitsSeeCart: (n: number): string =>
    n === 1 ? 'You have one in your cart. See there what it costs now.' : `You have ${n} in your cart. See there what they cost now.`,
};

/** What is said of them. */
export type UnitMessages = typeof unitWords;
