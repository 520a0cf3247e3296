import { randomPeople, randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { evolve, initialShow, viewOf, visibleTo, type ShowEvent, type ShowFact, type UnknownEvent, type Viewer } from '../index.js';
import { anna, price, start } from './testing/facts.js';

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
