import { expect } from '@open-wc/testing';
import type { ShownIssue } from '@shopcast/session';
import { en } from '../messages/en.js';
import { listeners } from '../messages/messages.js';
import { bringIssueWords, issueWords } from './cart-words.js';
import { waitUntil } from './testing/wait-until.js';

describe('words about issues', () => {
  const soldOut = { id: 'one', code: 'out-of-stock' } as ShownIssue;
  const said = (words: object = {}): string => issueWords(soldOut, { name: 'Cup' }, { ...en, ...words }, 'en');

  it('say that something did not go as asked until they are here, and are drawn then', async () => {
    let drawn = 0;
    const draw = (): void => void drawn++;
    listeners.add(draw);
    try {
      expect(said(), 'at first').to.equal(en.checkoutLookFirst);
      await waitUntil(bringIssueWords, 'they come');
      await waitUntil(() => drawn > 0, 'elements are told');
      expect(said()).to.equal('Cup is sold out, says the shop.');
    } finally {
      listeners.delete(draw);
    }
  });

  it('are in the language of the element', async () => {
    await waitUntil(bringIssueWords, 'they come');
    expect(said({ issueOutOfStock: (name: string) => `${name} ist ausverkauft.` })).to.equal('Cup ist ausverkauft.');
  });
});
