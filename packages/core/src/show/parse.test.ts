import { createRandom, randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  evolve,
  initialShow,
  parseCommand,
  parseEvent,
  parseFrame,
  parseManifest,
  parseState,
  ShopcastError,
  showLimits,
  type ShopcastErrorCode,
  type ShowState,
} from '../index.js';
import { emptyMap, mapGet, mapSet, mapValues } from '../internal/persistent-map.js';
import { sha256 } from '../internal/sha256.js';
import { hasShape } from './shapes.js';

const refused = (code: ShopcastErrorCode, field: string | undefined, act: () => unknown) => {
  let error: unknown;
  try {
    act();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).to.be.instanceOf(ShopcastError);
  expect({ code: (error as ShopcastError).code, field: (error as ShopcastError).field }).to.deep.equal({ code, field });
  expect((error as ShopcastError).message.length).to.be.below(500);
};
const envelope = { id: 'e1', seq: 1, at: 5 };
const event = (type: string, data: unknown) => ({ ...envelope, type, data });
const author = { viewerId: 'anna', name: 'Anna', role: 'viewer' };
const message = (more: object) => event('message-posted', { messageId: 'm', author, text: 'Hi', ...more });
const offer = { offerId: 'o', productId: 'p', price: { minor: 1, currency: 'EUR' }, startsAt: 1, endsAt: 2 };
const scheduled = { showId: 's', title: 'S', startsAt: 1, streams: [{ url: 'a.m3u8', kind: 'live' }] };
const badEvent = (field: string | undefined, input: unknown) => refused('show/bad-event', field, () => parseEvent(input));

describe('parseEvent', () => {
  it('gives what is well-formed, without what does not belong to it', () => {
    const plain = message({ replyTo: 'm0' });
    expect(parseEvent({ ...plain, extra: 1, data: { ...(plain.data as object), extra: 1 } })).to.deep.equal(plain);
    expect(parseEvent({ ...event('show-started', {}), unknown: true })).to.deep.equal(event('show-started', {}));
  });
  it('keeps what it does not know, up to a size', () => {
    expect(parseEvent(event('fireworks', [1]))).to.deep.equal({ ...event('fireworks', [1]), unknown: true });
    expect(parseEvent({ ...envelope, type: 'toString' })).to.deep.equal({ ...event('toString', null), unknown: true });
    badEvent('data', event('fireworks', 'x'.repeat(showLimits.unknownData)));
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    badEvent('data', event('fireworks', cycle));
  });
  it('names the field at fault', () => {
    for (const nothing of [undefined, null, 5, 'event', []]) expect(() => parseEvent(nothing)).to.throw(ShopcastError, 'show/bad-event');
    badEvent('seq', { ...message({}), seq: NaN });
    badEvent('seq', { ...message({}), seq: 1.5 });
    badEvent('at', { ...message({}), at: -1 });
    badEvent('at', { ...message({}), at: Infinity });
    badEvent('id', { ...message({}), id: '' });
    badEvent('type', { ...message({}), type: 7 });
    badEvent('data', { ...envelope, type: 'show-started' });
    badEvent('data.text', message({ text: undefined }));
    badEvent('data.text', message({ text: 'x'.repeat(showLimits.message + 1) }));
    badEvent('data.text', message({ text: ' \n' }));
    badEvent('data.text', message({ text: 'a\u0000b' }));
    badEvent('data.text', message({ text: 'a\ud800b' }));
    badEvent('data.author.role', message({ author: { ...author, role: 'king' } }));
    for (const end of ['\n', '\r', '\u0085', '\u2028', '\u2029'])
      badEvent('data.author.name', message({ author: { ...author, name: `two${end}lines` } }));
    badEvent('data.price.currency', event('offer-opened', { ...offer, price: { minor: 1, currency: 'euro' } }));
    badEvent('data.price.minor', event('offer-opened', { ...offer, price: { minor: 19.9, currency: 'EUR' } }));
    badEvent('data.price.minor', event('offer-opened', { ...offer, price: { minor: -1, currency: 'EUR' } }));
    badEvent('data.endsAt', event('offer-opened', { ...offer, endsAt: 1 }));
    badEvent('data.quantity', event('offer-opened', { ...offer, quantity: 0 }));
    badEvent('data.variantIds', event('offer-opened', { ...offer, variantIds: [] }));
    badEvent('data.variantIds.1', event('offer-opened', { ...offer, variantIds: ['a', 5] }));
    badEvent('data.streams.0.kind', event('show-scheduled', { ...scheduled, streams: [{ url: 'a', kind: 'old' }] }));
    badEvent('data.listing', event('product-listed', { productId: 'p', listing: { stock: 1 } }));
    badEvent('data.tally', event('poll-closed', { pollId: 'p', tally: { a: -1 } }));
    badEvent('data.tickets', event('draw-entries-closed', { drawId: 'd', tickets: ['a', 'a'] }));
    badEvent('data.commitment', event('draw-opened', { drawId: 'd', prize: 'x', commitment: 'abc', winners: 1 }));
    badEvent(
      'data.choices',
      event('poll-opened', {
        pollId: 'p',
        question: '?',
        choices: [
          { id: 'a', label: 'A' },
          { id: 'a', label: 'B' },
        ],
      }),
    );
    badEvent('data.replyTo', message({ replyTo: null }));
  });
  it('takes only addresses that lead nowhere dangerous', () => {
    const withUrl = (url: string) => event('stream-replaced', { streams: [{ url, kind: 'live' }] });
    const withPicture = (picture: string) => event('product-listed', { productId: 'p', listing: { picture } });
    for (const good of ['https://a.example/x.m3u8', 'HTTP://a.example', '/x', '../x', 'x?y=a:b', '//cdn.example/x', './a:b', '#x'])
      parseEvent(withUrl(good));
    const bad = [
      '',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'blob:x',
      'file:///etc',
      'https:x',
      'https:\\\\a',
      `/${'x'.repeat(showLimits.url)}`,
    ];
    for (const url of bad) {
      badEvent('data.streams.0.url', withUrl(url));
      badEvent('data.listing.picture', withPicture(url));
    }
    parseEvent(withPicture('data:image/png;base64,iVBORw0KGgo='));
    badEvent('data.listing.picture', withPicture('data:image/svg+xml;base64,AAAA'));
    badEvent('data.listing.picture', withPicture('data:image/png;base64,"><script>'));
    badEvent('data.streams.0.url', withUrl('data:image/png;base64,iVBORw0KGgo='));
  });
  it('leaves prototypes alone', () => {
    const nasty = JSON.parse(
      '{"id":"e","seq":1,"at":5,"type":"poll-closed","__proto__":{"polluted":1},"data":{"pollId":"__proto__","tally":{"__proto__":1,"constructor":2}}}',
    ) as unknown;
    const parsed = parseEvent(nasty) as { data: { tally: object } };
    expect(Object.entries(parsed.data.tally)).to.deep.equal([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(parsed.data.tally)).to.equal(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});

describe('parseCommand', () => {
  it('reads what a random show wishes for, and refuses the rest by field', () => {
    for (const { command } of randomShow({ seed: 3, commands: 2000 }).tried)
      expect(parseCommand(JSON.parse(JSON.stringify(command)))).to.deep.equal(command);
    const bad = (field: string, input: unknown) => refused('show/bad-command', field, () => parseCommand(input));
    bad('type', { type: 'constructor', data: {} });
    bad('type', { data: {} });
    bad('data', { type: 'start-show' });
    bad('data.times', { type: 'react', data: { reaction: 'heart', times: 51 } });
    bad('data.seconds', { type: 'open-offer', data: { offerId: 'o', productId: 'p', price: offer.price, seconds: 0 } });
    bad('data.seed', { type: 'draw-winners', data: { drawId: 'd', seed: 'short' } });
  });
});

describe('parseManifest', () => {
  const manifest = {
    ...scheduled,
    transports: [{ kind: 'sse', url: 'https://live.example/' }],
    shop: { adapter: 'vendure', options: { url: '/shop-api', pages: 2, cookie: true } },
    priceRules: { requireLowest30Days: true },
  };
  it('reads a manifest and names what is wrong with another', () => {
    expect(parseManifest({ ...manifest, extra: 1 })).to.deep.equal(manifest);
    const bad = (field: string, more: object) => refused('show/bad-manifest', field, () => parseManifest({ ...manifest, ...more }));
    bad('title', { title: undefined });
    bad('transports.0.url', { transports: [{ kind: 'sse', url: 'javascript:alert(1)' }] });
    bad('shop.options', { shop: { adapter: 'x', options: { nested: {} } } });
    bad('language', { language: 'english please' });
    bad('streams', { streams: Array.from({ length: showLimits.streams + 1 }, () => scheduled.streams[0]) });
    bad('priceRules.requireLowest30Days', { priceRules: { requireLowest30Days: 'yes' } });
    bad('preload.0', { preload: ['data:text/html,x'] });
  });
});

describe('parseFrame and parseState', () => {
  it('read what a show makes, also after JSON', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const { log, state } = randomShow({ seed, commands: 200 });
        expect(parseState(JSON.parse(JSON.stringify(state)))).to.deep.equal(state);
        const events = log.filter(({ type }) => type !== 'viewers-counted' && type !== 'reactions-counted');
        const frame = { epoch: 'k3v9', after: 0, upTo: events.length, at: 5, events, ephemeral: log.filter(one => !events.includes(one)) };
        expect(parseFrame(JSON.parse(JSON.stringify(frame)))).to.deep.equal(frame);
      }),
      { numRuns: 20, seed: 23 },
    );
    expect(parseState(initialShow)).to.deep.equal(initialShow);
  });
  it('name the field at fault', () => {
    const frame = { epoch: 'e', after: 0, upTo: 3, at: 5, events: [event('show-started', {}), { ...event('show-ended', {}), seq: 3 }] };
    const bad = (field: string, more: object) => refused('show/bad-log', field, () => parseFrame({ ...frame, ...more }));
    parseFrame(frame);
    bad('epoch', { epoch: 'a:b' });
    bad('upTo', { after: 4 });
    bad('events.1.seq', { upTo: 2 });
    bad('events.0.seq', { after: 1 });
    bad('events.1.seq', { events: [frame.events[1], frame.events[0]] });
    bad('events.1.data.text', { events: [frame.events[0], { ...message({ text: 5 }), seq: 2 }] });
    bad('ephemeral.0.at', { ephemeral: [{ ...message({}), at: 'now' }] });
    refused('show/bad-log', 'featured.0.productId', () => parseState({ ...initialShow, featured: [{ productId: {}, since: 1 }] }));
    refused('show/bad-log', 'polls.0.votes.rows', () =>
      parseState({
        ...initialShow,
        polls: [
          {
            pollId: 'p',
            question: '?',
            choices: [
              { id: 'a', label: 'A' },
              { id: 'b', label: 'B' },
            ],
            openedAt: 1,
            votes: { size: 1, rows: Array(33).fill(null) },
          },
        ],
      }),
    );
  });
});

describe('schemas and shapes', () => {
  it('agree: what the schemas let through is what evolve takes in, and nothing throws', () => {
    const values: unknown[] = [undefined, null, NaN, -1, 0, 1, 2.5, '', 'x', [], {}, ['x', 'x'], 'x'.repeat(6000), true];
    fc.assert(
      fc.property(fc.nat(), seed => {
        const random = createRandom(seed);
        const mutate = (value: unknown): unknown => {
          if (typeof value !== 'object' || value === null || random.chance(0.1)) return random.chance(0.5) ? value : random.pick(values);
          if (Array.isArray(value)) return value.map(item => (random.chance(0.2) ? mutate(item) : (item as unknown)));
          return Object.fromEntries(
            Object.entries(value).map(([name, item]) => [name, random.chance(0.3) ? mutate(item) : (item as unknown)]),
          );
        };
        for (const one of randomShow({ seed, commands: 60 }).log) {
          const input = { ...one, data: mutate(one.data) };
          try {
            expect(hasShape(parseEvent(input)), JSON.stringify(input).slice(0, 500)).to.equal(true);
          } catch (error) {
            expect(error).to.be.instanceOf(ShopcastError);
          }
        }
      }),
      { numRuns: 60, seed: 29 },
    );
  });
});

describe('SHA-256', () => {
  it('answers as NIST says', () => {
    const vectors = {
      '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
      abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu:
        'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    };
    for (const [text, hash] of Object.entries(vectors)) expect(sha256(text)).to.equal(hash);
    expect(sha256('a'.repeat(1_000_000))).to.equal('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });
  it('takes text as UTF-8', async function () {
    if (!globalThis.crypto?.subtle) this.skip();
    for (const text of ['é', '€', '💡', 'a\ud800b', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'ü'.repeat(1000)]) {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      expect(sha256(text)).to.equal(Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join(''));
    }
  });
});

describe('the map of votes', () => {
  it('is a Map that never changes', () => {
    const keys = fc.constantFrom('a', 'b', '__proto__', 'constructor', ...Array.from({ length: 50 }, (_, i) => `k${i}`));
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.nat())), pairs => {
        let map = emptyMap as ReturnType<typeof mapSet<number>>;
        for (const [key, value] of pairs) {
          const frozen = JSON.stringify(map);
          const next = mapSet(map, key, value);
          expect(JSON.stringify(map)).to.equal(frozen);
          map = JSON.parse(JSON.stringify(next)) as typeof map;
        }
        const oracle = new Map(pairs);
        expect(map.size).to.equal(oracle.size);
        for (const [key, value] of oracle) expect(mapGet(map, key)).to.equal(value);
        expect(mapGet(map, 'nobody')).to.equal(undefined);
        expect(mapValues(map).sort()).to.deep.equal([...oracle.values()].sort());
      }),
      { seed: 31 },
    );
  });
});

describe('a log read from outside', () => {
  it('folds to the same show', () => {
    const { log, state } = randomShow({ seed: 5, commands: 500 });
    const folded = log.map(one => parseEvent(JSON.parse(JSON.stringify(one)))).reduce<ShowState>(evolve, initialShow);
    expect(folded).to.deep.equal(state);
  });
});
