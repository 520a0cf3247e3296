import { expect } from 'chai';
import { connect } from 'node:net';
import { parseState, type ShowEvent, type ShowState } from '@shopcast/core';
import { announce, call, closeAll, manifest, openServer, openShow, openStream, run, send, tokenFor } from '../testing/fixture.js';

describe('the stream', () => {
  afterEach(closeAll);

  const seqs = (events: readonly { event: string; data: Record<string, unknown> }[]) =>
    events.flatMap(({ data }) => ((data['events'] ?? []) as { seq: number }[]).map(({ seq }) => seq));

  it('begins with headers that keep proxies from holding it back, and the wish for the first delay', async () => {
    const server = await openShow();
    const stream = await openStream(server);
    expect(stream.status).to.equal(200);
    expect(stream.headers).to.include({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(stream.headers).to.not.have.property('transfer-encoding');
    const [first] = await stream.until(1);
    expect(stream.text()).to.match(/^retry: 1000\n\nevent: snapshot\n/);
    expect(first!.id).to.equal(`${first!.data['epoch'] as string}:2`);
    await run(server, announce());
    const [, second] = await stream.until(2);
    expect(second).to.include({ event: 'frame' });
    expect(second!.data).to.include({ after: 2, upTo: 3 });
  });

  it('goes on by header and by query, and the header wins', async () => {
    const server = await openShow();
    for (let n = 0; n < 5; n++) await run(server, announce());
    const { epoch } = (await server.rooms.get('summer')).room.position;
    const first = async (headers: Record<string, string>, query: string) =>
      (await (await openStream(server, { headers }, query)).until(1))[0]!;
    expect(seqs([await first({ 'last-event-id': `${epoch}:5` }, '')])).to.deep.equal([6, 7]);
    expect(seqs([await first({}, `?after=${epoch}:4`)])).to.deep.equal([5, 6, 7]);
    expect(seqs([await first({ 'last-event-id': `${epoch}:6` }, `?after=${epoch}:1`)])).to.deep.equal([7]);
    for (const odd of [
      `?after=other:4`,
      '?after=nonsense',
      `?after=${epoch}:99`,
      `?after=${epoch}:-1`,
      '?after=',
      `?after=${epoch}:1&after=x`,
    ])
      expect((await first({}, odd)).event, odd).to.equal(odd.endsWith('after=x') ? 'frame' : 'snapshot');
  });

  it('gives a snapshot when too much was missed', async () => {
    const server = await openShow({ limits: { tail: 4 } });
    const { epoch } = (await server.rooms.get('summer')).room.position;
    for (let n = 0; n < 5; n++) await run(server, announce());
    const kinds = await Promise.all(
      [2, 3].map(async seq => (await (await openStream(server, {}, `?after=${epoch}:${seq}`)).until(1))[0]!.event),
    );
    expect(kinds).to.deep.equal(['snapshot', 'frame']);
  });

  it('brings newcomers to the end of a show of ten thousand events at once', async function () {
    this.timeout(60_000);
    // A talkative show: every fiftieth event is a product, the rest is chat.
    const author = { viewerId: 'anna', name: 'Anna', role: 'viewer' } as const;
    const at = manifest.startsAt;
    const events = Array.from({ length: 10_000 }, (_, index): ShowEvent => {
      const place = { id: `e${index + 1}`, seq: index + 1, at: at + index };
      if (index === 0) return { ...place, type: 'show-scheduled', data: { showId: 'summer', title: 'Summer', startsAt: at, streams: [] } };
      if (index === 1) return { ...place, type: 'show-started', data: {} };
      if (index % 50 === 0)
        return { ...place, type: 'product-listed', data: { productId: `p${index}`, listing: { title: `Lamp ${index}` } } };
      return { ...place, type: 'message-posted', data: { messageId: `m${index}`, author, text: `Message ${index}` } };
    });
    const server = await openServer();
    const { room } = await server.rooms.create(
      manifest,
      events.map(event => ({ event })),
    );
    const wanted = JSON.parse(JSON.stringify(room.state({ role: 'viewer' }))) as ShowState;
    const started = performance.now();
    const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(server)));
    const first = await Promise.all(streams.map(async stream => (await stream.until(1))[0]!));
    const took = performance.now() - started;
    for (const { event, data } of first) {
      expect(event).to.equal('snapshot');
      expect(data['seq']).to.equal(10_000);
    }
    const state = parseState(first[0]!.data['state']);
    expect(JSON.parse(JSON.stringify({ ...state, viewers: wanted.viewers }))).to.deep.equal(wanted);
    // But for how many they are, which is counted while they come.
    const uncounted = first.map(({ data }) => JSON.stringify({ ...(data['state'] as ShowState), viewers: undefined }));
    expect(new Set(uncounted).size, 'all the same').to.equal(1);
    process.stdout.write(`      200 newcomers of 10,000 events: ${Math.round(took)} ms, ${streams[0]!.text().length} bytes each\n`);
  });

  it('is refused with a status where it may not be read', async () => {
    const server = await openShow();
    const statusOf = async (token: string) => (await openStream(server, { token })).status;
    expect(await statusOf('nonsense')).to.equal(401);
    expect(await statusOf(await tokenFor(server, 'viewer', { show: 'winter' }))).to.equal(403);
    expect(await statusOf(await tokenFor(server, 'viewer', {}, Date.now() - 8e6))).to.equal(401);
    expect(await statusOf(await tokenFor(server, 'viewer', { show: '*' }))).to.equal(200);
    expect((await call(server, '/shows/nowhere/events')).status).to.equal(404);
  });

  it('ends in mid-stream when its token runs out', async () => {
    let shift = 0;
    const server = await openShow({ now: () => Date.now() + shift });
    const stream = await openStream(server, { token: await tokenFor(server, 'host') });
    const anonymous = await openStream(server);
    await Promise.all([stream.until(1), anonymous.until(1)]);
    shift = 7_201_000;
    const events = await stream.until(seen => seen.some(({ event }) => event === 'refused'));
    expect(events.at(-1)!.data).to.deep.equal({ error: { code: 'server/expired-token', message: 'The token has run out.' } });
    await stream.closed;
    await run(server, announce());
    await anonymous.until(2);
  });

  it('is bounded in number, in all and per address, and lets others in when somebody leaves', async () => {
    const server = await openShow({ connections: 4, connectionsPerAddress: 2, trustProxy: true });
    const from = (address: string) => openStream(server, { headers: { 'x-forwarded-for': address } });
    const one = await from('192.0.2.1');
    await from('192.0.2.1');
    const third = await from('192.0.2.1');
    expect(third.status).to.equal(429);
    expect(Number(third.headers['retry-after'])).to.be.within(1, 10);
    expect(third.text()).to.not.contain('192.0.2');
    await from('192.0.2.2');
    await from('192.0.2.3');
    expect((await from('192.0.2.4')).status, 'in all').to.equal(429);
    const { hub } = await server.rooms.get('summer');
    one.leave();
    await gone(() => hub.readers === 3);
    expect((await from('192.0.2.1')).status).to.equal(200);
    expect((await call(server, '/metrics')).text).to.match(/^shopcast_refused_connections_total 2$/m);
  });

  it('goes by the address that its own proxy wrote, not by what a viewer sends', async () => {
    const from = (server: Awaited<ReturnType<typeof openShow>>, header: string) =>
      openStream(server, { headers: { 'x-forwarded-for': header } });
    const behindOne = await openShow({ connectionsPerAddress: 1, trustProxy: true });
    await from(behindOne, '203.0.113.1, 192.0.2.1');
    expect((await from(behindOne, '203.0.113.2, 192.0.2.1')).status, 'another word of the viewer').to.equal(429);
    expect((await from(behindOne, '203.0.113.2, 192.0.2.2')).status).to.equal(200);
    const behindTwo = await openShow({ connectionsPerAddress: 1, trustProxy: 2 });
    await from(behindTwo, '203.0.113.1, 192.0.2.1, 198.51.100.1');
    expect((await from(behindTwo, '203.0.113.2, 192.0.2.1, 198.51.100.2')).status).to.equal(429);
    expect((await from(behindTwo, '192.0.2.2, 198.51.100.1')).status).to.equal(200);
    const behindNone = await openShow({ connectionsPerAddress: 1 });
    await from(behindNone, '192.0.2.1');
    expect((await from(behindNone, '192.0.2.2')).status).to.equal(429);
  });

  it('counts nobody who has left before the answer', async () => {
    const server = await openShow();
    const { hub } = await server.rooms.get('summer');
    const token = await tokenFor(server, 'viewer');
    const { hostname, port } = new URL(server.url);
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        socket.write(`GET /shows/summer/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`);
        return new Promise<void>(resolve => {
          socket.on('close', () => resolve());
          if (index % 2) setImmediate(() => socket.resetAndDestroy());
          else socket.on('connect', () => socket.destroy());
        });
      }),
    );
    // Whoever comes after them is alone.
    const last = await openStream(server);
    await last.until(1);
    await gone(() => hub.readers === 1);
    last.leave();
    await gone(() => hub.readers === 0);
  });

  it('answers two requests on one connection in order', async () => {
    const server = await openShow();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let text = '';
    const both = new Promise<void>(resolve =>
      socket.on('data', piece => {
        text += String(piece);
        if (text.includes('event: frame')) resolve();
      }),
    );
    socket.write('GET /time HTTP/1.1\r\nhost: x\r\n\r\nGET /shows/summer/events HTTP/1.1\r\nhost: x\r\n\r\n');
    const { hub } = await server.rooms.get('summer');
    await gone(() => hub.readers === 1);
    await run(server, announce());
    await both;
    socket.destroy();
    expect(text.indexOf('serverTime')).to.be.lessThan(text.indexOf('text/event-stream'));
    expect(text.indexOf('text/event-stream')).to.be.lessThan(text.indexOf('event: snapshot'));
    expect(text.match(/HTTP\/1\.1 200/g)).to.have.lengthOf(2);
  });

  it('cuts who does not read at a bound, and lets them go on where they were', async function () {
    this.timeout(30_000);
    const server = await openShow({ readerBytes: 16_384, durableWindow: 0, limits: { staff: { burst: 1e6, perSecond: 1e6 } } });
    const { hub, room } = await server.rooms.get('summer');
    const slow = await openStream(server);
    const quick = await openStream(server);
    await slow.until(1);
    slow.pause();
    const text = 'x'.repeat(400);
    for (let n = 0; hub.cut === 0 && n < 200; n++) await Promise.all(Array.from({ length: 200 }, () => run(server, announce(text))));
    expect(hub.cut).to.equal(1);
    slow.resume();
    await slow.closed;
    const last = slow.events().at(-1)!.id;
    const { epoch, seq } = room.position;
    const reached = Number(last.split(':')[1]);
    expect(reached).to.be.within(2, seq - 1);
    const back = await openStream(server, { headers: { 'last-event-id': last } });
    const [first] = await back.until(1);
    if (first!.event === 'frame') expect(seqs([first!])[0]).to.equal(reached + 1);
    else expect(seq - reached, 'a snapshot only when the tail is too long').to.be.greaterThan(1000);
    expect(first!.id).to.equal(`${epoch}:${seq}`);
    await quick.until(events => events.at(-1)!.id === `${epoch}:${seq}`);
    expect(seqs(quick.events())).to.deep.equal(Array.from({ length: seq - 2 }, (_, index) => index + 3));
  });

  it('stops gracefully: nothing accepted is lost, everybody hears the end, senders are told to come again', async () => {
    const server = await openShow();
    const { data } = server.config;
    const stream = await openStream(server);
    await stream.until(1);
    const token = await tokenFor(server, 'host');
    const accepted: number[] = [];
    const others: number[] = [];
    const sending = Array.from({ length: 60 }, async () => {
      const answer = await send(server, token, announce()).catch(() => undefined);
      const said = answer?.json as { outcome?: string; seq?: number } | undefined;
      if (said?.outcome === 'accepted') accepted.push(said.seq!);
      else others.push(answer?.status ?? 0);
    });
    await gone(() => accepted.length > 0);
    await server.close();
    await Promise.all(sending);
    await stream.closed;
    for (const status of others) expect(status, 'an answer that makes senders try again').to.be.oneOf([0, 503]);
    const told = seqs(stream.events());
    const restarted = await openServer({ data });
    const { room } = await restarted.rooms.get('summer');
    const log = await room.read(0, 1000, { role: 'viewer' });
    const kept = log.events.map(({ seq }) => seq);
    expect(kept).to.include.members(accepted);
    expect(told).to.deep.equal(kept.slice(2));
  });

  it('does not wait for who never reads when it stops', async () => {
    const server = await openShow({ durableWindow: 0, limits: { staff: { burst: 1e6, perSecond: 1e6 } } });
    const stream = await openStream(server);
    await stream.until(1);
    stream.pause();
    for (let n = 0; n < 20; n++) await Promise.all(Array.from({ length: 200 }, () => run(server, announce('x'.repeat(400)))));
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).to.be.lessThan(4000);
  }).timeout(20_000);
});

/** Resolves once it is true; every turn of the loop asks again. */
async function gone(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('It did not come true.');
    await new Promise(resolve => setImmediate(resolve));
  }
}
