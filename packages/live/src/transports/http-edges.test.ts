import { createTestEnvironment, type TestEnvironment } from '@shopcast/testing';
import { expect } from 'chai';
import type { LiveTransport, SendResult, TransportItem } from '../live-transport.js';
import { pollTransport } from './poll/poll.js';
import { sseTransport } from './sse/sse.js';

const base = 'https://live.example';
const showId = 's';
const command = { type: 'start-show', data: {} } as const;
type Answer = (signal?: AbortSignal | null) => Response | Promise<Response>;

/** A server that gives these answers one after the other, the last one again and again. */
function scene(...answers: readonly Answer[]) {
  const requests: { readonly url: string; readonly init: RequestInit; readonly at: number }[] = [];
  const environment: TestEnvironment = createTestEnvironment({
    async fetch(input, init = {}) {
      requests.push({ url: input as string, init, at: environment.monotonic() });
      const gone = new Promise<never>((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
      return Promise.race([answers[Math.min(requests.length, answers.length) - 1]!(init.signal), gone]);
    },
  });
  environment.setRandom(() => 0);
  return { environment, requests };
}

/** Lets time go by until the promise settles or so many device ms are over. */
async function settle<T>(environment: TestEnvironment, promise: Promise<T>, most = 120_000): Promise<T | undefined> {
  let result: { value: T } | undefined;
  let failure: unknown;
  promise.then(
    value => (result = { value }),
    (error: unknown) => (failure = error),
  );
  for (let passed = 0; passed < most && !result && !failure; passed += 250) {
    environment.clock.advance(250);
    await new Promise(resolve => setTimeout(resolve, 0));
  }
  if (failure) throw failure as Error;
  return result?.value;
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const html = (status: number) => () => new Response('<html>', { status });
const offline = () => Promise.reject(new TypeError('offline'));
/** The headers, a little of the body, and then nothing until the request is given up. */
function halfAnAnswer(signal?: AbortSignal | null): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"outcome":'));
      signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}
/** A stream that says this and then nothing more. */
const stream =
  (...events: readonly string[]) =>
  () =>
    new Response(
      new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode(events.map(text => `${text}\n\n`).join(''))) }),
      { headers: { 'content-type': 'text/event-stream' } },
    );
const snapshot = (seq: number, epoch = 'e') => `event: snapshot\ndata: ${JSON.stringify({ epoch, seq, at: 1, state: {} })}`;
const next = (transport: LiveTransport) => transport.connect()[Symbol.asyncIterator]();
const send = (environment: TestEnvironment): Promise<SendResult | undefined> =>
  settle(environment, sseTransport({ base, showId, token: 't', environment }).send(command, 'id'));

describe('over HTTP, when things go wrong', () => {
  it('sends a command again under its id while the server is out of order', async () => {
    const { environment, requests } = scene(offline, html(502), json({ outcome: 'accepted', seq: 4 }));
    expect(await send(environment)).to.deep.equal({ outcome: 'accepted', seq: 4 });
    expect(requests.map(({ init }) => init.body)).to.deep.equal(
      Array.from({ length: 3 }, () => JSON.stringify({ commandId: 'id', command })),
    );
    expect(new Headers(requests[0]!.init.headers).get('authorization')).to.equal('Bearer t');
  });

  it('waits as long as a busy server asks before it sends again', async () => {
    const { environment, requests } = scene(json({}, 429, { 'retry-after': '4' }), json({ outcome: 'accepted', seq: 4 }));
    expect((await send(environment))?.outcome).to.equal('accepted');
    expect(requests[1]!.at - requests[0]!.at).to.be.at.least(4000);
  });

  for (const [what, ...answers] of [
    ['nothing ever answers', offline],
    ['something else answers', html(200)],
    ['the server asks for more patience than there is', json({}, 503, { 'retry-after': '600' })],
    ['the answer never comes', () => new Promise<Response>(() => {})],
    ['half an answer comes', halfAnAnswer],
  ] as [string, ...Answer[]][]) {
    it(`says "unknown" when ${what}`, async () => {
      const { environment, requests } = scene(...answers);
      expect((await send(environment))?.outcome).to.equal('unknown');
      expect(requests.length).to.be.within(1, 3);
    });
  }

  it('hands on why the server refused, and does not try again', async () => {
    const said = { error: { code: 'server/expired-token', message: 'Too old.' } };
    const { environment, requests } = scene(json(said, 401));
    expect(await send(environment)).to.deep.equal({ outcome: 'refused', ...said.error });
    expect(requests.length).to.equal(1);
    expect(await send(scene(html(403)).environment)).to.include({ outcome: 'refused', code: 'transport/not-allowed' });
    expect(await send(scene(html(413)).environment)).to.include({ outcome: 'refused', code: 'transport/bad-answer' });
  });

  for (const [way, create] of [
    ['sse', sseTransport],
    ['poll', pollTransport],
  ] as const)
    describe(`reads the log of the show for ${way}`, () => {
      const header = '{"log":"shopcast","version":1,"epoch":"e","showId":"s"}';
      const started = '{"id":"a","seq":1,"at":1,"type":"show-started","data":{}}';
      const text = (content: string) => () => new Response(content);
      const history = (environment: TestEnvironment) =>
        settle(environment, create({ base, showId, token: 't', environment }).history!()).then(
          log => log,
          (error: unknown) => (error as { code?: string }).code,
        );

      it('without the token, and leaves out what cannot be read', async () => {
        const { environment, requests } = scene(text([header, '{"id":1}', started, '{"id":'].join('\n')));
        expect(await history(environment)).to.deep.equal({ epoch: 'e', events: [JSON.parse(started)] });
        expect(environment.warnings).to.have.length(2);
        expect(requests.map(({ url }) => url)).to.deep.equal([`${base}/shows/s/log.jsonl`]);
        expect(new Headers(requests[0]!.init.headers).get('authorization')).to.equal(null);
      });

      const line = `${started}${' '.repeat(1_000_000)}`;
      for (const [what, code, answer] of [
        ['nobody answers', 'transport/unreachable', offline],
        ['half of it comes', 'transport/unreachable', halfAnAnswer],
        ['the server is busy', 'transport/unreachable', html(503)],
        ['there is none', 'transport/not-found', html(404)],
        ['it is empty', 'show/bad-log', text('')],
        ['something else comes', 'show/bad-log', html(200)],
        ['it never ends', 'transport/log-too-long', text([header, ...Array.from({ length: 17 }, () => line)].join('\n'))],
      ] as const)
        it(`and says when ${what}`, async () => {
          expect(await history(scene(answer).environment)).to.equal(code);
        });
    });

  it('says when the server does not tell the time', async () => {
    for (const answer of [offline, html(500), html(200)]) {
      const { environment } = scene(answer);
      const failure: unknown = await settle(environment, sseTransport({ base, showId, environment }).serverTime()).catch(
        (error: unknown) => error,
      );
      expect(failure)
        .to.have.property('code')
        .that.matches(/^transport\/(unreachable|bad-answer)$/);
    }
  });

  it('fetches a fresh token for each connection, and comes back when its token ran out in mid-stream', async () => {
    let tokens = 0;
    const { environment, requests } = scene(stream(snapshot(1), 'event: refused\ndata: {}'), stream(snapshot(2)));
    const items = next(sseTransport({ base, showId, token: () => Promise.resolve(`t${++tokens}`), environment }));
    await settle(environment, items.next());
    expect(await settle(environment, items.next())).to.have.nested.property('value.snapshot.seq', 2);
    expect(requests.map(({ init }) => new Headers(init.headers).get('authorization'))).to.deep.equal(['Bearer t1', 'Bearer t2']);
    expect(requests[1]!.url).to.equal(`${base}/shows/s/events?after=e%3A1`);
    await items.return!();
  });

  it('gives up a stream that has died without a word', async () => {
    const { environment, requests } = scene(stream(snapshot(1)), stream(snapshot(2)));
    const items = next(sseTransport({ base, showId, environment }));
    await settle(environment, items.next());
    expect(await settle(environment, items.next())).to.have.nested.property('value.snapshot.seq', 2);
    expect(requests[1]!.at - requests[0]!.at).to.be.within(40_000, 42_000);
    await items.return!();
  });

  it('gives up an answer of 502 whose page never ends', async () => {
    const { environment } = scene(signal => new Response(halfAnAnswer(signal).body, { status: 502 }), stream(snapshot(2)));
    const items = next(sseTransport({ base, showId, environment }));
    expect(await settle(environment, items.next())).to.have.nested.property('value.snapshot.seq', 2);
    await items.return!();
  });

  it('takes a stream that is none, and rubbish in a stream, for a broken line', async () => {
    const { environment } = scene(
      html(200),
      stream('event: frame\ndata: {"x'),
      stream(': hello', 'event: of-the-future\ndata: ?', snapshot(3)),
    );
    const items = next(sseTransport({ base, showId, environment }));
    expect(await settle(environment, items.next())).to.have.nested.property('value.snapshot.seq', 3);
    expect(environment.warnings.length).to.be.greaterThan(0);
    await items.return!();
  });

  it('leaves out an event nobody can read, and goes on', async () => {
    const good = { id: 'b', seq: 3, at: 1, type: 'show-started', data: {} };
    const bad = { id: 'a', seq: 2, at: 1, type: 'product-featured', data: { productId: 7 } };
    const frame = { epoch: 'e', after: 1, upTo: 3, at: 1, events: [bad, good] };
    const { environment } = scene(stream(snapshot(1), `event: frame\ndata: ${JSON.stringify(frame)}`));
    const items = next(sseTransport({ base, showId, environment }));
    await settle(environment, items.next());
    const item = await settle(environment, items.next());
    expect(item?.value).to.deep.equal({ type: 'frame', frame: { ...frame, events: [good] } });
    expect(environment.warnings.join()).to.contain('productId');
    await items.return!();
  });

  const head = (epoch: string, seq: number, more = {}) =>
    json({
      epoch,
      seq,
      at: 1,
      segmentSize: 2,
      snapshot: { url: 'snapshot.json', seq },
      tail: { epoch, after: seq, upTo: seq, at: 1, events: [] },
      ...more,
    });
  const snapshotFile = (epoch: string, seq: number) => json({ epoch, seq, at: 1, state: {} });

  it('polls more rarely while nobody can see the page, and at once when it is shown', async () => {
    const { environment, requests } = scene(head('e', 2), snapshotFile('e', 2), head('e', 2));
    const items = next(pollTransport({ base, showId, environment }));
    await settle(environment, items.next());
    environment.setHidden(true);
    const waiting = items.next();
    await settle(environment, waiting, 9000);
    expect(requests.length, 'requests within 9 s hidden').to.equal(2);
    environment.wakeUp();
    await settle(environment, waiting, 250);
    expect(requests.length, 'requests once shown').to.equal(3);
    await items.return!();
  });

  it('starts from the snapshot when segments are gone', async () => {
    const { environment } = scene(head('e', 2), snapshotFile('e', 2), head('e', 8), html(404), html(404), html(404), snapshotFile('e', 8));
    const items = next(pollTransport({ base, showId, environment }));
    await settle(environment, items.next());
    expect(await settle(environment, items.next())).to.have.nested.property('value.snapshot.seq', 8);
    await items.return!();
  });

  it('starts from the snapshot when a segment is of another log, or cut short', async () => {
    for (const wrong of [{ epoch: 'other' }, { upTo: 3 }, { after: 3 }]) {
      const { environment } = scene(
        head('e', 2),
        snapshotFile('e', 2),
        head('e', 4),
        json({ epoch: 'e', after: 2, upTo: 4, at: 1, events: [], ...wrong }),
        snapshotFile('e', 4),
        head('e', 4),
      );
      const items = next(pollTransport({ base, showId, environment }));
      await settle(environment, items.next());
      expect(await settle(environment, items.next()), JSON.stringify(wrong)).to.have.nested.property('value.snapshot.seq', 4);
      await items.return!();
    }
  });

  it('pays no heed to a head of a log that is gone', async () => {
    const { environment } = scene(head('a', 2), snapshotFile('a', 2), head('b', 1), snapshotFile('b', 1), head('a', 4), head('b', 2), () =>
      json({ epoch: 'b', after: 0, upTo: 2, at: 1, events: [] })(),
    );
    const items = next(pollTransport({ base, showId, environment }));
    const seen: (TransportItem | undefined)[] = [];
    for (let count = 0; count < 3; count++) seen.push((await settle(environment, items.next()))?.value as TransportItem | undefined);
    expect(
      seen.map(item => item && (item.type === 'snapshot' ? item.snapshot.epoch : `${item.frame.epoch} ${item.frame.upTo}`)),
    ).to.deep.equal(['a', 'b', 'b 2']);
    await items.return!();
  });

  it('neither sends nor tells the time from a static host', async () => {
    const { environment, requests } = scene(offline);
    const transport = pollTransport({ base, showId, isStatic: true, environment });
    expect([transport.canSend, await transport.serverTime(), (await transport.send(command, 'id')).outcome]).to.deep.equal([
      false,
      undefined,
      'refused',
    ]);
    expect(requests.length).to.equal(0);
  });
});
