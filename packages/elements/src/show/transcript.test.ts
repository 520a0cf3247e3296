import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession } from '@shopcast/session';
import { createTestStage } from '@shopcast/testing';
import { a11ySnapshot, sendKeys } from '@web/test-runner-commands';
import '../define.js';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import type { ShopcastShow } from './show.js';

before(bringLaterCode);

/** What a screen reader is given: one line for each thing with a name, in order of reading. */
interface Snapshot {
  readonly role: string;
  readonly name?: string;
  readonly checked?: boolean;
  readonly focused?: boolean;
  readonly children?: readonly Snapshot[];
}

function read({ role, name, checked, focused, children = [] }: Snapshot): string[] {
  const marks = [checked === true && 'checked', focused === true && 'focused'].filter(Boolean).map(mark => ` (${String(mark)})`);
  const own = name && !['StaticText', 'RootWebArea', 'WebArea', 'generic'].includes(role) ? [`${role}: ${name}${marks.join('')}`] : [];
  return [...own, ...children.flatMap(read)];
}

const heard = async (): Promise<string[]> => read((await a11ySnapshot({})) as unknown as Snapshot);
/** The lines that match, in the order of reading; fails naming the first that is missing. */
function inOrder(lines: readonly string[], ...wanted: readonly RegExp[]): void {
  let from = 0;
  for (const wish of wanted) {
    const at = lines.findIndex((line, index) => index >= from && wish.test(line));
    expect(at, `${String(wish)} after line ${from} of\n${lines.join('\n')}`).to.be.at.least(0);
    from = at + 1;
  }
}
/** Presses Tab until the focus is on a control of this name, as somebody does who cannot see. */
async function tabTo(name: RegExp): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if ((await heard()).some(line => line.endsWith('(focused)') && name.test(line))) return;
    await sendKeys({ press: 'Tab' });
  }
  expect.fail(`No Tab leads to ${String(name)}: ${(await heard()).join('\n')}`);
}

// The tree is Chromium's: other engines do not hand theirs out.
(/Chrome\//u.test(navigator.userAgent) ? describe : describe.skip)('a viewer who hears the show', () => {
  it('hears of a product, chooses a size, adds it and checks out, with keys alone', async () => {
    const stage = await createTestStage();
    const session = createShowSession({ ...stage.parts, cart: { tabs: false } });
    const clock = setInterval(() => void stage.pass(250), 50);
    try {
      const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session} without-player></shopcast-show>`);
      await stage.list('runner');
      await stage.run({ type: 'feature-product', data: { productId: 'runner' } });
      await stage.until(() => session.$featured.get()[0]?.reading === 'ready');

      await waitUntil(async () => (await heard()).some(line => line.includes('Table runner')), 'the card is read');
      inOrder(await heard(), /Table for six/u, /Table runner/u, /^button: .*Choose/u, /^button: Cart, empty/u);

      await tabTo(/^button: .*Choose/u);
      await sendKeys({ press: 'Enter' });
      await waitUntil(async () => (await heard()).some(line => /^radio: /u.test(line)), 'the options are read');
      inOrder(await heard(), /^dialog: /u, /^radio: .*Oat/u, /^radio: .*140/u);
      await tabTo(/^radio: .*Oat/u);
      await sendKeys({ press: 'Space' });
      await sendKeys({ press: 'Tab' });
      await tabTo(/^radio: .*140/u);
      await sendKeys({ press: 'ArrowDown' });
      await sendKeys({ press: 'ArrowDown' });
      inOrder(await heard(), /^radio: .*Oat.*checked/u, /^radio: .*240.*checked/u);

      await tabTo(/^button: Add/u);
      const added = oneEvent(show, 'shopcast-added-to-cart');
      await sendKeys({ press: 'Enter' });
      expect(((await added) as CustomEvent<{ variantId: string }>).detail.variantId).to.equal('runner-oat-240cm');
      const region = (): string => [...show.shadowRoot!.querySelectorAll('[role="status"]')].map(one => one.textContent).join(' ');
      const sheet = show.shadowRoot!.querySelector('shopcast-product-sheet')!;
      const spoken = (): string => `${region()} ${sheet.shadowRoot!.querySelector('[role="status"]')?.textContent ?? ''}`;
      await waitUntil(() => spoken().includes('Added to the cart.'), 'it is spoken');

      if (sheet.hasAttribute('open')) await sendKeys({ press: 'Escape' });
      await tabTo(/^button: Cart, 1 unit/u);
      await sendKeys({ press: 'Enter' });
      await waitUntil(async () => (await heard()).some(line => line.includes('Your cart')), 'the cart is read');
      inOrder(
        await heard(),
        /^dialog: Your cart/u,
        /^button: Close/u,
        /^spinbutton: Quantity of Table runner/u,
        /^button: Remove Table runner/u,
        /^textbox: Discount code/u,
        /^button: Check out/u,
      );
      const leaving = oneEvent(show, 'shopcast-hand-off');
      show.addEventListener('shopcast-hand-off', event => event.preventDefault());
      await tabTo(/^button: Check out/u);
      await sendKeys({ press: 'Enter' });
      expect(((await leaving) as CustomEvent<{ url: string }>).detail.url).to.equal('https://shop.example/checkout');
    } finally {
      clearInterval(clock);
      session.dispose();
      await stage.close();
    }
  });
});
