import { createTestEnvironment, transportConformance, type TransportSupports } from '@shopcast/testing';
import { expect } from 'chai';
import { createHttpRig, openLiveServer } from './http-rig.test.js';
import { pollTransport } from './poll/poll.js';
import { sseTransport } from './sse/sse.js';

const supports: TransportSupports = {
  live: true,
  send: true,
  serverTime: true,
  cuts: true,
  losses: true,
  newLog: true,
  backOff: true,
  tokens: true,
  ends: true,
};
/** The device's time runs fast in these tests, so a real answer takes long. */
const timeout = 300_000;

const kinds = { 'a small server': 'live-test-server', 'the room server': 'room-test-server' } as const;
for (const [name, kind] of Object.entries(kinds))
  describe(`over HTTP, ${name}`, () => {
    let base: string;
    let close: () => void;
    before(async () => ({ url: base, close } = await openLiveServer(kind)));
    after(() => close());

    describe('sse', () => {
      transportConformance({
        test: it,
        supports,
        create: environment =>
          createHttpRig(base, (showId, token) => sseTransport({ base, showId, token, timeout, silence: timeout, environment })),
      });
    });

    describe('poll', () => {
      transportConformance({
        test: it,
        supports: { ...supports, losses: false, tokens: false },
        create: environment => createHttpRig(base, (showId, token) => pollTransport({ base, showId, token, timeout, environment })),
      });
    });
  });

describe('over HTTP', () => {
  let base: string;
  let close: () => void;
  before(async () => ({ url: base, close } = await openLiveServer('live-test-server')));
  after(() => close());

  it('says that there is no such show', async () => {
    for (const transport of [sseTransport({ base, showId: 'nowhere' }), pollTransport({ base, showId: 'nowhere' })]) {
      const items = transport.connect()[Symbol.asyncIterator]();
      const error: unknown = await items.next().catch((problem: unknown) => problem);
      expect(error).to.have.property('code', 'transport/not-found');
      transport.dispose();
    }
  });

  it('refuses what cannot work', () => {
    const environment = createTestEnvironment();
    for (const create of [
      () => sseTransport({ base: 'http://[', showId: 's', environment }),
      () => sseTransport({ base, showId: '', environment }),
      () => pollTransport({ base, showId: 's', interval: 100, environment }),
    ])
      expect(create).to.throw().with.property('code', 'transport/bad-options');
  });
});
