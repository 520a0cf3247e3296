import type { Product, Stock, Variant } from '@shopcast/commerce';
import { offerPhase, sameMoney, type Announcement, type FeaturedProduct, type Money, type Offer, type ShowProduct } from '@shopcast/core';
import { mergeStock } from './merge-stock.js';
import type { SessionOffer, SessionProduct } from './session-types.js';
import type { ShopReading } from './shop-products.js';

/** Stock readings of variants on screen, fresher than the product they belong to. */
export type FreshStock = ReadonlyMap<string, Stock & { readonly price?: Money }>;

function stockOf(listed: ShowProduct, reading: ShopReading | undefined, fresh: FreshStock): ReadonlyMap<string, Stock> {
  const stock = new Map<string, Stock>();
  const put = (variantId: string, shop: Stock | undefined): void => {
    const merged = mergeStock(shop, listed.stock, variantId);
    if (merged) stock.set(variantId, merged);
  };
  if (reading?.state === 'ready') for (const variant of reading.product.variants) put(variant.id, fresh.get(variant.id) ?? variant.stock);
  const { stock: units } = listed.listing;
  put('', units === undefined ? undefined : { state: units > 0 ? 'in' : 'out', quantity: units, asOf: listed.listedAt });
  return stock;
}

function readingOf(listed: ShowProduct, reading: ShopReading | undefined): SessionProduct['reading'] {
  return listed.listing.ref === undefined ? 'listed' : (reading?.state ?? 'loading');
}

/** The product with the prices of the latest readings; the same object when nothing is new. */
function freshen(product: Product, fresh: FreshStock): Product {
  const isNew = ({ id, price }: Variant): boolean => {
    const read = fresh.get(id)?.price;
    return read !== undefined && !sameMoney(read, price);
  };
  if (!product.variants.some(isNew)) return product;
  const variants = product.variants.map(variant => (isNew(variant) ? { ...variant, price: fresh.get(variant.id)!.price! } : variant));
  return { ...product, variants };
}

/** A product of the show with what the shop says of it. `featured`: its card, while it is up. */
export function viewProduct(
  listed: ShowProduct,
  featured: FeaturedProduct | undefined,
  reading: ShopReading | undefined,
  fresh: FreshStock,
): SessionProduct {
  const { featuredAt } = listed;
  const product = reading?.state === 'ready' ? freshen(reading.product, fresh) : undefined;
  const picture = listed.listing.picture ?? product?.images[0];
  return {
    productId: listed.productId,
    listing: listed.listing,
    title: listed.listing.title ?? product?.title ?? '',
    ...(picture !== undefined && { picture }),
    ...(product && { product }),
    reading: readingOf(listed, reading),
    place: featured ? 'now' : featuredAt === undefined ? 'coming' : 'before',
    ...(featuredAt !== undefined && { shownAt: featuredAt }),
    ...(featured?.variantId !== undefined && { featuredVariantId: featured.variantId }),
    withdrawn: listed.withdrawnAt !== undefined,
    stock: stockOf(listed, reading, fresh),
  };
}

/** An offer as it stands at `now` (server ms). */
export function viewOffer(offer: Offer, now: number): SessionOffer {
  const phase = offerPhase(offer, now);
  return { ...offer, phase, timeLeft: phase === 'open' ? offer.endsAt - now : 0 };
}

/** The announcement to show at `now`: the newest that is not over. Without an end it stays until the next one. */
export function currentAnnouncement(announcements: readonly Announcement[], now: number): Announcement | undefined {
  return announcements.findLast(({ until }) => until === undefined || now < until);
}
