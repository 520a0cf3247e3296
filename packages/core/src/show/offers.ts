import type { ShowEventData } from './events.js';
import { offerPhase, type Offer, type ShowProduct } from './state.js';

/** What of an offer decides whether two get into each other's way. */
type Slot = Pick<Offer, 'productId' | 'variantIds' | 'startsAt' | 'endsAt'>;
type Listed = Pick<ShowProduct, 'productId' | 'listing'>;

/**
 * The first offer that holds a variant of `wanted` at a time `wanted` would. An offer holds its variants for the whole time it was
 * announced for, even after it sold out or was closed early: opening it again under a new name would be a restart. So would opening it for
 * the same product of the shop listed twice, so `products` are looked at by what the shop calls them too.
 */
export function overlappingOffer<T extends Slot>(offers: readonly T[], wanted: Slot, products: readonly Listed[] = []): T | undefined {
  const refOf = (productId: string) => products.find(product => product.productId === productId)?.listing.ref;
  const ref = refOf(wanted.productId);
  const named = wanted.variantIds && new Set(wanted.variantIds);
  return offers.find(offer => {
    if (offer.startsAt >= wanted.endsAt || wanted.startsAt >= offer.endsAt) return false;
    const shares = !!named && offer.variantIds?.some(id => named.has(id));
    if (offer.productId === wanted.productId) return shares || !named || !offer.variantIds;
    if (ref === undefined) return false;
    const otherRef = refOf(offer.productId);
    // Ids of variants are the shop's; two refs may be the id and the handle of one product.
    return otherRef === ref ? shares || !named || !offer.variantIds : otherRef !== undefined && shares;
  });
}

/** Whether a line of an order is of this product, by the show's id or by what the shop calls it. */
export function isOrdered({ productId, listing }: Listed, line: { readonly productId?: string }): boolean {
  return line.productId !== undefined && (line.productId === productId || line.productId === listing.ref);
}

/**
 * Units of an order placed at `now` (server ms) that were bought at an offer: none unless it is open. Shops name a line by their own ids, so
 * one whose product is none of `products` counts when the offer names its variant.
 */
export function unitsAtOffer(offer: Offer, { lines }: ShowEventData['order-placed'], products: readonly Listed[], now: number): number {
  if (offerPhase(offer, now) !== 'open') return 0;
  const own = products.find(({ productId }) => productId === offer.productId);
  let units = 0;
  for (const line of lines) {
    const covered = offer.variantIds?.includes(line.variantId);
    const counts = own && isOrdered(own, line) ? covered !== false : covered && !products.some(product => isOrdered(product, line));
    if (counts) units += line.quantity;
  }
  return units;
}
