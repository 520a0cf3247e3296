import { later } from '../internal/later.js';

/** How to search in a long list: comes where there is one. */
export const search = later(() => import('./search.js'));
