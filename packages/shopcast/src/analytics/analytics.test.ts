import {
  ShopcastAddedToCartEvent,
  ShopcastCheckoutEvent,
  ShopcastOpenEvent,
  ShopcastPlayerStateEvent,
  ShopcastSetQuantityEvent,
  type ShopcastShow,
} from '@shopcast/elements';
import '@shopcast/elements/show';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { expect } from 'chai';
import { startAnalytics, type ShopcastAnalyticsEvent } from './analytics.js';

type Entry = ShopcastAnalyticsEvent['detail'];
const page = window as { dataLayer?: unknown[] };

describe('what a show tells analytics', () => {
  let stage: TestStage;
  let session: ShowSession;
  let show: ShopcastShow;
  let stop: () => void;
  let told: Entry[];
  const hear = (event: ShopcastAnalyticsEvent): void => void told.push(event.detail);
  const product = () => session.$products.get()[0]!.product!;

  beforeEach(async () => {
    stage = await createTestStage({});
    session = createShowSession(stage.parts);
    show = Object.assign(document.createElement('shopcast-show'), { session, withoutLayout: true });
    show.consent = 'granted';
    document.body.append(show);
    await stage.list('mug');
    const stopReading = session.$products.subscribe(() => undefined);
    await stage.until(() => session.$products.get()[0]?.reading === 'ready');
    stopReading();
    told = [];
    page.dataLayer = [];
    stop = startAnalytics();
    document.addEventListener('shopcast-analytics', hear);
  });
  afterEach(async () => {
    document.removeEventListener('shopcast-analytics', hear);
    delete page.dataLayer;
    stop();
    show.remove();
    session.dispose();
    await stage.close();
  });

  it('is what the shop confirmed, with SKU and price, in the shape of GA4', () => {
    const [variant] = product().variants;
    show.dispatchEvent(new ShopcastAddedToCartEvent({ variantId: variant!.id, quantity: 2 }));
    const price = variant!.price.minor / 100;
    const item = {
      item_id: variant!.sku ?? variant!.id,
      item_name: product().title,
      item_variant: variant!.title,
      price,
      quantity: 2,
      item_list_id: session.manifest.showId,
      item_list_name: session.manifest.title,
    };
    const entry = { event: 'add_to_cart', ecommerce: { currency: variant!.price.currency, value: price * 2, items: [item] } };
    expect(told).to.deep.equal([entry]);
    expect(page.dataLayer, 'what a tag manager remembers is cleared first').to.deep.equal([{ ecommerce: null }, entry]);
  });

  it('names panels, a removal and the checkout, and the start of the video once', () => {
    for (const panel of ['cart', 'tray', 'chat'] as const) show.dispatchEvent(new ShopcastOpenEvent(panel));
    show.dispatchEvent(new ShopcastOpenEvent('sheet', session.$products.get()[0]!.productId));
    show.dispatchEvent(new ShopcastSetQuantityEvent({ lineKey: 'x', variantId: product().variants[0]!.id, quantity: 0 }));
    show.dispatchEvent(new ShopcastSetQuantityEvent({ lineKey: 'x', variantId: product().variants[0]!.id, quantity: 3 }));
    show.dispatchEvent(new ShopcastCheckoutEvent());
    for (const state of ['loading', 'playing', 'paused', 'playing'] as const) show.dispatchEvent(new ShopcastPlayerStateEvent(state));
    expect(told.map(({ event }) => event)).to.deep.equal([
      'view_cart',
      'view_item_list',
      'view_item',
      'remove_from_cart',
      'begin_checkout',
      'video_start',
    ]);
  });

  it('is nothing, and nothing is kept for later, while nobody has agreed', () => {
    for (const consent of ['denied', undefined] as const) {
      if (consent) show.consent = consent;
      else delete show.consent;
      show.removeAttribute('consent');
      show.dispatchEvent(new ShopcastOpenEvent('cart'));
    }
    show.consent = 'granted';
    expect(told).to.deep.equal([]);
    expect(page.dataLayer).to.deep.equal([]);
    show.dispatchEvent(new ShopcastOpenEvent('cart'));
    expect(told).to.have.length(1);
  });

  it('stays out of dataLayer where the page cancels it, and makes none where there is none', () => {
    const cancel = (event: Event): void => event.preventDefault();
    document.addEventListener('shopcast-analytics', cancel);
    show.dispatchEvent(new ShopcastOpenEvent('cart'));
    document.removeEventListener('shopcast-analytics', cancel);
    expect(page.dataLayer).to.deep.equal([]);
    delete page.dataLayer;
    show.dispatchEvent(new ShopcastOpenEvent('cart'));
    expect(page).not.to.have.property('dataLayer');
    expect(told).to.have.length(2);
  });
});
