/** What a product of the twin is made of. Texts are plain; the twin sends them as HTML, as the shop does. */
export interface WooProductSeed {
  readonly slug: string;
  readonly title: string;
  readonly descriptionHtml?: string;
  /** Address of its picture. */
  readonly image?: string;
  /** Minor units of the shop's currency, tax included. Variations that name none cost the same. */
  readonly price: number;
  /** The price before a sale. */
  readonly regular?: number;
  /** What it costs in other currencies, minor units of each. */
  readonly prices?: Readonly<Record<string, number>>;
  /** Units; `null` where nobody counts. Default `null`. */
  readonly stock?: number | null;
  /** May be ordered beyond the stock. */
  readonly backorders?: boolean;
  readonly soldIndividually?: boolean;
  readonly quantity?: { readonly min: number; readonly max: number; readonly step: number };
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly reviews?: readonly { readonly reviewer: string; readonly rating: number; readonly html: string }[];
  /** `taxonomy` (`pa_color`) for an attribute of the whole shop; without it the attribute is this product's own, and has neither id nor slugs. */
  readonly attributes?: readonly WooAttributeSeed[];
  readonly variations?: readonly WooVariationSeed[];
}

/** An attribute that shoppers choose by. */
export interface WooAttributeSeed {
  readonly label: string;
  readonly taxonomy?: string;
  readonly terms: readonly { readonly name: string; readonly slug?: string }[];
}

/** One variation: the slugs of its terms in the order of the attributes, `null` for any. */
export interface WooVariationSeed {
  readonly terms: readonly (string | null)[];
  readonly price?: number;
  readonly stock?: number | null;
}

/** A coupon. */
export interface WooCouponSeed {
  readonly code: string;
  readonly percent?: number;
  /** Minor units off, tax included. */
  readonly amount?: number;
  /** Smallest sum of the items, minor units. */
  readonly minimum?: number;
  readonly expired?: boolean;
  readonly usesLeft?: number;
}

/** An attribute on the shelf. */
export interface ShelfAttribute {
  readonly id: number;
  readonly label: string;
  readonly taxonomy: string | null;
  readonly terms: readonly { readonly id: number; readonly name: string; readonly slug: string }[];
}

/** A product or a variation on the shelf. */
export interface ShelfItem {
  readonly id: number;
  readonly seed: WooProductSeed;
  readonly attributes: readonly ShelfAttribute[];
  /** The product of a variation. */
  readonly parent?: ShelfItem;
  /** The slugs of a variation; `null` for any. */
  readonly terms: readonly (string | null)[];
  readonly variations: ShelfItem[];
  price: number;
  stock: number | null;
  gone: boolean;
}

/** Puts seeds on the shelf. Ids begin at 10 and are in order. */
export function stockShelf(seeds: readonly WooProductSeed[]): Map<number, ShelfItem> {
  const shelf = new Map<number, ShelfItem>();
  let ids = 9;
  for (const seed of seeds) {
    const attributes = (seed.attributes ?? []).map(({ label, taxonomy, terms }, at) => ({
      id: taxonomy ? at + 1 : 0,
      label,
      taxonomy: taxonomy ?? null,
      terms: terms.map(({ name, slug }, place) => ({ id: taxonomy ? 100 * (at + 1) + place : 0, name, slug: slug ?? name })),
    }));
    const common = { seed, attributes, gone: false };
    const product: ShelfItem = { ...common, id: ++ids, terms: [], variations: [], price: seed.price, stock: seed.stock ?? null };
    shelf.set(product.id, product);
    for (const { terms, price = seed.price, stock = seed.stock ?? null } of seed.variations ?? []) {
      const variation: ShelfItem = { ...common, id: ++ids, parent: product, terms, variations: [], price, stock };
      product.variations.push(variation);
      shelf.set(variation.id, variation);
    }
  }
  return shelf;
}

/** The name by which messages call it: `Hoodie - Black, M`. */
export function nameOf({ seed, attributes, terms }: ShelfItem): string {
  const words = terms.flatMap((slug, at) => attributes[at]?.terms.find(term => term.slug === slug)?.name ?? []);
  return words.length ? `${seed.title} - ${words.join(', ')}` : seed.title;
}

/** How many may be in one cart. `maximum` is 9999 where the shop knows of no limit, also for what is sold out. */
export function limitsOf({ seed, stock }: ShelfItem): { minimum: number; maximum: number; multiple_of: number } {
  const { min = 1, max = 9999, step = 1 } = seed.quantity ?? {};
  if (seed.soldIndividually) return { minimum: 1, maximum: 1, multiple_of: 1 };
  const left = stock === null || stock <= 0 || seed.backorders ? 9999 : stock;
  const most = Math.min(max, left);
  return { minimum: min, maximum: most === 9999 ? most : Math.floor(most / step) * step, multiple_of: step };
}

/** Whether there is none, and none may be ordered. */
export function isOut({ stock, seed }: ShelfItem): boolean {
  return stock !== null && stock <= 0 && !seed.backorders;
}

/** Text as the shop sends it. */
export function html(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
