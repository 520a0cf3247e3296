const plural = new Intl.PluralRules('en');
const units = (n: number, one: string, other: string): string => `${n} ${plural.select(n) === 'one' ? one : other}`;

/** English, built in, and the shape of every other language. Keys name the meaning; numbers come in as arguments. */
export const en = {
  close: 'Close',
  addedToCart: (n: number): string => (n === 1 ? 'Added to the cart.' : `${units(n, 'unit', 'units')} added to the cart.`),
  addedPart: (n: number): string => `Only ${units(n, 'unit', 'units')} could be added: there are no more.`,
  noShop: 'This show has no shop to buy from.',
  checkoutFailed: 'The checkout could not be opened. Look at your cart and try again.',
  offline: 'You are offline. Your cart is safe.',
  shopSilent: 'The shop did not answer. Your cart is safe. Try again.',
  soldOutNow: 'Sold out, says the shop. Nothing was added.',
  noMoreThere: 'All there are is in your cart already.',
  show: 'Live show',
  products: (n: number): string => units(n, 'product', 'products'),
  fullWindow: 'Fill the window',
  leaveFullWindow: 'Leave the full window',
  startsSoon: 'Starting soon',
  remindMe: 'Remind me',
  pausedTitle: 'Back in a moment',
  endedTitle: 'The show is over.',
  endedShop: 'Everything that was shown is still for sale.',
  watchAgainAndShop: 'Watch it again and shop everything that was shown.',
  watchAgainText: 'You can watch it again.',
  watchAgain: 'Watch again',
  unreachableTitle: 'The show cannot be reached.',
  unreachableShop: 'We keep trying. Your cart works all the same.',
  unreachableText: 'We keep trying.',
  tryAgain: 'Try again',
  notAdded: 'The shop did not take it. Your cart is as it was.',
  live: 'Live',
  secondsLeft: (n: number): string => units(n, 'second left', 'seconds left'),
};

/** What a language file must offer. */
export type Messages = typeof en;
