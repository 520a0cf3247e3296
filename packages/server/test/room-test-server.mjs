/**
 * The room server as tests of transports want it: each show has a server of its own on a folder of its own, behind a proxy that breaks lines,
 * with a clock that can be moved. `POST /control/new` makes a show and gives its id and a viewer's token; `POST /control/ID/ACTION?n=…` plays the
 * world around it, as packages/live/test/live-test-server.mjs does.
 */
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLineProxy } from '@shopcast/testing/fault-proxy';
import { signToken, startServer } from '@shopcast/server';

const secrets = ['a secret for tests that is long enough'];
const viewer = { role: 'viewer' };
const staff = { viewerId: 'rig', name: 'Rig', role: 'producer' };
const hour = 3_600_000;

/** The hosted show of a server, and how to play the world around it. */
export class HostedTestShow {
  #folder = mkdtempSync(join(tmpdir(), 'shopcast-room-'));
  #shift = 0; // how far the server's clock is ahead of ours, in ms
  #made = 0;

  /** @param {string} showId */
  constructor(showId) {
    this.showId = showId;
  }

  static async open(showId) {
    const show = new HostedTestShow(showId);
    show.proxy = createLineProxy('');
    await show.start();
    return show;
  }

  now = () => Date.now() + this.#shift;

  /** Lets the server's clock run ahead. */
  pass(ms) {
    this.#shift += Math.round(ms);
  }

  async start() {
    const rate = { burst: 1e6, perSecond: 1e6 };
    const limits = { staff: rate, viewer: { messages: rate } };
    this.server = await startServer({
      port: 0,
      data: this.#folder,
      secrets,
      limits,
      segmentSize: 10,
      durableWindow: 0, // every append is a frame, so that frames can be lost one by one
      logLevel: 'silent',
      now: this.now,
    });
    this.proxy.target = this.server.url;
    const known = await this.server.rooms.get(this.showId).catch(() => undefined);
    const manifest = { showId: this.showId, title: 'Test', startsAt: 1, streams: [], transports: [] };
    this.room = (known ?? (await this.server.rooms.create(manifest))).room;
    if (!known) await this.run({ type: 'start-show', data: {} });
  }

  token() {
    return signToken(
      this.server.keys,
      { show: this.showId, role: 'viewer', viewerId: 'kit', name: 'Kit' },
      { now: this.now(), seconds: 86_400 },
    );
  }

  async run(command) {
    const answer = await this.room.submit(command, { by: staff, commandId: `rig-${++this.#made}` });
    if (answer.outcome !== 'accepted') throw new Error(`The room refused "${command.type}": ${answer.message}`);
  }

  append(count) {
    return Promise.all(Array.from({ length: count }, () => this.run(announce())));
  }

  async control(action, n, retryAfter) {
    const { faults } = this.proxy;
    switch (action) {
      case 'append':
        await this.append(n);
        return undefined;
      case 'position':
        return this.room.position;
      case 'state':
        return this.room.state(viewer);
      case 'now':
        return this.now();
      case 'cut':
        faults.breakFiles += 1;
        return this.proxy.cut();
      case 'lose':
      case 'repeat':
        return void (faults[action] = n);
      case 'refuse':
        Object.assign(faults, { refuse: n, retryAfter });
        return this.proxy.cut();
      case 'attempts':
        return this.proxy.attempts;
      case 'loseLog':
        await this.server.close();
        rmSync(this.#folder, { recursive: true });
        return this.start();
      case 'restart':
        await this.server.close();
        return this.start();
      case 'forbid':
        this.#shift += 25 * hour;
        return this.proxy.cut();
      case 'swallow':
        return void (faults.swallow = n > 0);
      case 'end':
        await this.run({ type: 'end-show', data: {} });
        this.#shift += hour + 1000;
        return undefined;
      case 'close':
        return this.close();
      default:
        throw new Error(`There is no action "${action}".`);
    }
  }

  async close() {
    await this.proxy.close();
    await this.server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

let announced = 0;
const announce = () => ({ type: 'announce', data: { announcementId: `a${++announced}`, text: `Number ${announced}` } });

/** Listens on a free port of the loopback address. */
export async function startRoomTestServer() {
  const shows = new Map();
  const answer = (response, status, body) => {
    response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
    response.end(JSON.stringify(body ?? null));
  };
  const route = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const [, top, id, action] = pathname.split('/');
    if (top === 'control' && id === 'new') {
      const showId = `show-${shows.size}`;
      const show = await HostedTestShow.open(showId);
      shows.set(showId, show);
      return answer(response, 200, { showId, token: await show.token() });
    }
    if (top !== 'control') {
      const show = shows.get(id) ?? [...shows.values()].at(-1);
      return show ? show.proxy.handle(request, response) : answer(response, 404);
    }
    const [n, retryAfter] = ['n', 'retryAfter'].map(name => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined));
    return answer(response, 200, await shows.get(id).control(action, n, retryAfter));
  };
  const server = createServer((request, response) => {
    route(request, response).catch(error => answer(response, 500, String(error)));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await startRoomTestServer();
  console.log(url);
  process.stdin.on('close', () => process.exit()).resume(); // ends with whoever started it
}
