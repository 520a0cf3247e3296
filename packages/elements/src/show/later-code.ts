import { later } from '../internal/later.js';

/** What a show does about intents that are for the shop: comes while the session opens. */
export const cartActs = later(() => import('./cart-acts.js'));
/** How a show goes on from page to page: comes once the shopper has said whether it may. */
export const resuming = later(() => import('./resume.js'));
/** The calendar file: comes while a show is scheduled. */
export const calendar = later(() => import('./calendar-file.js'));
