import type { SessionOffer, ShowSession } from '@shopcast/session';

/** What of an offer is shown: the show's, or what the attributes of an element alone say. */
export type ShownOffer = Pick<SessionOffer, 'phase' | 'timeLeft' | 'endsAt' | 'startsAt'> &
  Partial<Pick<SessionOffer, 'offerId' | 'productId' | 'variantIds' | 'price'>>;

/** Which offer an element is about, as its attributes say; without any it is about what the host shows. */
export interface OfferChoice {
  readonly offerId?: string | undefined;
  readonly productId?: string | undefined;
}

const rank = { open: 0, announced: 1, 'sold-out': 2, closed: 2, ended: 2 };

/**
 * The offer of a show to be shown: the one named, else the one that runs for the product, or for the products whose cards are up. `last` is the id of
 * the offer shown before, which stays when it is over and no other runs, so that its end is seen. `undefined` when there is none.
 */
export function offerOf(session: ShowSession, { offerId, productId }: OfferChoice, last: string | undefined): SessionOffer | undefined {
  const offers = session.$offers.get();
  if (offerId !== undefined) return offers.find(one => one.offerId === offerId);
  const shown = productId === undefined ? new Set(session.$featured.get().map(one => one.productId)) : new Set([productId]);
  const candidates = offers.filter(one => shown.has(one.productId) && (rank[one.phase] < 2 || one.offerId === last));
  return candidates.sort((a, b) => rank[a.phase] - rank[b.phase] || b.startsAt - a.startsAt)[0];
}

/** Nothing is left of it, and it will not begin any more. */
export const isOver = ({ phase }: ShownOffer): boolean => rank[phase] === rank.ended;

/** The offer that a time says, by the device's clock. */
export function offerUntil(endsAt: number, now: number): ShownOffer {
  const timeLeft = Math.max(0, endsAt - now);
  return { phase: timeLeft > 0 ? 'open' : 'ended', timeLeft, startsAt: -Infinity, endsAt };
}

const hour = 3_600_000;

/** A moment in the viewer's zone: the time, with the day when it is half a day away or more; with seconds where minutes would mislead. */
export function momentWords(at: number, now: number, language: string): string {
  const far = Math.abs(at - now) >= 12 * hour;
  const seconds = !far && at % 60_000 >= 1000;
  return new Intl.DateTimeFormat(language, {
    ...(far && { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(at);
}
