import { expect } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../on-demand.js';
import type { ShopcastShow } from './show.js';

const isDefined = (tag: string): boolean => customElements.get(tag) !== undefined;
const idle = (): Promise<void> => new Promise(resolve => (globalThis.requestIdleCallback ?? setTimeout)(() => resolve()));

// One story in order: what has been fetched stays, in a page as in this one.
describe('elements on demand', () => {
  let stage: TestStage;
  let session: ShowSession;
  let show: ShopcastShow;
  before(async () => {
    stage = await createTestStage({});
    session = createShowSession(stage.parts);
  });
  after(async () => {
    show.remove();
    session.dispose();
    await stage.close();
  });

  it('registers at once what a shopper sees first, and nothing else', () => {
    for (const tag of ['shopcast-show', 'shopcast-live-badge', 'shopcast-product-card', 'shopcast-cart-button'])
      expect(isDefined(tag), tag).to.equal(true);
    for (const tag of ['shopcast-player', 'shopcast-product-tray', 'shopcast-product-sheet', 'shopcast-sku-picker', 'shopcast-cart-drawer'])
      expect(isDefined(tag), tag).to.equal(false);
  });

  it('fetches an element that is put into the document, and gives it what it was given before', async () => {
    const box = document.createElement('div');
    const picker = Object.assign(document.createElement('shopcast-sku-picker'), { quantity: 3 });
    box.append(picker);
    document.body.append(box);
    await waitUntil(() => picker.shadowRoot, 'the picker is there');
    expect(picker.quantity).to.equal(3);
    expect(Object.hasOwn(picker, 'quantity'), 'it is the property of the element by now').to.equal(false);
    box.remove();
  });

  it('opens a panel of a show whose code is still on its way', async () => {
    show = document.createElement('shopcast-show');
    show.withoutPlayer = true;
    show.session = session;
    document.body.append(show);
    await stage.list('mug');
    await show.updateComplete;
    expect(isDefined('shopcast-cart-drawer')).to.equal(false);
    show.openPanel('cart');
    await waitUntil(() => {
      const drawer = show.shadowRoot!.querySelector('shopcast-cart-drawer')!;
      return drawer.shadowRoot?.querySelector('dialog')?.open;
    }, 'the cart is open');
    show.closePanel('cart');
  });

  it('has everything once the page has come to rest, but what the show leaves out', async () => {
    await idle();
    for (const tag of ['tray', 'sheet'].map(name => `shopcast-product-${name}`)) await customElements.whenDefined(tag);
    for (const tag of ['connection', 'announcement', 'countdown-offer']) await customElements.whenDefined(`shopcast-${tag}`);
    expect(isDefined('shopcast-player')).to.equal(false);
    show.withoutPlayer = false;
    await customElements.whenDefined('shopcast-player');
  });
});
