import { createRoomSide, createTestEnvironment, createTestTransport, transportConformance, type TestTransport } from '@shopcast/testing';
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

  it('wants something to merge', () => {
    expect(() => mergeTransports([]))
      .to.throw()
      .with.property('code', 'transport/bad-options');
  });
});
