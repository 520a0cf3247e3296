import { expect } from 'chai';
import { connect } from 'node:net';
import { call, closeAll, openShow, openStream } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking, errorOf } from './testing/asking.js';

describe('requests over HTTP', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

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
});
