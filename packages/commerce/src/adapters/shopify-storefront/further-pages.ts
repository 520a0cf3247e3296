import type { WireCart, WireLine, WirePage, WireProduct, WireVariant } from './mapping.js';
import { linesPage } from './cart-operations.js';
import { page, variantFields } from './operations.js';
import type { StorefrontApi } from './storefront-api.js';

const variantsQuery = (context: string, fields: string): string =>
  `query($q:Boolean!$id:ID!$after:String!)${context}{product(id:$id){variants(first:250,after:$after){${page}nodes{...V}}}}${variantFields(fields)}`;
const linesQuery = (context: string): string =>
  `query($id:ID!$after:String!)${context}{cart(id:$id){lines(first:250,after:$after)${linesPage}}}`;

/** A list from its first page on, as far as `most` entries, or as far as the shop answers. Loaded with the first list that has a second page. */
async function allOf<Node>(first: WirePage<Node>, most: number, next: (after: unknown) => Promise<WirePage<Node> | undefined>) {
  const nodes = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && nodes.length < most) {
    const page = await next(pageInfo.endCursor);
    if (!page) break;
    nodes.push(...page.nodes);
    ({ pageInfo } = page);
  }
  return { nodes, pageInfo };
}

/** The variants of a product, its first page among them. `pageInfo` says whether there are more. */
export function allVariants(
  { ask, context }: StorefrontApi,
  { id, variants }: WireProduct,
  fields: string,
  most: number,
  signal: AbortSignal,
): Promise<WirePage<WireVariant>> {
  return allOf(variants, most, async after => {
    type Answer = { product: Pick<WireProduct, 'variants'> | null };
    return (await ask<Answer>(variantsQuery(context, fields), { id, after }, signal)).product?.variants;
  });
}

/** The lines of a cart, its first page among them. */
export function allLines({ ask, context }: StorefrontApi, { id, lines }: WireCart, signal: AbortSignal): Promise<WirePage<WireLine>> {
  return allOf(lines, Infinity, async after => {
    type Answer = { cart: Pick<WireCart, 'lines'> | null };
    return (await ask<Answer>(linesQuery(context), { id, after }, signal)).cart?.lines;
  });
}
