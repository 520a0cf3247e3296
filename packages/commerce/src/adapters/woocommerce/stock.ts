import type { VariantStock } from '../../commerce-adapter.js';
import { readVariantStock, type Known } from './product-mapping.js';
import type { WireVariant } from './wire.js';

/**
 * Price and stock of some variants, read anew. Loaded with the first refresh: a product brings its own.
 * @param list What the shop lists of some ids, `query` telling more of what is asked.
 */
export async function findStock(
  variantIds: readonly string[],
  known: Known,
  list: (ids: readonly number[], query: string) => Promise<readonly WireVariant[]>,
): Promise<Map<string, VariantStock>> {
  const ids = variantIds.map(id => parseInt(id)).filter(id => id > 0);
  // The shop lists products and variations apart; of an id that is not known, either may be true.
  const isProduct = (id: number) => known.get(id)?.productId === String(id);
  const wires = await Promise.all([
    list(
      ids.filter(id => !known.has(id) || isProduct(id)),
      '',
    ),
    list(
      ids.filter(id => !isProduct(id)),
      '&type=variation',
    ),
  ]);
  const asOf = Date.now();
  const found = new Map(wires.flat().map(wire => [wire.id, wire]));
  return new Map(
    variantIds.flatMap(id => {
      const wire = found.get(parseInt(id));
      return wire?.is_purchasable && !wire.type.startsWith('variable') ? [[id, readVariantStock(wire, asOf)]] : [];
    }),
  );
}
