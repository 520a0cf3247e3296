import type { Offer } from '@shopcast/core';

/** When an offer ends, server ms. An end that was told may lie ahead a little: of a device whose clock runs behind. */
export const endOf = ({ endsAt, closedAt = Infinity, soldOutAt = Infinity }: Offer): number => Math.min(endsAt, closedAt, soldOutAt);

/** Ms until the next whole second of server time, or until an offer begins or ends if that is sooner: no offer is shown a moment too long. */
export function untilNextMoment(offers: readonly Offer[], now: number): number {
  let next = 1000 - (now % 1000);
  for (const offer of offers) for (const at of [offer.startsAt, endOf(offer)]) if (at > now) next = Math.min(next, at - now);
  return next;
}
