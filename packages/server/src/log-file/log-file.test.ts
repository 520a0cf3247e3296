import type { LogRecord } from '@shopcast/core';
import { randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import { call, closeAll, manifest, openServer, tokenFor } from '../testing/fixture.js';
import { readExport } from './log-file.js';

const viewers = [{ role: 'viewer' }, { role: 'viewer', viewerId: 'viewer-1' }, { role: 'producer' }] as const;

describe('export and import', () => {
  afterEach(closeAll);

  it('give the same state and the same log for everybody, and the numbering goes on', async () => {
    const shown = randomShow({ seed: 11, commands: 400 });
    const lasting = shown.log.filter(({ type }) => type !== 'viewers-counted' && type !== 'reactions-counted');
    const records = lasting.map((event, index): LogRecord => ({ event, cause: { viewerId: 'viewer-1', commandId: `c${index}` } }));
    const from = await openServer();
    const { room } = await from.rooms.create(manifest, records);
    const token = await tokenFor(from, 'producer');
    const exported = await call(from, '/shows/summer/export.jsonl', { token });
    expect(exported.headers['content-type']).to.contain('application/jsonl');

    const cut = exported.text.trimEnd().split('\n').slice(0, -5).join('\n');
    expect(() => readExport(cut), 'what a broken download leaves').to.throw(`promises ${records.length} events`);

    const to = await openServer();
    const imported = await call(to, '/shows/summer/import', {
      body: exported.text,
      headers: { 'content-type': 'application/jsonl' },
      token,
    });
    expect(imported.json).to.include({ events: records.length });
    const twin = (await to.rooms.get('summer')).room;
    expect(twin.position.seq).to.equal(room.position.seq);
    expect(twin.position.epoch, 'another log: readers of the old one start from a snapshot').to.not.equal(room.position.epoch);
    for (const viewer of viewers) {
      expect(twin.state(viewer)).to.deep.equal(room.state(viewer));
      expect((await twin.read(0, 10_000, viewer)).events).to.deep.equal((await room.read(0, 10_000, viewer)).events);
    }
    const again = await call(to, '/shows/summer/export.jsonl', { token });
    const recordsOf = (text: string) => text.trimEnd().split('\n').slice(1).map(line => JSON.parse(line) as unknown); // prettier-ignore
    expect(recordsOf(again.text)).to.deep.equal(recordsOf(exported.text));
  });

  it('refuse a file that does not hold together, naming the line, and make no show of it', async () => {
    const event = (seq: number) => ({ id: `e${seq}`, seq, at: 1, type: 'show-started', data: {} });
    const header = JSON.stringify({ log: 'shopcast-export', version: 1, showId: 'summer', epoch: 'e', manifest });
    const line = (seq: number) => JSON.stringify({ event: event(seq) });
    expect(readExport(`${header}\n${line(1)}\n\n${line(2)}\n`).records).to.have.lengthOf(2);
    const server = await openServer();
    const token = await tokenFor(server, 'producer');
    const wrong: readonly [text: string, line: number][] = [
      ['', 1],
      ['nothing', 1],
      ['{"log":"shopcast","version":1}', 1],
      [header.replace('"version":1', '"version":2'), 1],
      [header.replace('"title"', '"titel"'), 1],
      [`${header}\n${line(2)}`, 2],
      [`${header}\n${line(1)}\n${line(3)}`, 3],
      [`${header}\n${line(1)}\n${line(1)}`, 3],
      [`${header}\n${line(1)}\n{"event":`, 3],
      [`${header}\n${line(1)}\n{"event":{"id":"e2","seq":2,"at":1,"type":"viewers-counted","data":{"viewers":1}}}`, 3],
      [`${header}\nnull`, 2],
      [`${header}\n{"event":{"id":"e1","seq":1,"at":"now","type":"show-started","data":{}}}`, 2],
      [`${header}\n{"event":${JSON.stringify(event(1))},"cause":7}`, 2],
    ];
    const promised = header.replace('"manifest"', '"seq":2,"manifest"');
    expect(readExport(`${promised}\n${line(1)}\n${line(2)}\n`).records).to.have.lengthOf(2);
    for (const short of [promised, `${promised}\n${line(1)}\n`, `${promised}\n${line(1)}\n${line(2)}\n${line(3)}`])
      expect(() => readExport(short), short).to.throw('not whole');
    for (const [text, number] of wrong) {
      const answer = await call(server, '/shows/summer/import', { body: text, headers: { 'content-type': 'application/jsonl' }, token });
      expect(answer.status, text).to.equal(400);
      if (text !== '') expect(answer.json, text).to.have.nested.property('error.field', `lines.${number}`);
      // One sentence for people: no class, library or code of an error within.
      expect(JSON.stringify(answer.json), text).not.to.match(/ShopcastError|\[shopcast\]|\(show\//);
    }
    expect((await call(server, '/shows/summer/head.json')).status).to.equal(404);
  });
});
