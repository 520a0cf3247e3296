import { units } from '../messages/en.js';

/** What English says of what became of a wish for the shop: it comes with the code that carries wishes out. */
export const actWords = {
  addedToCart: (n: number): string => (n === 1 ? 'Added to the cart.' : `${units(n, 'unit', 'units')} added to the cart.`),
  addedPart: (n: number): string => `Only ${units(n, 'unit', 'units')} could be added: there are no more.`,
  noShop: 'This show has no shop to buy from.',
  checkoutFailed: 'The checkout could not be opened. Look at your cart and try again.',
  checkoutEmpty: 'There is nothing in your cart to check out.',
  checkoutUnsure: 'It is being found out whether a change has reached the shop. Try again in a moment.',
  checkoutOffline: 'You are offline. Your cart is safe. Check out once you are back.',
};

/** What is said of what became of a wish for the shop. */
export type ActMessages = typeof actWords;
