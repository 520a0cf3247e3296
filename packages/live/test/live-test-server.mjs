/**
 * A room server for the tests of transports that speak HTTP: the protocol of docs/protocol.md around test rooms, plain enough to be read in one go, with
 * faults on demand. `POST /control/new` makes a show; `POST /control/ID/ACTION?n=…` plays the world around it.
 */
import { createServer } from 'node:http';
import { createRoomSide } from '@shopcast/testing';

const segmentSize = 4; // small, so that tests need several
const viewer = { role: 'viewer' };
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, last-event-id',
  'access-control-expose-headers': 'retry-after',
};

class Show {
  streams = new Set(); // open responses of the event stream
  faults = { lose: 0, repeat: 0, refuse: 0, retryAfter: undefined, forbid: false, swallow: false, ended: false, breakFiles: 0 };
  attempts = 0;
  counter = 0;

  static async open() {
    const show = new Show();
    show.side = await createRoomSide();
    return show;
  }
  get room() {
    return this.side.room.room;
  }

  /** What the rig of a test asks for. */
  async control(action, n, retryAfter) {
    switch (action) {
      case 'append':
        return this.side.append(n);
      case 'position':
        return this.side.position();
      case 'state':
        return this.side.state();
      case 'now':
        return this.side.serverNow();
      case 'cut':
        this.faults.breakFiles++;
        return this.cut();
      case 'lose':
      case 'repeat':
        return void (this.faults[action] = n);
      case 'refuse':
        Object.assign(this.faults, { refuse: n, retryAfter });
        return this.cut();
      case 'attempts':
        return this.attempts;
      case 'loseLog':
        await this.side.replace();
        return this.cut();
      case 'forbid':
        this.faults.forbid = true;
        return this.cut();
      case 'swallow':
        return void (this.faults.swallow = n > 0);
      case 'end':
        this.faults.ended = true;
        for (const stream of this.streams) stream.write('event: end\ndata: {}\n\n');
        return undefined;
      case 'close':
        this.cut();
        return this.side.room.close();
      default:
        throw new Error(`There is no action "${action}".`);
    }
  }

  /** Breaks every stream, now and then in the middle of an event. */
  cut() {
    for (const stream of this.streams) {
      if (++this.counter % 2) stream.write('event: frame\nid: e:9\ndata: {"epoch":"', () => stream.destroy());
      else stream.destroy();
    }
    this.streams.clear();
  }

  /** Plays a connection that fails; true when it did. By a status: a reset one browsers try again by themselves, which would spoil the count. */
  fails(response) {
    this.attempts++;
    if (this.faults.forbid) return send(response, 401, { error: { code: 'server/bad-token', message: 'No.' } });
    if (this.faults.refuse <= 0) return false;
    this.faults.refuse--;
    const { retryAfter } = this.faults;
    const error = { code: 'room/limit-reached', message: 'Busy.' };
    return send(response, retryAfter === undefined ? 502 : 503, { error }, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  }

  events(request, response, after) {
    if (this.fails(response)) return;
    response.writeHead(200, { ...cors, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n: welcome\n\n');
    const receive = item => {
      if (item.type === 'frame' && this.faults.lose > 0) return void this.faults.lose--;
      const content = item.type === 'frame' ? item.frame : item.snapshot;
      const event = `event: ${item.type}\nid: ${content.epoch}:${content.upTo ?? content.seq}\ndata: ${JSON.stringify(content)}\n\n`;
      response.write(event);
      if (item.type === 'frame' && this.faults.repeat-- > 0) response.write(event);
    };
    const leave = this.room.join({ viewer, after, receive });
    this.streams.add(response);
    if (this.faults.ended) response.write('event: end\ndata: {}\n\n');
    response.on('close', () => {
      leave();
      this.streams.delete(response);
    });
  }

  async command(request, response) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { commandId, command } = JSON.parse(body);
    const name = request.headers.authorization?.replace('Bearer ', '');
    if (!name) return send(response, 401, { error: { code: 'server/bad-token', message: 'There is no token.' } });
    const answer = await this.room.submit(command, { by: { viewerId: name, name, role: 'viewer' }, commandId });
    return this.faults.swallow ? response.destroy() : send(response, 200, answer);
  }

  async head(response) {
    if (this.fails(response)) return true;
    const { epoch, seq } = this.room.position;
    const start = Math.floor(seq / segmentSize) * segmentSize;
    const tail = await this.room.read(start, segmentSize, viewer);
    const at = this.side.room.clock.now();
    const head = { epoch, seq, at, segmentSize, tail: { ...tail, epoch, upTo: seq }, snapshot: { url: 'snapshot.json', seq } };
    return this.file(response, this.faults.ended ? { ...head, complete: true } : head);
  }

  /** A file, or half of one. */
  file(response, content) {
    if (this.faults.breakFiles <= 0) return send(response, 200, content);
    this.faults.breakFiles--;
    const text = JSON.stringify(content);
    response.writeHead(200, { ...cors, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
    return true;
  }

  async get(file, response) {
    if (file === 'head.json') return this.head(response);
    if (file === 'snapshot.json') return this.file(response, this.room.catchUp(viewer).snapshot);
    if (file === 'log.jsonl') {
      const { epoch, events } = await this.room.read(0, this.room.position.seq, viewer);
      const lines = [{ log: 'shopcast', version: 1, epoch, showId: 'test' }, ...events].map(line => JSON.stringify(line));
      response.writeHead(200, { ...cors, 'content-type': 'application/jsonl' });
      return response.end(lines.join('\n'));
    }
    const [, epoch, number] = /^segments\/([^/]+)\/(\d+)\.json$/.exec(file) ?? [];
    const position = this.room.position;
    if (epoch !== position.epoch || number * segmentSize > position.seq)
      return send(response, 404, { error: { code: 'x', message: 'No.' } });
    return this.file(response, await this.room.read((number - 1) * segmentSize, segmentSize, viewer));
  }
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { ...cors, 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body ?? null));
  return true;
}

const parsePosition = text => {
  const [, epoch, seq] = /^([\w-]+):(\d+)$/.exec(text ?? '') ?? [];
  return epoch === undefined ? undefined : { epoch, seq: Number(seq) };
};

/** Listens on a free port of the loopback address. */
export async function startLiveTestServer() {
  const shows = new Map();
  const route = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (request.method === 'OPTIONS') return send(response, 200);
    const [, top, id, ...rest] = pathname.split('/').map(decodeURIComponent);
    if (top === 'time') return send(response, 200, { serverTime: [...shows.values()].at(-1)?.side.room.clock.now() ?? 0 });
    if (top === 'control' && id === 'new') {
      const showId = `show ${shows.size}`; // with a space, so that encoding is tried
      shows.set(showId, await Show.open());
      return send(response, 200, { showId, token: 'kit' });
    }
    const show = shows.get(id);
    if (!show) return send(response, 404, { error: { code: 'server/unknown-show', message: 'There is no such show.' } });
    const path = rest.join('/');
    if (top === 'control') {
      const [n, retryAfter] = ['n', 'retryAfter'].map(name => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined));
      return send(response, 200, await show.control(path, n, retryAfter));
    }
    if (path === 'events')
      return show.events(request, response, parsePosition(request.headers['last-event-id'] ?? searchParams.get('after')));
    if (path === 'commands') return show.command(request, response);
    return show.get(path, response);
  };
  const server = createServer((request, response) => {
    route(request, response).catch(error => send(response, 500, { error: { code: 'x', message: String(error) } }));
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
  const { url } = await startLiveTestServer();
  console.log(url);
  process.stdin.on('close', () => process.exit()).resume(); // ends with whoever started it
}
