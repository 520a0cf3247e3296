import type { Offer } from '@shopcast/core';
import type { SessionProduct } from './session-types.js';

/** Whether an offer is for this line of the cart. Lines carry the shop's ids, offers the show's. */
export function offerCovers(
  { productId, variantIds }: Pick<Offer, 'productId' | 'variantIds'>,
  line: { readonly variantId: string; readonly productId?: string },
  products: readonly SessionProduct[],
): boolean {
  if (variantIds) return variantIds.includes(line.variantId);
  const product = products.find(one => one.productId === productId)?.product;
  if (!product) return line.productId === productId;
  return product.variants.some(({ id }) => id === line.variantId) || line.productId === product.id;
}
