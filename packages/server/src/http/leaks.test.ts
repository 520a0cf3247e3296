import { eventRules, type CommandAnswer } from '@shopcast/core';
import { randomPeople, randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import { Writable } from 'node:stream';
import pino from 'pino';
import { announce, call, closeAll, manifest, openServer, openShow, openStream, run, secrets, send, tokenFor } from '../testing/fixture.js';
import { pageAddresses } from './page-routes.js';
import { staffRoutes } from './show-routes.js';
import { httpRoutes } from '@shopcast/core';

/** Everything that is not for viewers says one of these. */
const hidden = ['HELD-WORDS', 'HELD-REASON', 'ORDER-NUMBER', 'VOTED-FOR'];
const held = { viewerId: 'held-one', name: 'Helga' };
const muted = { viewerId: 'muted-one', name: 'Mutta' };

/** A show in which everything happened that some may not see, or not all of it. */
async function showWithSecrets(options = {}) {
  const server = await openShow({
    ...options,
    segmentSize: 10,
    orderHooks: [{ shop: 'hmac', secret: 'a secret of the shop' }],
    moderate: ({ text }) => (text.startsWith('HELD') ? { hold: 'HELD-REASON' } : 'post'),
  });
  const as = async (who: { viewerId: string; name: string }, command: unknown) => {
    const answer = (await send(server, await tokenFor(server, 'viewer', who), command)).json as CommandAnswer;
    expect(answer.outcome, JSON.stringify(answer)).to.equal('accepted');
  };
  await as(held, { type: 'post-message', data: { messageId: 'm1', text: 'HELD-WORDS' } });
  await run(server, { type: 'mute-viewer', data: { viewerId: muted.viewerId } });
  await run(server, {
    type: 'open-poll',
    data: { pollId: 'p1', question: 'Which?', choices: [{ id: 'VOTED-FOR', label: 'One' }, { id: 'b', label: 'Two' }] }, // prettier-ignore
  });
  await as({ viewerId: 'voter', name: 'Vera' }, { type: 'vote', data: { pollId: 'p1', choiceId: 'VOTED-FOR' } });
  await run(server, { type: 'open-draw', data: { drawId: 'd1', prize: 'Lamp', commitment: 'ab'.repeat(32), winners: 1 } });
  await as({ viewerId: 'entrant', name: 'Enno' }, { type: 'enter-draw', data: { drawId: 'd1' } });
  await run(server, { type: 'record-order', data: { orderRef: 'ORDER-NUMBER', lines: [{ variantId: 'v', quantity: 1 }] } }, 'system');
  for (let n = 0; n < 20; n++) await run(server, announce());
  return server;
}

/** Fills in an address so that it answers as much as it can. */
const fill = (path: string, epoch: string, number = 1) =>
  path.replace(':showId', 'summer').replace(':epoch', epoch).replace(':number', String(number)).replace(':shop', 'hmac');

describe('what a viewer may not see', () => {
  afterEach(closeAll);

  it('is in no answer of any address, whoever asks who is not of the staff', async () => {
    const server = await showWithSecrets();
    const { epoch } = (await server.rooms.get('summer')).room.position;
    const bystander = await tokenFor(server, 'viewer', { viewerId: 'bystander', name: 'Bysta' });
    const described = Object.keys(((await call(server, '/openapi.json')).json as { paths: object }).paths);
    const paths = [
      ...Object.values(httpRoutes),
      ...Object.values(staffRoutes),
      ...Object.values(pageAddresses),
      '/health',
      '/metrics',
      '/openapi.json',
      '/shows/:showId/orders/:shop',
    ];
    expect(
      described.every(path => paths.some(one => one.replace(/:(\w+)/g, '{$1}') === path)),
      `all of ${described.join(' ')}`,
    ).to.equal(true);

    for (const token of [undefined, bystander, await tokenFor(server, 'host', { show: 'winter' })]) {
      for (const path of paths.filter(one => one !== httpRoutes.events)) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          for (const number of path === httpRoutes.segment ? [1, 2] : [1]) {
            const body = method === 'GET' || method === 'DELETE' ? {} : { body: { commandId: 'x', command: { type: 'fly' } } };
            const { text, status, headers } = await call(server, fill(path, epoch, number), {
              method,
              ...body,
              ...(token !== undefined && { token }),
            });
            const said = `${method} ${path} ${status} ${JSON.stringify(headers)} ${text}`;
            const choices = path === httpRoutes.head || path.includes('segment') || path.includes('log') || path.includes('snapshot');
            for (const word of hidden) if (word !== 'VOTED-FOR' || !choices) expect(said).to.not.contain(word);
            for (const { viewerId } of [held, muted, { viewerId: 'voter' }, { viewerId: 'entrant' }]) expect(said).to.not.contain(viewerId);
          }
        }
      }
    }
    for (const options of [{}, { token: bystander }]) {
      for (const query of ['', `?after=${epoch}:0`, '?after=other:1']) {
        const stream = await openStream(server, options, query);
        await run(server, announce('the end'));
        await stream.until(events => JSON.stringify(events).includes('the end'));
        for (const word of [...hidden.slice(0, 3), held.viewerId, muted.viewerId, 'voter', 'entrant'])
          expect(stream.text()).to.not.contain(word);
        expect(stream.text().match(/VOTED-FOR/g)!.length, 'only where the choices are named').to.be.at.most(2);
        stream.leave();
      }
    }
  });

  it('is there for the staff, and for the person concerned', async () => {
    const server = await showWithSecrets();
    const whole = async (role: 'host' | 'viewer', viewerId: string, query = '') => {
      const stream = await openStream(server, { token: await tokenFor(server, role, { viewerId }) }, query);
      await stream.until(1);
      stream.leave();
      return stream.text();
    };
    const { epoch } = (await server.rooms.get('summer')).room.position;
    for (const query of ['', `?after=${epoch}:0`]) {
      expect(await whole('host', 'hanna', query))
        .to.contain('HELD-WORDS')
        .and.to.contain(muted.viewerId);
      expect(await whole('viewer', held.viewerId, query))
        .to.contain('HELD-WORDS')
        .and.not.to.contain(muted.viewerId);
      expect(await whole('viewer', muted.viewerId, query))
        .to.contain(muted.viewerId)
        .and.not.to.contain('HELD-WORDS');
      expect(await whole('viewer', 'voter', query)).to.match(/voter/);
    }
    const exported = await call(server, '/shows/summer/export.jsonl', { token: await tokenFor(server, 'producer') });
    expect(exported.text).to.contain('HELD-WORDS').and.to.contain('ORDER-NUMBER');
  });

  it('never comes down a stream, whatever happens in a show', async function () {
    this.timeout(60_000);
    const server = await openShow({ durableWindow: 0, limits: generous });
    const { room } = await server.rooms.get('summer');
    const bystander = await openStream(server, { token: await tokenFor(server, 'viewer', { viewerId: 'bystander' }) });
    const anonymous = await openStream(server);
    const shown = randomShow({ seed: 20_261_121, commands: 600, secret: 'NOT-FOR-VIEWERS', start: Date.now() });
    let accepted = 0;
    for (const [index, { command, context }] of shown.tried.entries()) {
      if (command.type === 'schedule-show' || command.type === 'start-show' || command.type === 'end-show') continue;
      if (context.hold) continue; // the room's own moderation holds; tried above
      const answer = await room.submit(command, { by: context.by, commandId: `r${index}` });
      if (answer.outcome === 'accepted') accepted += 1;
    }
    await run(server, announce('the very end'));
    for (const stream of [anonymous, bystander]) {
      await stream.until(events => JSON.stringify(events).includes('the very end'));
      expect(stream.text()).to.not.contain('NOT-FOR-VIEWERS');
      const types = stream
        .events()
        .flatMap(({ data }) => ((data['events'] ?? []) as { type: keyof typeof eventRules }[]).map(({ type }) => type));
      expect(types.filter(type => eventRules[type].audience !== 'everyone')).to.deep.equal([]);
    }
    expect(accepted, `of ${shown.tried.length} commands of ${randomPeople.length} people`).to.be.greaterThan(100);
  });
});

const rate = { burst: 1e6, perSecond: 1e6 };
const kinds = { messages: rate, questions: rate, votes: rate, reactions: rate, commands: rate };
const generous = { staff: rate, viewer: kinds, address: kinds, show: kinds };

describe('the server’s own log', () => {
  afterEach(closeAll);

  it('is lines of JSON without addresses, names, tokens or texts', async () => {
    let logged = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    const logger = pino({ level: 'debug', base: null }, sink);
    const server = await showWithSecrets({
      logger,
      webhooks: [{ url: 'http://127.0.0.1:9/hook?key=HOOK-KEY', secret: 'a secret of a webhook' }],
    });
    const token = await tokenFor(server, 'viewer', { viewerId: 'bystander', name: 'Bysta' });
    const stream = await openStream(server, { token, headers: { 'user-agent': 'AGENT-NAME', 'x-forwarded-for': '198.51.100.7' } });
    await stream.until(1);
    await send(server, token, { type: 'post-message', data: { messageId: 'm9', text: 'SPOKEN-WORDS' } });
    await send(server, token, { type: 'post-message', data: { messageId: 'm9', text: ['ODD-WORDS'] } });
    await call(server, '/shows/summer/head.json?email=QUERY-WORDS');
    await call(server, '/PATH-WORDS/anna@example.com');
    await call(server, '/shows/summer/commands', { body: '{"BROKEN-WORDS', headers: { 'content-type': 'application/json' }, token });
    await call(server, '/shows/summer/orders/hmac', { body: { orderRef: 'ORDER-WORDS' } });
    await server.close();

    const lines = logged.trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    expect(lines.length).to.be.greaterThan(8);
    for (const line of lines) expect(line, JSON.stringify(line)).to.include.keys('level', 'time', 'msg');
    expect(lines.map(({ msg }) => msg)).to.include.members(['listening', 'request']);
    expect(lines.filter(({ route }) => route === '/shows/:showId/commands').length).to.be.greaterThan(2);
    const personal = [
      ...hidden,
      held.viewerId,
      held.name,
      muted.viewerId,
      'bystander',
      'Bysta',
      'AGENT',
      '198.51',
      'WORDS',
      'anna@',
      'HOOK-KEY',
      'secret',
    ];
    for (const word of [...personal, token, secrets[0]!.split(':')[1]!]) expect(logged).to.not.contain(word);
    expect(logged.replaceAll(server.url, '')).to.not.contain('127.0.0.1');
  });

  it('says which show has a fault, and not what was in it', async () => {
    let logged = '';
    const sink = new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) });
    const server = await openServer({ logger: pino({ base: null }, sink), moderate: () => JSON.parse('{') as never });
    await server.rooms.create(manifest);
    await run(server, { type: 'start-show', data: {} });
    await send(server, await tokenFor(server, 'viewer'), { type: 'post-message', data: { messageId: 'm1', text: 'SPOKEN-WORDS' } });
    expect(logged).to.contain('"showId":"summer"').and.to.contain('SyntaxError').and.not.to.contain('SPOKEN');
  });
});
