import { showSpecification } from '@shopcast/testing';
import type { ShowFact, ShowFactOf } from '../../index.js';

/** When the show begins, and the time of every wish that says nothing else. */
export const start = Date.UTC(2030, 0, 1, 12);
/** A show with a past: `given(...facts).when(wish).then(...facts)`. */
export const given = showSpecification({ start });
const streams = [{ url: 'live.m3u8', kind: 'live' }] as const;
export const scheduled: ShowFactOf<'show-scheduled'> = {
  type: 'show-scheduled',
  data: { showId: 'summer', title: 'Summer', startsAt: start, streams },
};
export const started: ShowFact = { type: 'show-started', data: {} };
export const listed = (productId: string): ShowFact => ({ type: 'product-listed', data: { productId, listing: { ref: productId } } });
/** A show on air with four products. */
export const live = [scheduled, started, listed('lamp'), listed('vase'), listed('rug'), listed('bowl')] as const;
export const anna = { viewerId: 'anna', name: 'Anna', role: 'viewer' } as const;
export const price = { minor: 1990, currency: 'EUR' };
/** An offer for the lamp, for a minute. */
export const offer = (more: Partial<ShowFactOf<'offer-opened'>['data']> = {}): ShowFactOf<'offer-opened'> => ({
  type: 'offer-opened',
  data: { offerId: 'lamp-offer', productId: 'lamp', price, startsAt: start, endsAt: start + 60_000, ...more },
});
