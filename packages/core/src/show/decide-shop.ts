import type { CommandContext, ShowCommandData } from './commands.js';
import type { ShowFact } from './events.js';
import { showLimits } from './limits.js';
import { overlappingOffer, unitsAtOffer } from './offers.js';
import { refuse } from './refuse.js';
import { offerPhase, type Offer, type ShowProduct, type ShowState } from './state.js';

/** A product that is for sale in this show, or a refusal. */
function knownProduct(state: ShowState, id: string): ShowProduct {
  const product = state.products.find(({ productId }) => productId === id);
  if (!product) refuse('show/unknown-product', `Product "${id}" is not listed in this show. List it first.`, 'data.productId');
  if (product.withdrawnAt !== undefined) {
    refuse('show/unknown-product', `Product "${id}" was withdrawn. List it again first.`, 'data.productId');
  }
  return product;
}

/** The offers of a product that are open or announced. */
const runningOffers = (state: ShowState, id: string, now: number): Offer[] =>
  state.offers.filter(offer => offer.productId === id && ['open', 'announced'].includes(offerPhase(offer, now)));

/** An offer that has not ended in any way, or a refusal. */
function runningOffer(state: ShowState, id: string, now: number): Offer {
  const offer = state.offers.find(({ offerId }) => offerId === id);
  if (!offer) refuse('show/unknown-offer', `There is no offer "${id}" in this show.`, 'data.offerId');
  const phase = offerPhase(offer, now);
  if (phase !== 'open' && phase !== 'announced') refuse('show/already-closed', `Offer "${id}" is over: ${phase}.`, 'data.offerId');
  return offer;
}

const full = (what: string, most: number): never => refuse('room/limit-reached', `A show takes at most ${most} ${what}.`);

/** Products, offers, stock, coupons, orders. */
export const decideShop = {
  'list-product'(data: ShowCommandData['list-product'], state: ShowState): ShowFact[] {
    const { productId, listing } = data;
    const before = state.products.find(product => product.productId === productId);
    if (before && before.withdrawnAt === undefined) {
      refuse('show/already-exists', `Product "${productId}" is listed already. Correct it instead.`, 'data.productId');
    }
    if (!before && state.products.length >= showLimits.products) full('products', showLimits.products);
    describable(listing);
    return [{ type: 'product-listed', data }];
  },
  /** What an offer is for does not change under it: the shop's product stays while one is open or announced. */
  'correct-product'(data: ShowCommandData['correct-product'], state: ShowState, { now }: CommandContext): ShowFact[] {
    const { listing } = knownProduct(state, data.productId);
    describable(data.listing);
    const [offer] = data.listing.ref === listing.ref ? [] : runningOffers(state, data.productId, now);
    if (offer)
      refuse(
        'show/offer-immutable',
        `Offer "${offer.offerId}" is for "${listing.ref ?? data.productId}". Close it first.`,
        'data.listing.ref',
      );
    return [{ type: 'product-corrected', data }];
  },
  /** What is on offer of it ends with it. */
  'withdraw-product'(data: ShowCommandData['withdraw-product'], state: ShowState, { now }: CommandContext): ShowFact[] {
    knownProduct(state, data.productId);
    const running = runningOffers(state, data.productId, now);
    return [...running.map(({ offerId }): ShowFact => ({ type: 'offer-closed', data: { offerId } })), { type: 'product-withdrawn', data }];
  },
  'feature-product'(data: ShowCommandData['feature-product'], state: ShowState): ShowFact[] {
    knownProduct(state, data.productId);
    const { instead = [], ...featured } = data;
    const going = state.featured.filter(({ productId }) => instead.includes(productId));
    const staying = state.featured.filter(card => !going.includes(card));
    const facts = going.map(({ productId }): ShowFact => ({ type: 'product-unfeatured', data: { productId } }));
    const shown = staying.find(({ productId }) => productId === data.productId);
    if (shown && shown.variantId === data.variantId) return facts;
    if (!shown && staying.length >= showLimits.featured) {
      refuse('show/too-many-featured', `${showLimits.featured} products are featured already. Unfeature one first.`);
    }
    return [...facts, { type: 'product-featured', data: featured }];
  },
  'unfeature-product'(data: ShowCommandData['unfeature-product'], state: ShowState): ShowFact[] {
    if (!state.products.some(({ productId }) => productId === data.productId)) knownProduct(state, data.productId);
    return state.featured.some(({ productId }) => productId === data.productId) ? [{ type: 'product-unfeatured', data }] : [];
  },

  'open-offer'(data: ShowCommandData['open-offer'], state: ShowState, { now }: CommandContext): ShowFact[] {
    const { seconds, startsAt = now, ...terms } = data;
    const { listing } = knownProduct(state, data.productId);
    if (state.offers.some(({ offerId }) => offerId === data.offerId)) {
      refuse('show/offer-immutable', `Offer "${data.offerId}" was opened already; an offer never changes.`, 'data.offerId');
    }
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > showLimits.offerSeconds) {
      refuse('show/bad-command', `An offer runs for 1 to ${showLimits.offerSeconds} whole seconds.`, 'data.seconds');
    }
    if (startsAt < now || startsAt > now + showLimits.offerAhead * 1000) {
      refuse('show/bad-command', `An offer starts between now and ${showLimits.offerAhead} seconds ahead.`, 'data.startsAt');
    }
    if (listing.price && listing.price.currency !== terms.price.currency) {
      refuse('money/currency-mismatch', `Product "${data.productId}" is sold in ${listing.price.currency}.`, 'data.price.currency');
    }
    const offer = { ...terms, startsAt, endsAt: startsAt + seconds * 1000 };
    const other = overlappingOffer(state.offers, offer, state.products);
    if (other) {
      const left = Math.ceil((other.endsAt - now) / 1000);
      refuse(
        'show/offer-overlaps',
        `Offer "${other.offerId}" holds the product or one of the variants for another ${left} s.`,
        'data.startsAt',
      );
    }
    if (state.offers.length >= showLimits.offers) full('offers', showLimits.offers);
    return [{ type: 'offer-opened', data: offer }];
  },
  'sell-out-offer'(data: ShowCommandData['sell-out-offer'], state: ShowState, { now }: CommandContext): ShowFact[] {
    runningOffer(state, data.offerId, now);
    return [{ type: 'offer-sold-out', data }];
  },
  'close-offer'(data: ShowCommandData['close-offer'], state: ShowState, { now }: CommandContext): ShowFact[] {
    runningOffer(state, data.offerId, now);
    return [{ type: 'offer-closed', data }];
  },
  'report-stock'(data: ShowCommandData['report-stock'], state: ShowState): ShowFact[] {
    knownProduct(state, data.productId);
    return [{ type: 'stock-reported', data }];
  },

  'issue-coupon'(data: ShowCommandData['issue-coupon'], state: ShowState, { now }: CommandContext): ShowFact[] {
    if (state.coupons.some(({ couponId }) => couponId === data.couponId)) {
      refuse('show/already-exists', `Coupon "${data.couponId}" was issued already.`, 'data.couponId');
    }
    if (data.endsAt !== undefined && data.endsAt <= now) refuse('show/bad-command', 'The coupon would be over already.', 'data.endsAt');
    if (state.coupons.length >= showLimits.coupons) full('coupons', showLimits.coupons);
    return [{ type: 'coupon-issued', data }];
  },
  'exhaust-coupon'(data: ShowCommandData['exhaust-coupon'], state: ShowState): ShowFact[] {
    const coupon = state.coupons.find(({ couponId }) => couponId === data.couponId);
    if (!coupon) refuse('show/unknown-coupon', `There is no coupon "${data.couponId}" in this show.`, 'data.couponId');
    return coupon.exhaustedAt === undefined ? [{ type: 'coupon-exhausted', data }] : [];
  },
  /** What takes the last units of an offer sells it out. */
  'record-order'(data: ShowCommandData['record-order'], state: ShowState, { now }: CommandContext): ShowFact[] {
    const soldOut = state.offers.filter(offer => {
      const units = offer.quantity === undefined ? 0 : unitsAtOffer(offer, data, state.products, now);
      return units > 0 && (offer.sold ?? 0) + units >= offer.quantity!;
    });
    return [{ type: 'order-placed', data }, ...soldOut.map(({ offerId }): ShowFact => ({ type: 'offer-sold-out', data: { offerId } }))];
  },
};

/** A viewer must have something to go by: the shop's own words, a title or a picture. */
function describable(listing: ShowCommandData['list-product']['listing']): void {
  if (listing.ref === undefined && listing.title === undefined && listing.picture === undefined) {
    refuse('show/bad-command', 'A listing needs a ref, a title or a picture.', 'data.listing');
  }
}
