import type { SessionProduct, Variant } from '@shopcast/session';
import type { Messages } from '../messages/en.js';
import { isSellable } from './quantity.js';

/** How a product can be bought: at once, by choosing first, not yet known, or not, and why. */
export type BuyWay =
  | { readonly kind: 'add'; readonly variant: Variant; /** It is one of several: the one in the host's hands. */ readonly inHand: boolean }
  | { readonly kind: 'choose' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'none'; readonly why: string; readonly quiet?: boolean };

/** Decides it for a product of a show. */
export function buyWay(entry: SessionProduct, t: Messages): BuyWay {
  const { product, reading, stock, featuredVariantId } = entry;
  if (entry.withdrawn) return { kind: 'none', why: t.withdrawn };
  if (reading === 'loading') return { kind: 'loading' };
  if (reading === 'gone') return { kind: 'none', why: t.productGone };
  if (reading === 'unreachable') return { kind: 'none', why: t.shopUnreachable };
  if (!product) return { kind: 'none', why: t.onlyInShow, quiet: true };
  const sellable = product.variants.filter(variant => isSellable(variant, stock.get(variant.id) ?? variant.stock));
  const [only] = sellable;
  if (!only) return product.truncated ? { kind: 'choose' } : { kind: 'none', why: product.variants.length ? t.stockOut() : t.productGone };
  if (product.variants.length === 1 && !product.truncated) return { kind: 'add', variant: only, inHand: false };
  const inHand = sellable.find(({ id }) => id === featuredVariantId);
  return inHand ? { kind: 'add', variant: inHand, inHand: true } : { kind: 'choose' };
}
