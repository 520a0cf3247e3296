import { evolve, initialShow, parseEvent, parseState, type ShowState } from '@shopcast/core';
import {
  createRoomSide,
  createTestEnvironment,
  createTestRoom,
  createTestTransport,
  transportConformance,
  type TestTransport,
} from '@shopcast/testing';
import { expect } from 'chai';
import { cannotSend, createLineTransport, type LineItem } from '../internal/line-transport.js';
import type { LiveTransport, TransportItem } from '../live-transport.js';
import { mergeTransports } from './merge-transports.js';

/** A transport that says what it is given. */
function scripted(name: string, items: readonly LineItem[], more: Partial<LiveTransport> = {}): LiveTransport {
  async function* open() {
    yield* items;
    yield { type: 'end' } as const;
  }
  return Object.assign(createLineTransport({ name, environment: createTestEnvironment(), open }), more);
}

const snapshot = (epoch: string, seq: number, at = seq) => ({ type: 'snapshot', snapshot: { epoch, seq, at, state: {} } }) as const;
const frame = (epoch: string, after: number, upTo: number): LineItem => ({
  type: 'frame',
  frame: {
    epoch,
    after,
    upTo,
    at: upTo,
    events: Array.from({ length: upTo - after }, (_, index) => ({
      id: `${epoch}${after + index + 1}`,
      seq: after + index + 1,
      at: 1,
      type: 'show-started' as const,
      data: {},
    })),
  },
});

async function all(transport: LiveTransport): Promise<string[]> {
  const found: string[] = [];
  for await (const item of transport.connect())
    found.push(item.type === 'snapshot' ? `${item.snapshot.epoch}@${item.snapshot.seq}` : item.frame.events.map(event => event.id).join());
  return found;
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('mergeTransports', () => {
  transportConformance({
    test: it,
    supports: {
      live: true,
      send: true,
      serverTime: true,
      cuts: true,
      losses: true,
      newLog: true,
      backOff: false,
      tokens: true,
      ends: true,
    },
    async create(environment) {
      const side = await createRoomSide();
      const ways: TestTransport[] = [1, 2, 3].map(() => createTestTransport(() => side.room, { environment }));
      const cut = () => ways.forEach(way => way.cut());
      const [one, two] = ways;
      return {
        ...side,
        transport: mergeTransports(ways),
        // What one way loses another brings; each of them repeats.
        lose: frames => Promise.resolve(void ((one!.faults.lose = frames), (two!.faults.lose = frames * 2))),
        repeat: frames => Promise.resolve(ways.forEach(way => (way.faults.repeat = frames))),
        cut: () => Promise.resolve(cut()),
        async loseLog() {
          await side.replace();
          cut();
        },
        forbid() {
          for (const way of ways) way.faults.forbid = true;
          return Promise.resolve(cut());
        },
        end: () => Promise.resolve(ways.forEach(way => (way.faults.ended = true))),
        dispose: () => side.room.close(),
      };
    },
  });

  it('takes each event once, from whichever way brings it first', async () => {
    const merged = mergeTransports([
      scripted('a', [snapshot('x', 2), frame('x', 2, 3), frame('x', 3, 6)]),
      scripted('b', [snapshot('x', 1), frame('x', 1, 4), frame('x', 4, 8)]),
    ]);
    const ids = (await all(merged)).filter(text => !text.includes('@')).flatMap(text => text.split(','));
    expect(ids).to.deep.equal([...new Set(ids)]);
    expect(ids.at(-1)).to.equal('x8');
    expect(merged.name).to.equal('a+b');
  });

  it('does not go back to a log that a slow way still tells of', async () => {
    for (const order of [0, 1]) {
      const ways = [
        scripted('slow', [snapshot('old', 5, 100), frame('old', 5, 6)]),
        scripted('quick', [snapshot('new', 1, 200), frame('new', 1, 2)]),
      ];
      const found = await all(mergeTransports(order ? ways.reverse() : ways));
      expect(found.slice(-2), found.join(' ')).to.deep.equal(['new@1', 'new2']);
    }
  });

  it('goes on when one way fails for good, and fails when all have', async () => {
    const side = await createRoomSide();
    const environment = createTestEnvironment();
    const [good, bad] = [1, 2].map(() => createTestTransport(() => side.room, { environment }));
    bad!.faults.forbid = true;
    const items = mergeTransports([bad!, good!]).connect()[Symbol.asyncIterator]();
    expect(((await items.next()) as { value: TransportItem }).value.type).to.equal('snapshot');
    await items.return!();
    good!.faults.forbid = true;
    expect(await failure(all(mergeTransports([bad!, good!])))).to.have.property('code', 'transport/not-allowed');
    await side.room.close();
  });

  it('sends by the next way under the same id when nobody knows what became of a command', async () => {
    const sent: string[] = [];
    const sender = (name: string, result: Awaited<ReturnType<LiveTransport['send']>>) =>
      scripted(name, [], { canSend: true, send: (_, id) => (sent.push(`${name} ${id}`), Promise.resolve(result)) });
    const unknown = sender('a', { outcome: 'unknown', message: 'lost' });
    const good = sender('b', { outcome: 'accepted', seq: 4 });
    const command = { type: 'start-show', data: {} } as const;
    expect(await mergeTransports([scripted('down', []), unknown, good]).send(command, 'id')).to.deep.equal({ outcome: 'accepted', seq: 4 });
    expect(sent).to.deep.equal(['a id', 'b id']);
    const mute = mergeTransports([scripted('down', [])]);
    expect([mute.canSend, await mute.send(command, 'id')]).to.deep.equal([false, cannotSend('down')]);
  });

  it('tells the history of the first way that has it', async () => {
    const asked: string[] = [];
    const teller = (name: string, answer: () => ReturnType<NonNullable<LiveTransport['history']>>) =>
      scripted(name, [], { history: () => (asked.push(name), answer()) });
    const away = teller('a', () => Promise.reject(new Error('away')));
    const log = { epoch: 'e', events: [] };
    const merged = mergeTransports([scripted('down', []), away, teller('b', () => Promise.resolve(log)), teller('c', () => expect.fail())]);
    expect(await merged.history!()).to.equal(log);
    expect(asked).to.deep.equal(['a', 'b']);
    expect(await failure(mergeTransports([away, away]).history!())).to.have.property('message', 'away');
    expect(mergeTransports([scripted('down', [])])).not.to.have.property('history');
    merged.dispose();
    expect(await failure(merged.history!())).to.have.property('code', 'transport/disposed');
  });

  describe('of ways that carry only what everybody may see, beside one that carries more', () => {
    /** A held message, which only its author and staff may see, among what everybody sees. */
    /** The same text for the same state, whatever way it came. */
    const textOf = (state: ShowState) => JSON.stringify(parseState(JSON.parse(JSON.stringify(state))));

    async function open() {
      const room = await createTestRoom({
        limits: { viewer: { messages: { burst: 1e6, perSecond: 1e6 } } },
        moderate: ({ text }) => (text === 'Held' ? { hold: 'Look at it.' } : 'post'),
      });
      const environment = createTestEnvironment();
      const own = createTestTransport(() => room, { environment, viewerId: 'anna' });
      const everybodys = Object.assign(
        createTestTransport(() => room, { environment, viewerId: 'nobody' }),
        { isPublic: true },
      );
      const merged = mergeTransports([everybodys, own], { environment, patience: 2000 });
      const items: TransportItem[] = [];
      const shown = { state: initialShow, seq: 0 };
      const leave = new AbortController();
      const reading = (async () => {
        for await (const item of merged.connect({ signal: leave.signal })) {
          items.push(item);
          shown.state =
            item.type === 'snapshot'
              ? parseState(item.snapshot.state)
              : item.frame.events.reduce((state, event) => evolve(state, parseEvent(event)), shown.state);
          shown.seq = item.type === 'snapshot' ? item.snapshot.seq : item.frame.upTo;
        }
      })();
      let said = 0;
      return {
        room,
        environment,
        own,
        items,
        shown,
        async say(text: string): Promise<void> {
          const messageId = `m${++said}`;
          const answer = await own.send({ type: 'post-message', data: { messageId, text } }, messageId);
          expect(answer.outcome).to.equal('accepted');
        },
        /** Lets time go by until the wish comes true. */
        async seen(what: string, wish: () => boolean, step = 25): Promise<void> {
          for (const end = performance.now() + environment.patience; !wish();) {
            if (performance.now() > end) throw new Error(`Waited in vain until ${what}.`);
            environment.clock.advance(step);
            await new Promise(resolve => setTimeout(resolve, 0));
          }
        },
        position: () => room.room.position.seq,
        same: () => textOf(shown.state) === textOf(room.room.state({ role: 'viewer', viewerId: 'anna' })),
        async close(): Promise<void> {
          leave.abort();
          await reading;
          await room.close();
          expect(environment.clock.pending(), 'timers left').to.equal(0);
        },
      };
    }

    it('tells the viewer of the own held message, whichever way is quicker', async () => {
      const { own, say, seen, same, close } = await open();
      for (let round = 0; round < 5; round++) {
        await say('Held');
        await say('Hello');
        own.faults.lose = round; // it comes later by this way
        await say('Held');
        await say('Good-bye');
      }
      own.faults.lose = 0;
      await say('By every way');
      await seen('the viewer sees all of it', same);
      await close();
    });

    it('goes on by the public way while the other is away, and makes good what that could not tell', async () => {
      const { own, items, shown, say, seen, position, same, close } = await open();
      await say('Hello');
      await seen('both stand at the end', same);
      own.faults.refuse = 4;
      own.cut();
      await say('Held');
      await say('While one way is away');
      await seen('the public way has told', () => shown.seq === position());
      expect(same(), 'the held message is not in what the public way tells').to.equal(false);
      await seen('the viewer sees all of it', same);
      expect(items.at(-1)!.type).to.equal('snapshot');
      await say('Held');
      await say('And on');
      await seen('the viewer sees what came after it', same);
      await close();
    });

    it('begins anew only when something was missing', async () => {
      const { own, items, shown, say, seen, position, same, close } = await open();
      await say('Hello');
      await seen('both stand at the end', same);
      own.faults.refuse = 4;
      own.cut();
      await say('While one way is away');
      await seen('the public way has told', () => shown.seq === position());
      await seen('the other is back', () => own.state === 'open');
      await say('And on');
      await seen('the viewer sees what came after it', same);
      expect(items.filter(item => item.type === 'snapshot')).to.have.length(1);
      await close();
    });

    it('waits for nobody once the other way has failed for good', async () => {
      const { own, environment, shown, say, seen, position, close } = await open();
      await say('Hello');
      await seen('the viewer stands at the end', () => shown.seq === position());
      own.faults.forbid = true;
      own.cut();
      await seen('the other way has failed', () => own.state === 'idle');
      await say('By the public way');
      const before = environment.monotonic();
      await seen('the public way has told', () => shown.seq === position(), 0);
      expect(environment.monotonic() - before, 'ms waited').to.equal(0);
      await close();
    });
  });

  it('wants something to merge', () => {
    expect(() => mergeTransports([]))
      .to.throw()
      .with.property('code', 'transport/bad-options');
  });
});
