import { units } from '../messages/en.js';

/** What English says of searching: it comes with the field to search in. */
export const searchWords = {
  searchProducts: 'Search products',
  productsFound: (n: number): string => (n === 0 ? 'No product has these words' : units(n, 'product', 'products')),
};

/** What is said of searching. */
export type SearchMessages = typeof searchWords;
