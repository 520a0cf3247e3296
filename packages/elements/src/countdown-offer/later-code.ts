import { later } from '../internal/later.js';

/** What is said of units in the cart once an offer is over: comes for who has something in the cart. */
export const unitsInCart = later(() => import('./units-in-cart.js'));
