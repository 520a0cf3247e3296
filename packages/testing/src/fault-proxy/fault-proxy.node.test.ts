import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { requestJson } from '@shopcast/commerce';
import { createFaultProxy, faults, listedFaults, type Fault, type FaultPlan, type FaultProxy } from './fault-proxy.js';

/** What each fault looks like to a caller, and how often the shop carried the request out. */
const expected: Readonly<Record<Fault, readonly [string, number]>> = {
  'timeout-before': ['timeout', 0],
  'timeout-after': ['timeout', 1],
  'rate-limited': ['rate-limited', 0],
  'server-error': ['unavailable', 0],
  'html-502': ['unavailable', 1],
  malformed: ['protocol', 1],
  truncated: ['protocol', 1],
  'duplicated-answer': ['protocol', 1],
  'duplicated-request': ['answered', 2],
  slow: ['answered', 1],
  'reset-before': ['network', 0],
  'reset-after': ['network', 1],
};

describe('fault proxy', () => {
  let shop: Server;
  let target: string;
  let units = 0;
  let heard: string[] = [];
  let proxy: FaultProxy | undefined;
  before(done => {
    shop = createServer((from, to) => {
      let body = '';
      from.on('data', part => (body += String(part)));
      from.on('end', () => {
        heard.push(`${from.method} ${from.url} ${from.headers['x-token'] as string} ${body}`);
        if (from.method === 'POST') units++;
        to.setHeader('x-shop', 'yes');
        to.setHeader('content-type', 'application/json');
        to.end(JSON.stringify({ units, 'long enough to break': 'x'.repeat(5000) }));
      });
    }).listen(0, '127.0.0.1', () => {
      target = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
      done();
    });
  });
  beforeEach(() => {
    units = 0;
    heard = [];
  });
  afterEach(() => proxy?.close());
  after(done => {
    shop.closeAllConnections();
    shop.close(done);
  });
  const open = async (plan: FaultPlan, path = '') =>
    (proxy = await createFaultProxy({ target: target + path, plan, retryAfter: '7', delay: () => Promise.resolve() }));

  it('passes method, path, headers and bodies both ways', async () => {
    const { url, counts } = await open(() => undefined, '/shop/');
    const answer = await requestJson(`${url}/cart?a=1`, { body: { add: 'é' }, headers: { 'x-token': 't' } });
    expect(heard).to.deep.equal(['POST /shop/cart?a=1 t {"add":"é"}']);
    expect(answer.headers.get('x-shop')).to.equal('yes');
    expect(answer.body).to.have.property('units', 1);
    expect(counts).to.deep.equal({ requests: 1, forwarded: 1, faults: {} });
  });
  for (const fault of faults) {
    it(`${fault}: seen as ${expected[fault].join(', carried out ')} times`, async () => {
      const { url, counts } = await open(listedFaults([fault]));
      // Long enough for a busy machine to carry the request out, as `timeout-after` demands.
      const timeoutMs = { 'timeout-before': 100, 'timeout-after': 1000 }[fault as string] ?? 5000;
      const outcome = await requestJson(url, { body: {}, timeoutMs }).then(
        () => ({ kind: 'answered', retryAfterMs: undefined }),
        (error: { kind: string; retryAfterMs: number }) => error,
      );
      expect([outcome.kind, units]).to.deep.equal(expected[fault]);
      if (fault === 'rate-limited') expect(outcome.retryAfterMs).to.equal(7000);
      expect((await requestJson(url)).body).to.have.property('units', units);
      expect(counts).to.deep.equal({ requests: 2, forwarded: units + 1, faults: { [fault]: 1 } });
    });
  }
  it('lets a preflight pass, and a page of another origin see the fault', async () => {
    const { url, counts } = await open(listedFaults(['rate-limited']));
    await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://page.example' } });
    expect(counts.requests).to.equal(0);
    const { headers } = await fetch(url, { headers: { origin: 'https://page.example' } });
    expect(headers.get('access-control-allow-origin')).to.equal('https://page.example');
    expect(headers.get('access-control-expose-headers')).to.equal('retry-after');
  });
  it('refuses a request that is too large', async () => {
    const { url } = (proxy = await createFaultProxy({ target, plan: () => undefined, maxBody: 10 }));
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(11) })).status).to.equal(413);
    expect(heard).to.deep.equal([]);
  });
  it('breaks the connection when the shop is down', async () => {
    const { url } = (proxy = await createFaultProxy({ target: 'http://127.0.0.1:9', plan: () => undefined }));
    const error = await requestJson(url).catch((failed: { kind: string }) => failed);
    expect(error).to.have.property('kind', 'network');
  });
  it('ends while requests hang', async () => {
    const { url, close } = await open(() => 'timeout-after');
    const hanging = requestJson(url, { body: {} }).catch((failed: { kind: string }) => failed);
    while (units === 0) await new Promise(resolve => setImmediate(resolve));
    await close();
    expect(await hanging).to.have.property('kind', 'network');
  });
});
