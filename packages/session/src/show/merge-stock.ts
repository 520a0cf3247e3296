import type { Stock } from '@shopcast/commerce';
import type { ReportedStock, StockState } from '@shopcast/core';

/** From most to least to be had; what is not known ranks with "in", since it promises nothing and hides nothing. */
const ranks: Readonly<Record<StockState, number>> = { backorder: 1, in: 0, unknown: 0, low: 2, out: 3 };

/**
 * The shop's word on a variant, lowered by what the show was told since. A report never raises stock: that a thing is for sale again is
 * the shop's to say. The age is that of the word that counts.
 */
export function mergeStock(shop: Stock | undefined, reports: readonly ReportedStock[], variantId: string): Stock | undefined {
  let merged = shop;
  for (const { variantId: about, state, quantity, at } of reports) {
    if (about !== undefined && about !== variantId) continue;
    if (merged && at < merged.asOf) continue;
    const fewer = quantity !== undefined && (merged?.quantity === undefined || quantity < merged.quantity);
    if (merged && ranks[state] < ranks[merged.state]) continue;
    if (merged && ranks[state] === ranks[merged.state] && !fewer) continue;
    // A report for the whole product says nothing of how many units of this variant there are.
    const known = about === variantId ? quantity : undefined;
    merged = { state, asOf: at, ...(known !== undefined && { quantity: known }) };
  }
  return merged;
}
