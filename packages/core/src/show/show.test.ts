import { randomPeople, randomShow, showSpecification, someone } from '@shopcast/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  commandRules,
  commitTo,
  decide,
  drawWinners,
  eventRules,
  evolve,
  initialShow,
  offerPhase,
  showLimits,
  ticketFor,
  ticketOf,
  verifyDraw,
  viewOf,
  visibleTo,
  voteOf,
  type ShowCommandOf,
  type ShowEvent,
  type ShowFact,
  type ShowFactOf,
  type ShowState,
  type UnknownEvent,
  type Viewer,
} from '../index.js';
import { overlappingOffer } from './offers.js';

const start = Date.UTC(2030, 0, 1, 12);
const given = showSpecification({ start });
const streams = [{ url: 'live.m3u8', kind: 'live' }] as const;
const scheduled: ShowFact = { type: 'show-scheduled', data: { showId: 'summer', title: 'Summer', startsAt: start, streams } };
const started: ShowFact = { type: 'show-started', data: {} };
const ended: ShowFact = { type: 'show-ended', data: {} };
const listed = (productId: string): ShowFact => ({ type: 'product-listed', data: { productId, listing: { ref: productId } } });
const featured = (productId: string): ShowFact => ({ type: 'product-featured', data: { productId } });
const price = { minor: 1990, currency: 'EUR' };
const offer = (more: Partial<ShowFactOf<'offer-opened'>['data']> = {}): ShowFactOf<'offer-opened'> => ({
  type: 'offer-opened',
  data: { offerId: 'lamp-offer', productId: 'lamp', price, startsAt: start, endsAt: start + 60_000, ...more },
});
const openOffer = (more: Partial<ShowCommandOf<'open-offer'>['data']> = {}): ShowCommandOf<'open-offer'> => ({
  type: 'open-offer',
  data: { offerId: 'second', productId: 'lamp', price, seconds: 60, ...more },
});
const anna = { viewerId: 'anna', name: 'Anna', role: 'viewer' } as const;
const ben = { viewerId: 'ben', name: 'Ben', role: 'viewer' } as const;
const posted = (messageId: string, author = anna): ShowFact => ({ type: 'message-posted', data: { messageId, author, text: 'Hello' } });
const live = [scheduled, started, listed('lamp'), listed('vase'), listed('rug'), listed('bowl')] as const;
const poll: ShowFact = {
  type: 'poll-opened',
  data: {
    pollId: 'p',
    question: 'Which?',
    choices: [
      { id: 'red', label: 'Red' },
      { id: '__proto__', label: 'Odd' },
    ],
    endsAt: start + 60_000,
  },
};
const seed = 'a seed that nobody guesses';
const draw: ShowFact = { type: 'draw-opened', data: { drawId: 'd', prize: 'A lamp', commitment: commitTo(seed), winners: 2 } };
const entered = (viewerId: string): ShowFact => ({
  type: 'draw-entered',
  data: { drawId: 'd', viewerId, ticket: ticketFor('d', viewerId) },
});

describe('the broadcast', () => {
  it('is scheduled, starts, pauses, goes on and ends', () => {
    given().when({ type: 'schedule-show', data: scheduled.data }).then(scheduled);
    given(scheduled).when({ type: 'start-show', data: {} }).then(started);
    given(scheduled, started)
      .when({ type: 'pause-show', data: { reason: 'Tea' } })
      .then({ type: 'show-paused', data: { reason: 'Tea' } });
    const paused = given(scheduled, started, { type: 'show-paused', data: { reason: 'Tea' } });
    expect(paused.state.pauseReason).to.equal('Tea');
    paused.when({ type: 'resume-show', data: {} }).then({ type: 'show-resumed', data: {} });
    paused.when({ type: 'end-show', data: {} }).then(ended);
    given(scheduled)
      .when({ type: 'replace-stream', data: { streams: [] } })
      .then({ type: 'stream-replaced', data: { streams: [] } });
  });
  it('does nothing out of turn', () => {
    given().when({ type: 'start-show', data: {} }).thenRefused('show/wrong-phase');
    given(scheduled, started, ended).when({ type: 'start-show', data: {} }).thenRefused('show/wrong-phase');
    given(scheduled, started, ended)
      .when({ type: 'post-message', data: { messageId: 'm', text: 'Too late' } })
      .thenRefused('show/wrong-phase');
    given(scheduled)
      .when({ type: 'schedule-show', data: { ...(scheduled.data as object), showId: 'winter' } as never })
      .thenRefused('show/already-exists', 'data.showId');
  });
  it('is run by those who may', () => {
    for (const [type, { by }] of Object.entries(commandRules)) {
      for (const role of ['viewer', 'host', 'moderator', 'producer', 'system'] as const) {
        if (by.includes(role)) continue;
        given(...live)
          .when({ type, data: {} } as never, { by: role })
          .thenRefused('show/not-allowed');
      }
    }
    given()
      .when({ type: 'toString', data: {} } as never, { by: 'producer' })
      .thenRefused('show/bad-command', 'type');
  });
});

describe('products', () => {
  it('are listed, corrected, withdrawn and listed again', () => {
    given(scheduled)
      .when({ type: 'list-product', data: { productId: 'cup', listing: { picture: 'cup.jpg', price, stock: 3 } } })
      .then({ type: 'product-listed', data: { productId: 'cup', listing: { picture: 'cup.jpg', price, stock: 3 } } });
    given(scheduled)
      .when({ type: 'list-product', data: { productId: 'cup', listing: { price } } })
      .thenRefused('show/bad-command', 'data.listing');
    given(...live)
      .when({ type: 'list-product', data: { productId: 'lamp', listing: { ref: 'x' } } })
      .thenRefused('show/already-exists');
    given(...live)
      .when({ type: 'correct-product', data: { productId: 'lamp', listing: { ref: 'lamp', note: 'Red' } } })
      .then({ type: 'product-corrected', data: { productId: 'lamp', listing: { ref: 'lamp', note: 'Red' } } });
    given(...live)
      .when({ type: 'correct-product', data: { productId: 'hat', listing: { ref: 'hat' } } })
      .thenRefused('show/unknown-product', 'data.productId');
    const gone = given(...live, featured('lamp'), { type: 'product-withdrawn', data: { productId: 'lamp', reason: 'Broken' } });
    expect(gone.state.featured).to.deep.equal([]);
    expect(gone.state.products[0]).to.include({ withdrawnAt: start, withdrawnReason: 'Broken' });
    gone.when({ type: 'feature-product', data: { productId: 'lamp' } }).thenRefused('show/unknown-product');
    gone.when({ type: 'list-product', data: { productId: 'lamp', listing: { ref: 'lamp' } } }).then(listed('lamp'));
  });
  it('end their offers when they are withdrawn', () => {
    given(...live, offer())
      .when({ type: 'withdraw-product', data: { productId: 'lamp' } }, { after: 5 })
      .then({ type: 'offer-closed', data: { offerId: 'lamp-offer' } }, { type: 'product-withdrawn', data: { productId: 'lamp' } });
  });
  it('are featured, three at once', () => {
    const three = given(...live, featured('lamp'), featured('vase'), featured('rug'));
    three.when({ type: 'feature-product', data: { productId: 'bowl' } }).thenRefused('show/too-many-featured');
    three.when({ type: 'feature-product', data: { productId: 'rug' } }).then();
    three
      .when({ type: 'feature-product', data: { productId: 'lamp', variantId: 'red' } })
      .then({ type: 'product-featured', data: { productId: 'lamp', variantId: 'red' } });
    three
      .when({ type: 'unfeature-product', data: { productId: 'lamp' } })
      .then({ type: 'product-unfeatured', data: { productId: 'lamp' } });
    three.when({ type: 'unfeature-product', data: { productId: 'bowl' } }).then();
    const down = (productId: string) => ({ type: 'product-unfeatured', data: { productId } }) as const;
    three
      .when({ type: 'feature-product', data: { productId: 'bowl', instead: ['lamp', 'rug', 'hat'] } })
      .then(down('lamp'), down('rug'), featured('bowl'));
    three.when({ type: 'feature-product', data: { productId: 'lamp', instead: ['lamp'] } }).then(down('lamp'), featured('lamp'));
    three.when({ type: 'feature-product', data: { productId: 'rug', instead: ['vase'] } }).then(down('vase'));
    expect(
      three.log.concat({ id: 'x', seq: 99, at: start, ...featured('bowl') } as ShowEvent).reduce(evolve, initialShow).featured,
    ).to.have.length(3);
  });
  it('have the stock that was last reported, and count what was sold', () => {
    const report = (state: 'in' | 'out', variantId?: string): ShowFact => ({
      type: 'stock-reported',
      data: { productId: 'lamp', state, ...(variantId && { variantId }) },
    });
    const { state } = given(...live, report('in'), report('in', 'red'), report('out', 'red'), {
      type: 'order-placed',
      data: {
        lines: [
          { variantId: 'red', productId: 'lamp', quantity: 2 },
          { variantId: 'z', quantity: 1 },
        ],
      },
    });
    expect(state.products[0]!.stock.map(({ variantId, state: found }) => [variantId, found])).to.deep.equal([
      [undefined, 'in'],
      ['red', 'out'],
    ]);
    expect(state.products[0]!.sold).to.equal(2);
    expect(state.orders).to.deep.equal({ count: 1, units: 3 });
    given(...live)
      .when({ type: 'report-stock', data: { productId: 'hat', state: 'out' } })
      .thenRefused('show/unknown-product');
  });
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

describe('chat and questions', () => {
  it('are posted, held, released, removed and pinned', () => {
    const wish = { type: 'post-message', data: { messageId: 'm', text: 'Hello' } } as const;
    given(...live)
      .when(wish, { by: anna })
      .then(posted('m'));
    given(...live, posted('m'))
      .when(wish, { by: ben })
      .thenRefused('show/already-exists', 'data.messageId');
    const held: ShowFact = { type: 'message-held', data: { messageId: 'm', author: anna, text: 'Hello', reason: 'link' } };
    given(...live)
      .when(wish, { by: anna, hold: { reason: 'link' } })
      .then(held);
    given(...live, held)
      .when({ type: 'release-message', data: { messageId: 'm' } })
      .then({ type: 'message-released', data: { messageId: 'm', author: anna, text: 'Hello' } });
    given(...live, held)
      .when({ type: 'pin-message', data: { messageId: 'm' } })
      .thenRefused('show/unknown-message');
    given(...live, posted('m'))
      .when({ type: 'release-message', data: { messageId: 'm' } })
      .thenRefused('show/unknown-message');
    given(...live, posted('m'))
      .when({ type: 'pin-message', data: { messageId: 'm' } })
      .then({ type: 'message-pinned', data: { messageId: 'm' } });
    const pinned = given(...live, posted('m'), { type: 'message-pinned', data: { messageId: 'm' } });
    pinned.when({ type: 'unpin-message', data: { messageId: 'm' } }).then({ type: 'message-unpinned', data: { messageId: 'm' } });
    const gone = pinned.when({ type: 'remove-message', data: { messageId: 'm' } }, { by: 'moderator' }).thenState();
    expect([gone.messages, gone.pinned]).to.deep.equal([[], []]);
  });
  it('are removed by their author and by staff alone', () => {
    const wish = { type: 'remove-message', data: { messageId: 'm' } } as const;
    given(...live, posted('m'))
      .when(wish, { by: anna })
      .then({ type: 'message-removed', data: { messageId: 'm' } });
    given(...live, posted('m'))
      .when(wish, { by: ben })
      .thenRefused('show/not-allowed', 'data.messageId');
    given(...live)
      .when(wish, { by: 'moderator' })
      .thenRefused('show/unknown-message');
  });
  it('remember the latest messages, and the pinned ones beyond', () => {
    const many = Array.from({ length: showLimits.messages + 5 }, (_, i) => posted(`m${i}`));
    const show = given(...live, many[0]!, { type: 'message-pinned', data: { messageId: 'm0' } }, ...many.slice(1));
    expect(show.state.messages.map(({ messageId }) => messageId)).to.deep.equal(many.slice(5).map((_, i) => `m${i + 5}`));
    expect(show.state.pinned[0]!.messageId).to.equal('m0');
    const wish = { type: 'remove-message', data: { messageId: 'm1' } } as const;
    expect(() => show.when(wish, { by: 'moderator' }).thenState()).not.to.throw();
    show.when(wish, { by: anna }).thenRefused('show/unknown-message');
  });
  it('forget mutes that are over before those that hold', () => {
    const mute = (viewerId: string, until?: number): ShowFact => ({
      type: 'viewer-muted',
      data: { viewerId, ...(until !== undefined && { until }) },
    });
    const many = Array.from({ length: showLimits.mutes - 1 }, (_, i) => mute(`v${i}`, start + 1));
    const { state } = given(...live, mute('anna'), ...many);
    const next = evolve(state, { id: 'x', seq: state.seq + 1, at: start + 1, ...(mute('ben') as ShowFactOf<'viewer-muted'>) });
    expect(next.mutes).to.deep.equal([{ viewerId: 'anna' }, { viewerId: 'ben' }]);
  });
  it('are closed to the muted, until the mute ends', () => {
    const muted = given(...live, { type: 'viewer-muted', data: { viewerId: 'anna', until: start + 1000 } });
    const wish = { type: 'ask-question', data: { questionId: 'q', text: 'How tall?' } } as const;
    muted.when(wish, { by: anna, after: 999 }).thenRefused('show/muted');
    muted.when({ type: 'post-message', data: { messageId: 'm', text: 'Hi' } }, { by: anna }).thenRefused('show/muted');
    muted
      .when(wish, { by: anna, after: 1000 })
      .then({ type: 'question-asked', data: { questionId: 'q', author: anna, text: 'How tall?' } });
    muted.when({ type: 'unmute-viewer', data: { viewerId: 'anna' } }).then({ type: 'viewer-unmuted', data: { viewerId: 'anna' } });
    muted.when({ type: 'unmute-viewer', data: { viewerId: 'ben' } }).then();
    muted.when({ type: 'mute-viewer', data: { viewerId: 'ben', until: start } }).thenRefused('show/bad-command', 'data.until');
    given(...live, { type: 'viewer-muted', data: { viewerId: 'anna' } })
      .when(wish, { by: anna, after: 9e9 })
      .thenRefused('show/muted');
  });
  it('answer or dismiss questions', () => {
    const asked: ShowFact = { type: 'question-asked', data: { questionId: 'q', author: anna, text: 'How tall?' } };
    given(...live)
      .when({ type: 'ask-question', data: { questionId: 'q', text: 'How tall?' } }, { by: anna, hold: { reason: 'x' } })
      .thenRefused('room/text-refused');
    given(...live, asked)
      .when({ type: 'ask-question', data: { questionId: 'q', text: 'Mine' } }, { by: ben })
      .thenRefused('show/already-exists');
    given(...live, asked)
      .when({ type: 'answer-question', data: { questionId: 'q', answer: '40 cm' } })
      .then({ type: 'question-answered', data: { questionId: 'q', answer: '40 cm' } });
    expect(given(...live, asked, { type: 'question-dismissed', data: { questionId: 'q' } }).state.questions).to.deep.equal([]);
    given(...live)
      .when({ type: 'dismiss-question', data: { questionId: 'q' } })
      .thenRefused('show/unknown-question');
    const many = Array.from({ length: showLimits.questions }, (_, i): ShowFact => ({
      type: 'question-asked',
      data: { questionId: `q${i}`, author: anna, text: 'Why?' },
    }));
    const { state } = given(
      ...live,
      ...many,
      { type: 'question-answered', data: { questionId: 'q7' } },
      { ...asked, data: { ...(asked.data as object), questionId: 'new' } as never },
    );
    expect(state.questions.map(({ questionId }) => questionId))
      .to.include.members(['q0', 'new'])
      .and.not.include('q7');
  });
  it('announce once', () => {
    const said: ShowFact = { type: 'announcement-made', data: { announcementId: 'a', text: 'Free delivery' } };
    given(...live)
      .when({ type: 'announce', data: said.data })
      .then(said);
    given(...live, said)
      .when({ type: 'announce', data: said.data })
      .thenRefused('show/already-exists');
    given(...live)
      .when({ type: 'announce', data: { ...(said.data as object), until: start } as never })
      .thenRefused('show/bad-command', 'data.until');
  });
});

describe('polls', () => {
  const vote = (choiceId: string) => ({ type: 'vote', data: { pollId: 'p', choiceId } }) as const;
  const cast = (viewerId: string, choiceId: string): ShowFact => ({ type: 'vote-cast', data: { pollId: 'p', viewerId, choiceId } });
  it('count the last vote of each viewer', () => {
    const voted = given(...live, poll, cast('anna', 'red'), cast('ben', '__proto__'), cast('anna', '__proto__'), cast('__proto__', 'red'));
    expect(voteOf(voted.state.polls[0]!, 'anna')).to.equal('__proto__');
    const state = voted.when({ type: 'close-poll', data: { pollId: 'p' } }).thenState();
    expect(state.polls[0]!.choices.map(({ id, votes }) => [id, votes])).to.deep.equal([
      ['red', 1],
      ['__proto__', 2],
    ]);
    expect(state.polls[0]!.votes.size).to.equal(0);
    voted.when(vote('__proto__'), { by: anna }).then();
    voted.when(vote('red'), { by: anna }).then(cast('anna', 'red'));
  });
  it('take nothing after their end, closed or not', () => {
    given(...live, poll)
      .when(vote('red'), { by: anna, after: 60_000 })
      .thenRefused('show/already-closed');
    given(...live, poll)
      .when(vote('green'), { by: anna })
      .thenRefused('show/bad-command', 'data.choiceId');
    given(...live)
      .when(vote('red'), { by: anna })
      .thenRefused('show/unknown-poll');
    const { state } = given(...live, poll);
    const late = { id: 'x', seq: 99, at: start + 60_000, ...cast('anna', 'red') } as ShowEvent;
    expect(evolve(state, late).polls[0]!.votes.size).to.equal(0);
    const closed = given(...live, poll, { type: 'poll-closed', data: { pollId: 'p', tally: { red: 3 } } });
    closed.when(vote('red'), { by: anna }).thenRefused('show/already-closed');
    closed.when({ type: 'close-poll', data: { pollId: 'p' } }).thenRefused('show/already-closed');
    closed.when({ type: 'open-poll', data: poll.data }).thenRefused('show/already-exists');
  });
});

describe('draws', () => {
  const people = ['anna', 'ben', 'cleo', '__proto__'];
  const tickets = people.map(viewerId => ticketFor('d', viewerId)).sort();
  const closed: ShowFact = { type: 'draw-entries-closed', data: { drawId: 'd', tickets } };
  it('take one entry each, publish the list, then draw', () => {
    const entering = given(...live, draw, ...people.map(entered));
    expect(ticketOf(entering.state.draws[0]!, '__proto__')).to.equal(ticketFor('d', '__proto__'));
    entering.when({ type: 'enter-draw', data: { drawId: 'd' } }, { by: anna }).then();
    entering.when({ type: 'draw-winners', data: { drawId: 'd', seed } }).thenRefused('show/draw-still-open');
    entering.when({ type: 'close-draw-entries', data: { drawId: 'd' } }).then(closed);
    const listedTickets = given(...live, draw, ...people.map(entered), closed);
    listedTickets.when({ type: 'enter-draw', data: { drawId: 'd' } }, { by: 'viewer' }).thenRefused('show/already-closed');
    listedTickets
      .when({ type: 'draw-winners', data: { drawId: 'd', seed: 'some other seed, quite long' } })
      .thenRefused('show/draw-not-verifiable', 'data.seed');
    const drawn = listedTickets.when({ type: 'draw-winners', data: { drawId: 'd', seed } }).thenState().draws[0]!;
    expect(drawn.winners).to.deep.equal(drawWinners(seed, tickets, 2));
    expect(verifyDraw(drawn)).to.equal('holds');
  });
  it('can be verified by anybody, and cheats are found', () => {
    const drawn = { commitment: commitTo(seed), winnerCount: 2, tickets, seed, winners: drawWinners(seed, tickets, 2) };
    expect(verifyDraw({ ...drawn, tickets: [...tickets].reverse() })).to.equal('holds');
    expect(verifyDraw({ ...drawn, seed: 'another seed that is long' })).to.equal('wrong-seed');
    expect(verifyDraw({ ...drawn, winners: [...drawn.winners].reverse() })).to.equal('wrong-winners');
    expect(verifyDraw({ ...drawn, winners: drawn.winners.slice(1) })).to.equal('wrong-winners');
    expect(verifyDraw({ commitment: drawn.commitment, winnerCount: 2, tickets })).to.equal('not-drawn');
    expect(drawWinners(seed, tickets, 99)).to.have.members(tickets);
    expect(drawWinners(seed, [], 2)).to.deep.equal([]);
  });
  it('give every ticket the same chance', () => {
    const wins = new Map(tickets.map(ticket => [ticket, 0]));
    for (let i = 0; i < 4000; i++) for (const ticket of drawWinners(`${seed} ${i}`, tickets, 1)) wins.set(ticket, wins.get(ticket)! + 1);
    for (const count of wins.values()) expect(count).to.be.within(880, 1120);
  });
  it('hide whose a ticket is behind the salt of the room', () => {
    const command = { type: 'enter-draw', data: { drawId: 'd' } } as const;
    const [plain, salted] = [undefined, 'secret'].map(ticketSalt =>
      decide(command, given(...live, draw).state, { by: anna, now: start, ...(ticketSalt && { ticketSalt }) }),
    );
    expect(plain).not.to.deep.equal(salted);
  });
});

describe('who sees what', () => {
  const viewer: Viewer = { role: 'viewer' };
  const place = (fact: ShowFact) => ({ id: 'x', seq: 1, at: start, ...fact }) as ShowEvent;
  it('follows the audience of the event and the person concerned', () => {
    const held = place({ type: 'message-held', data: { messageId: 'm', author: anna, text: 'secret' } });
    expect(visibleTo(held, viewer)).to.equal(undefined);
    expect(visibleTo(held, { role: 'viewer', viewerId: 'ben' })).to.equal(undefined);
    expect(visibleTo(held, { role: 'viewer', viewerId: 'anna' })).to.equal(held);
    expect(visibleTo(held, { role: 'moderator' })).to.equal(held);
    const vote = place({ type: 'vote-cast', data: { pollId: 'p', viewerId: 'anna', choiceId: 'red' } });
    expect(visibleTo(vote, { role: 'producer' })).to.equal(undefined);
    expect(visibleTo(vote, { role: 'viewer', viewerId: 'anna' })).to.equal(vote);
    const order = place({ type: 'order-placed', data: { orderRef: 'no. 7', total: price, lines: [{ variantId: 'red', quantity: 1 }] } });
    expect(visibleTo(order, viewer)).to.deep.equal({ ...order, data: { lines: [{ variantId: 'red', quantity: 1 }] } });
    expect(visibleTo(order, { role: 'host' })).to.equal(order);
  });
  it('shows nobody but staff what is of an unknown type or a wrong shape', () => {
    const odd = { id: 'x', seq: 1, at: start, type: 'fireworks', data: {}, unknown: true } as const;
    const broken = { id: 'x', seq: 1, at: start, type: 'message-held', data: null } as unknown as ShowEvent;
    for (const event of [odd, broken] as (ShowEvent | UnknownEvent)[]) {
      expect(visibleTo(event, { role: 'viewer', viewerId: 'anna' })).to.equal(undefined);
      expect(visibleTo(event, { role: 'producer' })).to.equal(event);
    }
  });
  it('lets nothing of the held, the muted and the orders slip, and a view is what the visible events make', () => {
    const secret = 'XSECRETX';
    fc.assert(
      fc.property(fc.nat(), seedNumber => {
        const { log, state } = randomShow({ seed: seedNumber, commands: 250, secret });
        for (const person of [...randomPeople, undefined]) {
          const who: Viewer = person ? { role: person.role, viewerId: person.viewerId } : viewer;
          const seen = log.map(event => visibleTo(event, who)).filter(event => event !== undefined);
          expect(viewOf(state, who)).to.deep.equal({ ...seen.reduce(evolve, initialShow), seq: state.seq, at: state.at });
          if (who.role !== 'viewer') continue;
          const own = (event: ShowEvent) => 'author' in event.data && event.data.author.viewerId === who.viewerId;
          const released = new Set(log.flatMap(event => (event.type === 'message-released' ? [event.data.messageId] : [])));
          const foreign = seen.filter(event => !own(event) && !(event.type === 'message-released' && released.has(event.data.messageId)));
          expect(JSON.stringify(foreign)).not.to.include(secret);
          for (const event of seen) {
            if (event.type === 'viewer-muted' || event.type === 'vote-cast' || event.type === 'draw-entered')
              expect(event.data.viewerId).to.equal(who.viewerId);
            if (event.type === 'order-placed') expect(event.data).to.have.all.keys('lines');
          }
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});

describe('any show', () => {
  const strip = ({ seq: _, at: __, ...state }: ShowState) => state;
  it('keeps its promises, whatever is wished for', () => {
    fc.assert(
      fc.property(fc.nat(), seedNumber => {
        const { log } = randomShow({ seed: seedNumber, commands: 300 });
        let state = initialShow;
        const terms = new Map<string, string>();
        for (const event of log) {
          const next = evolve(state, event);
          // No fact that was decided is lost on evolve, and what is not about places stays JSON.
          if (eventRules[event.type].lane === 'durable') expect(next.seq).to.equal(event.seq);
          state = next;
          expect(state.featured.length).to.be.at.most(3);
          for (const { sold: _, soldOutAt: __, closedAt: ___, ...offerTerms } of state.offers) {
            const said = JSON.stringify(offerTerms);
            expect(terms.get(offerTerms.offerId) ?? said).to.equal(said);
            terms.set(offerTerms.offerId, said);
          }
        }
        expect(terms.size).to.equal(state.offers.length);
        state.offers.forEach((one, i) => expect(overlappingOffer(state.offers.slice(i + 1), one)).to.equal(undefined));
        expect(JSON.parse(JSON.stringify(state))).to.deep.equal(state);
        expect(({} as Record<string, unknown>)['lamp']).to.equal(undefined);
      }),
      { numRuns: 40, seed: 11 },
    );
  });
  it('is the same after a second replay, after duplicates and stragglers, and from a snapshot', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seedNumber, cut) => {
        const { log, state } = randomShow({ seed: seedNumber, commands: 200 });
        expect(log.reduce(evolve, initialShow)).to.deep.equal(state);
        expect(log.reduce(evolve, state)).to.equal(state);
        const at = cut % (log.length + 1);
        const snapshot = JSON.parse(JSON.stringify(log.slice(0, at).reduce(evolve, initialShow))) as ShowState;
        expect(log.slice(at).reduce(evolve, snapshot)).to.deep.equal(state);
        const messy = log.flatMap((event, i) => [event, log[(i * 7 + cut) % (i + 1)]!, event]);
        expect(messy.reduce(evolve, initialShow)).to.deep.equal(state);
      }),
      { numRuns: 40, seed: 13 },
    );
  });
  it('keeps unknown events out of everything but the count', () => {
    const { state } = given(...live);
    const next = evolve(state, { id: 'x', seq: state.seq + 1, at: start + 1, type: 'fireworks', data: { many: true }, unknown: true });
    expect(strip(next)).to.deep.equal(strip(state));
    expect(next.seq).to.equal(state.seq + 1);
  });
  it('counts what is ephemeral by time', () => {
    const count = (viewers: number, at: number): ShowEvent => ({ id: `${at}`, seq: 0, at, type: 'viewers-counted', data: { viewers } });
    const hearts = (n: number, at: number): ShowEvent => ({
      id: `r${at}`,
      seq: 0,
      at,
      type: 'reactions-counted',
      data: { reactions: JSON.parse(`{"heart":${n},"__proto__":1}`) as Record<string, number> },
    });
    const state = [count(5, 10), count(9, 20), count(7, 15), hearts(3, 10), hearts(3, 10), hearts(4, 11)].reduce(evolve, initialShow);
    expect(state.viewers).to.deep.equal({ count: 9, at: 20 });
    expect(state.reactions.totals).to.deep.equal([
      { reaction: 'heart', count: 7 },
      { reaction: '__proto__', count: 2 },
    ]);
    given(...live)
      .when({ type: 'react', data: { reaction: 'heart' } }, { by: someone('viewer') })
      .then();
  });
});
