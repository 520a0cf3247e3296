import { parseHead, parseSnapshot, showLimits, type LogHead } from '@shopcast/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { connect } from 'node:net';
import {
  announce,
  call,
  closeAll,
  manifest,
  openServer,
  openShow,
  openStream,
  run,
  send,
  tokenFor,
  type Answer,
  type Call,
} from '../fixture.test.js';
import type { ShopcastServer } from '../server.js';

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>> }>>
    >
  >;
}

const ajv = new Ajv2020({ strict: false });
let server: ShopcastServer;
let described: Description;
/** Addresses with their method whose answers were held against the description. */
const visited = new Set<string>();

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0]!);

/** A request whose answer must be what the server's own description says of it. */
async function ask(path: string, options: Call = {}, status = 200): Promise<Answer> {
  const answer = await call(server, path, options);
  expect(answer.status, `${path}: ${answer.text.slice(0, 300)}`).to.equal(status);
  const method = (options.method ?? (options.body === undefined ? 'GET' : 'POST')).toLowerCase();
  const pattern = Object.keys(described.paths).find(one => matches(one, path) && described.paths[one]![method]);
  expect(pattern, `a description of ${method} ${path}`).to.be.a('string');
  visited.add(`${method} ${pattern}`);
  const response = described.paths[pattern!]![method]!.responses[String(status)];
  expect(response, `a description of ${status} from ${method} ${path}`).to.be.an('object');
  if (status === 304) {
    expect(answer.text).to.equal('');
    return answer;
  }
  const type = answer.headers['content-type']!.split(';')[0]!;
  const schema = response!.content?.[type]?.schema;
  expect(schema, `a description of ${type} from ${method} ${path}`).to.be.an('object');
  const valid = ajv.compile(schema!);
  const body: unknown = type === 'application/json' ? answer.json : answer.text;
  expect(valid(body), `${method} ${path}: ${ajv.errorsText(valid.errors)} in ${answer.text.slice(0, 300)}`).to.equal(true);
  return answer;
}

const errorOf = (answer: Answer) => (answer.json as { error: { code: string; message: string; field?: string } }).error;

describe('over HTTP', () => {
  before(async () => {
    const one = await openServer();
    described = (await call(one, '/openapi.json')).json as Description;
    await closeAll();
  });
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

  it('makes and schedules a show for a producer', async () => {
    const token = await tokenFor(server, 'producer', { show: '*' });
    const winter = { ...manifest, showId: 'winter', description: 'Lamps.', host: { name: 'Hanna' }, language: 'en' };
    const answer = await ask('/shows', { body: winter, token }, 201);
    expect(answer.json).to.have.property('showId', 'winter');
    const { state } = (await ask('/shows/winter/snapshot.json')).json as { state: { phase: string; title: string } };
    expect(state).to.deep.include({ phase: 'scheduled' });
    expect((await ask('/shows/winter/manifest.json')).json).to.deep.equal(winter);
    expect(errorOf(await ask('/shows', { body: winter, token }, 409))).to.include({ code: 'server/show-exists', field: 'showId' });
    expect(errorOf(await ask('/shows', { body: { ...winter, showId: 'a show' }, token }, 400)).field).to.equal('showId');
    expect(errorOf(await ask('/shows', { body: { ...winter, title: 7 }, token }, 400))).to.include({
      code: 'show/bad-manifest',
      field: 'title',
    });
    expect(errorOf(await ask('/shows', { body: winter }, 401)).code).to.equal('server/bad-token');
    expect(errorOf(await ask('/shows', { body: winter, token: await tokenFor(server, 'host', { show: '*' }) }, 403)).code).to.equal(
      'server/not-allowed',
    );
    expect(
      errorOf(await ask('/shows', { body: { ...winter, showId: 'other' }, token: await tokenFor(server, 'producer') }, 403)).code,
    ).to.equal('server/not-allowed');
  });

  it('replaces a manifest for producer and host, over a restart too', async () => {
    const address = '/shows/summer/manifest.json';
    const changed = { ...manifest, title: 'Summer lights' };
    const token = await tokenFor(server, 'host');
    expect((await ask(address, { method: 'PUT', body: changed, token })).json).to.deep.equal(changed);
    expect(errorOf(await ask(address, { method: 'PUT', body: { ...changed, showId: 'other' }, token }, 400)).field).to.equal('showId');
    expect(errorOf(await ask(address, { method: 'PUT', body: { ...changed, title: '' }, token }, 400)).code).to.equal('show/bad-manifest');
    await ask(address, { method: 'PUT', body: changed }, 401);
    await ask(address, { method: 'PUT', body: changed, token: await tokenFor(server, 'moderator') }, 403);
    await ask('/shows/nowhere/manifest.json', { method: 'PUT', body: changed, token }, 404);
    const { data } = server.config;
    await server.close();
    server = await openServer({ data });
    const { headers, json } = await ask(address);
    expect(json).to.deep.equal(changed);
    expect(headers['cache-control']).to.equal('public, max-age=5');
    await ask(address, { headers: { 'if-none-match': headers.etag! } }, 304);
  });

  it('takes commands, answers refusals, and does a repeated one once', async () => {
    const token = await tokenFor(server, 'host');
    const body = { commandId: 'once', command: announce() };
    const first = await ask('/shows/summer/commands', { body, token });
    expect(first.json).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect(first.headers['cache-control']).to.equal('no-store');
    expect((await ask('/shows/summer/commands', { body, token })).json).to.deep.equal(first.json);
    const viewer = await tokenFor(server, 'viewer');
    const refused = (await ask('/shows/summer/commands', { body: { commandId: 'c', command: announce() }, token: viewer })).json;
    expect(refused).to.include({ outcome: 'refused', code: 'show/not-allowed' });
    const odd = (await ask('/shows/summer/commands', { body: { commandId: 'd', command: { type: 'fly' } }, token })).json;
    expect(odd).to.include({ outcome: 'refused', code: 'show/bad-command' });
    const badId = (await ask('/shows/summer/commands', { body: { commandId: 'a b', command: announce() }, token })).json;
    expect(badId).to.include({ outcome: 'refused', field: 'commandId' });
  });

  it('refuses what is no command request', async () => {
    const token = await tokenFor(server, 'host');
    const address = '/shows/summer/commands';
    const json = { 'content-type': 'application/json' };
    expect(errorOf(await ask(address, { body: { command: announce() }, token }, 400))).to.include({
      code: 'server/bad-request',
      field: 'commandId',
    });
    expect(errorOf(await ask(address, { body: '{"commandId":', headers: json, token }, 400)).message).to.contain('JSON');
    expect(errorOf(await ask(address, { method: 'POST', body: '', headers: json, token }, 400)).code).to.equal('server/bad-request');
    expect(errorOf(await ask(address, { body: '{}', headers: { 'content-type': 'text/csv' }, token }, 415)).message).to.contain(
      'application/json',
    );
    const large = { commandId: 'c', command: { text: 'x'.repeat(70_000) } };
    expect(errorOf(await ask(address, { body: large, token }, 413)).message).to.contain('larger');
    expect(errorOf(await ask(address, { body: '{"__proto__":{"a":1}}', headers: json, token }, 400)).code).to.equal('server/bad-request');
    await ask(address, { body: { commandId: 'c', command: announce() } }, 401);
    await ask(address, { body: { commandId: 'c', command: announce() }, headers: { authorization: 'Basic abc' } }, 401);
    await ask(address, { body: { commandId: 'c', command: announce() }, token: await tokenFor(server, 'host', { show: 'winter' }) }, 403);
    await ask('/shows/nowhere/commands', { body: { commandId: 'c', command: announce() }, token }, 404);
    expect(
      errorOf(
        await ask(
          address,
          { body: { commandId: 'c', command: announce() }, token: await tokenFor(server, 'host', {}, Date.now() - 8e6) },
          401,
        ),
      ).code,
    ).to.equal('server/expired-token');
  });

  it('limits a viewer’s commands and says when to come again', async () => {
    const token = await tokenFor(server, 'viewer');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        send(server, token, { type: 'post-message', data: { messageId: `m${index}`, text: 'Hello' } }),
      ),
    );
    const refused = answers
      .map(({ json }) => json as { code?: string; retryAfter?: number })
      .filter(({ code }) => code === 'room/limit-reached');
    expect(refused).to.have.lengthOf(3);
    expect(refused[0]!.retryAfter).to.be.within(1, 3000);
    const long = await send(server, await tokenFor(server, 'viewer', { viewerId: 'other' }), {
      type: 'post-message',
      data: { messageId: 'long', text: 'x'.repeat(501) },
    });
    expect(long.json).to.include({ code: 'room/limit-reached', field: 'data.text' });
    expect(showLimits).to.be.an('object');
  });

  it('lays the log out as files that caches can keep', async () => {
    for (let n = 0; n < 30; n++) await run(server, announce());
    const { json, headers } = await ask('/shows/summer/head.json');
    const head: LogHead = parseHead(json);
    expect(head).to.include({ seq: 32, segmentSize: 10 });
    expect(head.tail).to.include({ after: 20, upTo: 32 });
    expect(headers['cache-control']).to.equal('public, max-age=1');

    const place = `/shows/summer/segments/${head.epoch}`;
    const segments = await Promise.all([1, 2, 3].map(n => ask(`${place}/${n}.json`)));
    expect(segments[0]!.headers['cache-control']).to.equal('public, max-age=60');
    const frames = segments.map(({ json: frame }) => frame as { after: number; upTo: number; events: { seq: number }[] });
    expect(frames.map(({ after, upTo }) => [after, upTo])).to.deep.equal([[0, 10], [10, 20], [20, 30]]); // prettier-ignore
    expect(frames.flatMap(({ events }) => events.map(({ seq }) => seq))).to.deep.equal(Array.from({ length: 30 }, (_, index) => index + 1));
    for (const missing of [`${place}/4.json`, `${place}/0.json`, `${place}/x.json`, '/shows/summer/segments/other/1.json']) {
      const answer = await ask(missing, {}, 404);
      expect(answer.headers['cache-control'], 'a place that will be there soon is not remembered as missing').to.equal('no-store');
    }

    const snapshot = parseSnapshot((await ask(new URL(head.snapshot.url, 'http://x/shows/summer/').pathname)).json);
    expect(snapshot).to.include({ seq: 32, epoch: head.epoch });
    const log = await ask('/shows/summer/log.jsonl');
    const lines = log.text.trimEnd().split('\n').map(line => JSON.parse(line) as { seq?: number; log?: string }); // prettier-ignore
    expect(lines[0]).to.include({ log: 'shopcast', version: 1, epoch: head.epoch, showId: 'summer' });
    expect(lines.slice(1).map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 32 }, (_, index) => index + 1));
  });

  it('keeps the size of segments for as long as the log lasts, whatever the setting becomes', async () => {
    for (let n = 0; n < 20; n++) await run(server, announce());
    const head = (await ask('/shows/summer/head.json')).json as LogHead;
    const segment = await ask(`/shows/summer/segments/${head.epoch}/2.json`);
    const { data } = server.config;
    await server.close();
    server = await openServer({ data, segmentSize: 50 });
    expect((await ask('/shows/summer/head.json')).json).to.include({ segmentSize: 10, epoch: head.epoch });
    expect((await ask(`/shows/summer/segments/${head.epoch}/2.json`)).text).to.equal(segment.text);
  });

  it('answers 304 to whoever has it already', async () => {
    await run(server, announce());
    for (const file of ['head.json', 'snapshot.json', 'log.jsonl', 'manifest.json']) {
      const { headers } = await ask(`/shows/summer/${file}`);
      expect(headers.etag, file).to.match(/^(W\/)?"[^"]+"$/);
      const again = await ask(`/shows/summer/${file}`, { headers: { 'if-none-match': `"x", ${headers.etag}` } }, 304);
      expect(again.headers).to.include({ etag: headers.etag, 'cache-control': headers['cache-control'] });
      await ask(`/shows/summer/${file}`, { headers: { 'if-none-match': '"x"' } });
    }
    const { headers } = await ask('/shows/summer/snapshot.json');
    await run(server, announce());
    await ask('/shows/summer/snapshot.json', { headers: { 'if-none-match': headers.etag! } });
  });

  it('describes a show for search engines, safe to stand in a page', async () => {
    const token = await tokenFor(server, 'host');
    const listing = { title: '</script><b>Lamp' };
    for (const command of [
      { type: 'list-product', data: { productId: 'lamp', listing } },
      { type: 'feature-product', data: { productId: 'lamp' } },
    ]) {
      const body = { commandId: command.type, command };
      expect((await ask('/shows/summer/commands', { body, token })).json).to.have.property('outcome', 'accepted');
    }
    const { text, json, headers } = await ask('/shows/summer/structured-data.json?url=https%3A%2F%2Fshop.example%2Flive');
    expect(text).to.not.contain('<');
    const [video, product] = (json as { '@graph': Record<string, unknown>[] })['@graph'];
    expect(video).to.include({ '@type': 'VideoObject', url: 'https://shop.example/live' });
    expect(product).to.include({ '@type': 'Product', name: listing.title });
    expect(headers['cache-control']).to.equal('public, max-age=60');
    for (const wrong of ['', '?url=live', '?url=javascript%3Aalert(1)', '?url=https%3A%2F%2Fa.example&url=https%3A%2F%2Fb.example']) {
      expect(errorOf(await ask(`/shows/summer/structured-data.json${wrong}`, {}, 400)).field).to.equal('url');
    }
  });

  it('reads of the log what is new, after ten seconds, to describe a show', async () => {
    let at = 1_800_000_000_000;
    await closeAll();
    server = await openShow({ now: () => at });
    const { room } = await server.rooms.get('summer');
    const read = room.read.bind(room);
    const reads: number[] = [];
    room.read = (after, ...rest) => (reads.push(after), read(after, ...rest));
    const names = async () => {
      const { json } = await ask('/shows/summer/structured-data.json?url=https%3A%2F%2Fshop.example%2Flive');
      return (json as { '@graph': { name: string }[] })['@graph'].slice(1).map(({ name }) => name);
    };
    const show = async (productId: string) => {
      await run(server, { type: 'list-product', data: { productId, listing: { title: productId } } });
      await run(server, { type: 'feature-product', data: { productId } });
    };
    await show('Lamp');
    expect(await names()).to.deep.equal(['Lamp']);
    const { seq } = room.position;
    await show('Sofa');
    expect(await names(), 'within ten seconds').to.deep.equal(['Lamp']);
    at += 10_000;
    expect(await names()).to.deep.equal(['Lamp', 'Sofa']);
    expect(reads).to.deep.equal([0, seq]);
  });

  it('makes one head for all who ask at the same time, and a new one when the log grows', async () => {
    let at = 1_800_000_000_000;
    await closeAll();
    server = await openShow({ now: () => at });
    const head = async () => (await ask('/shows/summer/head.json')).json as LogHead;
    const first = await head();
    at += 50;
    await run(server, announce());
    expect(await head(), 'within a tenth of a second').to.deep.equal(first);
    at += 60;
    expect((await head()).seq).to.equal(3);
    const before = (await ask('/shows/summer/head.json')).headers.etag!;
    at += 1000;
    expect((await head()).at).to.equal(at);
    await ask('/shows/summer/head.json', { headers: { 'if-none-match': before } }, 304);
  });

  it('says that a log is complete an hour after the show', async () => {
    let at = 1_800_000_000_000;
    await closeAll();
    server = await openShow({ now: () => at });
    await run(server, { type: 'end-show', data: {} });
    expect((await ask('/shows/summer/head.json')).json).to.not.have.property('complete');
    at += 3_600_001;
    expect((await ask('/shows/summer/head.json')).json).to.have.property('complete', true);
  });

  it('tells the time, its health and its figures', async () => {
    const before = Date.now();
    expect((await ask('/time')).json)
      .to.have.property('serverTime')
      .within(before, Date.now());
    expect((await ask('/health')).json).to.deep.equal({ status: 'ok', shows: 1 });
    const stream = await openStream(server);
    await stream.until(1);
    await send(server, await tokenFor(server, 'viewer'), announce());
    const { text, headers } = await ask('/metrics');
    expect(headers['content-type']).to.match(/^text\/plain/);
    for (const line of [/^shopcast_viewers 1$/m, /^shopcast_log_events 2$/m, /^shopcast_commands_total\{outcome="refused"\} 1$/m])
      expect(text).to.match(line);
    expect(text, 'routes, not addresses').to.contain('route="/health"').and.not.to.contain('summer');
  });

  it('says what is not there, and which methods there are', async () => {
    expect(errorOf(await call(server, '/nowhere')).code).to.equal('server/unknown-address');
    for (const file of ['head.json', 'snapshot.json', 'log.jsonl', 'manifest.json', 'segments/e/1.json'])
      expect(errorOf(await ask(`/shows/nowhere/${file}`, {}, 404)).code).to.equal('server/unknown-show');
    for (const [path, method, allow] of [
      ['/shows/summer/events', 'POST', 'GET'],
      ['/shows/summer/events', 'HEAD', 'GET'],
      ['/shows/summer/commands', 'GET', 'POST'],
      ['/shows/summer/manifest.json', 'DELETE', 'GET, HEAD, PUT'],
      ['/shows', 'PATCH', 'POST'],
      ['/shows/summer/orders/shopify', 'GET', 'POST'],
    ] as const) {
      const answer = await call(server, path, { method });
      expect([answer.status, answer.headers.allow], `${method} ${path}`).to.deep.equal([405, allow]);
      if (method !== 'HEAD') expect(errorOf(answer).code).to.equal('server/wrong-method');
    }
    expect((await call(server, '/shows/summer/head.json', { method: 'HEAD' })).status).to.equal(200);
    for (const odd of [
      '/shows/%2e%2e/head.json',
      '/shows/%00/head.json',
      `/shows/${'x'.repeat(99)}/head.json`,
      '/shows/%E0%A4%A/head.json',
    ])
      expect((await call(server, odd)).status, odd).to.be.oneOf([400, 404]);
  });

  it('lets pages of listed origins in, and no others', async () => {
    await closeAll();
    server = await openShow({ origins: ['https://shop.example'] });
    const from = (origin: string) => call(server, '/shows/summer/head.json', { headers: { origin } });
    expect((await from('https://shop.example')).headers).to.include({
      'access-control-allow-origin': 'https://shop.example',
      vary: 'Origin',
    });
    for (const other of ['https://evil.example', 'http://shop.example', 'https://shop.example.evil.example', 'null'])
      expect((await from(other)).headers, other).to.not.have.property('access-control-allow-origin');
    const preflight = {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const allowed = await call(server, '/shows/summer/commands', { method: 'OPTIONS', headers: preflight });
    expect(allowed.status).to.equal(204);
    expect(allowed.headers['access-control-allow-headers']).to.contain('authorization');
    expect(allowed.headers['access-control-allow-methods']).to.contain('POST');
    const stream = await openStream(server, { headers: { origin: 'https://shop.example' } });
    expect(stream.headers['access-control-allow-origin'], 'the stream').to.equal('https://shop.example');
    const failed = await call(server, '/shows/nowhere/head.json', { headers: { origin: 'https://shop.example' } });
    expect(failed.headers['access-control-allow-origin'], 'an error').to.equal('https://shop.example');
    expect(failed.headers['access-control-expose-headers']).to.contain('retry-after');
  });

  it('lets every page in when it is told nothing', async () => {
    const { headers } = await call(server, '/time', { headers: { origin: 'https://any.example' } });
    expect(headers['access-control-allow-origin']).to.equal('*');
    expect(headers, 'one copy in a cache serves the pages of all').to.not.have.property('vary');
  });

  it('says in its own words what it cannot even read', async () => {
    for (const address of ['/shows/%zz/head.json', '/shows/%ff/events', `/shows/${'x'.repeat(3000)}/head.json`]) {
      const answer = await call(server, address);
      expect(answer.status, address).to.equal(404);
      expect(errorOf(answer).code, address).to.equal('server/unknown-address');
    }
    const { status, text } = await call(server, '/shows/summer/events', { method: 'OPTIONS' });
    expect([status, text], 'a question about methods that no browser asks').to.deep.equal([204, '']);
    const long = await call(server, '/health', { headers: { cookie: 'x'.repeat(100_000) } });
    expect([long.status, errorOf(long).code]).to.deep.equal([431, 'server/bad-request']);
  });

  it('withstands bytes that are no HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const answer = await new Promise<string>(resolve => {
      let text = '';
      socket.on('data', piece => (text += String(piece))).on('close', () => resolve(text));
      socket.end('NONSENSE\r\n\r\n\0\0');
    });
    expect(answer).to.match(/^HTTP\/1\.1 400 .*\r\n\r\n\{"error":\{"code":"server\/bad-request","message":"[^"]+"\}\}$/s);
    expect((await ask('/health')).status).to.equal(200);
  });

  it('exports and imports for producers alone', async () => {
    const token = await tokenFor(server, 'producer', { show: '*' });
    const exported = await ask('/shows/summer/export.jsonl', { token });
    expect(exported.headers['cache-control']).to.equal('no-store');
    await ask('/shows/summer/export.jsonl', {}, 401);
    await ask('/shows/summer/export.jsonl', { token: await tokenFor(server, 'moderator') }, 403);
    await ask('/shows/nowhere/export.jsonl', { token }, 404);
    const headers = { 'content-type': 'application/jsonl' };
    await ask('/shows/summer/import', { body: exported.text, headers, token }, 409);
    expect(errorOf(await ask('/shows/other/import', { body: exported.text, headers, token }, 400)).field).to.equal('showId');
    await ask('/shows/summer/import', { body: exported.text, headers }, 401);
    await ask('/shows/summer/import', { body: exported.text, headers, token: await tokenFor(server, 'host') }, 403);
    expect(errorOf(await ask('/shows/summer/import', { body: '{"log":"other"}', headers, token }, 400)).field).to.equal('lines.1');
    await ask('/shows/summer/import', { body: {}, token }, 400);

    server = await openServer();
    const imported = await ask('/shows/summer/import', { body: exported.text, headers, token }, 201);
    expect(imported.json).to.include({ showId: 'summer', events: 2 });
  });

  it('has answered from every address it describes', async () => {
    await ask('/shows/summer/orders/hmac', { body: {} }, 401);
    await ask('/shows/summer/events', { headers: { authorization: 'Bearer x' } }, 401);
    const all = Object.entries(described.paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`));
    expect(all.filter(one => !one.startsWith('head ') && !visited.has(one))).to.deep.equal([]);
    expect(all.length).to.be.greaterThan(13);
  });
});
