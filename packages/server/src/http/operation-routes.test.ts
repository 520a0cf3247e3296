import { expect } from 'chai';
import { announce, closeAll, openShow, openStream, send, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking } from './testing/asking.js';

describe('the server over HTTP', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

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
});
