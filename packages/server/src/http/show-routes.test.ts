import { expect } from 'chai';
import { closeAll, manifest, openServer, openShow, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking, errorOf } from './testing/asking.js';

describe('shows over HTTP', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
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
    await ask('/shows/summer/import', { method: 'POST', token }, 400);
    for (const body of [{}, exported.text]) await ask('/shows/summer/import', { body, token }, 415);
    await ask('/shows/summer/import', { body: exported.text, headers: { 'content-type': 'text/plain' }, token }, 415);

    server = await openServer();
    const imported = await ask('/shows/summer/import', { body: exported.text, headers, token }, 201);
    expect(imported.json).to.include({ showId: 'summer', events: 2 });
  });
});
