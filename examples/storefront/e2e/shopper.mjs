/** Somebody in the store: sees words, taps on them, types. Waits for what they wait for, and says what was there instead. */
import { setTimeout as pause } from 'node:timers/promises';
import { markPlaces, readMark } from '../../show/marks.mjs';
import { focusedName, install, overflow, place, shifts, video, watchFrames, words } from './page.mjs';

const patience = 20_000;

/** Tries until something comes true. @param {() => Promise<T | undefined | false>} look @template T @returns {Promise<T>} */
export async function until(look, what, ms = patience) {
  let last;
  for (const ends = Date.now() + ms; ;) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error; // the page may be on its way to another
    }
    if (Date.now() > ends) throw new Error(`Not within ${ms / 1000} s: ${await what()}${last ? ` (${last.message})` : ''}`);
    await pause(100);
  }
}

/** @param {import('./browsers.mjs').Tab} tab @param {string} store address of the store */
export function shopperIn(tab, store) {
  const look = async (run, argument) => {
    await tab.run(install);
    return tab.run(run, argument);
  };
  const describe = ({ selector, words: pattern, within }) =>
    `${selector}${pattern ? ` "${pattern.source}"` : ''}${within ? ` in ${within}` : ''}`;
  const asked = (selector, pattern, within) => ({ selector, within, words: pattern && { source: pattern.source, flags: pattern.flags } });
  const said = within => look(words, { selector: within ?? 'body', within: undefined });

  const shopper = {
    tab,
    visit: path => tab.goto(store + path),
    /** Opens the page again, and the show in it where it was open. */
    reload: () => tab.reload(),
    /** Whether something is there to see, now. */
    sees: async (selector, pattern, within) => (await look(words, asked(selector, pattern, within))) !== undefined,
    /** What something says. */
    reads: (selector, pattern, within) => look(words, asked(selector, pattern, within)),
    /** Waits until something is there to see. Resolves with its words. */
    finds(selector, pattern, { within, ms } = {}) {
      const what = asked(selector, pattern, within);
      return until(
        () => look(words, what),
        async () => `${describe(what)}. There was: ${String(await said(within).catch(String)).slice(0, 600)}`,
        ms,
      );
    },
    /** Waits until something is gone. */
    misses(selector, pattern, { within, ms } = {}) {
      const what = asked(selector, pattern, within);
      return until(
        async () => (await look(words, what)) === undefined,
        async () => `gone: ${describe(what)}`,
        ms,
      );
    },
    /** Taps on something. */
    async taps(selector, pattern, { within, ms } = {}) {
      const what = asked(selector, pattern, within);
      const { x, y } = await until(
        () => look(place, what),
        async () => `${describe(what)} to tap on. There was: ${String(await said(within).catch(String)).slice(0, 600)}`,
        ms,
      );
      await tab.tap(x, y);
    },
    /** Goes to something by the tabulator key alone, and presses a key there. */
    async keysTo(pattern, key = 'Enter', most = 80) {
      for (let step = 0; step < most; step++) {
        if (pattern.test(await look(focusedName))) return void (await tab.press(key));
        await tab.press('Tab');
      }
      throw new Error(`The tabulator key does not come to ${pattern} within ${most} steps; the last was: ${await look(focusedName)}`);
    },
    /** Changes how many there are of the one thing in the cart, on the store's own cart page. @param {number} quantity of one figure, as the one before */
    async changesQuantityTo(quantity) {
      await shopper.taps('.line-form input[name="quantity"]');
      await tab.press('End');
      await tab.press('Backspace');
      await tab.type(String(quantity));
      await shopper.taps('.line-form button', /^Change/);
    },
    video: () => look(video),
    /** Begins the show, by its own button, and waits until the picture moves. */
    async watches({ ms = 60_000 } = {}) {
      await tab.run(() => document.querySelector('#show')?.scrollIntoView({ block: 'center', behavior: 'instant' })); // eslint-disable-line no-undef
      if ((await shopper.video()).state === 'none') await shopper.taps('button', undefined, { within: 'shopcast-show' });
      return shopper.plays({ ms });
    },
    plays: ({ ms = 60_000 } = {}) =>
      until(
        async () => {
          const { state, playhead } = await shopper.video();
          return state === 'playing' && playhead !== undefined && playhead;
        },
        async () => `the picture moves: ${JSON.stringify(await shopper.video().catch(String))}`,
        ms,
      ),
    /** Watches again from so many ms before the frame on screen, and waits until the picture moves there. */
    async rewinds(ms) {
      const { playhead } = await shopper.video();
      await tab.run(at => {
        const wish = new CustomEvent('shopcast-seek', { detail: { at }, bubbles: true, composed: true, cancelable: true });
        document.querySelector('shopcast-show').dispatchEvent(wish); // eslint-disable-line no-undef
      }, playhead - ms);
      await shopper.plays();
    },
    /** How many are in the cart, as the store's own header says. */
    headerCount: async () => Number(await look(words, { selector: '[data-count]' })),
    headerShows: (count, ms) =>
      until(
        async () => (await shopper.headerCount()) === count,
        async () => `${count} in the store's header; it says ${await shopper.headerCount()}`,
        ms,
      ),
    /** Frames of some seconds: the number burnt into each, and the words of the cards that were up. */
    async watchesFrames(seconds) {
      const frames = await look(watchFrames, { seconds, markPlaces });
      return frames.flatMap(({ light, cards, date }) => {
        const frame = readMark(x => light[markPlaces.findIndex(one => one.x === x)]);
        return frame === undefined ? [] : [{ frame, cards, date }];
      });
    },
    shifts: () => look(shifts),
    overflow: () => tab.run(overflow),
  };
  return shopper;
}
