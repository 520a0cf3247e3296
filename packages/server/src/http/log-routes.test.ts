import { parseHead, parseSnapshot, type LogHead } from '@shopcast/core';
import { expect } from 'chai';
import { announce, closeAll, openServer, openShow, run } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking } from './testing/asking.js';

describe('the log over HTTP', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

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

  it('says that a log is complete an hour after the show', async () => {
    let at = 1_800_000_000_000;
    await closeAll();
    server = await openShow({ now: () => at });
    await run(server, { type: 'end-show', data: {} });
    expect((await ask('/shows/summer/head.json')).json).to.not.have.property('complete');
    at += 3_600_001;
    expect((await ask('/shows/summer/head.json')).json).to.have.property('complete', true);
  });
});
