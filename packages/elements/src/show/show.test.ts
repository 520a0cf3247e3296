import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage, type TestStageOptions } from '@shopcast/testing';
import type { TemplateResult } from 'lit';
import {
  ShopcastAddCodeEvent,
  ShopcastAddToCartEvent,
  ShopcastCheckoutEvent,
  ShopcastClaimEvent,
  ShopcastCloseEvent,
  ShopcastOpenEvent,
  ShopcastSeekEvent,
  ShopcastSetQuantityEvent,
} from '../events.js';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../live-badge/define.js';
import './define.js';
import type { ShopcastShow } from './show.js';

before(bringLaterCode);

const part = (show: Element, name: string): HTMLElement | null => show.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const state = (show: Element): string => part(show, 'state')!.textContent.replace(/\s+/g, ' ').trim();
/** Somebody inside wishes for something. */
const wish = (show: Element, event: Event): boolean => show.querySelector('[slot="card"]')!.dispatchEvent(event);
/** Lets promises and updates that need no time come to rest. */
const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

let stage: TestStage;
let session: ShowSession;
const open = async (
  options: TestStageOptions = {},
  template = (given: ShowSession): TemplateResult => html`<shopcast-show .session=${given}><div slot="card"></div></shopcast-show>`,
): Promise<ShopcastShow> => {
  stage = await createTestStage(options);
  session = createShowSession(stage.parts);
  const placed = await fixture<ShopcastShow>(template(session));
  await stage.until(() => session.$truth.get().seq > 0);
  await placed.updateComplete;
  return placed;
};
const list = async (...refs: string[]): Promise<void> => {
  await stage.list(...refs);
  const stop = session.$products.subscribe(() => undefined);
  await stage.until(() => session.$products.get().filter(({ reading }) => reading === 'ready').length === refs.length);
  stop();
};
const unitsInShop = (): Record<string, number> => stage.commerce!.shop.unitsOf(stage.commerce!.shopper);

afterEach(async () => {
  session?.dispose();
  await stage?.close();
});

describe('shopcast-show: what a viewer sees', () => {
  it('before the show: title, start in the zone and language of the viewer, and a calendar file', async () => {
    const show = await open({ phase: 'scheduled' });
    await expect(show).to.be.accessible();
    expect(state(show)).to.include('Table for six').and.to.include('Mugs, linen and light');
    const start = show.shadowRoot!.querySelector('time')!;
    expect(start.dateTime).to.equal('2030-01-02T14:00:00.000Z');
    const here = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(
      Date.parse(start.dateTime),
    );
    expect(start.textContent).to.include(here);
    const remind = part(show, 'remind') as HTMLAnchorElement;
    expect(remind.download).to.equal('test-show.ics');
    await waitUntil(() => remind.href, 'the link leads somewhere');
    expect(remind.hasAttribute('aria-disabled')).to.equal(false);
    await expect(show).to.be.accessible();
    const file = decodeURIComponent(remind.href.slice(remind.href.indexOf(',') + 1));
    expect(file).to.include('DTSTART:20300102T140000Z\r\n').and.to.include('SUMMARY:Table for six\r\n');
  });

  it('in a break: that it goes on, and why it rests', async () => {
    const show = await open();
    await stage.run({ type: 'pause-show', data: { reason: 'The kettle is on.' } });
    await stage.until(() => state(show) === 'Back in a moment The kettle is on.');
    await expect(show).to.be.accessible();
    await stage.run({ type: 'resume-show', data: {} });
    await stage.until(() => state(show) === '');
  });

  it('after a show that was recorded: a way to watch it again', async () => {
    const show = await open({ manifest: { streams: [{ url: 'https://stream.example/all.m3u8', kind: 'recorded' }] } });
    await stage.run({ type: 'end-show', data: {} });
    await stage.until(() => state(show).startsWith('The show is over.'));
    await expect(show).to.be.accessible();
    const sought = oneEvent(show, 'shopcast-seek');
    part(show, 'watch-again')!.click();
    expect((await sought).detail).to.deep.equal({ at: session.$truth.get().startedAt });
  });

  it('after one that was not: that the shop is still open', async () => {
    const show = await open();
    await stage.run({ type: 'end-show', data: {} });
    await stage.until(() => state(show) === 'The show is over. Everything that was shown is still for sale.');
    expect(part(show, 'watch-again')).to.equal(null);
  });

  it('turned away by the show: that nobody tries any more, with no button that could do nothing', async () => {
    stage = await createTestStage({ shop: false });
    stage.line.faults.forbid = true;
    session = createShowSession(stage.parts);
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}></shopcast-show>`);
    await stage.until(() => state(show) === 'The show cannot be reached. It has turned this page away.');
    expect(part(show, 'try-again')).to.equal(null);
  });

  it('cut off from the show: that the cart works all the same', async () => {
    stage = await createTestStage();
    stage.line.faults.refuse = 1000;
    session = createShowSession(stage.parts);
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}><div slot="card"></div></shopcast-show>`);
    await stage.until(() => state(show).startsWith('The show cannot be reached.'));
    expect(state(show)).to.include('We keep trying. Your cart works all the same.');
    await expect(show).to.be.accessible();
    wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 }));
    await waitUntil(() => unitsInShop()['espresso'] === 1);
  });

  it('texts of a show are text', async () => {
    const attack = '<img src=x onerror="globalThis.executed = true">';
    const show = await open({ phase: 'scheduled', manifest: { title: attack, description: attack, host: { name: attack } } });
    expect(state(show)).to.include(attack);
    expect(part(show, 'host')!.textContent).to.include(attack);
    expect(show.shadowRoot!.querySelector('img')).to.equal(null);
    expect(globalThis).to.not.have.property('executed');
  });

  it('lets a page replace or leave out any piece', async () => {
    const show = await open(
      {},
      given =>
        html`<shopcast-show .session=${given} without-cart without-tray without-full-window without-player without-badge without-chat>
          <p slot="card">Our own card</p>
        </shopcast-show>`,
    );
    const tags = [...show.shadowRoot!.querySelectorAll('*')].map(({ localName }) => localName).filter(name => name.startsWith('shopcast-'));
    expect(tags.sort()).to.deep.equal(['shopcast-announcement', 'shopcast-connection', 'shopcast-product-card', 'shopcast-product-sheet']);
    expect(show.shadowRoot!.querySelector<HTMLSlotElement>('slot[name="card"]')!.assignedElements()).to.have.length(1);
    expect(part(show, 'full-window')).to.equal(null);
  });
});

describe('shopcast-show: what a viewer wishes for', () => {
  it('puts it into the shop\u2019s cart, and tells page, eye and ear what came of it', async () => {
    const show = await open();
    await list('espresso');
    const added = oneEvent(show, 'shopcast-added-to-cart');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 2, productId: 'espresso' }));
    expect((await added).detail).to.deep.equal({ variantId: 'espresso', quantity: 2, productId: 'espresso' });
    expect(unitsInShop()).to.deep.equal({ espresso: 2 });
    const region = show.shadowRoot!.querySelector('[role="status"]')!;
    await waitUntil(() => region.textContent === '2 units added to the cart.');
    expect(part(show, 'notice')!.textContent).to.equal('2 units added to the cart.');
  });

  it('tells the truth when there is less', async () => {
    const show = await open({ shop: { overAdd: 'clamps' } });
    await list('mug');
    const added = oneEvent(show, 'shopcast-added-to-cart');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'mug-slate', quantity: 5 }));
    expect((await added).detail).to.deep.equal({ variantId: 'mug-slate', quantity: 3 });
    await waitUntil(() => part(show, 'notice')!.textContent.startsWith('Only 3 units'));
  });

  it('tells what the shop refuses', async () => {
    const show = await open();
    await list('lantern');
    const failed = oneEvent(show, 'shopcast-error');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'lantern', quantity: 1 }));
    expect((await failed).detail).to.include({ code: 'out-of-stock' });
    await show.updateComplete;
    expect(part(show, 'notice')!.textContent).to.equal('Sold out, says the shop. Nothing was added.');
  });

  it('leaves it to the page when the page says so, however far out', async () => {
    const show = await open();
    const mine = (event: Event): void => event.preventDefault();
    document.addEventListener('shopcast-add-to-cart', mine);
    expect(wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 }))).to.equal(false);
    document.removeEventListener('shopcast-add-to-cart', mine);
    wish(show, new ShopcastAddToCartEvent({ variantId: 'tea', quantity: 2 }));
    await waitUntil(() => unitsInShop()['tea'] === 2);
    expect(unitsInShop()).to.deep.equal({ tea: 2 });
  });

  it('belongs to the innermost of two shows', async () => {
    const other = await createTestStage();
    const outer = createShowSession(other.parts);
    try {
      const around = await open(
        {},
        given => html`<shopcast-show without-layout .session=${outer}><shopcast-show .session=${given}></shopcast-show></shopcast-show>`,
      );
      const inner = around.querySelector('shopcast-show')!;
      inner.dispatchEvent(new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 }));
      await waitUntil(() => unitsInShop()['espresso'] === 1);
      expect(other.commerce!.shop.unitsOf(other.commerce!.shopper)).to.deep.equal({});
    } finally {
      outer.dispose();
      await other.close();
    }
  });

  it('changes quantities and codes, and removes', async () => {
    const show = await open({ shop: { discountCodes: [{ code: 'TABLE10', percent: 10 }] } });
    await list('espresso');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 }));
    await waitUntil(() => unitsInShop()['espresso'] === 1);
    const { cart } = session;
    await waitUntil(() => !cart!.$cart.get().pending);
    const lineKey = cart!.$cart.get().lines[0]!.id;
    wish(show, new ShopcastSetQuantityEvent({ lineKey, variantId: 'espresso', quantity: 4 }));
    await waitUntil(() => unitsInShop()['espresso'] === 4);
    wish(show, new ShopcastAddCodeEvent('TABLE10'));
    await waitUntil(() => cart!.$cart.get().codes[0]?.applied === true);
    wish(show, new ShopcastSetQuantityEvent({ lineKey, variantId: 'espresso', quantity: 0 }));
    await waitUntil(() => cart!.$removed.get().length === 1);
    const failed = oneEvent(show, 'shopcast-error');
    wish(show, new ShopcastAddCodeEvent('NOPE'));
    expect((await failed).detail).to.include({ code: 'code-invalid' });
  });

  it('tells the page what the cart holds, and hears when the page has changed it', async () => {
    stage = await createTestStage();
    // A shop that does not tell what its own pages do, as most do not.
    const { onExternalChange, ...commerce } = stage.commerce!;
    session = createShowSession({ ...stage.parts, commerce });
    const told: number[] = [];
    const hear = (event: DocumentEventMap['shopcast-cart-changed']): void => void told.push(event.detail.cart.quantity);
    document.addEventListener('shopcast-cart-changed', hear);
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}><div slot="card"></div></shopcast-show>`);
    await list('espresso');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 2, productId: 'espresso' }));
    await stage.until(() => told.at(-1) === 2);
    await commerce.shop.addFromElsewhere(commerce.shopper, 'espresso', 1);
    document.dispatchEvent(new Event('shopcast-refresh-cart'));
    await stage.until(() => told.at(-1) === 3);
    document.removeEventListener('shopcast-cart-changed', hear);
    expect(told, 'each cart is told once').to.deep.equal([0, 2, 3]);
  });
  it('hands over to the shop\u2019s checkout, or lets the page do it', async () => {
    const show = await open();
    await list('espresso');
    wish(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 1 }));
    await waitUntil(() => unitsInShop()['espresso'] === 1);
    show.addEventListener('shopcast-hand-off', event => event.preventDefault(), { once: true });
    const handOff = oneEvent(show, 'shopcast-hand-off');
    wish(show, new ShopcastCheckoutEvent());
    expect((await handOff).detail).to.deep.equal({ url: 'https://shop.example/checkout', target: 'same-tab' });
  });

  it('claims an offer for one variant, and asks which one where there are several', async () => {
    const show = await open(
      {},
      given =>
        html`<shopcast-show .session=${given}
          ><div slot="card"></div>
          <div slot="sheet"></div
        ></shopcast-show>`,
    );
    await list('mug', 'espresso');
    const price = { minor: 1500, currency: 'EUR' };
    await stage.run(
      { type: 'open-offer', data: { offerId: 'one', productId: 'mug', variantIds: ['mug-oat'], price, seconds: 600 } },
      { type: 'open-offer', data: { offerId: 'all', productId: 'espresso', price, seconds: 600 } },
    );
    await stage.until(() => session.$offers.get().length === 2);
    wish(show, new ShopcastClaimEvent('one'));
    await waitUntil(() => unitsInShop()['mug-oat'] === 1);
    wish(show, new ShopcastClaimEvent('all'));
    await waitUntil(() => unitsInShop()['espresso'] === 1);
    wish(show, new ShopcastClaimEvent(undefined, 'mug'));
    await waitUntil(() => show.querySelector('[slot="sheet"]')!.getAttribute('product-id') === 'mug');
    expect(show.querySelector('[slot="sheet"]')!.hasAttribute('open')).to.equal(true);
  });

  it('opens one panel at a time', async () => {
    const show = await open(
      {},
      given =>
        html`<shopcast-show .session=${given}
          ><div slot="card"></div>
          <div slot="cart"></div>
          <div slot="sheet"></div
        ></shopcast-show>`,
    );
    const isOpen = (): string[] => [...show.children].filter(child => child.hasAttribute('open')).map(({ slot }) => slot);
    const after = async (event: Event): Promise<string[]> => {
      wish(show, event);
      await settle();
      await show.updateComplete;
      return isOpen();
    };
    expect(await after(new ShopcastOpenEvent('cart'))).to.deep.equal(['cart']);
    expect(await after(new ShopcastOpenEvent('sheet', 'mug'))).to.deep.equal(['sheet']);
    expect(await after(new ShopcastCloseEvent('cart')), 'it is not open any more').to.deep.equal(['sheet']);
    expect(await after(new ShopcastCloseEvent('sheet'))).to.deep.equal([]);
  });

  it('seeks', async () => {
    const show = await open();
    const sought: unknown[] = [];
    Object.assign(session, { seek: (at?: number) => void sought.push(at) });
    wish(show, new ShopcastSeekEvent(1234));
    wish(show, new ShopcastSeekEvent());
    await settle();
    expect(sought).to.deep.equal([1234, undefined]);
  });
});
