import type { CartChange, CartResult, CommerceAdapter, CommerceCapabilities } from '@shopcast/commerce';
import type { MemoryShop, MemoryShopOptions } from '@shopcast/commerce/adapters/memory';

/** What a mutant knows: an honest adapter, and the shop behind it. */
export interface Truth {
  readonly honest: CommerceAdapter;
  readonly shop: MemoryShop;
  readonly shopper: string;
}

/** An adapter that lies in one way, and the case that has to find it out. */
export interface Mutant {
  readonly lie: string;
  readonly caughtBy: string;
  readonly shop?: Partial<MemoryShopOptions>;
  readonly claims?: Partial<CommerceCapabilities>;
  readonly mutate?: (truth: Truth) => Partial<CommerceAdapter>;
}

/** Lies about every cart it answers. */
export const editCart =
  (edit: (result: CartResult) => CartResult) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    cart: async options => edit(await honest.cart(options)),
    change: async (changes, options) => edit(await honest.change(changes, options)),
  });

/** Does something else than it is asked for. */
export const changeOnly =
  (edit: (changes: readonly CartChange[], honest: CommerceAdapter) => Promise<CartResult>) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    change: changes => edit(changes, honest),
  });

/** Tells of nothing that went otherwise. */
export const withoutIssues = editCart(result => ({ ...result, issues: [] }));

/** The case that compares what an adapter says of itself with what it is expected to say. */
export const first = 'says of itself what it is expected to be able to do';
