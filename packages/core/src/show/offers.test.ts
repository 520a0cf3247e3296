import { expect } from 'chai';
import { evolve, offerPhase, type ShowCommandOf, type ShowFact } from '../index.js';
import { given, live, offer, price, start } from './testing/facts.js';

const openOffer = (more: Partial<ShowCommandOf<'open-offer'>['data']> = {}): ShowCommandOf<'open-offer'> => ({
  type: 'open-offer',
  data: { offerId: 'second', productId: 'lamp', price, seconds: 60, ...more },
});

describe('an offer', () => {
  it('opens now or later, for whole seconds', () => {
    given(...live)
      .when(openOffer())
      .then(offer({ offerId: 'second' }));
    given(...live)
      .when(openOffer({ startsAt: start + 1000, quantity: 5, code: 'LAMP' }), { after: 500 })
      .then(offer({ offerId: 'second', startsAt: start + 1000, endsAt: start + 61_000, quantity: 5, code: 'LAMP' }));
    given(...live)
      .when(openOffer({ startsAt: start - 1 }))
      .thenRefused('show/bad-command', 'data.startsAt');
    given(...live)
      .when(openOffer({ seconds: 0 }))
      .thenRefused('show/bad-command', 'data.seconds');
    given(...live)
      .when(openOffer({ seconds: 1.5 }))
      .thenRefused('show/bad-command', 'data.seconds');
    given(...live)
      .when(openOffer({ productId: 'hat' }))
      .thenRefused('show/unknown-product');
    given(...live, {
      type: 'product-corrected',
      data: { productId: 'lamp', listing: { title: 'Lamp', price: { minor: 1, currency: 'JPY' } } },
    })
      .when(openOffer())
      .thenRefused('money/currency-mismatch');
  });
  it('never changes, is not opened again and overlaps no other', () => {
    const open = given(...live, offer({ variantIds: ['red', 'blue'] }));
    open
      .when(openOffer({ offerId: 'lamp-offer', startsAt: start + 120_000 }), { after: 120_000 })
      .thenRefused('show/offer-immutable', 'data.offerId');
    open.when(openOffer({ variantIds: ['blue'] }), { after: 59_999 }).thenRefused('show/offer-overlaps');
    open.when(openOffer(), { after: 59_999 }).thenRefused('show/offer-overlaps');
    open.when(openOffer({ variantIds: ['green'] })).then(offer({ offerId: 'second', variantIds: ['green'] }));
    const announced = given(...live, offer({ startsAt: start + 60_000, endsAt: start + 90_000 }));
    announced.when(openOffer()).then(offer({ offerId: 'second' }));
    announced.when(openOffer({ seconds: 61 })).thenRefused('show/offer-overlaps');
    open.when(openOffer(), { after: 60_000 }).then(offer({ offerId: 'second', startsAt: start + 60_000, endsAt: start + 120_000 }));
    given(...live, offer(), { type: 'offer-closed', data: { offerId: 'lamp-offer' } })
      .when(openOffer())
      .thenRefused('show/offer-overlaps');
    given(...live, offer(), { type: 'offer-sold-out', data: { offerId: 'lamp-offer' } })
      .when(openOffer())
      .thenRefused('show/offer-overlaps');
  });
  it('overlaps no other of the same thing listed twice', () => {
    const list = (productId: string, ref?: string): ShowFact => ({
      type: 'product-listed',
      data: { productId, listing: ref === undefined ? { title: productId } : { ref } },
    });
    const twice = [...live, list('lamp-again', 'lamp'), list('by-handle', 'handle-of-the-lamp')];
    given(...twice, offer())
      .when(openOffer({ productId: 'lamp-again' }))
      .thenRefused('show/offer-overlaps');
    given(...twice, offer({ variantIds: ['red'] }))
      .when(openOffer({ productId: 'by-handle', variantIds: ['blue', 'red'] }))
      .thenRefused('show/offer-overlaps');
    const forged = offer({ offerId: 'again', productId: 'lamp-again' });
    const { state } = given(...twice, offer());
    expect(evolve(state, { id: 'x', seq: 99, at: start, ...forged }).offers).to.deep.equal(state.offers);
    // "S" of one flash listing is not "S" of another.
    const flash = given(...live, list('shirt'), list('coat'), offer({ productId: 'shirt', variantIds: ['S'] }));
    flash
      .when(openOffer({ productId: 'coat', variantIds: ['S'] }))
      .then(offer({ offerId: 'second', productId: 'coat', variantIds: ['S'] }));
  });
  it('is for the same product of the shop for as long as it runs', () => {
    const correct = (ref: string) => ({ type: 'correct-product', data: { productId: 'lamp', listing: { ref, note: 'New' } } }) as const;
    const corrected = (ref: string): ShowFact => ({ type: 'product-corrected', data: correct(ref).data });
    given(...live, offer())
      .when(correct('vase'))
      .thenRefused('show/offer-immutable', 'data.listing.ref');
    given(...live, offer())
      .when(correct('lamp'))
      .then(corrected('lamp'));
    given(...live, offer())
      .when(correct('vase'), { after: 60_000 })
      .then(corrected('vase'));
  });
  it('counts orders by the ids of the shop as well as by those of the show', () => {
    const lampOf = (listing: { readonly ref: string }): ShowFact => ({ type: 'product-listed', data: { productId: 'l', listing } });
    const order = (productId: string): ShowCommandOf<'record-order'> => ({
      type: 'record-order',
      data: { lines: [{ variantId: 'gid://v/1', productId, quantity: 2 }] },
    });
    const soldOut: ShowFact = { type: 'offer-sold-out', data: { offerId: 'lamp-offer' } };
    const ofL = (variantIds?: string[]) => offer({ productId: 'l', quantity: 2, ...(variantIds && { variantIds }) });
    const placed = (productId: string): ShowFact => ({ type: 'order-placed', data: order(productId).data });
    for (const productId of ['l', 'gid://p/7']) {
      const show = given(...live, lampOf({ ref: 'gid://p/7' }), ofL()).when(order(productId), { by: 'system' });
      show.then(placed(productId), soldOut);
      expect(show.thenState().products.find(product => product.productId === 'l')!.sold).to.equal(2);
    }
    // Listed by its handle: the order names another id, but the offer names the variant.
    const byHandle = given(...live, lampOf({ ref: 'lamp-handle' }), ofL(['gid://v/1']));
    byHandle.when(order('gid://p/7'), { by: 'system' }).then(placed('gid://p/7'), soldOut);
    // A variant of another product of the show is none of this offer's.
    byHandle.when(order('vase'), { by: 'system' }).then(placed('vase'));
  });
  it('stays what it was, whatever a log says afterwards', () => {
    const { state } = given(...live, offer());
    const forged = [
      offer({ endsAt: start + 9e6 }),
      offer({ price: { minor: 1, currency: 'EUR' } }),
      offer({ offerId: 'again', startsAt: start + 59_999, endsAt: start + 9e6 }),
    ];
    for (const fact of forged) expect(evolve(state, { id: 'x', seq: 99, at: start, ...fact }).offers).to.deep.equal(state.offers);
  });
  it('ends by time, by closing or by selling out, once', () => {
    const { state } = given(...live, offer({ startsAt: start + 10 }));
    expect([9, 10, 59_999, 60_000].map(after => offerPhase(state.offers[0]!, start + after))).to.deep.equal([
      'announced',
      'open',
      'open',
      'ended',
    ]);
    given(...live, offer())
      .when({ type: 'close-offer', data: { offerId: 'lamp-offer' } })
      .then({ type: 'offer-closed', data: { offerId: 'lamp-offer' } });
    given(...live, offer())
      .when({ type: 'sell-out-offer', data: { offerId: 'lamp-offer' } })
      .then({ type: 'offer-sold-out', data: { offerId: 'lamp-offer' } });
    given(...live, offer())
      .when({ type: 'close-offer', data: { offerId: 'lamp-offer' } }, { after: 60_000 })
      .thenRefused('show/already-closed');
    given(...live, offer())
      .when({ type: 'close-offer', data: { offerId: 'no' } })
      .thenRefused('show/unknown-offer');
    const soldOut = given(...live, offer(), { type: 'offer-sold-out', data: { offerId: 'lamp-offer' } });
    soldOut.when({ type: 'close-offer', data: { offerId: 'lamp-offer' } }).thenRefused('show/already-closed');
    expect(offerPhase(soldOut.state.offers[0]!, start + 1)).to.equal('sold-out');
  });
  it('has coupons beside it', () => {
    const coupon: ShowFact = { type: 'coupon-issued', data: { couponId: 'c', code: 'TEN', label: 'Ten off' } };
    given(...live)
      .when({ type: 'issue-coupon', data: coupon.data })
      .then(coupon);
    given(...live, coupon)
      .when({ type: 'issue-coupon', data: coupon.data })
      .thenRefused('show/already-exists');
    given(...live, coupon)
      .when({ type: 'exhaust-coupon', data: { couponId: 'c' } })
      .then({ type: 'coupon-exhausted', data: { couponId: 'c' } });
    given(...live, coupon, { type: 'coupon-exhausted', data: { couponId: 'c' } })
      .when({ type: 'exhaust-coupon', data: { couponId: 'c' } })
      .then();
    given(...live)
      .when({ type: 'exhaust-coupon', data: { couponId: 'c' } })
      .thenRefused('show/unknown-coupon');
  });
});
