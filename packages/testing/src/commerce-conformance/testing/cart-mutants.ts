import { CommerceError, type CartResult } from '@shopcast/commerce';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { changeOnly, editCart, first, withoutIssues, type Mutant } from './mutant.js';

const clamps = 'add of more than there is: told, with the number where the shop knows it, and the cart true';

/** Lies about carts and their checkout, and about what the adapter is able to do. */
export const cartMutants: readonly Mutant[] = [
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
