import { showLimits } from '@shopcast/core';
import { expect } from 'chai';
import { announce, closeAll, openShow, send, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking, errorOf } from './testing/asking.js';

describe('commands over HTTP', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

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
    for (const type of ['text/csv', 'text/plain', 'application/jsonl'])
      expect(errorOf(await ask(address, { body: '{}', headers: { 'content-type': type }, token }, 415)).message).to.contain(
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
});
