/** What English says of issues in a cart. They are rare: it comes with the code that tells them. */
export const issueMessages = {
  codeInvalid: (code: string): string => `The shop does not know the code ${code}.`,
  codeExpired: (code: string): string => `The code ${code} has expired.`,
  codeNotApplicable: (code: string): string => `The code ${code} does not fit what is in the cart.`,
  codeDropped: (code: string): string => `The shop took the code ${code} out of the cart.`,
  codeNotSent: (code: string): string => `The shop did not answer about the code ${code}. Try again.`,
  issueHoldsAtMost: (name: string, n: number): string => `${name}: one cart can hold ${n}, says the shop.`,
  issueQuantityRule: (name: string): string => `${name}: the shop sells it in other quantities and has changed yours.`,
  issueOutOfStock: (name: string): string => `${name} is sold out, says the shop.`,
  issueLessLeft: (name: string): string => `${name}: the shop has fewer than you wanted.`,
  issueGone: (name: string): string => `${name} is not in the shop any more.`,
  issueRemoved: (name: string): string => `${name} is no longer in your cart: the shop took it out.`,
  issuePriceBack: (price: string): string => `Price went back to ${price}. You were not charged the old one.`,
  issuePriceNow: (price: string): string => `The price is ${price} now.`,
  issuePriceChanged: (name: string): string => `The price of ${name} has changed.`,
  issueLocked: 'The cart is being paid for elsewhere. It can be changed once that is over.',
  issueLost: 'The shop has lost your cart. What you see is what it holds now.',
  issueFull: 'The cart is full, says the shop.',
  issueChoose: (name: string): string => `${name}: choose all options first.`,
  issueNotSent: (name: string): string => `${name}: the shop did not answer, so that nothing was changed. Try again.`,
  issueUnsure: (name: string): string => `${name}: it is not known whether the change arrived. Please look at the quantity.`,
  issueCorrected: (name: string): string => `${name}: a change arrived late and was taken back.`,
  issueOther: (name: string): string => `${name}: the shop did not take the change.`,
  shopSays: (words: string): string => `The shop says: ${words}`,
};

/** What is said of issues in a cart. */
export type IssueMessages = typeof issueMessages;
