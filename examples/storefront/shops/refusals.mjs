/** The shop did not answer, or not with an answer. The cart is where it was. */
export class ShopSilent extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'ShopSilent';
  }
}

/**
 * What the shop refused, in words for shoppers.
 * @typedef {{ code: string, words: string }} Refusal
 */

/** @returns {Refusal} */
export const refusal = (code, words) => ({ code, words });

export const refusals = {
  gone: () => refusal('gone', 'This is not sold any more.'),
  lineGone: () => refusal('line-gone', 'This line was not in the cart any more.'),
  soldOut: () => refusal('sold-out', 'Sold out. The last one went just now, or a while ago.'),
  fewer: available => refusal('fewer', `The shop has ${available} of it, so ${available} ${available === 1 ? 'is' : 'are'} in your cart.`),
  full: () => refusal('full', 'The cart holds no more than this.'),
  codeUnknown: code => refusal('code-unknown', `The shop knows no code “${code}”.`),
  codeOver: code => refusal('code-over', `The code “${code}” is over.`),
  codeUsed: code => refusal('code-used', `The code “${code}” has been used as often as it may be.`),
  otherPrice: () => refusal('other-price', 'The price has changed since you saw it. Look at the sum, then order.'),
  other: words => refusal('other', words),
};
