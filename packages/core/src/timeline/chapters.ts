import { pick } from '../internal/pick.js';
import { evolve } from '../show/evolve.js';
import type { ShowEvent, UnknownEvent } from '../show/events.js';
import { initialShow, type ShowState } from '../show/state.js';

/** A stretch of a show in which a product was featured. Up to three overlap. */
export interface Chapter {
  readonly productId: string;
  /** As the show knew them then; a page asks the shop by `ref` where there is no title. */
  readonly ref?: string;
  readonly title?: string;
  /** Server ms, as the program date-time of the video. */
  readonly at: number;
  /** Absent while it lasts. */
  readonly until?: number;
}

const relevant = (event: ShowEvent | UnknownEvent): boolean => event.type.startsWith('product-') || event.type.startsWith('show-');

/** The chapters of a show, by their beginning: one for every time a product was featured, until it was not or the show ended. */
export function chaptersOf(log: readonly (ShowEvent | UnknownEvent)[]): Chapter[] {
  const chapters: Chapter[] = [];
  const open = new Map<string, number>();
  let state: ShowState = initialShow;
  const close = (productId: string, until: number) => {
    const place = open.get(productId);
    if (place !== undefined) chapters[place] = { ...chapters[place]!, until };
    open.delete(productId);
  };
  for (const event of log) {
    if (!relevant(event)) continue;
    const before = state;
    state = evolve(state, event);
    const shown = new Set(state.phase === 'ended' ? [] : state.featured.map(({ productId }) => productId));
    for (const productId of [...open.keys()]) if (!shown.has(productId)) close(productId, event.at);
    if (state.featured === before.featured) continue;
    for (const productId of shown) {
      if (open.has(productId)) continue;
      const listing = state.products.find(product => product.productId === productId)?.listing;
      open.set(productId, chapters.length);
      chapters.push({ productId, ...(listing && pick(listing, 'ref', 'title')), at: event.at });
    }
  }
  return chapters;
}
