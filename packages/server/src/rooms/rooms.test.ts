import { expect } from 'chai';
import { announce, closeAll, openShow, openStream, run } from '../testing/fixture.js';

describe('rooms', () => {
  afterEach(closeAll);

  const minute = 60_000;
  const openAt = async () => {
    const clock = { now: Date.now() };
    const server = await openShow({ now: () => clock.now });
    return {
      server,
      /** Time goes by, and the server does what it does once a second. */
      pass(minutes: number): void {
        clock.now += minutes * minute;
        server.rooms.tick();
      },
      isOpen: () => server.rooms.open.length === 1,
      now: () => clock.now,
    };
  };

  it('are closed when nobody has asked for them for ten minutes, and open again where they stood', async () => {
    const { server, pass, isOpen } = await openAt();
    const seq = await run(server, announce());
    pass(9);
    expect(isOpen()).to.equal(true);
    await server.rooms.get('summer');
    pass(9);
    expect(isOpen(), 'after it was asked for').to.equal(true);
    pass(1);
    expect(isOpen()).to.equal(false);
    // Asked for while it is still being closed.
    expect(await run(server, announce())).to.equal(seq + 1);
    expect(isOpen()).to.equal(true);
  });

  it('stay open while somebody reads, and are closed after the last has left', async () => {
    const { server, pass, isOpen } = await openAt();
    const reader = await openStream(server);
    await reader.until(1);
    pass(60);
    await run(server, announce());
    await reader.until(2);
    expect(isOpen()).to.equal(true);
    const { hub } = await server.rooms.get('summer');
    reader.leave();
    for (const end = Date.now() + 5000; hub.readers > 0 && Date.now() < end;) await new Promise(resolve => setImmediate(resolve));
    pass(9);
    expect(isOpen()).to.equal(true);
    pass(1);
    expect(isOpen()).to.equal(false);
  });

  it('stay open for a poll that is to be closed in time', async () => {
    const { server, pass, isOpen, now } = await openAt();
    const choices = [1, 2].map(n => ({ id: `c${n}`, label: `Choice ${n}` }));
    await run(server, { type: 'open-poll', data: { pollId: 'p', question: 'Which?', choices, endsAt: now() + 30 * minute } });
    pass(20);
    expect(isOpen()).to.equal(true);
    pass(11);
    const { room } = await server.rooms.get('summer');
    for (const end = Date.now() + 5000; room.state({ role: 'viewer' }).polls[0]!.closedAt === undefined && Date.now() < end;)
      await new Promise(resolve => setImmediate(resolve));
    expect(room.state({ role: 'viewer' }).polls[0]!.closedAt).to.be.a('number');
    pass(11);
    expect(isOpen()).to.equal(false);
  });
});
