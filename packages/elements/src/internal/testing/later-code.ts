import { unitsInCart } from '../../countdown-offer/later-code.js';
import { inFull } from '../../product-sheet/later-code.js';
import { search } from '../../product-tray/later-code.js';
import { calendar, cartActs, resuming } from '../../show/later-code.js';
import { bringIssueWords } from '../cart-words.js';
import { waitUntil } from './wait-until.js';

/**
 * Brings all code that comes later: `before(bringLaterCode)` where tests say what a viewer sees right after a tap. In a page it comes
 * while the show and its shop are asked, which takes longer; a stage has both at once.
 */
export async function bringLaterCode(): Promise<void> {
  const all = [calendar, cartActs, inFull, resuming, search, unitsInCart];
  await Promise.all([...all.map(code => code.bring()), waitUntil(bringIssueWords)]);
}
