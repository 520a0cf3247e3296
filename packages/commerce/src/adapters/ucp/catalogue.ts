import type { Product, VariantStock } from '../../commerce-adapter.js';
import { portions } from '../../internal/values.js';
import { readProduct, readVariantStock } from './mapping.js';
import type { UcpApi } from './ucp-api.js';
import type { WireOption, WireProduct, WireSelected, WireVariant } from './wire.js';

/** Ids in one lookup: every shop takes at least these. */
const perLookup = 10;
/** Requests for the variants of one product. */
const perProduct = 40;

/** What a shop sells. */
export interface Catalogue {
  products(refs: readonly string[], signal: AbortSignal): Promise<Map<string, Product | null>>;
  stock(variantIds: readonly string[], signal: AbortSignal): Promise<Map<string, VariantStock>>;
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

  /** The product with every variant, as far as a bounded number of requests goes. */
  async function whole(product: WireProduct, signal: AbortSignal): Promise<{ product: WireProduct; truncated: boolean }> {
    const options = product.options ?? [];
    const found = new Map<string, WireVariant>();
    let requests = 0;
    let truncated = false;

    const has = (selected: readonly WireSelected[], combinations: number) => {
      const matching = [...found.values()].filter(variant =>
        selected.every(({ name, label }) => variant.options?.some(option => option.name === name && option.label === label)),
      );
      return matching.length >= combinations;
    };

    // A shop answers with the variants that match what is selected, perhaps not with all of them: what is missing is asked for value by value.
    async function walk(selected: readonly WireSelected[]): Promise<void> {
      const open = (of: readonly WireOption[]) => of.filter(({ name }) => !selected.some(chosen => chosen.name === name));
      if (has(selected, count(open(options)))) return;
      if (++requests > perProduct) {
        truncated = true;
        return;
      }
      const answer = await ask('catalog/product', signal, { body: { id: product.id, selected, context } });
      if (answer.refused) return;
      const detail = answer['product'] as WireProduct;
      for (const variant of detail.variants) found.set(variant.id, variant);
      // Whether a value exists is said relative to what is selected: only where that is what was asked for, it counts here.
      const same = (detail.selected ?? []).every(({ name }) => selected.some(chosen => chosen.name === name));
      const left = open(same && detail.options ? detail.options : options).map(option => ({
        ...option,
        values: option.values.filter(({ exists }) => !same || exists !== false),
      }));
      const next = left.toSorted((a, b) => a.values.length - b.values.length)[0];
      if (!next) return;
      await Promise.all(next.values.map(({ id, label }) => walk([...selected, { name: next.name, label, ...(id ? { id } : {}) }])));
    }

    await walk([]);
    const variants = found.size ? [...found.values()] : product.variants;
    remember(product, variants);
    return { product: { ...product, variants }, truncated };
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

/** How many combinations these options have. */
function count(options: readonly WireOption[]): number {
  return options.reduce((product, { values }) => product * values.length, 1);
}
