import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage, type TestStageOptions } from '@shopcast/testing';
import {
  ShopcastAddToCartEvent,
  ShopcastCloseEvent,
  ShopcastOpenEvent,
  ShopcastSeekEvent,
  ShopcastSelectionChangedEvent,
  ShopcastSetQuantityEvent,
} from '../events.js';
import { later, type Later } from '../internal/later.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import './define.js';
import { calendar, cartActs, resuming } from './later-code.js';
import type { ShopcastShow } from './show.js';

const part = (show: Element, name: string): HTMLElement | null => show.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const add = new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 });
const copy = <One extends CustomEvent>(event: One): One => new (event.constructor as new (detail: unknown) => One)(event.detail);
/** Lets promises and updates that need no time come to rest. */
const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

let stage: TestStage;
let session: ShowSession;
let giveBack: (() => void)[] = [];

/** Code that does not come, or comes when `bring` says so, until it is given back. */
function withhold(code: Later<unknown>, bring: () => Promise<unknown> = () => Promise.resolve(undefined)): () => void {
  const before = { ...code };
  Object.assign(code, { here: undefined, bring });
  const back = (): void => void Object.assign(code, before);
  giveBack.push(back);
  return back;
}

const prepare = async (options: TestStageOptions = {}): Promise<void> => {
  stage = await createTestStage(options);
  session = createShowSession(stage.parts);
};
const place = (): Promise<ShopcastShow> =>
  fixture<ShopcastShow>(html`<shopcast-show .session=${session} without-player><div slot="cart"></div></shopcast-show>`);
const unitsInShop = (): Record<string, number> => stage.commerce!.shop.unitsOf(stage.commerce!.shopper);

describe('code that comes later', () => {
  it('is fetched once, and again when it did not come', async () => {
    const answers = [Promise.reject(new Error('offline')), Promise.resolve('code')];
    let asked = 0;
    const code = later(() => answers[asked++]!);
    expect(await Promise.all([code.bring(), code.bring()])).to.deep.equal([undefined, undefined]);
    expect([asked, code.here]).to.deep.equal([1, undefined]);
    expect(await Promise.all([code.bring(), code.bring()])).to.deep.equal(['code', 'code']);
    expect(code.here).to.equal('code');
    await code.bring();
    expect(asked).to.equal(2);
  });
});

describe('shopcast-show: while its code is on its way', () => {
  afterEach(async () => {
    for (const back of giveBack) back();
    giveBack = [];
    session.dispose();
    await stage.close();
    sessionStorage.clear();
  });

  it('fetches what it does for the shop with the session, and does it at once then', async () => {
    await prepare();
    const show = await place();
    await waitUntil(() => cartActs.here, 'nobody has wished for anything yet');
    await stage.until(() => session.$truth.get().seq > 0);
    show.dispatchEvent(copy(add));
    await Promise.resolve();
    expect(session.cart!.$cart.get().quantity, 'the line is there for the next frame').to.equal(1);
  });

  it('does a wish once the code for it has come, in the order of the wishes, and opens panels meanwhile', async () => {
    let come!: () => void;
    const coming = new Promise<void>(resolve => (come = resolve));
    const back = withhold(cartActs, () => coming.then(() => cartActs.bring()));
    await prepare();
    const show = await place();
    show.dispatchEvent(copy(add));
    show.dispatchEvent(new ShopcastAddToCartEvent({ variantId: 'tea', quantity: 2 }));
    const cancelled = new ShopcastAddToCartEvent({ variantId: 'mug-oat', quantity: 1 });
    show.addEventListener(cancelled.type, event => event.preventDefault(), { once: true });
    show.dispatchEvent(cancelled);
    show.dispatchEvent(new ShopcastOpenEvent('cart'));
    await settle();
    await show.updateComplete;
    expect(show.querySelector('[slot="cart"]')!.hasAttribute('open')).to.equal(true);
    expect(unitsInShop()).to.deep.equal({});
    back();
    come();
    await waitUntil(() => unitsInShop()['tea'] === 2);
    expect(unitsInShop()).to.deep.equal({ espresso: 1, tea: 2 });
    expect(session.cart!.$cart.get().lines.map(({ variantId }) => variantId)).to.deep.equal(['espresso', 'tea']);
  });

  it('says so when a wish cannot be done, and does the next', async () => {
    const back = withhold(cartActs);
    await prepare();
    const show = await place();
    for (const wish of [copy(add), new ShopcastSetQuantityEvent({ lineKey: 'x', variantId: 'espresso', quantity: 2 })]) {
      const failed = oneEvent(show, 'shopcast-error');
      show.dispatchEvent(wish);
      expect((await failed).detail).to.include({ code: 'cart/unreachable' });
      await show.updateComplete;
      expect(part(show, 'notice')!.textContent).to.equal('The shop did not answer. Your cart is safe. Try again.');
    }
    show.dispatchEvent(new ShopcastOpenEvent('cart'));
    await settle();
    await show.updateComplete;
    expect(show.querySelector('[slot="cart"]')!.hasAttribute('open')).to.equal(true);
    back();
    show.dispatchEvent(copy(add));
    await waitUntil(() => unitsInShop()['espresso'] === 1);
  });

  it('opens, closes and seeks without a session', async () => {
    await prepare();
    const show = await fixture<ShopcastShow>('<shopcast-show without-player><div slot="cart"></div></shopcast-show>');
    const isOpen = async (event: Event): Promise<boolean> => {
      show.dispatchEvent(event);
      await settle();
      await show.updateComplete;
      return show.querySelector('[slot="cart"]')!.hasAttribute('open');
    };
    expect(await isOpen(new ShopcastOpenEvent('cart'))).to.equal(true);
    expect(await isOpen(new ShopcastSeekEvent(1))).to.equal(true);
    expect(await isOpen(new ShopcastCloseEvent('cart'))).to.equal(false);
    const failed = oneEvent(show, 'shopcast-error');
    show.dispatchEvent(copy(add));
    expect((await failed).detail).to.include({ message: 'This show has no shop to buy from.' });
  });

  it('goes on from page to page though the code for it did not come at first, and forgets no choice made before', async () => {
    const back = withhold(resuming);
    await prepare();
    const { placeKey } = await import('./places.js');
    const key = placeKey + session.manifest.showId;
    sessionStorage.setItem(key, JSON.stringify({ left: Date.now(), panel: { name: 'cart' } }));
    const show = await fixture<ShopcastShow>(html`<shopcast-show consent="granted" without-player><div slot="cart"></div></shopcast-show>`);
    show.dispatchEvent(new ShopcastSelectionChangedEvent({ productId: 'mug', selection: { Glaze: 'Oat' }, quantity: 1 }));
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    back();
    show.session = session;
    await waitUntil(() => show.querySelector('[slot="cart"]')!.hasAttribute('open'), 'the panel is open again');
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const kept = JSON.parse(sessionStorage.getItem(key)!) as Record<string, unknown>;
    expect(kept).to.deep.include({ panel: { name: 'cart' }, choice: { productId: 'mug', selection: { Glaze: 'Oat' } } });
  });

  it('keeps the place of the link to a calendar file that has not come, and asks for it again', async () => {
    let asked = 0;
    const back = withhold(calendar, () => Promise.resolve(void asked++));
    await prepare({ phase: 'scheduled' });
    const show = await place();
    await stage.until(() => part(show, 'remind') !== null);
    const link = part(show, 'remind') as HTMLAnchorElement;
    await expect(show).to.be.accessible();
    expect(link.getAttribute('href')).to.equal(null);
    expect(link.getAttribute('aria-disabled')).to.equal('true');
    const { width, height, left, top } = link.getBoundingClientRect();
    await stage.pass(4_000);
    expect(asked, 'not with each second').to.equal(1);
    back();
    await stage.pass(7_000);
    await waitUntil(() => link.href.startsWith('data:text/calendar'), 'the link leads somewhere');
    expect(part(show, 'remind')).to.equal(link);
    expect(link.hasAttribute('aria-disabled')).to.equal(false);
    expect(link.getBoundingClientRect()).to.include({ width, height, left, top });
  });
});
