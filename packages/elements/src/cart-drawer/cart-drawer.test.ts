import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession, type ShownCart, type ShownLine } from '@shopcast/session';
import { createTestStage, type TestStage, type TestStageOptions } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ShopcastAddToCartEvent, type ShopcastHandOffEvent } from '../events.js';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import type { ShopcastShow } from '../show/show.js';
import type { ShopcastCartDrawer } from './cart-drawer.js';
import './define.js';

before(bringLaterCode);

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const inside = <T extends HTMLElement>(drawer: Element, query: string): T | null => drawer.shadowRoot!.querySelector<T>(query);
const all = (drawer: Element, query: string): HTMLElement[] => [...drawer.shadowRoot!.querySelectorAll<HTMLElement>(query)];
const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/gu, ' ').trim();
const words = (drawer: Element): string => textOf(drawer.shadowRoot!.querySelector('dialog'));
const buttonNamed = (drawer: Element, name: string): HTMLButtonElement =>
  all(drawer, 'button').find(one => (one.getAttribute('aria-label') ?? textOf(one)).startsWith(name)) as HTMLButtonElement;
/** Lets the sheet finish coming in: colours on their way are none to judge. */
const still = (drawer: Element): Promise<unknown> =>
  Promise.allSettled(
    inside(drawer, 'dialog')!
      .getAnimations({ subtree: true })
      .map(({ finished }) => finished),
  );
const accessible = async (drawer: Element): Promise<void> => {
  await still(drawer);
  await expect(drawer).to.be.accessible();
};
const focused = (drawer: Element): Element | null => drawer.shadowRoot!.activeElement;

function line(given: Partial<ShownLine> = {}): ShownLine {
  const basics = {
    id: 'l1',
    variantId: 'lamp',
    title: 'Lamp',
    quantity: 2,
    unit: eur(4990),
    editable: true,
    pending: false,
    unsure: false,
  };
  return { ...basics, total: eur(9980), ...given };
}

function cartOf(lines: readonly ShownLine[], more: Partial<ShownCart> = {}): ShownCart {
  const amounts = { subtotal: eur(9980), discount: eur(0), total: eur(9980) };
  return {
    shop: { currency: 'EUR', lines: [], quantity: 2, ...amounts, taxes: 'included', final: false, codes: [] },
    lines,
    quantity: 2,
    codes: [],
    pending: false,
    unsure: false,
    ...more,
  };
}

describe('shopcast-cart-drawer', () => {
  describe('alone', () => {
    const open = (cart?: ShownCart): Promise<ShopcastCartDrawer> =>
      fixture<ShopcastCartDrawer>(html`<shopcast-cart-drawer open .cart=${cart}></shopcast-cart-drawer>`);

    it('shows a cart handed to it, is accessible in every state, and says that there is none', async () => {
      const states: (ShownCart | undefined)[] = [
        cartOf([line()]),
        cartOf([line({ pending: true, unsure: true, editable: false }), line({ id: 'l2', variantId: 'mug', title: '' })], {
          pending: true,
          codes: [
            { code: 'SPRING', applied: true, pending: false },
            { code: 'BIG', applied: false, pending: true },
          ],
        }),
        cartOf([]),
        cartOf([], { shop: null }),
        undefined,
      ];
      for (const cart of states) {
        const drawer = await open(cart);
        await accessible(drawer);
        drawer.remove();
      }
      expect(words(await open(cartOf([line()]))))
        .to.include('Lamp')
        .and.include('€99.80')
        .and.include('Tax is included.');
      expect(words(await open())).to.include('There is no shop here');
    });

    it('tells the page what the viewer wishes', async () => {
      const drawer = await open(cartOf([line({ max: 3 })], { codes: [{ code: 'SPRING', applied: true, pending: false }] }));
      const wishes: unknown[] = [];
      for (const type of ['shopcast-set-quantity', 'shopcast-add-code', 'shopcast-remove-code', 'shopcast-checkout'] as const)
        drawer.addEventListener(type, event => wishes.push([type, event.detail]));
      buttonNamed(drawer, 'More').click();
      buttonNamed(drawer, 'Remove Lamp').click();
      inside<HTMLInputElement>(drawer, 'input[name="code"]')!.value = ' winter ';
      buttonNamed(drawer, 'Apply').click();
      buttonNamed(drawer, 'Remove code SPRING').click();
      buttonNamed(drawer, 'Check out').click();
      expect(wishes).to.deep.equal([
        ['shopcast-set-quantity', { lineKey: 'l1', variantId: 'lamp', quantity: 3 }],
        ['shopcast-set-quantity', { lineKey: 'l1', variantId: 'lamp', quantity: 0 }],
        ['shopcast-add-code', { code: 'winter' }],
        ['shopcast-remove-code', { code: 'SPRING' }],
        ['shopcast-checkout', {}],
      ]);
    });

    it('goes up to the most a line can have, and not below one', async () => {
      const drawer = await open(cartOf([line({ quantity: 3, max: 3 })]));
      let wishes = 0;
      drawer.addEventListener('shopcast-set-quantity', () => (wishes += 1));
      buttonNamed(drawer, 'More').click();
      expect(wishes).to.equal(0);
      drawer.cart = cartOf([line({ quantity: 1 })]);
      await drawer.updateComplete;
      buttonNamed(drawer, 'Fewer').click();
      expect(wishes).to.equal(0);
    });

    it('leaves a line alone while others come and go: its focus, what is typed in it, and its picture', async () => {
      const [lamp, mug, vase] = ['Lamp', 'Mug', 'Vase'].map((title, n) =>
        line({ id: `l${n}`, variantId: title, title, image: `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>` }),
      );
      const drawer = await open(cartOf([lamp!, mug!]));
      const field = (name: string): HTMLInputElement | null => inside(drawer, `input[aria-label*="${name}"]`);
      const typed = field('Mug')!;
      const picture = typed.closest('.line')!.querySelector('img')!;
      typed.focus();
      typed.value = '7';
      const pending = { ...mug!, pending: true };
      for (const lines of [
        [mug!],
        [vase!, mug!],
        [vase!, mug!, lamp!],
        [pending, lamp!],
        [pending],
        [pending, vase!, lamp!],
        [lamp!, pending, vase!],
        [vase!, lamp!, mug!],
      ]) {
        drawer.cart = cartOf(lines);
        await drawer.updateComplete;
        expect(all(drawer, '.line .title').map(textOf)).to.deep.equal(lines.map(({ title }) => title));
        expect(focused(drawer), lines.map(({ title }) => title).join()).to.equal(typed);
        expect(field('Mug')).to.equal(typed);
        expect(typed.value).to.equal('7');
        expect(typed.closest('.line')!.contains(picture)).to.equal(true);
      }
      drawer.cart = cartOf([{ ...mug!, quantity: 3 }]);
      await drawer.updateComplete;
      expect(typed.value, 'news from the shop').to.equal('3');
    });

    it('keeps each line with its own when the shop puts them in another order', async () => {
      const lines = ['a', 'b', 'c', 'd'].map(id => line({ id, variantId: id, title: id }));
      const drawer = await open(cartOf(lines));
      const rows = new Map(all(drawer, '.line').map(row => [textOf(row.querySelector('.title')), row]));
      for (const order of ['dcba', 'badc', 'cadb', 'bd', 'abcd']) {
        drawer.cart = cartOf([...order].map(id => lines.find(one => one.id === id)!));
        await drawer.updateComplete;
        const now = all(drawer, '.line');
        expect(now.map(row => textOf(row.querySelector('.title'))).join('')).to.equal(order);
        for (const row of now) {
          const name = textOf(row.querySelector('.title'));
          if (order.length === 4 && order !== 'abcd') expect(row, `${name} in ${order}`).to.equal(rows.get(name));
        }
      }
    });

    it('closes by Escape, gives the focus back, and stays open when the page says so', async () => {
      const opener = await fixture<HTMLButtonElement>(html`<button>Open</button>`);
      const drawer = await fixture<ShopcastCartDrawer>(html`<shopcast-cart-drawer .cart=${cartOf([line()])}></shopcast-cart-drawer>`);
      opener.focus();
      drawer.open = true;
      await drawer.updateComplete;
      const keep = (event: Event): void => event.preventDefault();
      drawer.addEventListener('shopcast-close', keep);
      await sendKeys({ press: 'Escape' });
      await drawer.updateComplete;
      expect(drawer.open).to.equal(true);
      drawer.removeEventListener('shopcast-close', keep);
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !drawer.open && !inside<HTMLDialogElement>(drawer, 'dialog')!.open);
      expect(document.activeElement).to.equal(opener);
    });

    it('closes by a swipe down', async () => {
      const drawer = await open(cartOf([line()]));
      const grip = inside(drawer, '.grip')!;
      grip.setPointerCapture = () => undefined;
      const pointer = (type: string, clientY: number): boolean =>
        grip.dispatchEvent(new PointerEvent(type, { pointerId: 7, clientY, button: 0, bubbles: true }));
      pointer('pointerdown', 100);
      pointer('pointermove', 150);
      pointer('pointermove', 240);
      pointer('pointerup', 240);
      await drawer.updateComplete;
      expect(drawer.open).to.equal(false);
    });

    it('draws nothing while it is closed', async () => {
      const drawer = await open(cartOf([line()]));
      drawer.open = false;
      await drawer.updateComplete;
      expect(all(drawer, 'li, button')).to.have.length(0);
    });
  });

  describe('in a show', () => {
    let stage: TestStage;
    let session: ShowSession;
    const join = async (options: TestStageOptions = {}, items: Record<string, number> = { espresso: 2 }) => {
      stage = await createTestStage(options);
      session = createShowSession({ ...stage.parts, cart: { tabs: false } });
      await stage.list(...new Set(Object.keys(items).map(id => id.split('-')[0]!)));
      const show = await fixture<ShopcastShow>(
        html`<shopcast-show without-layout .session=${session}><shopcast-cart-drawer></shopcast-cart-drawer></shopcast-show>`,
      );
      const drawer = show.querySelector('shopcast-cart-drawer')!;
      for (const [variantId, quantity] of Object.entries(items)) void session.cart!.add({ variantId, quantity });
      await stage.until(() => session.cart!.$cart.get().shop !== null && !session.cart!.$cart.get().pending);
      await stage.until(() => session.$products.get().every(({ reading }) => reading === 'ready'));
      show.openPanel('cart');
      await show.updateComplete;
      await drawer.updateComplete;
      const region = inside(drawer, '[role="status"]')!;
      return { show, drawer, region, cart: session.cart!, shop: stage.commerce!.shop, shopper: stage.commerce!.shopper };
    };
    const calm = async (drawer: ShopcastCartDrawer): Promise<void> => {
      await stage.until(() => !session.cart!.$cart.get().pending);
      await drawer.updateComplete;
    };
    afterEach(async () => {
      session.dispose();
      await stage.close();
    });

    it('follows the cart both ways, and paints a change in the next frame', async () => {
      let answer = (): void => undefined;
      const slow = new Promise<void>(resolve => (answer = resolve));
      const gate = { closed: false };
      const { drawer, shop, shopper } = await join({ latency: call => (call === 'change' && gate.closed ? slow : undefined) });
      gate.closed = true;
      await accessible(drawer);
      buttonNamed(drawer, 'More').click();
      await nextFrame();
      expect(inside<HTMLInputElement>(drawer, '.stepper input')!.value, 'one frame later').to.equal('3');
      expect(textOf(inside(drawer, '[part="line__total"]'))).to.equal('Saving');
      answer();
      await calm(drawer);
      expect(shop.unitsOf(shopper)).to.deep.equal({ espresso: 3 });
      expect(textOf(inside(drawer, '[part="line__total"]'))).to.equal('€72.00');
      await shop.addFromElsewhere(shopper, 'lamp', 1);
      await stage.until(() => session.cart!.$cart.get().lines.length === 2);
      await drawer.updateComplete;
      expect(words(drawer), 'the page added it').to.include('Turning lamp');
      drawer.dispatchEvent(new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1, productId: 'espresso' }));
      await nextFrame();
      expect(inside<HTMLInputElement>(drawer, '.stepper input')!.value).to.equal('4');
      await calm(drawer);
    });

    it('removes by keyboard and puts it back, with the focus never lost', async () => {
      const { drawer, shop, shopper } = await join({}, { espresso: 2, lamp: 1 });
      buttonNamed(drawer, 'Remove Pair').focus();
      await sendKeys({ press: 'Enter' });
      await calm(drawer);
      expect(textOf(focused(drawer))).to.equal('Undo');
      expect(shop.unitsOf(shopper)).to.deep.equal({ lamp: 1 });
      await accessible(drawer);
      await sendKeys({ press: 'Enter' });
      await calm(drawer);
      await stage.until(() => shop.unitsOf(shopper)['espresso'] === 2);
      expect(focused(drawer)?.localName).to.equal('h2');
    });

    it('tells an issue at its line and once in the region of the open sheet, until it is dismissed', async () => {
      const { drawer, region, cart } = await join({}, { 'mug-slate': 1, espresso: 1 });
      const said: string[] = [];
      new MutationObserver(() => said.push(textOf(region))).observe(region, { childList: true });
      const [mug] = cart.$cart.get().lines;
      void cart.setQuantity(mug!.id, 9);
      await stage.until(() => cart.$issues.get().length > 0);
      await calm(drawer);
      const [first, second] = all(drawer, '[part="line"]');
      expect(textOf(first!)).to.include('one cart can hold 3, says the shop.');
      expect(textOf(second!)).not.to.include('says the shop');
      await accessible(drawer);
      await waitUntil(() => said.some(text => text.includes('one cart can hold 3')), 'it is said');
      drawer.requestUpdate();
      await drawer.updateComplete;
      expect(said).to.have.length(1);
      buttonNamed(drawer, 'Dismiss').click();
      await drawer.updateComplete;
      expect(all(drawer, '[part="issue"]')).to.have.length(0);
      expect(focused(drawer)?.localName).to.equal('h2');
    });

    it('adds a code, refuses one with the reason at the field, and takes one out', async () => {
      const { drawer } = await join({ shop: { discountCodes: [{ code: 'SPRING', percent: 20 }] } });
      const enter = async (code: string): Promise<void> => {
        inside<HTMLInputElement>(drawer, 'input[name="code"]')!.focus();
        await sendKeys({ type: code });
        await sendKeys({ press: 'Enter' });
        await calm(drawer);
      };
      await enter('WINTER');
      const field = inside<HTMLInputElement>(drawer, 'input[name="code"]')!;
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      const reason = drawer.shadowRoot!.getElementById(field.getAttribute('aria-describedby')!);
      expect(textOf(reason)).to.equal('The shop does not know the code WINTER.');
      await accessible(drawer);
      await enter('SPRING');
      expect(field.hasAttribute('aria-invalid')).to.equal(false);
      expect(textOf(inside(drawer, '[part="discount"]'))).to.equal('Discount -€9.60');
      buttonNamed(drawer, 'Remove code SPRING').click();
      await calm(drawer);
      expect(inside(drawer, '[part="code"]')).to.equal(null);
    });

    it('says that a price went back when the offer is over', async () => {
      const { drawer, shop } = await join();
      shop.setPrice('espresso', 1900);
      await session.cart!.refresh();
      for (const issue of session.cart!.$issues.get()) issue.dismiss();
      await stage.run({
        type: 'open-offer',
        data: { offerId: 'o', productId: 'espresso', price: eur(1900), seconds: 30 },
      });
      await stage.pass(1000);
      shop.setPrice('espresso', 2400);
      await stage.pass(30_000);
      await stage.until(() => session.cart!.$issues.get().some(({ code }) => code === 'price-changed'));
      await drawer.updateComplete;
      expect(textOf(inside(drawer, '[part="line"]'))).to.include('Price went back to €24.00. You were not charged the old one.');
    });

    it('hands over to the checkout after what waits, and lets the page go its own way', async () => {
      const { show, drawer, shop, shopper } = await join();
      const seen: ShopcastHandOffEvent[] = [];
      show.addEventListener('shopcast-hand-off', event => {
        event.preventDefault();
        expect(shop.unitsOf(shopper), 'sent before').to.deep.equal({ espresso: 3 });
        seen.push(event);
      });
      buttonNamed(drawer, 'More').click();
      await drawer.updateComplete;
      buttonNamed(drawer, 'Check out').click();
      await drawer.updateComplete;
      expect(textOf(inside(drawer, '[part="checkout"]'))).to.equal('Opening the checkout');
      await stage.until(() => seen.length === 1);
      await drawer.updateComplete;
      expect(seen[0]!.detail.url).to.equal('https://shop.example/checkout');
      expect(textOf(inside(drawer, '[part="checkout"]'))).to.equal('Check out');
    });

    it('says in words why the checkout is refused', async () => {
      const { show, drawer, shop } = await join();
      shop.setStock('espresso', 1);
      const failed = oneEvent(show, 'shopcast-error');
      buttonNamed(drawer, 'More').click();
      buttonNamed(drawer, 'Check out').click();
      await stage.until(() => !session.cart!.$cart.get().pending);
      await failed;
      await drawer.updateComplete;
      expect(textOf(inside(drawer, '.refused'))).to.equal('The shop did not do all that was asked. Look at your cart, then check out.');
    });

    it('waits while the shop does not answer, and tries again', async () => {
      let down = false;
      const { drawer } = await join({
        latency: () => {
          if (down) throw new TypeError('down');
        },
      });
      down = true;
      void session.cart!.refresh();
      await stage.until(() => session.cart!.$shop.get().state === 'unreachable');
      await drawer.updateComplete;
      expect(words(drawer)).to.include('The shop did not answer. Your cart is safe. Try again.');
      await accessible(drawer);
      down = false;
      buttonNamed(drawer, 'Try again').click();
      await stage.until(() => session.cart!.$shop.get().state === 'idle');
      await drawer.updateComplete;
      expect(words(drawer)).not.to.include('did not answer');
    });
  });
});
