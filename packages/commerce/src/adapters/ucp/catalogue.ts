import type { Product, VariantStock } from '../../commerce-adapter.js';
import { load, portions } from '../../internal/values.js';
import { readProduct, readVariantStock } from './product-mapping.js';
import type { UcpApi } from './ucp-api.js';
import type { WireOption, WireProduct, WireSelected, WireVariant } from './wire.js';

/** Ids in one lookup: every shop takes at least these. */
const perLookup = 10;

/** A product, and whether it has more variants than were read. */
interface Found {
  readonly product: WireProduct;
  readonly truncated: boolean;
}

/** Asks for the variants of a product that have the selected values. */
export type Select = (selected: readonly WireSelected[]) => Promise<WireProduct | undefined>;

/** What a shop sells. */
export interface Catalogue {
  readonly products: (refs: readonly string[], signal: AbortSignal) => Promise<Map<string, Product | null>>;
  readonly stock: (variantIds: readonly string[], signal: AbortSignal) => Promise<Map<string, VariantStock>>;
  /** The product a variant is of, where it was read before: the lines of a cart do not say. */
  readonly known: ReadonlyMap<string, { readonly product: WireProduct; readonly variant: WireVariant }>;
}

/** Reads products by `catalog/lookup`, and those with options by `catalog/product` as well, since a lookup answers with one variant of each. */
export function catalogue({ ask }: UcpApi, context: object | undefined): Catalogue {
  const known = new Map<string, { product: WireProduct; variant: WireVariant }>();

  async function lookup(ids: readonly string[], signal: AbortSignal): Promise<readonly WireProduct[]> {
    const pages = portions(ids, perLookup).map(part => ask('catalog/lookup', signal, { body: { ids: part, context } }));
    const products = (await Promise.all(pages)).flatMap(page => (page.refused ? [] : (page['products'] as WireProduct[])));
    products.forEach(product => remember(product, product.variants));
    return products;
  }

  function remember(product: WireProduct, variants: readonly WireVariant[]): void {
    for (const variant of variants) known.set(variant.id, { product, variant });
  }

  /** The product with every variant. A shop answers with those that match what is selected, perhaps not with all of them. */
  async function whole(product: WireProduct, signal: AbortSignal): Promise<Found> {
    const select: Select = async selected => {
      const answer = await ask('catalog/product', signal, { body: { id: product.id, selected, context } });
      return answer.refused ? undefined : (answer['product'] as WireProduct);
    };
    const detail = await select([]);
    if (!detail) return { product, truncated: false };
    const found = hasAll(detail.variants, product.options)
      ? { variants: detail.variants, truncated: false }
      : await (await load(() => import('./variant-walk.js'))).walkVariants(product, detail, select);
    remember(product, found.variants);
    return { product: { ...product, variants: found.variants }, truncated: found.truncated };
  }

  return {
    known,
    async products(refs, signal) {
      const looked = await lookup(refs, signal);
      const read = await Promise.all(
        looked.map(async product => {
          const full = product.options?.length ? await whole(product, signal) : { product, truncated: false };
          const names = [product.id, product.handle, ...product.variants.flatMap(({ inputs }) => inputs?.map(({ id }) => id) ?? [])];
          return { names, product: readProduct(full.product, full.truncated, Date.now()) };
        }),
      );
      return new Map(refs.map(ref => [ref, read.find(({ names }) => names.includes(ref))?.product ?? null]));
    },
    async stock(variantIds, signal) {
      const asOf = Date.now();
      const variants = (await lookup(variantIds, signal)).flatMap(product => product.variants);
      return new Map(
        variants.filter(({ id }) => variantIds.includes(id)).map(variant => [variant.id, readVariantStock(variant, asOf)] as const),
      );
    },
  };
}

/** Whether there are as many variants as these options have combinations. */
export function hasAll(variants: readonly WireVariant[], options: readonly WireOption[] = []): boolean {
  return variants.length >= options.reduce((product, { values }) => product * values.length, 1);
}
