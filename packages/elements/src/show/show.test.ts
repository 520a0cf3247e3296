import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { ShopcastAddToCartEvent } from '../events.js';
import './define.js';
import type { ShopcastShow } from './show.js';

const wishFor = (show: Element, event: Event): boolean => show.querySelector('[slot="card"]')!.dispatchEvent(event);

describe('shopcast-show', () => {
  let stage: TestStage;
  let session: ShowSession;
  const open = async (options: Parameters<typeof createTestStage>[0] = {}): Promise<ShopcastShow> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}><div slot="card"></div></shopcast-show>`);
    return show;
  };
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
  });

  it('shows a scheduled show with its start, and is accessible', async () => {
    const show = await open({ phase: 'scheduled' });
    await expect(show).to.be.accessible();
    expect(show.shadowRoot!.querySelector('[part="state"]')!.textContent).to.include('Table for six');
  });

  it('puts what somebody inside wishes for into the shop\u2019s cart, and tells what came of it', async () => {
    const show = await open();
    await stage.list('espresso');
    await stage.until(() => session.$products.get()[0]?.reading === 'ready');
    const added = oneEvent(show, 'shopcast-added-to-cart');
    wishFor(show, new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 2, productId: 'espresso' }));
    expect((await added).detail).to.deep.equal({ variantId: 'espresso', quantity: 2, productId: 'espresso' });
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({ espresso: 2 });
    const region = show.shadowRoot!.querySelector('[role="status"]')!;
    await waitUntil(() => region.textContent === '2 units added to the cart.');
  });
});
