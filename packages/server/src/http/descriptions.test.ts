import { expect } from 'chai';
import { announce, call, closeAll, manifest, openServer, openShow, run, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking, type Description } from './testing/asking.js';

describe('a server that describes itself', () => {
  let server: ShopcastServer;
  const visited = new Set<string>();
  const ask = asking(() => server, visited);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

  it('has answered from every address it describes', async () => {
    const token = await tokenFor(server, 'producer', { show: '*' });
    for (let n = 0; n < 10; n++) await run(server, announce());
    const { epoch } = (await server.rooms.get('summer')).room.position;
    for (const path of ['/health', '/metrics', '/time']) await ask(path);
    for (const file of ['manifest.json', 'head.json', `segments/${epoch}/1.json`, 'snapshot.json', 'log.jsonl'])
      await ask(`/shows/summer/${file}`);
    await ask('/shows/summer/structured-data.json?url=https%3A%2F%2Fshop.example%2Flive');
    await ask('/shows', { body: { ...manifest, showId: 'winter' }, token }, 201);
    await ask('/shows/summer/manifest.json', { method: 'PUT', body: manifest, token });
    await ask('/shows/summer/commands', { body: { commandId: 'c', command: announce() }, token });
    await ask('/shows/summer/orders/hmac', { body: {} }, 401);
    await ask('/shows/summer/events', { headers: { authorization: 'Bearer x' } }, 401);
    const exported = await ask('/shows/summer/export.jsonl', { token });
    server = await openServer();
    await ask('/shows/summer/import', { body: exported.text, headers: { 'content-type': 'application/jsonl' }, token }, 201);

    const { paths } = (await call(server, '/openapi.json')).json as Description;
    const all = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`));
    expect(all.filter(one => !one.startsWith('head ') && !visited.has(one))).to.deep.equal([]);
    expect(all.length).to.be.greaterThan(13);
  });
});
