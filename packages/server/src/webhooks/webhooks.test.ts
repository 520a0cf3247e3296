import { expect } from 'chai';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { WebhookConfig } from '../config/config.js';
import { announce, closeAll, openServer, openShow, run, temporaryFolder } from '../testing/fixture.js';
import { openStore, type Store } from '../store/store.js';
import { createDeliveries, type DeliveryOptions } from './deliveries.js';

const secret = `whsec_${Buffer.from('a secret of the receiver').toString('base64')}`;

interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** A receiver that answers as it is told, and remembers. */
async function openReceiver(answer: (count: number) => number = () => 204) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      received.push({ body, headers: request.headers });
      const status = answer(received.length);
      if (status > 0) response.writeHead(status).end();
      for (const look of waiting) look();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    places: () => received.map(({ body }) => (JSON.parse(body) as { data: { event: { seq: number } } }).data.event.seq),
    until: (count: number) =>
      new Promise<void>(resolve => {
        const look = () => received.length >= count && (waiting.delete(look), resolve());
        waiting.add(look);
        look();
      }),
    close: () => new Promise<void>(resolve => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
type Receiver = Awaited<ReturnType<typeof openReceiver>>;

describe('outgoing webhooks', () => {
  const receivers: Receiver[] = [];
  const receiver = async (answer?: (count: number) => number) => {
    const one = await openReceiver(answer);
    receivers.push(one);
    return one;
  };
  afterEach(async () => {
    await closeAll();
    await Promise.all(receivers.splice(0).map(one => one.close()));
  });

  it('arrive signed as Standard Webhooks says, so that its library verifies them', async () => {
    const { url, received, until } = await receiver();
    const server = await openShow({ webhooks: [{ url, secret }] });
    await run(server, announce('Grüße'));
    await until(3);
    const hook = new Webhook(secret);
    const payloads = received.map(({ body, headers }) => hook.verify(body, headers as Record<string, string>)) as { type: string; timestamp: string; data: { showId: string; event: { seq: number; at: number } } }[]; // prettier-ignore
    expect(payloads.map(({ type }) => type)).to.deep.equal([
      'shopcast.show-scheduled',
      'shopcast.show-started',
      'shopcast.announcement-made',
    ]);
    expect(payloads.map(({ data }) => [data.showId, data.event.seq])).to.deep.equal([['summer', 1], ['summer', 2], ['summer', 3]]); // prettier-ignore
    expect(Date.parse(payloads[2]!.timestamp)).to.equal(payloads[2]!.data.event.at);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).to.equal(3);
    expect(received[0]!.headers['content-type']).to.equal('application/json');
    const [{ body, headers }] = received as [Received];
    expect(() => hook.verify(`${body} `, headers as Record<string, string>)).to.throw();
    expect(() => new Webhook('whsec_b3RoZXIgc2VjcmV0IGFsdG9nZXRoZXI=').verify(body, headers as Record<string, string>)).to.throw();
  });

  it('may be signed with a secret of plain text', async () => {
    const plain = 'plain text of sixteen or more';
    const { url, received, until } = await receiver();
    await openShow({ webhooks: [{ url, secret: plain }] });
    await until(1);
    expect(
      new Webhook(plain, { format: 'raw' }).verify(received[0]!.body, received[0]!.headers as Record<string, string>),
    ).to.have.property('type');
  });

  it('tell each receiver of the shows and events it asked for', async () => {
    const [all, few, other] = [await receiver(), await receiver(), await receiver()];
    const server = await openShow({
      webhooks: [
        { url: all.url, secret },
        { url: few.url, secret, events: ['announcement-made'], shows: ['summer'] },
        { url: other.url, secret, shows: ['winter'] },
      ],
    });
    await run(server, announce());
    await Promise.all([all.until(3), few.until(1)]);
    expect(all.places()).to.deep.equal([1, 2, 3]);
    expect(few.places()).to.deep.equal([3]);
    expect(other.received).to.deep.equal([]);
  });

  it('come after a restart when the server stopped, or was killed, before they arrived', async () => {
    const down = await openReceiver();
    await down.close();
    const { port } = new URL(down.url);
    const first = await openShow({ webhooks: [{ url: down.url, secret }] });
    const { data } = first.config;
    await run(first, announce());
    await first.close();
    const received: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request
        .on('data', piece => (body += String(piece)))
        .on('end', () => (received.push(body), response.writeHead(200).end(), received.length === 3 && arrived()));
    });
    let arrived = (): void => undefined;
    const all = new Promise<void>(resolve => (arrived = resolve));
    await new Promise<void>(resolve => server.listen(Number(port), '127.0.0.1', resolve));
    await openServer({ data, webhooks: [{ url: down.url, secret }], now: () => Date.now() + 3_600_000 });
    await all;
    expect(received.map(body => (JSON.parse(body) as { data: { event: { seq: number } } }).data.event.seq)).to.deep.equal([1, 2, 3]);
    await new Promise<void>(resolve => (server.closeAllConnections(), server.close(() => resolve())));
  }).timeout(10_000);

  describe('with time and network in hand', () => {
    let store: Store;
    let now: number;
    let told: { url: string; attempt: number; status: number | string; done: boolean }[];
    beforeEach(() => {
      store = openStore(temporaryFolder());
      now = 1_800_000_000_000;
      told = [];
    });
    afterEach(() => store.close());

    const event = (seq: number) =>
      ({ id: `e${seq}`, seq, at: now, type: 'announcement-made', data: { announcementId: 'a', text: 'x' } }) as const;
    const create = (
      webhooks: readonly WebhookConfig[],
      answer: (url: string, body: string) => number | Promise<number>,
      more: Partial<DeliveryOptions> = {},
    ) =>
      createDeliveries({
        store,
        webhooks,
        now: () => now,
        report: one => void told.push(one),
        fetch: async (input, init) => {
          const status = await answer(input as string, init!.body as string);
          init!.signal!.throwIfAborted();
          if (status === 0) throw new TypeError('connection refused');
          return new Response(null, { status });
        },
        ...more,
      });
    const keep = async (deliveries: ReturnType<typeof create>, ...seqs: number[]) => {
      for (const delivery of deliveries.forEvents('summer', seqs.map(event))) await store.saveDelivery(delivery);
    };
    const a = { url: 'https://a.example/', secret };
    const b = { url: 'https://b.example/', secret };
    const seqOf = (body: string) => (JSON.parse(body) as { data: { event: { seq: number } } }).data.event.seq;

    it('are tried nine times over two days, then no more', async () => {
      const deliveries = create([a], () => 500);
      await keep(deliveries, 1);
      const start = now;
      const tries: number[] = [];
      for (let [next] = store.deliveriesDue(a.url, now, 1); next; [next] = store.deliveriesDue(a.url, Infinity, 1)) {
        now = next.dueAt - 1;
        await deliveries.run();
        now += 1;
        await deliveries.run();
        tries.push((now - start) / 1000);
      }
      const waits = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000];
      expect(tries).to.deep.equal([0, ...waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait, 0))]);
      expect(told.map(({ attempt, done }) => [attempt, done])).to.deep.equal(
        Array.from({ length: 9 }, (_, index) => [index + 1, index === 8]),
      );
      expect(store.receivers()).to.deep.equal([]);
    }).timeout(20_000);

    it('bear the same id and a fresh signature at every try', async () => {
      const seen: Headers[] = [];
      const deliveries = create([a], () => 500, {
        fetch: (_, init) => (seen.push(new Headers(init!.headers)), Promise.resolve(new Response(null, { status: 500 }))),
      });
      await keep(deliveries, 1);
      await deliveries.run();
      now += 6000;
      await deliveries.run();
      expect(seen).to.have.lengthOf(2);
      expect(seen[0]!.get('webhook-id')).to.equal(seen[1]!.get('webhook-id'));
      expect(seen[0]!.get('webhook-signature')).to.not.equal(seen[1]!.get('webhook-signature'));
      expect(Number(seen[1]!.get('webhook-timestamp'))).to.equal(Math.floor(now / 1000));
    });

    it('are never sent again to who says 410, and never follow a redirect', async () => {
      const statuses = new Map([[1, 410], [2, 302]]); // prettier-ignore
      const deliveries = create([a], (_, body) => statuses.get(seqOf(body))!);
      await keep(deliveries, 1, 2);
      await deliveries.run();
      expect(told.map(({ status, done }) => [status, done])).to.deep.equal([[410, true], [302, false]]); // prettier-ignore
    });

    it('keep their order while a receiver is away', async () => {
      const arrived: number[] = [];
      let status = 0;
      const deliveries = create([a], (_, body) => (status === 204 && arrived.push(seqOf(body)), status));
      await keep(deliveries, 1, 2);
      for (const away of [0, 503, 429, 502]) {
        status = away;
        await deliveries.run();
        await keep(deliveries, 10 + away);
        now += 40_000_000;
      }
      expect(told, 'one knock each time').to.have.lengthOf(4);
      status = 204;
      await deliveries.run();
      expect(arrived).to.deep.equal([1, 2, 10, 513, 439, 512]);
    });

    it('go on to the next when a receiver refuses one, and try that one later', async () => {
      const arrived: number[] = [];
      let refused = true;
      const deliveries = create([a], (_, body) => (seqOf(body) === 2 && refused ? 500 : (arrived.push(seqOf(body)), 200)));
      await keep(deliveries, 1, 2, 3);
      await deliveries.run();
      expect(arrived).to.deep.equal([1, 3]);
      refused = false;
      now += 5000;
      await deliveries.run();
      expect(arrived).to.deep.equal([1, 3, 2]);
    });

    it('are not held up by a receiver that takes its time', async () => {
      let release = (): void => undefined;
      const slow = new Promise<number>(resolve => (release = () => resolve(200)));
      const arrived: string[] = [];
      const deliveries = create([a, b], (url, body) => (arrived.push(`${new URL(url).host[0]}${seqOf(body)}`), url === a.url ? slow : 200));
      await keep(deliveries, 1, 2);
      const first = deliveries.run();
      await new Promise(resolve => setImmediate(resolve));
      await keep(deliveries, 3);
      let second: Promise<void> | undefined;
      for (let turn = 0; turn < 50 && !arrived.includes('b3'); turn++) {
        second ??= deliveries.run();
        await new Promise(resolve => setImmediate(resolve));
      }
      for (let turn = 0; turn < 50 && !arrived.includes('b3'); turn++) {
        void deliveries.run();
        await new Promise(resolve => setImmediate(resolve));
      }
      expect(arrived).to.deep.equal(['a1', 'b1', 'b2', 'b3']);
      release();
      await Promise.all([first, second]);
      expect(arrived).to.deep.equal(['a1', 'b1', 'b2', 'b3', 'a2', 'a3']);
    });

    it('do not pile up for a receiver that never comes back', async () => {
      const deliveries = create([a], () => 0);
      for (let day = 0; day < 12; day++) {
        await keep(deliveries, ...Array.from({ length: 20 }, (_, index) => day * 20 + index));
        for (let hour = 0; hour < 24; hour++) {
          await deliveries.run();
          now += 3_600_000;
        }
      }
      expect(store.deliveriesDue(a.url, Number.MAX_SAFE_INTEGER, 1000).length, 'of 240').to.be.lessThan(120);
    });

    it('are forgotten when the configuration names their receiver no more', async () => {
      await keep(
        create([a, b], () => 200),
        1,
      );
      await create([b], () => 200).run();
      expect(told.map(({ url }) => url)).to.deep.equal([b.url]);
      expect(store.receivers()).to.deep.equal([]);
    });

    it('are broken off at a stop, and kept', async () => {
      const deliveries = create([a], () => new Promise(() => undefined), {
        fetch: (_, init) => new Promise((_resolve, reject) => init!.signal!.addEventListener('abort', () => reject(new Error('aborted')))),
      });
      await keep(deliveries, 1);
      const running = deliveries.run();
      await new Promise(resolve => setImmediate(resolve));
      await deliveries.close();
      await running;
      await deliveries.run();
      expect(told).to.deep.equal([]);
      expect(store.deliveriesDue(a.url, now, 9)).to.have.lengthOf(1);
      expect(store.deliveriesDue(a.url, now, 9)[0]!.attempts).to.equal(0);
    });

    it('are given up for now when no answer comes in time', async () => {
      const { url } = await receiver(() => 0);
      const deliveries = create([{ url, secret }], () => 0, { fetch: globalThis.fetch, patience: 100 });
      await keep(deliveries, 1);
      await deliveries.run();
      expect(told[0]).to.include({ status: 'TimeoutError', done: false });
    });
  });
});
