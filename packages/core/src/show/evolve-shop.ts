import { appendBounded, replaceWhere, without } from '../internal/lists.js';
import { pick } from '../internal/pick.js';
import type { Listing, ShowEvent, ShowEventOf } from './events.js';
import { showLimits } from './limits.js';
import { isOrdered, overlappingOffer, unitsAtOffer } from './offers.js';
import type { Offer, ShowProduct, ShowState } from './state.js';

/** Products, offers, stock, coupons and orders. `undefined` for events that are about none of them. */
export function evolveShop(state: ShowState, event: ShowEvent): ShowState | undefined {
  switch (event.type) {
    case 'product-listed':
      return listProduct(state, event);
    case 'product-corrected':
      return onProduct(state, event.data.productId, product => ({ ...product, listing: cleanListing(event.data.listing) }));
    case 'product-withdrawn': {
      const { productId, reason } = event.data;
      const next = onProduct(state, productId, product => ({
        ...product,
        withdrawnAt: event.at,
        ...(reason !== undefined && { withdrawnReason: reason }),
      }));
      return next === state ? state : { ...next, featured: without(next.featured, shown => shown.productId === productId) };
    }
    case 'product-featured':
      return featureProduct(state, event);
    case 'product-unfeatured':
      return { ...state, featured: without(state.featured, shown => shown.productId === event.data.productId) };
    case 'offer-opened':
      return openOffer(state, event);
    case 'offer-sold-out':
      return onOffer(state, event.data.offerId, offer => ({ ...offer, soldOutAt: event.at }));
    case 'offer-closed':
      return onOffer(state, event.data.offerId, offer => ({ ...offer, closedAt: event.at }));
    case 'stock-reported':
      return onProduct(state, event.data.productId, product => reportStock(product, event));
    case 'coupon-issued':
      if (state.coupons.length >= showLimits.coupons || state.coupons.some(({ couponId }) => couponId === event.data.couponId))
        return state;
      return { ...state, coupons: [...state.coupons, pick(event.data, 'couponId', 'code', 'label', 'quantity', 'endsAt')] };
    case 'coupon-exhausted': {
      const { couponId } = event.data;
      const exhaust = (coupon: ShowState['coupons'][number]) =>
        coupon.exhaustedAt === undefined ? { ...coupon, exhaustedAt: event.at } : coupon;
      return { ...state, coupons: replaceWhere(state.coupons, coupon => coupon.couponId === couponId, exhaust) };
    }
    case 'order-placed':
      return countOrder(state, event);
    default:
      return undefined;
  }
}

function cleanListing({ price, ...listing }: Listing): Listing {
  return { ...pick(listing, 'ref', 'title', 'picture', 'stock', 'note'), ...(price && { price: pick(price, 'minor', 'currency') }) };
}

/** Changes a product that is for sale. */
function onProduct(state: ShowState, productId: string, change: (product: ShowProduct) => ShowProduct): ShowState {
  const products = replaceWhere(
    state.products,
    product => product.productId === productId,
    product => (product.withdrawnAt === undefined ? change(product) : product),
  );
  return products === state.products ? state : { ...state, products };
}

function listProduct(state: ShowState, { data, at }: ShowEventOf<'product-listed'>): ShowState {
  const { productId } = data;
  const before = state.products.find(product => product.productId === productId);
  if (before ? before.withdrawnAt === undefined : state.products.length >= showLimits.products) return state;
  const product: ShowProduct = { productId, listing: cleanListing(data.listing), listedAt: at, stock: [], sold: before?.sold ?? 0 };
  const products = before ? state.products.map(other => (other === before ? product : other)) : [...state.products, product];
  return { ...state, products };
}

function featureProduct(state: ShowState, { data, at }: ShowEventOf<'product-featured'>): ShowState {
  const product = state.products.find(({ productId }) => productId === data.productId);
  if (!product || product.withdrawnAt !== undefined) return state;
  const others = without(state.featured, shown => shown.productId === data.productId);
  if (others.length >= showLimits.featured) return state;
  const products = state.products.map(other => (other === product ? { ...product, featuredAt: at } : other));
  return { ...state, products, featured: [...others, { ...pick(data, 'productId', 'variantId'), since: at }] };
}

function openOffer(state: ShowState, { data }: ShowEventOf<'offer-opened'>): ShowState {
  const product = state.products.find(({ productId }) => productId === data.productId);
  const takenIn =
    product &&
    product.withdrawnAt === undefined &&
    state.offers.length < showLimits.offers &&
    data.startsAt < data.endsAt &&
    !state.offers.some(({ offerId }) => offerId === data.offerId) &&
    !overlappingOffer(state.offers, data, state.products);
  if (!takenIn) return state;
  const offer: Offer = {
    ...pick(data, 'offerId', 'productId', 'startsAt', 'endsAt', 'quantity', 'code'),
    price: pick(data.price, 'minor', 'currency'),
    ...(data.variantIds && { variantIds: [...data.variantIds] }),
  };
  return { ...state, offers: [...state.offers, offer] };
}

/** Ends an offer once: what was closed or sold out stays so. */
function onOffer(state: ShowState, offerId: string, change: (offer: Offer) => Offer): ShowState {
  const offers = replaceWhere(
    state.offers,
    offer => offer.offerId === offerId,
    offer => (offer.closedAt === undefined && offer.soldOutAt === undefined ? change(offer) : offer),
  );
  return offers === state.offers ? state : { ...state, offers };
}

function reportStock(product: ShowProduct, { data, at }: ShowEventOf<'stock-reported'>): ShowProduct {
  const others = without(product.stock, report => report.variantId === data.variantId);
  return { ...product, stock: appendBounded(others, { ...pick(data, 'variantId', 'state', 'quantity'), at }, showLimits.stockPerProduct) };
}

function countOrder(state: ShowState, { data, at }: ShowEventOf<'order-placed'>): ShowState {
  const bounded = (count: number) => Math.min(count, Number.MAX_SAFE_INTEGER);
  let units = 0;
  for (const line of data.lines) units += line.quantity;
  const products = state.products.map(product => {
    const sold = data.lines.reduce((sum, line) => (isOrdered(product, line) ? sum + line.quantity : sum), 0);
    return sold === 0 ? product : { ...product, sold: bounded(product.sold + sold) };
  });
  const offers = state.offers.map(offer => {
    const sold = unitsAtOffer(offer, data, state.products, at);
    return sold === 0 ? offer : { ...offer, sold: bounded((offer.sold ?? 0) + sold) };
  });
  return { ...state, products, offers, orders: { count: state.orders.count + 1, units: bounded(state.orders.units + units) } };
}
