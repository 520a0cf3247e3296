import { later } from '../internal/later.js';

/** What the sheet shows beside what one needs to choose: comes with the show, or else when it opens. */
export const inFull = later(() => import('./in-full.js'));
