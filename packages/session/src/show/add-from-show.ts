import type { Cart } from '@shopcast/commerce';
import { sameCode } from '@shopcast/core';
import type { CartOutcome, LineDisplay } from '../cart/cart-types.js';
import type { ShowSession } from './session-types.js';

/** What a viewer wants from the show. */
export interface ShowWish {
  readonly variantId: string;
  /** Whole number >= 1. */
  readonly quantity: number;
  /** The product of the show it was seen at. */
  readonly productId?: string;
  /** The offer it was seen at: its code, where it has one, goes into the cart too. */
  readonly offerId?: string;
}

/** What became of it. */
export interface ShowWishOutcome extends CartOutcome {
  /** Units the shop's cart took. */
  readonly added: number;
}

const unitsOf = (cart: Cart | null, variantId: string): number =>
  cart?.lines.reduce((units, line) => (line.variantId === variantId ? units + line.quantity : units), 0) ?? 0;

/**
 * Puts a product of the show into the shop's cart, so that it shows at once with the title, picture and price the viewer has seen; with an
 * open offer goes its discount code. Never rejects; `undefined` without a shop.
 */
export async function addFromShow(session: ShowSession, wish: ShowWish): Promise<ShowWishOutcome | undefined> {
  const { cart } = session;
  if (!cart) return undefined;
  const { variantId, quantity } = wish;
  const before = unitsOf(cart.$cart.get().shop, variantId);
  const offer = session.$offers.get().find(({ offerId, phase }) => offerId === wish.offerId && phase === 'open');
  const display = displayOf(session, wish);
  const outcome = await cart.add({ variantId, quantity, ...(display && { display }) });
  if (outcome.applied !== 'none' && offer?.code !== undefined && !hasCode(session, offer.code)) void cart.addCode(offer.code);
  if (outcome.applied === 'all') return { ...outcome, added: quantity };
  if (outcome.applied === 'none') return { ...outcome, added: 0 };
  return { ...outcome, added: Math.min(quantity, Math.max(0, unitsOf(outcome.cart, variantId) - before)) };
}

function hasCode({ cart }: ShowSession, code: string): boolean {
  return cart?.$cart.get().codes.some(one => sameCode(one.code, code)) ?? false;
}

function displayOf(session: ShowSession, { variantId, productId }: ShowWish): LineDisplay | undefined {
  const seen = session.$products.get().filter(one => productId === undefined || one.productId === productId);
  for (const { product, title, picture } of seen) {
    const variant = product?.variants.find(({ id }) => id === variantId);
    if (!product || !variant) continue;
    const image = variant.image ?? picture;
    return {
      title,
      productId: product.id,
      unit: variant.price,
      ...(product.options.length > 0 && { variantTitle: variant.title }),
      ...(image !== undefined && { image }),
    };
  }
  return undefined;
}
