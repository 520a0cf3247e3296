import { randomShow, someone } from '@shopcast/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { commandRules, eventRules, evolve, initialShow, type ShowEvent, type ShowFact, type ShowState } from '../index.js';
import { overlappingOffer } from './offers.js';
import { given, listed, live, offer, price, scheduled, start, started } from './testing/facts.js';

const ended: ShowFact = { type: 'show-ended', data: {} };
const featured = (productId: string): ShowFact => ({ type: 'product-featured', data: { productId } });

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
      .when({ type: 'schedule-show', data: { ...scheduled.data, showId: 'winter' } })
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
