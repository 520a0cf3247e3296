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

describe('over HTTP', () => {
  let base: string;
  let close: () => void;
  before(async () => ({ url: base, close } = await openLiveServer()));
  after(() => close());

  describe('sse', () => {
    transportConformance({
      test: it,
      supports,
      create: environment =>
        createHttpRig(base, showId => sseTransport({ base, showId, token: 'kit', timeout, silence: timeout, environment })),
    });
  });

  describe('poll', () => {
    transportConformance({
      test: it,
      supports: { ...supports, losses: false, tokens: false },
      create: environment => createHttpRig(base, showId => pollTransport({ base, showId, token: 'kit', timeout, environment })),
    });
  });

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
