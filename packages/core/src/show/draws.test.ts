import { expect } from 'chai';
import { commitTo, decide, drawWinners, ticketFor, ticketOf, verifyDraw, type ShowFact } from '../index.js';
import { anna, given, live, start } from './testing/facts.js';

const seed = 'a seed that nobody guesses';
const draw: ShowFact = { type: 'draw-opened', data: { drawId: 'd', prize: 'A lamp', commitment: commitTo(seed), winners: 2 } };
const entered = (viewerId: string): ShowFact => ({
  type: 'draw-entered',
  data: { drawId: 'd', viewerId, ticket: ticketFor('d', viewerId) },
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
