import type { WireProduct, WireVariant } from './mapping.js';
import { variantFields } from './operations.js';
import type { ShopApi } from './shop-api.js';

/** The variants of a product after its first page, up to the one at `end`. Loaded with the first product that has more than a page of them. */
export async function furtherVariants(
  api: ShopApi,
  id: string,
  fields: string,
  { pageSize, end }: { readonly pageSize: number; readonly end: number },
  signal: AbortSignal,
): Promise<WireVariant[]> {
  const query = `query($id:ID!,$v:ProductVariantListOptions){product(id:$id){variantList(options:$v){items{...V}}}}${variantFields(fields)}`;
  const skips: number[] = [];
  for (let skip = pageSize; skip < end; skip += pageSize) skips.push(skip);
  const pages = await Promise.all(
    skips.map(skip => {
      const variables = { id, v: { take: pageSize, skip, sort: { id: 'ASC' } } };
      return api.read<{ product: Pick<WireProduct, 'variantList'> | null }>(query, variables, signal);
    }),
  );
  return pages.flatMap(page => page.product?.variantList.items ?? []);
}
