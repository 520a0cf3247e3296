import { expect } from 'chai';
import fc from 'fast-check';
import { errorCodes, ShopcastError } from '@shopcast/core';
import { CommerceError, commerceFailures } from '../commerce-error.js';
import { lifecycle } from './lifecycle.js';
import { requestJson, retryAfterMs, type Fetch, type JsonRequest } from './request.js';
import { sound } from './sound.js';
import { decodeEntities, plainText } from './text.js';
import { load, portions, present, withinTime } from './values.js';

const url = 'https://shop.example/cart?token=secret';
const answering =
  (body: string, init?: ResponseInit): Fetch =>
  () =>
    Promise.resolve(new Response(body, init));
/** A fetch that only ends when it is aborted. */
const hanging: Fetch = (_, init) =>
  new Promise((__, reject) => init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))));
async function failure(call: Promise<unknown>): Promise<CommerceError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(CommerceError);
  return error as CommerceError;
}
const ask = (fetch: Fetch, request: JsonRequest = {}) => requestJson(url, { fetch, ...request });

describe('CommerceError', () => {
  it('has a code of the closed list for every kind', () => {
    for (const kind of commerceFailures) {
      expect(errorCodes).to.include(`commerce/${kind}`);
      expect(new CommerceError(kind, 'what happened'))
        .to.be.instanceOf(ShopcastError)
        .and.to.include({ kind, code: `commerce/${kind}`, name: 'CommerceError' });
    }
  });
  it('says whether the shop may have carried the call out', () => {
    const unknown = commerceFailures.filter(kind => new CommerceError(kind, '').effectUnknown);
    expect(unknown).to.have.members(['network', 'timeout', 'unavailable', 'protocol', 'aborted']);
  });
});

describe('requestJson', () => {
  it('sends JSON with headers and credentials, and reads JSON', async () => {
    let seen: RequestInit = {};
    const fetch: Fetch = (_, init) => {
      seen = init;
      return Promise.resolve(new Response('{"a":1}', { headers: { 'x-token': 't' } }));
    };
    const { status, headers, body } = await ask(fetch, { body: { b: 2 }, headers: { 'x-key': 'k' }, credentials: 'include' });
    expect([status, headers.get('x-token'), body]).to.deep.equal([200, 't', { a: 1 }]);
    expect(seen).to.include({ method: 'POST', body: '{"b":2}', credentials: 'include' });
    expect(seen.headers).to.deep.equal({ accept: 'application/json', 'content-type': 'application/json', 'x-key': 'k' });
    await ask(fetch);
    expect(seen.method).to.equal('GET');
    expect(seen).to.not.have.any.keys('body', 'credentials');
  });
  it('answers nothing where the shop sent nothing', async () => {
    expect((await ask(() => Promise.resolve(new Response(null, { status: 204 })))).body).to.equal(undefined);
  });
  const kinds: Readonly<Record<number, string>> = {
    400: 'protocol',
    401: 'unauthorized',
    403: 'unauthorized',
    404: 'config',
    408: 'timeout',
    409: 'conflict',
    422: 'protocol',
    429: 'rate-limited',
    430: 'rate-limited',
    500: 'unavailable',
    502: 'unavailable',
    503: 'unavailable',
    504: 'timeout',
  };
  for (const [status, kind] of Object.entries(kinds)) {
    it(`makes ${kind} of ${status}, JSON or not`, async () => {
      for (const body of ['{"error":1}', '<html>']) {
        expect(await failure(ask(answering(body, { status: Number(status) })))).to.include({ kind, status: Number(status) });
      }
    });
  }
  it('hands on the JSON of a status the shop refuses with, but no page of a gateway', async () => {
    const refusals = [400, 409];
    expect(await ask(answering('{"code":"out"}', { status: 400 }), { refusals })).to.deep.include({ status: 400, body: { code: 'out' } });
    expect((await failure(ask(answering('<html>', { status: 409 }), { refusals }))).kind).to.equal('conflict');
    expect((await failure(ask(answering('{}', { status: 404 }), { refusals }))).kind).to.equal('config');
  });
  it('makes protocol of HTML, cut and empty JSON with status 200', async () => {
    for (const body of ['<!doctype html>', '{"cart":{"li', ' ']) expect((await failure(ask(answering(body)))).kind).to.equal('protocol');
  });
  it('makes protocol of a body that breaks off, network of no answer', async () => {
    const broken = new ReadableStream({ start: controller => controller.error(new TypeError('terminated')) });
    expect(await failure(ask(() => Promise.resolve(new Response(broken))))).to.include({ kind: 'protocol', status: 200 });
    const cause = new TypeError('Failed to fetch');
    expect(await failure(ask(() => Promise.reject(cause)))).to.include({ kind: 'network', cause });
    expect(
      await failure(
        ask(() => {
          throw cause;
        }),
      ),
    ).to.include({ kind: 'network', cause });
  });
  it('makes timeout of silence, whether or not the fetch listens, and of a body that does not end', async () => {
    const endless = new ReadableStream({ start: controller => controller.enqueue(new Uint8Array([123])) });
    for (const fetch of [hanging, () => new Promise<never>(() => undefined), () => Promise.resolve(new Response(endless))]) {
      expect((await failure(ask(fetch, { timeoutMs: 2 }))).kind).to.equal('timeout');
    }
  });
  it('makes aborted of a signal, before and during the call, and hands on a reason with a code', async () => {
    let asked = 0;
    expect((await failure(ask(() => (asked++, hanging('', {})), { signal: AbortSignal.abort() }))).kind).to.equal('aborted');
    expect(asked).to.equal(0);
    const stop = new AbortController();
    const call = failure(ask(hanging, { signal: stop.signal }));
    stop.abort();
    expect((await call).kind).to.equal('aborted');
    const reason = new CommerceError('disposed', 'gone');
    expect(await failure(ask(hanging, { signal: AbortSignal.abort(reason) }))).to.equal(reason);
  });
  it('never tells a query, which may hold a token', async () => {
    expect((await failure(ask(answering('', { status: 500 })))).message)
      .to.include('https://shop.example/cart')
      .and.to.not.include('secret');
  });
  it('reads Retry-After in seconds and as a date, never below zero nor above an hour', async () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    const read = (value: string | null) => retryAfterMs(value, now);
    expect(['3', '1.5', ' 0 ', 'Sat, 21 Nov 2026 12:00:10 GMT', 'Sat, 21 Nov 2026 11:00:00 GMT', '999999'].map(read)).to.deep.equal([
      3000, 1500, 0, 10_000, 0, 3_600_000,
    ]);
    expect([null, '', 'soon', '-1 apples'].map(read)).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(await failure(ask(answering('', { status: 429, headers: { 'retry-after': '2' } })))).to.include({ retryAfterMs: 2000 });
  });
});

describe('plainText', () => {
  const cases: readonly [unknown, string][] = [
    ['Caf&eacute; &amp; Bar &#8211; 30&nbsp;cl', 'Café & Bar – 30\u00a0cl'],
    ['&quot;A&quot; &#8220;B&#x201D; &#146;', '"A" “B” ’'],
    ['<p>One<br>two</p>\n<p>three</p>', 'One\ntwo\nthree'],
    ['a <b class="x">bold</b> word', 'a bold word'],
    ['3 < 4 and 5 > 4', '3 < 4 and 5 > 4'],
    ['<script>alert(1)</script>x<style>p{}</style><!-- <b>no</b> -->y', 'xy'],
    ['before<script>alert(1)', 'before'],
    ['&lt;b&gt;shown&lt;/b&gt;', '<b>shown</b>'],
    ['&amp;lt;', '&lt;'],
    ['&unknown; &#0; &#xD800; &#99999999;', '&unknown; \ufffd \ufffd &#99999999;'],
    [undefined, ''],
    [42, ''],
  ];
  for (const [html, text] of cases) it(`reads ${JSON.stringify(html)}`, () => expect(plainText(html)).to.equal(text));
  it('leaves text as it is that has neither tags nor entities nor odd spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '<', '>', ' 5', '.', '日'), { maxLength: 40 }), parts => {
        const text = parts
          .join('')
          .replace(/<(?=[a/!])/g, '< ')
          .trim();
        expect(plainText(text)).to.equal(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
  it('leaves no tag in whatever tags go in', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<img src=x onerror=alert(1)>',
      '<',
      '>',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '&amp;',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        expect(plainText(pieces.join(''))).to.not.match(/<(?:b|img|script|\/b|\/script)[^<>]*>/);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
  it('takes time in proportion to its input, however hostile', () => {
    const started = performance.now();
    for (const piece of ['<', '<!--', '<script>', '<b ', '&', '&#', '\n ']) plainText(piece.repeat(30_000));
    expect(performance.now() - started).to.be.below(2000);
  });
  it('decodes entities alone where there is no markup', () => expect(decodeEntities('a &lt; b &euro;')).to.equal('a < b €'));
});

describe('lifecycle', () => {
  it('runs calls with a signal, and answers what they answer', async () => {
    expect(await lifecycle('test').run(undefined, signal => [signal.aborted, 1])).to.deep.equal([false, 1]);
  });
  it('ends running calls at dispose, also those that do not listen, and refuses later ones', async () => {
    const life = lifecycle('test');
    let own: AbortSignal | undefined;
    const running = failure(
      life.run(undefined, signal => {
        own = signal;
        return new Promise(() => undefined);
      }),
    );
    life.dispose();
    life.dispose();
    expect((await running).kind).to.equal('disposed');
    expect([own?.aborted, life.disposed]).to.deep.equal([true, true]);
    let ran = false;
    expect((await failure(life.run(undefined, () => (ran = true)))).kind).to.equal('disposed');
    expect(ran).to.equal(false);
  });
  it('ends one call with its own signal and no other', async () => {
    const life = lifecycle('test');
    const stop = new AbortController();
    const stopped = failure(life.run({ signal: stop.signal }, () => new Promise(() => undefined)));
    const other = life.run(undefined, async () => (await stopped).kind);
    stop.abort();
    expect(await other).to.equal('aborted');
  });
  it('undoes at the end what was begun, at once when the end has come', () => {
    const life = lifecycle('test');
    const undone: string[] = [];
    life.onDispose(() => undone.push('first'));
    const sooner = life.onDispose(() => undone.push('sooner'));
    sooner();
    sooner();
    life.dispose();
    life.onDispose(() => undone.push('late'));
    expect(undone).to.deep.equal(['sooner', 'first', 'late']);
  });
});

describe('values', () => {
  it('leaves out what says nothing, and keeps what is 0 or false', () => {
    expect(present({ a: undefined, b: null, c: '', d: 0, e: false, f: 'x' })).to.deep.equal({ d: 0, e: false, f: 'x' });
  });
  it('makes portions of distinct values, in order', () => {
    expect(portions(['a', 'b', 'a', 'c'], 2)).to.deep.equal([['a', 'b'], ['c']]);
    expect(portions([], 2)).to.deep.equal([]);
  });
  it('tells a part that cannot be loaded from a failing shop', async () => {
    expect((await failure(load(() => Promise.reject(new TypeError('Failed to fetch'))))).kind).to.equal('network');
  });
  it('waits no longer than it was told to', async () => {
    expect(await withinTime(Promise.resolve(1), 1000, 'The page')).to.equal(1);
    expect((await failure(withinTime(new Promise(() => undefined), 1, 'The page'))).kind).to.equal('timeout');
  });
});

describe('sound', () => {
  const line = (more: object) => ({ key: 'k', variantId: 'v', title: 'Lamp', quantity: 1, editable: true, ...more });

  it('keeps a cart with one odd line, field or code', () => {
    const odd = {
      lines: [
        line({ key: 7, variantId: null, image: ' java\tscript:alert(1)' }),
        line({ title: ['Lamp'], max: 1e300, attributes: { size: 42, colour: 'red' } }),
        line({ quantity: 0 }),
      ],
      codes: [
        { code: 'TEN', applied: 1 },
        { code: null, applied: true },
      ],
    };
    expect(sound(odd)).to.deep.equal({
      lines: [line({ key: '7', variantId: '7' }), line({ title: '', attributes: { colour: 'red' } })],
      codes: [{ code: 'TEN', applied: false }],
    });
  });
  it('refuses as protocol what nobody can do without', () => {
    const hopeless = [
      { lines: [line({ key: undefined })] },
      { lines: [line({ quantity: '2' })] },
      { currency: 'euro' },
      { url: 'javascript:alert(1)', target: 'same-tab' },
    ];
    for (const answer of hopeless) expect(() => sound(answer), JSON.stringify(answer)).to.throw(CommerceError, 'protocol');
  });
  it('hands on what is as it should be, names of the shop among them', () => {
    const found = new Map([
      ['p', { id: 'p', title: '<b>', options: [], variants: [{ id: 'v', title: '', options: { max: 'L', url: 'x' } }] }],
    ]);
    const before = JSON.stringify([...found]);
    expect(sound(found)).to.equal(found);
    expect(JSON.stringify([...found])).to.equal(before);
  });
});
