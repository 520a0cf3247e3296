import { bring } from '../internal/code-on-demand.js';
import { standingIn } from './panels.js';

/** Slots whose pieces nobody sees at first, in the order in which they are likely to be wanted. */
const later = ['connection', 'announcement', 'tray', 'sheet', 'cart'];
const shows = new WeakSet<Element>();
const whenIdle = globalThis.requestIdleCallback ?? ((run: () => void) => void setTimeout(run, 1_000));

/** Fetches the code of the pieces a show has, where that is left to the show: of the player at once, of the others when the page has come to rest. */
export function bringPieces(show: Element): void {
  bringSlot(show, 'player');
  if (shows.has(show)) return;
  shows.add(show);
  whenIdle(() => {
    for (const slot of later) bringSlot(show, slot);
    bring('shopcast-countdown-offer');
  });
}

function bringSlot(show: Element, slot: string): void {
  for (const { localName } of standingIn(show, slot)) bring(localName);
}
