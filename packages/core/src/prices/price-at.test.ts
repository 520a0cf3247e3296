import { expect } from 'chai';
import fc from 'fast-check';
import { priceAt, timeLeft, type Money, type Offer, type PriceFacts, type PriceRules } from '../index.js';

const eur = (minor: number): Money => ({ minor, currency: 'EUR' });
const usd = (minor: number): Money => ({ minor, currency: 'USD' });
const offer = (more: Partial<Offer> = {}): Offer => ({
  offerId: 'flash',
  productId: 'lamp',
  price: eur(1500),
  startsAt: 1000,
  endsAt: 2000,
  ...more,
});
const ask = (facts: Partial<PriceFacts>, offers: readonly Offer[], at = 1500, rules: PriceRules = {}) =>
  priceAt({ price: eur(2000), ...facts }, { productId: 'lamp', variantId: 'blue', at, offers, rules });

describe('what a variant costs', () => {
  it('is the shop’s price without an offer', () => {
    expect(ask({}, [])).to.deep.equal({ price: eur(2000) });
  });
  it('is the offer’s price from its start up to, not at, its end', () => {
    const prices = [999, 1000, 1999, 2000].map(at => ask({}, [offer()], at).price.minor);
    expect(prices).to.deep.equal([2000, 1500, 1500, 2000]);
    expect(ask({}, [offer()], 1999)).to.deep.include({ offer: offer(), endsAt: 2000, timeLeft: 1 });
    expect(ask({}, [offer()], 2000)).to.deep.equal({ price: eur(2000) });
  });
  it('is the shop’s again once the offer is sold out or closed, and not before', () => {
    expect(ask({}, [offer({ soldOutAt: 1500 })], 1499).price).to.deep.equal(eur(1500));
    expect(ask({}, [offer({ soldOutAt: 1500 })], 1500)).to.deep.equal({ price: eur(2000) });
    expect(ask({}, [offer({ closedAt: 1200 })], 1500)).to.deep.equal({ price: eur(2000) });
  });
  it('heeds offers for the variant and its product only', () => {
    expect(ask({}, [offer({ productId: 'shoe' })])).to.not.have.property('offer');
    expect(ask({}, [offer({ variantIds: ['red'] })])).to.not.have.property('offer');
    expect(ask({}, [offer({ variantIds: ['red', 'blue'] })])).to.have.property('offer');
  });
  it('never is an offer in another currency or dearer than the shop', () => {
    expect(ask({}, [offer({ price: usd(1) })])).to.deep.equal({ price: eur(2000) });
    expect(ask({}, [offer({ price: eur(2001) })])).to.deep.equal({ price: eur(2000) });
  });
  it('is the cheapest of several, and the shop’s price with the countdown when the shop has taken over the offer', () => {
    expect(
      ask({}, [offer(), offer({ offerId: 'b', price: eur(1400) }), offer({ offerId: 'c', price: eur(1400) })]).offer?.offerId,
    ).to.equal('b');
    const taken = ask({ price: eur(1500) }, [offer()]);
    expect(taken).to.deep.equal({ price: eur(1500), offer: offer(), endsAt: 2000, timeLeft: 500 });
  });
});

describe('a reduction', () => {
  it('is computed from the lowest price of 30 days where the shop states it, and from nothing else', () => {
    const stated = { compareAt: eur(4000), lowest30Days: eur(1800) };
    expect(ask(stated, [offer()]).reduction).to.deep.equal({ from: eur(1800), percent: 16, of: 'lowest-30-days' });
    expect(ask(stated, []), 'dearer than it was').to.not.have.property('reduction');
    expect(ask({ ...stated, lowest30Days: eur(1500) }, [offer()]), 'as low before').to.not.have.property('reduction');
    expect(ask({ ...stated, lowest30Days: usd(1800) }, [offer()]), 'in another currency').to.not.have.property('reduction');
  });
  it('is else from what the shop asks, or from its own comparison', () => {
    expect(ask({ compareAt: eur(4000) }, [offer()]).reduction).to.deep.equal({ from: eur(2000), percent: 25, of: 'shop-price' });
    expect(ask({ compareAt: eur(4000) }, []).reduction).to.deep.equal({ from: eur(4000), percent: 50, of: 'compare-at' });
    expect(ask({ compareAt: eur(1999) }, [])).to.not.have.property('reduction');
    expect(ask({ compareAt: usd(4000) }, [])).to.not.have.property('reduction');
  });
  it('is not shown without that price where the market demands it', () => {
    const eu = { requireLowest30Days: true };
    expect(ask({ compareAt: eur(4000) }, [], 1500, eu)).to.deep.equal({ price: eur(2000) });
    expect(ask({ compareAt: eur(4000) }, [offer()], 1500, eu))
      .to.deep.include({ price: eur(1500) })
      .and.not.have.property('reduction');
    expect(ask({ lowest30Days: eur(3000) }, [offer()], 1500, eu).reduction?.percent).to.equal(50);
  });
  it('of less than a percent is none', () => {
    expect(ask({ compareAt: eur(2010) }, [])).to.not.have.property('reduction');
  });
});

describe('a price per measure', () => {
  const per = '100 ml';
  it('is the shop’s at the shop’s price', () => {
    const unitPrice = { price: eur(800), per };
    expect(ask({ unitPrice }, []).unitPrice).to.deep.equal(unitPrice);
  });
  it('follows an offer only where the measures are stated', () => {
    expect(ask({ unitPrice: { price: eur(800), per } }, [offer()])).to.not.have.property('unitPrice');
    const measure = { content: 250, reference: 100 };
    expect(ask({ unitPrice: { price: eur(800), per, measure } }, [offer()]).unitPrice).to.deep.equal({ price: eur(600), per, measure });
    const thirds = (price: number, content: number) =>
      ask({ unitPrice: { price: eur(1), per, measure: { content, reference: 1 } } }, [offer({ price: eur(price) })]).unitPrice?.price.minor;
    expect([thirds(100, 3), thirds(101, 2), thirds(200, 3), thirds(5, 4)], 'halves up').to.deep.equal([33, 51, 67, 1]);
    for (const content of [0, -1, 1.5, NaN]) {
      expect(ask({ unitPrice: { price: eur(1), per, measure: { content, reference: 1 } } }, [offer()])).to.not.have.property('unitPrice');
    }
  });
});

describe('time left', () => {
  it('is never below zero, nor above what the offer runs', () => {
    const left = [0, 999, 1000, 1500, 1999, 2000, 9999].map(now => timeLeft(offer(), now));
    expect(left).to.deep.equal([1000, 1000, 1000, 500, 1, 0, 0]);
    expect(timeLeft(offer({ soldOutAt: 1200 }), 1500)).to.equal(0);
    expect(timeLeft(offer({ closedAt: 1200 }), 1100)).to.equal(900);
    expect(timeLeft(offer({ closedAt: 1200 }), 1200)).to.equal(0);
  });
});

describe('any price of a show', () => {
  it('is never above the shop’s, in its currency, and its reduction is true', () => {
    const money = fc.record({ minor: fc.nat(10_000), currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD') });
    const times = fc.nat(100);
    const anyOffer = fc
      .record({ price: money, startsAt: times, endsAt: times, soldOutAt: fc.option(times, { nil: -1 }) })
      .map(({ soldOutAt, ...more }) => offer({ ...more, ...(soldOutAt >= 0 && { soldOutAt }) }));
    const anyFacts = fc.record({ price: money, compareAt: money, lowest30Days: money }, { requiredKeys: ['price'] });
    fc.assert(
      fc.property(anyFacts, fc.array(anyOffer), times, fc.boolean(), (facts, offers, at, requireLowest30Days) => {
        const shown = priceAt(facts, { productId: 'lamp', variantId: 'blue', at, offers, rules: { requireLowest30Days } });
        expect(shown.price.currency).to.equal(facts.price.currency);
        expect(shown.price.minor).to.be.at.most(facts.price.minor);
        expect(shown.offer !== undefined).to.equal(shown.timeLeft !== undefined && shown.timeLeft > 0);
        if (!shown.reduction) return;
        const { from, percent, of } = shown.reduction;
        expect(from).to.equal({ 'lowest-30-days': facts.lowest30Days, 'shop-price': facts.price, 'compare-at': facts.compareAt }[of]);
        if (facts.lowest30Days ?? requireLowest30Days) expect(of).to.equal('lowest-30-days');
        expect(percent).to.be.within(1, 100);
        expect(from.minor * (100 - percent), 'not overstated').to.be.at.least(shown.price.minor * 100);
      }),
      { numRuns: 1000 },
    );
  });
});
