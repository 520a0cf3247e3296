import { CommerceError, type CommerceAdapter, type Product } from '@shopcast/commerce';
import type { Mutant, Truth } from './mutant.js';

const editProducts =
  (edit: (product: Product) => Product | null) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    products: async (refs, options) =>
      new Map([...(await honest.products(refs, options))].map(([ref, product]) => [ref, product && edit(product)])),
  });

/** Lies about products, prices and stock. */
export const productMutants: readonly Mutant[] = [
  {
    lie: 'says exact and tells yes or no',
    caughtBy: 'stock is told as exactly as the capabilities say, with the product and in the refresh',
    shop: { stock: 'boolean' },
  },
  {
    lie: 'says boolean and tells numbers',
    caughtBy: 'stock is told as exactly as the capabilities say, with the product and in the refresh',
    claims: { stock: 'boolean' },
  },
  {
    lie: 'says none and tells states',
    caughtBy: 'stock is told as exactly as the capabilities say, with the product and in the refresh',
    claims: { stock: 'none' },
  },
  {
    lie: 'answers stock from a cache',
    caughtBy: 'the refresh shows stock and price as they are now',
    mutate: ({ honest }) => {
      const cache = new Map<string, Product | null>();
      return {
        products: async refs => {
          for (const [ref, product] of await honest.products(refs)) if (!cache.has(ref)) cache.set(ref, product);
          return new Map(refs.map(ref => [ref, cache.get(ref) ?? null]));
        },
      };
    },
  },
  {
    lie: 'states no lowest price of 30 days',
    caughtBy: 'the price it compares with, and the lowest of 30 days exactly where the shop states it',
    claims: { lowest30Days: false },
  },
  {
    lie: 'leaves out an unknown ref',
    caughtBy: 'a ref the shop does not know answers null, and the others of the call are there',
    mutate: ({ honest }) => ({
      products: async refs => new Map([...(await honest.products(refs))].filter(([, product]) => product)),
    }),
  },
  {
    lie: 'throws for an unknown ref',
    caughtBy: 'a ref the shop does not know answers null, and the others of the call are there',
    mutate: ({ honest }) => ({
      products: async refs => {
        const found = await honest.products(refs);
        if ([...found.values()].includes(null)) throw new CommerceError('config', 'unknown');
        return found;
      },
    }),
  },
  {
    lie: 'leaves entities in a title',
    caughtBy: 'a product without options has one variant',
    mutate: editProducts(product => ({ ...product, title: product.title.replace(/&/g, '&amp;') })),
  },
  {
    lie: 'takes plain text for HTML',
    caughtBy: 'a product without options has one variant',
    mutate: editProducts(product => ({ ...product, title: product.title.replace(/<.*?>/g, '') })),
  },
  {
    lie: 'leaves markup in a description',
    caughtBy: 'texts of the shop are plain text, entities decoded and tags gone',
    mutate: editProducts(product => ({ ...product, description: `<p>${product.description}</p>` })),
  },
  {
    lie: 'divides yen by a hundred',
    caughtBy: 'prices in JPY, which has no decimals, are whole minor units',
    mutate: editProducts(product => ({
      ...product,
      variants: product.variants.map(variant => ({ ...variant, price: { ...variant.price, minor: variant.price.minor / 100 } })),
    })),
  },
  {
    lie: 'invents the missing combination',
    caughtBy: 'a product with two options and a missing combination',
    mutate: editProducts(product => ({
      ...product,
      variants: [
        ...product.variants,
        ...product.variants.slice(0, 1).map(variant => ({ ...variant, id: 'invented', options: { colour: 'blue', size: 'l' } })),
      ],
    })),
  },
  {
    lie: 'gives two variants one id',
    caughtBy: 'a product with one option',
    mutate: editProducts(product => ({ ...product, variants: product.variants.map(variant => ({ ...variant, id: 'same' })) })),
  },
  {
    lie: 'loads 100 variants and says nothing',
    caughtBy: 'a product with 2,048 variants is whole, or says that it is not',
    mutate: editProducts(product => ({ ...product, variants: product.variants.slice(0, 100) })),
  },
  {
    lie: 'hides a quantity rule',
    caughtBy: 'a quantity rule is told with the variant',
    mutate: editProducts(product => ({
      ...product,
      variants: product.variants.map(variant => ({ ...variant, quantityRule: { min: 1, step: 1 } })),
    })),
  },
];
