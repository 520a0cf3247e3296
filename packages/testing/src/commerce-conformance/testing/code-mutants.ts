import { CommerceError, type CartResult } from '@shopcast/commerce';
import { changeOnly, editCart, withoutIssues, type Mutant } from './mutant.js';

/** Lies about discount codes. */
export const codeMutants: readonly Mutant[] = [
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
];
