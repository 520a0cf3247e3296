import { expect } from 'chai';
import {
  CommerceError,
  type CartChange,
  type CartResult,
  type CommerceAdapter,
  type CommerceCapabilities,
  type Product,
} from '@shopcast/commerce';
import { memoryCommerce, type MemoryShop, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { commerceConformance, type CommerceConformanceOptions } from './commerce-conformance.js';
import { memoryConformanceShop } from './memory-conformance.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'page',
  checkout: 'host-callback',
  hostCart: 'events',
  lineAttributes: true,
  order: 'order-secret',
  reviews: true,
  policies: true,
  lowest30Days: true,
};

/** Registers the kit and runs some of its cases. Answers the messages of those that failed, by name. */
async function run(options: Omit<CommerceConformanceOptions, 'test'>, only: (name: string) => boolean): Promise<Map<string, string>> {
  const cases = new Map<string, () => Promise<void>>();
  commerceConformance({ ...options, test: (name, body) => cases.set(name, body) });
  const failed = new Map<string, string>();
  for (const [name, body] of cases) {
    if (only(name)) await body().catch((error: Error) => failed.set(name, error.message));
  }
  expect([...cases.keys()].some(only), 'there is such a case').to.equal(true);
  return failed;
}

/** What a mutant knows: an honest adapter, and the shop behind it. */
interface Truth {
  readonly honest: CommerceAdapter;
  readonly shop: MemoryShop;
  readonly shopper: string;
}

/** An adapter that lies in one way, and the case that has to find it out. */
interface Mutant {
  readonly lie: string;
  readonly caughtBy: string;
  readonly shop?: Partial<MemoryShopOptions>;
  readonly claims?: Partial<CommerceCapabilities>;
  readonly mutate?: (truth: Truth) => Partial<CommerceAdapter>;
}

const editCart =
  (edit: (result: CartResult) => CartResult) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    cart: async options => edit(await honest.cart(options)),
    change: async (changes, options) => edit(await honest.change(changes, options)),
  });
const editProducts =
  (edit: (product: Product) => Product | null) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    products: async (refs, options) =>
      new Map([...(await honest.products(refs, options))].map(([ref, product]) => [ref, product && edit(product)])),
  });
const changeOnly =
  (edit: (changes: readonly CartChange[], honest: CommerceAdapter) => Promise<CartResult>) =>
  ({ honest }: Truth): Partial<CommerceAdapter> => ({
    change: changes => edit(changes, honest),
  });
const withoutIssues = editCart(result => ({ ...result, issues: [] }));
const clamps = 'add of more than there is: told, with the number where the shop knows it, and the cart true';
const first = 'says of itself what it is expected to be able to do';

const mutants: readonly Mutant[] = [
  { lie: 'claims less than it says', caughtBy: first, claims: { reviews: false } },
  {
    lie: 'says something else each time',
    caughtBy: first,
    mutate: ({ honest }) => {
      let asked = 0;
      return { capabilities: async () => ({ ...(await honest.capabilities()), codes: asked++ ? 'none' : 'many' }) };
    },
  },
  { lie: 'says rejects and clamps', caughtBy: clamps, shop: { overAdd: 'clamps' } },
  { lie: 'says clamps and rejects', caughtBy: clamps, claims: { overAdd: 'clamps' } },
  { lie: 'clamps without a word', caughtBy: clamps, shop: { overAdd: 'clamps' }, claims: { overAdd: 'clamps' }, mutate: withoutIssues },
  { lie: 'refuses without a word', caughtBy: clamps, mutate: withoutIssues },
  {
    lie: 'tells a number that is not so',
    caughtBy: clamps,
    mutate: editCart(result => ({ ...result, issues: result.issues.map(issue => ({ ...issue, available: 7 })) })),
  },
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
    lie: 'says one and takes many codes',
    caughtBy: 'a second code where the shop takes one: one is applied, and it is told which is not',
    claims: { codes: 'one' },
  },
  { lie: 'says many and takes one code', caughtBy: 'two codes together, where the shop takes many', shop: { codes: 'one' } },
  { lie: 'says none and takes codes', caughtBy: 'a shop without codes refuses them as data', claims: { codes: 'none' } },
  { lie: 'refuses a code without a word', caughtBy: 'an unknown code is refused as code-invalid', mutate: withoutIssues },
  {
    lie: 'says typed and has one verdict for all',
    caughtBy: 'an expired code is refused as code-expired',
    mutate: editCart(result => ({ ...result, issues: result.issues.map(issue => ({ ...issue, code: 'code-invalid' })) })),
  },
  {
    lie: 'tells an old refusal again',
    caughtBy: 'an unknown code is refused as code-invalid',
    mutate: ({ honest }) => {
      const told: CartResult['issues'][number][] = [];
      return {
        change: async changes => ({
          cart: (await honest.change(changes).then(result => (told.push(...result.issues), result))).cart,
          issues: [...told],
        }),
      };
    },
  },
  {
    lie: 'says silent and tells an expired code',
    caughtBy: 'an expired code is refused as code-expired',
    claims: { codeVerdict: 'silent' },
  },
  { lie: 'says text and hands on none', caughtBy: 'an unknown code is refused as code-invalid', claims: { codeVerdict: 'text' } },
  {
    lie: 'says token, and it is the page that keeps the cart',
    caughtBy: 'the cart is found again by the page alone, or by the token store alone, as the capabilities say',
    claims: { identity: 'token' },
  },
  {
    lie: 'says page and keeps the cart to itself',
    caughtBy: 'the cart is found again by the page alone, or by the token store alone, as the capabilities say',
    mutate: ({ shop }) => {
      const own = memoryCommerce({ shop });
      return { cart: options => own.cart(options), change: (changes, options) => own.change(changes, options) };
    },
  },
  {
    lie: 'says in-cart and holds nothing for anybody',
    caughtBy: 'two shoppers race for the last unit: at most one order, and the other is told',
    claims: { reservation: 'in-cart' },
  },
  {
    lie: 'hands on a quantity that is none',
    caughtBy: 'a quantity that is none is refused, does nothing, and leaves the other changes of its call alone',
    mutate: ({ shop, shopper }) => ({ change: changes => shop.changeCart(shopper, 'EUR', changes, {}) }),
  },
  {
    lie: 'takes a quantity that is none for zero',
    caughtBy: 'a quantity that is none is refused, does nothing, and leaves the other changes of its call alone',
    mutate: changeOnly((changes, honest) =>
      honest.change(changes.map(change => (change.type === 'set' && !(change.quantity > 0) ? { ...change, quantity: 0 } : change))),
    ),
  },
  {
    lie: 'shows a dropped code as applied',
    caughtBy: 'a code whose condition is met, and then no longer, is dropped and takes nothing off',
    mutate: ({ honest }) => {
      let code = '';
      return {
        change: async changes => {
          for (const change of changes) if (change.type === 'add-code') code = change.code;
          const result = await honest.change(changes);
          return code ? { ...result, cart: { ...result.cart, codes: [{ code, applied: true }] } } : result;
        },
      };
    },
  },
  {
    lie: 'hears the page and says that it does not',
    caughtBy: 'optional parts are there exactly where the capabilities say so',
    claims: { hostCart: 'none' },
  },
  {
    lie: 'cuts a wish for a million without a word',
    caughtBy: 'a wish for a million is told and cut or refused, and the cart true',
    shop: { overAdd: 'clamps' },
    claims: { overAdd: 'clamps' },
    mutate: withoutIssues,
  },
  {
    lie: 'cannot send a code in another script',
    caughtBy: 'a code in any script and with any sign is refused as data, and the next call works',
    mutate: changeOnly(async (changes, honest) => {
      const odd = changes.some(change => 'code' in change && /[^ -~]/.test(change.code));
      if (odd) throw new CommerceError('network', 'A header holds only signs of ISO 8859-1.');
      return honest.change(changes);
    }),
  },
  {
    lie: 'has a discount below zero',
    caughtBy: 'a valid code is applied and takes off what it says',
    mutate: editCart(({ cart, issues }) => ({ issues, cart: { ...cart, discount: { ...cart.discount, minor: -cart.discount.minor } } })),
  },
  {
    lie: 'adds twice',
    caughtBy: 'add puts a line into the cart, with the price of the variant',
    mutate: changeOnly(async (changes, honest) => (await honest.change(changes), honest.change(changes))),
  },
  {
    lie: 'answers the cart it wishes for',
    caughtBy: clamps,
    mutate: ({ honest }) => ({
      async change(changes) {
        const { cart, issues } = await honest.change(changes);
        return {
          issues,
          cart: {
            ...cart,
            quantity: 3,
            lines: [{ key: 'k', variantId: 'lowStock', title: 'Carafe', quantity: 3, unit: cart.total, total: cart.total, editable: true }],
          },
        };
      },
    }),
    claims: { overAdd: 'varies' },
  },
  {
    lie: 'stops at the first refusal',
    caughtBy: 'a refused change does not take back the others of its call',
    mutate: changeOnly(async (changes, honest) => {
      let result = await honest.cart();
      for (const change of changes) {
        result = await honest.change([change]);
        if (result.issues.length) break;
      }
      return result;
    }),
  },
  {
    lie: 'adds where it should set',
    caughtBy: 'set is absolute and may be repeated',
    mutate: changeOnly(async (changes, honest) => {
      const { lines } = (await honest.cart()).cart;
      return honest.change(
        changes.map(change =>
          change.type === 'set' ? { type: 'add', variantId: lines[0]?.variantId ?? '', quantity: change.quantity } : change,
        ),
      );
    }),
  },
  {
    lie: 'throws a refusal',
    caughtBy: 'add of a sold out variant is refused as out-of-stock',
    mutate: changeOnly(async (changes, honest) => {
      const result = await honest.change(changes);
      if (result.issues.length) throw new CommerceError('conflict', 'sold out');
      return result;
    }),
  },
  {
    lie: 'opens a cart for each call',
    caughtBy: 'first adds, one after the other, make one cart',
    mutate: ({ shop }) => ({ change: changes => memoryCommerce({ shop }).change(changes) }),
  },
  {
    lie: 'shares one cart among all',
    caughtBy: 'two shoppers have two carts',
    mutate: ({ shop }) => {
      const all = memoryCommerce({ shop, shopper: 'everybody' });
      return { cart: options => all.cart(options), change: changes => all.change(changes) };
    },
  },
  {
    lie: 'loses parallel updates and says serialised',
    caughtBy: 'five parallel adds of one unit make as many as were acknowledged',
    mutate: ({ honest }) => ({
      async change(changes) {
        // Reads, waits, writes: the trait of a shop that does not lock.
        const before = (await honest.cart()).cart.lines[0];
        if (!before || changes[0]?.type !== 'add') return honest.change(changes);
        return honest.change([{ type: 'set', lineKey: before.key, quantity: before.quantity + changes[0].quantity }]);
      },
    }),
  },
  {
    lie: 'does not tell of a lost cart',
    caughtBy: 'a lost cart is told as cart-lost when it is changed, and nothing is doubled',
    mutate: withoutIssues,
  },
  {
    lie: 'tells of a lost cart for ever',
    caughtBy: 'a lost cart is told once as cart-lost when it is read, and the next add starts another',
    mutate: ({ honest }) => {
      let lost = false;
      const edit = (result: CartResult): CartResult => {
        lost ||= result.issues.some(({ code }) => code === 'cart-lost');
        return lost ? { ...result, issues: [{ code: 'cart-lost' }] } : result;
      };
      return { cart: async () => edit(await honest.cart()), change: async changes => edit(await honest.change(changes)) };
    },
  },
  {
    lie: 'hears nothing from elsewhere',
    caughtBy: 'what was added from elsewhere shows, and is noticed where the shop tells',
    mutate: () => ({ onExternalChange: () => () => undefined }),
    claims: {},
  },
  {
    lie: 'takes its own changes for external',
    caughtBy: 'who stopped listening hears nothing, and own changes are not external',
    mutate: ({ shop, shopper }) => ({ onExternalChange: listener => shop.onCartChange(shopper, listener) }),
  },
  {
    lie: 'keeps telling who stopped listening',
    caughtBy: 'who stopped listening hears nothing, and own changes are not external',
    mutate: ({ honest }) => ({ onExternalChange: listener => (honest.onExternalChange?.(listener), () => undefined) }),
  },
  { lie: 'says url and handles the checkout', caughtBy: 'the checkout is handed off as the capabilities say', claims: { checkout: 'url' } },
  {
    lie: 'hands off to a script',
    caughtBy: 'the checkout is handed off as the capabilities say',
    mutate: () => ({ checkout: () => Promise.resolve({ url: 'javascript:alert(1)', target: 'same-tab' }) }),
    claims: { checkout: 'same-origin-page' },
  },
  {
    lie: 'keeps no attributes and says so of none',
    caughtBy: 'attributes of a line come back exactly where the shop keeps them',
    claims: { lineAttributes: false },
  },
  {
    lie: 'claims reviews it does not have',
    caughtBy: 'optional parts are there exactly where the capabilities say so',
    mutate: () => ({ reviews: undefined as never }),
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
  {
    lie: 'keeps the old price',
    caughtBy: 'a price that changed shows in the cart once its line was touched',
    mutate: editCart(({ cart, issues }) => ({
      issues,
      cart: { ...cart, lines: cart.lines.map(line => ({ ...line, unit: { ...line.unit, minor: 1990 } })) },
    })),
  },
  {
    lie: 'works on when aborted',
    caughtBy: 'a call whose signal is already aborted rejects and does nothing',
    mutate: ({ honest }) => ({ change: changes => honest.change(changes), cart: () => honest.cart() }),
  },
  {
    lie: 'rejects an aborted call with a bare error',
    caughtBy: 'a call whose signal is already aborted rejects and does nothing',
    mutate: ({ honest }) => ({ cart: async options => (options?.signal?.throwIfAborted(), honest.cart()) }),
  },
  {
    lie: 'works on after dispose',
    caughtBy: 'after dispose every call rejects as disposed, and dispose may be repeated',
    mutate: () => ({ dispose: () => undefined }),
  },
  {
    lie: 'sells the last unit twice',
    caughtBy: 'two shoppers race for the last unit: at most one order, and the other is told',
    mutate: ({ shop, honest }) => ({
      async change(changes) {
        shop.setStock('lastUnit', 5);
        return honest.change(changes);
      },
    }),
  },
];

function optionsOf({ shop: shopOptions, claims, mutate }: Pick<Mutant, 'shop' | 'claims' | 'mutate'>) {
  return {
    supports: { ...supports, ...claims },
    patienceMs: 200,
    create: () =>
      memoryConformanceShop(shopOptions ?? {}, (shop, shopper, currency) => {
        const honest = memoryCommerce({ shop, shopper, currency });
        return {
          ...honest,
          capabilities: async options => ({ ...(await honest.capabilities(options)), ...claims }),
          ...mutate?.({ honest, shop, shopper }),
        };
      }),
  };
}

describe('the kit for shops', () => {
  it('finds nothing wrong with an honest adapter, whatever runs it', async () => {
    expect([...(await run(optionsOf({}), () => true)).entries()]).to.deep.equal([]);
  });
  for (const mutant of mutants) {
    it(`catches an adapter that ${mutant.lie}`, async () => {
      const options = optionsOf(mutant);
      // The first mutants claim something else than they say; all others lie by what they do.
      const told =
        mutant.caughtBy === first ? { ...options, create: optionsOf(mutant.mutate ? { mutate: mutant.mutate } : {}).create } : options;
      const failed = await run(told, name => name === mutant.caughtBy);
      expect([...failed.keys()]).to.deep.equal([mutant.caughtBy]);
      expect(failed.get(mutant.caughtBy), 'a message that a person can read').to.have.lengthOf.above(20);
    });
  }
  it('says which cases it leaves out, and why', () => {
    const skipped: string[] = [];
    const { cases, leftOut } = commerceConformance({
      ...optionsOf({ claims: { codes: 'none' } }),
      test: () => undefined,
      skip: (name, reason) => skipped.push(`${name}: ${reason}`),
      cannot: { huge: 'the shop is small' },
    });
    expect(skipped).to.include('a product with 2,048 variants is whole, or says that it is not: the shop is small');
    expect(skipped.filter(line => line.endsWith('the shop has no discount codes'))).to.have.lengthOf.above(5);
    expect(leftOut).to.have.lengthOf(skipped.length);
    expect(cases).to.not.include.members(leftOut.map(({ name }) => name));
  });
  it('does not let a shop leave out a case by mistake', async () => {
    const options = optionsOf({});
    const missing = { ...options, create: () => ({ ...options.create(), control: {} }) };
    expect((await run(missing, name => name === first)).get(first)).to.match(/does not offer "setStock"/);
    const wrong = { ...options, cannot: { setPrice: 'no reason' } };
    expect((await run(wrong, name => name === first)).get(first)).to.match(/offers "setPrice"/);
  });
  it('ends what a case began, also when it fails', async () => {
    let disposed = 0;
    const options = optionsOf({ claims: { reviews: false }, mutate: () => ({}) });
    const create = () => ({ ...optionsOf({}).create(), dispose: () => void disposed++ });
    expect((await run({ ...options, create }, name => name === first)).size).to.equal(1);
    expect(disposed).to.equal(1);
  });
});
