import type { ShowEventData } from './events.js';
import { offerPhase, type Offer } from './state.js';

/** What of an offer decides whether two get into each other's way. */
type Slot = Pick<Offer, 'productId' | 'variantIds' | 'startsAt' | 'endsAt'>;

/**
 * The first offer that holds a variant of `wanted` at a time `wanted` would. An offer holds its variants for the whole time it was
 * announced for, even after it sold out or was closed early: opening it again under a new name would be a restart.
 */
export function overlappingOffer<T extends Slot>(offers: readonly T[], wanted: Slot): T | undefined {
  const named = wanted.variantIds && new Set(wanted.variantIds);
  return offers.find(
    offer =>
      offer.productId === wanted.productId &&
      offer.startsAt < wanted.endsAt &&
      wanted.startsAt < offer.endsAt &&
      (!named || !offer.variantIds || offer.variantIds.some(id => named.has(id))),
  );
}

/** Units of an order placed at `now` (server ms) that were bought at an offer: none unless it is open. */
export function unitsAtOffer(offer: Offer, { lines }: ShowEventData['order-placed'], now: number): number {
  if (offerPhase(offer, now) !== 'open') return 0;
  let units = 0;
  for (const { productId, variantId, quantity } of lines) {
    const covered = offer.variantIds?.includes(variantId);
    if (productId === undefined ? covered : productId === offer.productId && covered !== false) units += quantity;
  }
  return units;
}
