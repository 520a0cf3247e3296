import { randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { chaptersOf, createTimeline, eventRules, evolve, initialShow, type ShowEvent, type ShowFact, type ShowState } from '../index.js';

const place = (facts: readonly (ShowFact & { at: number })[]): ShowEvent[] =>
  facts.map((fact, i) => ({ id: `e${i + 1}`, seq: i + 1, ...fact }));
const author = { viewerId: 'anna', name: 'Anna', role: 'viewer' } as const;
const price = { minor: 1990, currency: 'EUR' };
const log = place([
  { at: 0, type: 'show-scheduled', data: { showId: 's', title: 'S', startsAt: 0, streams: [] } },
  { at: 10, type: 'show-started', data: {} },
  { at: 20, type: 'product-listed', data: { productId: 'lamp', listing: { ref: 'lamp', title: 'Lamp' } } },
  { at: 30, type: 'product-listed', data: { productId: 'vase', listing: { ref: 'vase' } } },
  { at: 100, type: 'product-featured', data: { productId: 'lamp' } },
  { at: 110, type: 'offer-opened', data: { offerId: 'o', productId: 'lamp', price, startsAt: 110, endsAt: 500 } },
  { at: 120, type: 'message-posted', data: { messageId: 'm', author, text: 'Nice' } },
  { at: 130, type: 'offer-sold-out', data: { offerId: 'o' } },
  { at: 140, type: 'stock-reported', data: { productId: 'lamp', state: 'out' } },
  { at: 150, type: 'message-removed', data: { messageId: 'm' } },
  { at: 160, type: 'product-featured', data: { productId: 'vase' } },
  { at: 170, type: 'product-unfeatured', data: { productId: 'lamp' } },
  { at: 180, type: 'message-posted', data: { messageId: 'n', author, text: 'Next' } },
  {
    at: 190,
    type: 'poll-opened',
    data: {
      pollId: 'p',
      question: '?',
      choices: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
    },
  },
  { at: 200, type: 'product-featured', data: { productId: 'lamp' } },
  { at: 300, type: 'show-ended', data: {} },
]);
const featured = (state: ShowState) => state.featured.map(({ productId }) => productId);
const messages = (state: ShowState) => state.messages.map(({ messageId }) => messageId);

describe('a timeline', () => {
  it('shows every moment, before the first and after the last', () => {
    const timeline = createTimeline(log, { every: 3 });
    expect([timeline.start, timeline.end]).to.deep.equal([0, 300]);
    expect(timeline.stateAt(-1)).to.equal(initialShow);
    expect(timeline.stateAt(NaN)).to.equal(initialShow);
    expect(featured(timeline.stateAt(99))).to.deep.equal([]);
    expect(featured(timeline.stateAt(100))).to.deep.equal(['lamp']);
    expect(timeline.stateAt(Infinity)).to.deep.equal(timeline.head);
    expect([createTimeline().start, createTimeline().stateAt(5)]).to.deep.equal([undefined, initialShow]);
  });
  it('puts a log in order, once, and grows', () => {
    const timeline = createTimeline([...log.slice(0, 8), ...log.slice(2, 6)].reverse());
    timeline.append(log.slice(5, 12));
    timeline.append(log.slice(12));
    expect(timeline.head).to.deep.equal(log.reduce(evolve, initialShow));
    expect(messages(timeline.stateAt(125))).to.deep.equal(['m']);
    expect(timeline.events.map(({ seq }) => seq)).to.deep.equal(log.map(({ seq }) => seq));
  });
  it('goes on from a snapshot', () => {
    const from = log.slice(0, 6).reduce(evolve, initialShow);
    const timeline = createTimeline(log, { from });
    expect(timeline.start).to.equal(120);
    expect(timeline.stateAt(0)).to.equal(from);
    expect(timeline.stateAt(170)).to.deep.equal(createTimeline(log).stateAt(170));
  });
  it('is what folding up to that moment gives, wherever it is asked', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), fc.array(fc.nat({ max: 1000 }), { maxLength: 30 }), (seed, every, shares) => {
        const random = randomShow({ seed, commands: 150 });
        const timeline = createTimeline(random.log, { every });
        const length = timeline.end! - timeline.start!;
        for (const share of shares) {
          const time = timeline.start! + Math.round((share / 1000) * length);
          expect(timeline.stateAt(time)).to.deep.equal(random.log.filter(event => event.at <= time).reduce(evolve, initialShow));
        }
      }),
      { numRuns: 60, seed: 17 },
    );
  });
});

describe('presentation and truth', () => {
  it('lets cards and offers wait for the playhead, and their end not', () => {
    const timeline = createTimeline(log);
    const at = (truth: number, playhead: number) => timeline.presentedState({ truth, playhead });
    expect([featured(at(105, 99)), featured(at(105, 100))]).to.deep.equal([[], ['lamp']]);
    expect([at(115, 109).offers.length, at(115, 110).offers.length]).to.deep.equal([0, 1]);
    expect(at(130, 115).offers[0]!.soldOutAt).to.equal(130);
    expect(at(145, 105).offers).to.deep.equal([]);
    expect(at(145, 35).products[0]!.stock[0]!.state).to.equal('out');
    expect(at(195, 189).polls.length).to.equal(0);
    expect(featured(at(165, 9999))).to.deep.equal(['lamp', 'vase']);
  });
  it('shows chat at once while the show is on, and at its place in the replay, without what was removed', () => {
    const timeline = createTimeline(log);
    expect(messages(timeline.presentedState({ truth: 125, playhead: 50 }))).to.deep.equal(['m']);
    expect(messages(timeline.presentedState({ truth: 155, playhead: 125 }))).to.deep.equal([]);
    expect(messages(timeline.presentedState({ truth: 1000, playhead: 125 }))).to.deep.equal([]);
    expect(messages(timeline.presentedState({ truth: 1000, playhead: 185 }))).to.deep.equal(['n']);
    expect(timeline.presentedState({ truth: 1000, playhead: 50 }).phase).to.equal('ended');
  });
  it('gives the same object while nothing changes', () => {
    const timeline = createTimeline(log);
    const first = timeline.presentedState({ truth: 190, playhead: 165 });
    expect(timeline.presentedState({ truth: 191, playhead: 166 })).to.equal(first);
    expect(timeline.presentedState({ truth: 191, playhead: 170 })).not.to.equal(first);
  });
  it('is exactly the events that eventRules let through, in order', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 1000 }), fc.nat({ max: 1000 }), fc.nat({ max: 150 }), (seed, one, two, cut) => {
        const random = randomShow({ seed, commands: 150 });
        const timeline = createTimeline(random.log.slice(0, cut), { every: 7 });
        const start = random.log[0]!.at;
        const length = random.log.at(-1)!.at - start;
        const [truth, playhead] = [start + Math.round((one / 1000) * length), start + Math.round((two / 1000) * length)];
        timeline.presentedState({ truth, playhead });
        timeline.append(random.log.slice(cut));
        const ended = random.log.some(event => event.type === 'show-ended' && event.at <= truth);
        const passes = ({ type, at }: ShowEvent) => {
          const { presentation } = eventRules[type];
          return at <= truth && (at <= playhead || presentation === 'now' || (presentation === 'live' && !ended));
        };
        expect(timeline.presentedState({ truth, playhead })).to.deep.equal(random.log.filter(passes).reduce(evolve, initialShow));
      }),
      { numRuns: 200, seed: 19 },
    );
  });
});

describe('chapters', () => {
  it('are the times in which a product was featured', () => {
    expect(chaptersOf(log)).to.deep.equal([
      { productId: 'lamp', ref: 'lamp', title: 'Lamp', at: 100, until: 170 },
      { productId: 'vase', ref: 'vase', at: 160, until: 300 },
      { productId: 'lamp', ref: 'lamp', title: 'Lamp', at: 200, until: 300 },
    ]);
    expect(chaptersOf(log.slice(0, -1)).at(-1)).not.to.have.property('until');
    expect(chaptersOf([])).to.deep.equal([]);
  });
});
