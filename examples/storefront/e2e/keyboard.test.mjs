/* global document, window, getComputedStyle, innerWidth, innerHeight */
/** Once through by keyboard alone: from the poster to a paid order. The focus is never lost, and always to be seen. */
import { expect } from 'chai';
import { inStore } from './in-store.mjs';
import { until } from './shopper.mjs';

/** What has the focus, and what is wrong with how it shows; runs in the page. */
function focus() {
  const element = window.e2e.focused();
  if (!element || element === document.body) return { name: '', wrong: ['lost'] };
  const label = element.labels?.[0];
  const words = window.e2e.nameOf(element) || label?.textContent.replace(/\s+/g, ' ').trim() || '';
  // Of two buttons with the same words the part tells which.
  const name = `${element.part.value || element.localName}: ${words}`;
  // What only scripts can focus, as a heading, leads on to the next thing and needs no ring.
  if (element.tabIndex < 0) return { name, wrong: [] };
  // The ring may be around what the element stands for: its label, its card.
  let ringed = false;
  for (let one = element; one && !ringed; one = one.parentElement) {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    ringed = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  }
  const { left, right, top, bottom } = (label ?? element).getBoundingClientRect();
  const onScreen = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
  const painted = (label ?? element).checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return {
    name,
    wrong: [...(ringed ? [] : ['without a ring']), ...(onScreen ? [] : ['off the screen']), ...(painted ? [] : ['not to be seen'])],
  };
}

const picker = { within: 'shopcast-sku-picker' };

describe('a shopper with a keyboard', function () {
  this.timeout(120_000);
  // No product of the show has this name: nothing is on offer, and prices stay as they are.
  const store = inStore({ width: 1280, height: 800 }, { hosting: ['--offer', 'nothing'] });
  let shopper;
  before(() => ({ shopper } = store));

  let last = 'nothing';
  /** What has the focus, in words, once it shows as it should: it may scroll into view or fade in first. */
  async function here() {
    const before = last;
    let found;
    await until(
      async () => {
        await shopper.sees('body'); // brings the helpers into a new page
        found = await shopper.tab.run(focus);
        return found.wrong.length === 0;
      },
      () => `the focus to be seen on "${found?.name}", after "${before}": it is ${found?.wrong.join(', ')}`,
      5000,
    );
    return (last = found.name);
  }
  /** Goes on by the tabulator key to something. */
  async function goesTo(pattern, most = 90) {
    const passed = [];
    for (let step = 0; step < most; step++) {
      const name = await here();
      if (pattern.test(name)) return;
      passed.push(name);
      await shopper.tab.press('Tab');
    }
    throw new Error(`The tabulator key does not come to ${pattern}. It went: ${passed.join(', ')}`);
  }
  async function pressesOn(pattern, key = 'Enter') {
    await goesTo(pattern);
    await shopper.tab.press(key);
  }
  const hasFocus = pattern =>
    until(
      async () => pattern.test(await here()),
      async () => `the focus on ${pattern}; it is on "${await here()}"`,
    );

  it('begins the show', async () => {
    await shopper.visit('/');
    await shopper.finds('shopcast-show');
    await shopper.tab.press('Tab');
    await pressesOn(/^button: .*Table, set/);
    await shopper.plays();
    await here();
  });

  it('pauses the picture and lets it go on', async () => {
    await pressesOn(/^button play: Pause$/);
    await hasFocus(/^button play: Play$/);
    expect(await shopper.video()).to.include({ paused: true });
    await shopper.tab.press('Enter');
    await hasFocus(/^button play: Pause$/);
    await shopper.plays();
  });

  it('opens what the host shows, and is back on it after Escape', async () => {
    await pressesOn(/^title: /);
    await shopper.finds('dialog');
    await goesTo(/^close: Close$/);
    await shopper.tab.press('Escape');
    await shopper.misses('dialog');
    await hasFocus(/^title: /);
  });

  it('stays on the card’s button when the host shows something else', async () => {
    await goesTo(/^button: (Choose|Add) /);
    const names = new Set();
    await until(
      async () => {
        const name = await here();
        expect(name).to.match(/^button: (Choose|Add) /);
        return names.add(name).size === 2;
      },
      () => `another product than ${[...names]}`,
    );
  });

  it('chooses by arrow keys and adds', async () => {
    await pressesOn(/^row__button: Choose Table runner$/);
    await shopper.finds('.picker', /€39\.00/, picker);
    await pressesOn(/^input: Natural/, 'ArrowRight');
    await hasFocus(/^input: Indigo/);
    await shopper.tab.press('Tab');
    await pressesOn(/^input: 140 cm/, 'ArrowRight');
    await hasFocus(/^input: 200 cm/);
    await shopper.tab.press('Tab');
    await pressesOn(/^input: Plain/, ' ');
    await shopper.finds('.picker', /€49\.00/, picker);
    await pressesOn(/^add: /);
    await shopper.headerShows(1);
    await hasFocus(/^add: /);
    await shopper.tab.press('Escape');
    await shopper.misses('dialog');
    await hasFocus(/^row__button: Choose Table runner$/);
  });

  it('looks into the cart, leaves it by Escape, and is back on its button', async () => {
    await pressesOn(/: Cart, 1 unit/);
    await shopper.finds('dialog', /Table runner/, { within: 'shopcast-cart-drawer' });
    await goesTo(/Check out/);
    await shopper.tab.press('Escape');
    await shopper.misses('dialog');
    await hasFocus(/: Cart, 1 unit/);
  });

  it('checks out to a paid order', async () => {
    await shopper.tab.press('Enter');
    await pressesOn(/Check out/);
    await shopper.finds('h1', /^Checkout$/);
    await shopper.tab.press('Tab');
    await pressesOn(/^button: Place the test order/);
    await shopper.finds('h1', /Thank you/);
    await shopper.finds('[data-state="PaymentSettled"]', /Paid/);
    expect(shopper.tab.complaints).to.deep.equal([]);
  });
});
