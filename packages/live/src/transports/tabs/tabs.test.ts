import type { Author, ShowCommand, ShowState } from '@shopcast/core';
import { createTestEnvironment, transportConformance, type TestEnvironment } from '@shopcast/testing';
import { expect } from 'chai';
import { evolve, parseState } from '@shopcast/core';
import type { LiveTransport } from '../../live-transport.js';
import { pageEnvironment } from '../../environment.js';
import { tabsTransport } from './tabs.js';

let shows = 0;
const newShow = () => `tabs-test-${performance.now()}-${shows++}`;
const producer: Author = { viewerId: 'producer', name: 'Producer', role: 'producer' };
const viewer: Author = { viewerId: 'viewer', name: 'Viewer', role: 'viewer' };

/** Follows a transport as a page does. */
function follow(transport: LiveTransport) {
  let state: ShowState | undefined;
  let position = { epoch: '', seq: -1 };
  void (async () => {
    for await (const item of transport.connect()) {
      if (item.type === 'snapshot') {
        state = parseState(item.snapshot.state);
        position = { epoch: item.snapshot.epoch, seq: item.snapshot.seq };
      } else {
        state = item.frame.events.reduce(evolve, state!);
        position = { epoch: item.frame.epoch, seq: item.frame.upTo };
      }
    }
  })();
  return { position: () => position, state: () => state! };
}

/** Waits while the device's time goes by. */
async function settled<T>(environment: TestEnvironment, promise: Promise<T>): Promise<T> {
  let done = false;
  void promise.finally(() => (done = true)).catch(() => {});
  for (const end = performance.now() + 10_000; !done && performance.now() < end;) {
    environment.clock.advance(20);
    await new Promise(resolve => setTimeout(resolve, 0));
  }
  return promise;
}

const begin: readonly ShowCommand[] = [
  { type: 'schedule-show', data: { showId: 'tabs', title: 'Tabs', startsAt: 0, streams: [] } },
  { type: 'start-show', data: {} },
];
const message = (id: string): ShowCommand => ({ type: 'post-message', data: { messageId: id, text: `Message ${id}` } });

describe('tabs', () => {
  transportConformance({
    test: it,
    supports: {
      live: true,
      send: true,
      serverTime: true,
      cuts: true,
      losses: false,
      newLog: false,
      backOff: false,
      tokens: false,
      ends: false,
    },
    async create(environment) {
      const showId = newShow();
      // The other tabs live by themselves; only the one under test is on the device of the kit.
      const others = { ...pageEnvironment, wall: environment.wall };
      const open = (author: Author) => tabsTransport({ showId, author, environment: others });
      let leader = open(producer); // the first tab runs the room
      let sent = 0;
      const send = async (command: ShowCommand) => {
        const result = await settled(environment, leader.send(command, `rig-${++sent}`));
        if (result.outcome !== 'accepted') throw new Error(`${command.type}: ${JSON.stringify(result)}`);
        seq = result.seq;
      };
      let seq = 0;
      for (const command of begin) await send(command);
      const witness = open({ ...viewer, viewerId: 'witness' });
      const seen = follow(witness);
      const known = async () => {
        await settled(
          environment,
          (async () => {
            while (seen.position().seq < seq) await new Promise(resolve => setTimeout(resolve, 0));
          })(),
        );
      };
      const transport = tabsTransport({ showId, author: viewer, environment });
      let made = 0;
      return {
        transport: {
          ...transport,
          get state() {
            return transport.state;
          },
          // The witness must know of what the transport under test sends.
          async send(command, id) {
            const result = await transport.send(command, id);
            if (result.outcome === 'accepted') seq = Math.max(seq, result.seq);
            return result;
          },
        },
        async append(count) {
          for (let index = 0; index < count; index++) {
            made++;
            await send({ type: 'announce', data: { announcementId: `a${made}`, text: `Number ${made}` } });
          }
        },
        async position() {
          await known();
          return seen.position();
        },
        async state() {
          await known();
          return seen.state();
        },
        goodCommand: () => message(`m${++made}`),
        badCommand: { command: { type: 'start-show', data: {} }, code: 'show/not-allowed' },
        serverNow: () => Promise.resolve(environment.wall()),
        /** The tab with the room closes; one of the others goes on. */
        cut() {
          leader.dispose();
          leader = open(producer);
          return Promise.resolve();
        },
        async dispose() {
          leader.dispose();
          witness.dispose();
          await Promise.resolve();
        },
      };
    },
  });

  it('answers a command once though the tab with the room closes at that moment', async () => {
    const environment = createTestEnvironment();
    const showId = newShow();
    const first = tabsTransport({ showId, author: producer, environment });
    for (const [index, command] of begin.entries()) await settled(environment, first.send(command, `begin-${index}`));
    const second = tabsTransport({ showId, author: viewer, environment });
    const third = tabsTransport({ showId, author: { ...viewer, viewerId: 'third' }, environment });
    const seen = follow(third);
    const at = (seq: number, ...followers: readonly ReturnType<typeof follow>[]) =>
      settled(
        environment,
        (async () => {
          while (followers.some(each => each.position().seq < seq)) await new Promise(resolve => setTimeout(resolve, 0));
        })(),
      );
    await at(2, seen, follow(second)); // a tab that nobody has met yet has nothing to go on with
    const answers = Promise.all([1, 2, 3].map(index => second.send(message(`m${index}`), `second-${index}`)));
    first.dispose();
    const results = await settled(environment, answers);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['accepted', 'accepted', 'accepted']);
    const again = await settled(environment, second.send(message('m1'), 'second-1'));
    expect(again).to.deep.equal(results[0]);
    const last = await settled(environment, second.send(message('m4'), 'second-4'));
    expect(last).to.deep.equal({ outcome: 'accepted', seq: 6 });
    await at(6, seen);
    expect(seen.state().phase).to.equal('live');
    second.dispose();
    third.dispose();
  });

  it('keeps shows apart', async () => {
    const environment = createTestEnvironment();
    const one = tabsTransport({ showId: newShow(), author: producer, environment });
    const other = tabsTransport({ showId: newShow(), author: producer, environment });
    await settled(environment, one.send(begin[0]!, 'a'));
    const [a, b] = [follow(one), follow(other)];
    await settled(
      environment,
      (async () => {
        while (a.position().seq < 1 || b.position().seq < 0) await new Promise(resolve => setTimeout(resolve, 0));
      })(),
    );
    expect([a.state().phase, b.state().phase]).to.deep.equal(['scheduled', 'new']);
    expect(a.position().epoch).not.to.equal(b.position().epoch);
    one.dispose();
    other.dispose();
  });

  it('says when a command gets no answer', async () => {
    const environment = createTestEnvironment();
    const host = {
      openChannel: () => ({ post: () => {}, close: () => {} }),
      lock: () => new Promise<void>(() => {}),
      held: () => Promise.resolve([]),
    };
    const alone = tabsTransport({ showId: 'nobody', author: viewer, environment, host });
    expect((await settled(environment, alone.send(message('m'), 'm'))).outcome).to.equal('unknown');
    alone.dispose();
  });

  it('says that a page is kept from locks, as in a frame of another origin', async () => {
    const environment = createTestEnvironment();
    const host = {
      openChannel: () => ({ post: () => {}, close: () => {} }),
      lock: () => Promise.reject(new DOMException('Access to the Locks API is denied in this context.', 'SecurityError')),
      held: () => Promise.resolve([]),
    };
    const kept = tabsTransport({ showId: 'kept', author: viewer, environment, host });
    const items = kept.connect()[Symbol.asyncIterator]();
    const [reading, answer] = await settled(environment, Promise.allSettled([items.next(), kept.send(message('m'), 'm')]));
    expect(reading).to.have.nested.property('reason.code', 'transport/not-available');
    expect(answer).to.have.nested.property('value.code', 'transport/not-available');
    const again = kept.connect()[Symbol.asyncIterator]();
    const later: unknown = await again.next().catch((error: unknown) => error);
    expect(later).to.have.property('code', 'transport/not-available');
    kept.dispose();
  });

  it('wants a show id', () => {
    expect(() => tabsTransport({ showId: '', author: viewer }))
      .to.throw()
      .with.property('code', 'transport/bad-options');
  });
});
