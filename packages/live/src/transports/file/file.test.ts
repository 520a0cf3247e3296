import { isKnownEvent } from '@shopcast/core';
import { createRoomSide, createTestEnvironment, transportConformance, type TestEnvironment } from '@shopcast/testing';
import { expect } from 'chai';
import type { LiveTransport, TransportItem } from '../../live-transport.js';
import { fileTransport } from './file.js';

const url = 'https://log.example/log.jsonl';

async function readAll(transport: LiveTransport): Promise<TransportItem[]> {
  const items: TransportItem[] = [];
  for await (const item of transport.connect()) items.push(item);
  return items;
}

/** Waits while the device's time goes by. */
async function settled<T>(environment: TestEnvironment, promise: Promise<T>): Promise<T> {
  let done = false;
  void promise.finally(() => (done = true));
  for (let tick = 0; !done && tick < 2000; tick++) {
    environment.clock.advance(20);
    await new Promise(resolve => setTimeout(resolve, 0));
  }
  return promise;
}

async function failure(promise: Promise<unknown>): Promise<Error & { code?: string; field?: string }> {
  return promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error as Error,
  );
}

const header = '{"log":"shopcast","version":1,"epoch":"e1","showId":"s"}';
const started = (seq: number) => JSON.stringify({ id: `e${seq}`, seq, at: seq, type: 'show-started', data: {} });

describe('file', () => {
  transportConformance({
    test: it,
    supports: {
      live: false,
      send: false,
      serverTime: false,
      cuts: false,
      losses: false,
      newLog: false,
      backOff: false,
      tokens: false,
      ends: true,
    },
    async create(environment) {
      const side = await createRoomSide();
      const text = () => {
        const { epoch, records } = side.room.log;
        return [
          JSON.stringify({ log: 'shopcast', version: 1, epoch, showId: 'test' }),
          ...records.map(({ event }) => JSON.stringify(event)),
        ].join('\n');
      };
      const fetch = () => Promise.resolve(new Response(text()));
      return {
        ...side,
        transport: fileTransport({ url, environment: { ...environment, fetch } }),
        end: () => Promise.resolve(),
        dispose: () => side.room.close(),
      };
    },
  });

  it('reads a log that is handed in', async () => {
    const items = await readAll(fileTransport({ text: [header, '', started(1), started(3), ''].join('\r\n') }));
    expect(
      items.map(item => (item.type === 'frame' ? [item.frame.after, item.frame.upTo, item.frame.events.length] : item.snapshot.seq)),
    ).to.deep.equal([0, [0, 3, 2]]);
  });

  it('keeps events of types it does not know', async () => {
    const items = await readAll(fileTransport({ text: [header, '{"id":"x","seq":1,"at":1,"type":"of-the-future","data":{}}'].join('\n') }));
    const frame = items.find(item => item.type === 'frame');
    expect(frame?.type === 'frame' && frame.frame.events.map(isKnownEvent)).to.deep.equal([false]);
  });

  it('reads a character that the network cut in two', async () => {
    const bytes = new TextEncoder().encode(
      `${header}\n{"id":"a","seq":1,"at":1,"type":"announcement-made","data":{"announcementId":"a","text":"Größe ✔"}}\n`,
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const environment = { ...createTestEnvironment(), fetch: () => Promise.resolve(new Response(body)) };
    const items = await readAll(fileTransport({ url, environment }));
    expect(JSON.stringify(items)).to.contain('Größe ✔');
  });

  it('comes back when the network failed or the host was busy', async () => {
    const environment = createTestEnvironment();
    let attempts = 0;
    const fetch = () => {
      attempts++;
      if (attempts === 1) return Promise.reject(new TypeError('offline'));
      if (attempts === 2) return Promise.resolve(new Response('busy', { status: 503, headers: { 'retry-after': '3' } }));
      return Promise.resolve(new Response([header, started(1)].join('\n')));
    };
    const items = await settled(environment, readAll(fileTransport({ url, environment: { ...environment, fetch } })));
    expect(items.length).to.equal(2);
    expect(environment.monotonic() - createTestEnvironment().monotonic(), 'ms it stayed away').to.be.within(3000, 6000);
  });

  for (const [what, text, code, field] of [
    ['an empty file', '', 'show/bad-log', undefined],
    ['a file without a header', started(1), 'show/bad-log', undefined],
    ['a newer version', '{"log":"shopcast","version":2,"epoch":"e1"}', 'show/bad-log', undefined],
    ['a line that is no JSON', `${header}\n{"id":`, 'show/bad-log', undefined],
    ['places out of order', `${header}\n${started(2)}\n${started(2)}`, 'show/bad-log', 'seq'],
    [
      'a bad event',
      `${header}\n{"id":"a","seq":1,"at":1,"type":"product-featured","data":{"productId":7}}`,
      'show/bad-log',
      'data.productId',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await failure(readAll(fileTransport({ text })));
      expect([error.code, error.field]).to.deep.equal([code, field]);
    });
  }

  it('says that a file is not there', async () => {
    const environment = { ...createTestEnvironment(), fetch: () => Promise.resolve(new Response('', { status: 404 })) };
    expect((await failure(readAll(fileTransport({ url, environment })))).code).to.equal('transport/not-found');
  });

  it('wants either an address or a text', () => {
    expect(() => fileTransport({}))
      .to.throw()
      .with.property('code', 'transport/bad-options');
    expect(() => fileTransport({ url, text: header }))
      .to.throw()
      .with.property('code', 'transport/bad-options');
  });
});
