/**
 * Each contender as the generator sees it: how its server starts, how a subscriber asks for messages, how one is published. Subscribers are
 * bare sockets that say what the protocol wants and then count, so that the generator costs the same for all.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyRingOf, signToken } from '@shopcast/server';
import { peerVersion } from '../harness.mjs';

/** The servers share one core, the generator has the other. */
const serverCore = '0';
/** So many people write; each has a connection of their own, as in a chat. */
export const senders = 50;
const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @typedef {object} Running
 * @property {number[]} pids of the processes whose time is taken
 * @property {number} port where subscribers connect
 * @property {(socket: import('node:net').Socket) => void} subscribe says what a subscriber says once it is connected
 * @property {(payload: { text: string, json: string }, index: number) => void} publish
 * @property {() => void} stop
 * @property {boolean} [keepsOrder] everybody hears everything in the same order, whoever wrote it
 * @property {boolean} [heardBySenders] those who write hear everything too, and so cost the server as subscribers do
 */

function pinned(command, args, { cores = serverCore, ...options } = {}) {
  const child = spawn('taskset', ['-c', cores, command, ...args], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  return child;
}

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'shopcast-fanout-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Posts on a lasting connection for each sender; nobody waits for the answers, whose faults show in what is missing. */
function poster(port, path, headers) {
  const agents = Array.from({ length: senders }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  return {
    post(body, index, more) {
      const agent = agents[index % senders];
      const sent = request({
        agent,
        port,
        host: '127.0.0.1',
        path,
        method: 'POST',
        headers: { ...headers, ...more, 'content-length': Buffer.byteLength(body) },
      });
      sent.on('response', answer => answer.resume());
      // A server may close a connection at rest just when it is used again.
      sent.on('error', () => this.post(body, index, more));
      sent.end(body);
    },
    close: () => agents.forEach(agent => agent.destroy()),
  };
}

/** A text or binary frame of a client. A mask of zeros leaves the bytes as they are. */
export function clientFrame(content, opcode = 1) {
  const body = Buffer.from(content);
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | body.length])
      : Buffer.from([0x80 | opcode, 0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

const upgrade = (path, more = '') =>
  `GET ${path} HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n${more}\r\n`;

async function nodePeer(name) {
  const child = pinned(process.execPath, [join(here, 'node-peer.mjs'), name]);
  const [line] = await once(child.stdout, 'data');
  return { child, port: Number(line) };
}

/** Ours, with what the bench of scale needs besides: `report` tells the stock of a lamp, a fact that must reach everybody. */
export async function startOurs({ cores = serverCore } = {}) {
  const { path, remove } = folder();
  const secret = 'bench:a secret of the bench that is long enough';
  const rate = { burst: 1e9, perSecond: 1e9 };
  const main = fileURLToPath(new URL('../../packages/server/dist/cli/main.js', import.meta.url));
  const args = [
    '--port',
    '0',
    '--data',
    path,
    '--secrets',
    secret,
    '--log-level',
    'error',
    // All readers are of one address here.
    '--connections-per-address',
    '50000',
    '--limits',
    JSON.stringify({ staff: rate, viewer: { messages: rate }, address: { messages: rate }, show: { messages: rate } }),
  ];
  const child = pinned(process.execPath, ['--no-warnings', main, ...args], { cores });
  const [line] = await once(child.stdout, 'data');
  const port = Number(/:(\d+)\s/.exec(String(line))[1]);
  const tokenOf = (role, viewerId) =>
    signToken(keyRingOf([secret]), { show: 'bench', role, viewerId, name: viewerId }, { now: Date.now(), seconds: 86_400 });
  const json = { 'content-type': 'application/json' };
  const staff = { ...json, authorization: `Bearer ${await tokenOf('producer', 'paula')}` };
  const tokens = await Promise.all(Array.from({ length: senders }, (_, index) => tokenOf('viewer', `viewer-${index}`)));
  const manifest = { showId: 'bench', title: 'Bench', startsAt: 1, streams: [], transports: [] };
  const base = `http://127.0.0.1:${port}`;
  await fetch(`${base}/shows`, { method: 'POST', headers: staff, body: JSON.stringify(manifest) });
  const start = { commandId: 'start', command: { type: 'start-show', data: {} } };
  await fetch(`${base}/shows/bench/commands`, { method: 'POST', headers: staff, body: JSON.stringify(start) });
  const lamp = { commandId: 'lamp', command: { type: 'list-product', data: { productId: 'lamp', listing: { title: 'Lamp' } } } };
  await fetch(`${base}/shows/bench/commands`, { method: 'POST', headers: staff, body: JSON.stringify(lamp) });
  const { post, close } = poster(port, '/shows/bench/commands', json);
  const stock = quantity => ({
    commandId: `s${quantity}`,
    command: { type: 'report-stock', data: { productId: 'lamp', state: 'in', quantity } },
  });
  const say = (text, index) => ({ commandId: `c${index}`, command: { type: 'post-message', data: { messageId: `m${index}`, text } } });
  return {
    pids: [child.pid],
    port,
    keepsOrder: true,
    subscribe: socket => socket.write('GET /shows/bench/events HTTP/1.1\r\nhost: x\r\n\r\n'),
    publish: ({ text }, index) => post(JSON.stringify(say(text, index)), index, { authorization: `Bearer ${tokens[index % senders]}` }),
    report: quantity => post(JSON.stringify(stock(quantity)), 0, staff),
    stop() {
      close();
      child.kill('SIGKILL');
      remove();
    },
  };
}

async function startWs() {
  const { child, port } = await nodePeer('ws');
  const publishers = Array.from({ length: senders }, () => connect(port, '127.0.0.1').resume());
  for (const publisher of publishers) publisher.write(upgrade('/'));
  await Promise.all(publishers.map(publisher => once(publisher, 'data')));
  return {
    pids: [child.pid],
    port,
    subscribe: socket => socket.write(upgrade('/')),
    publish: ({ json }, index) => publishers[index % senders].write(clientFrame(json)),
    stop: () => (publishers.forEach(publisher => publisher.destroy()), child.kill('SIGKILL')),
    heardBySenders: true,
  };
}

async function startSocketIo() {
  const { child, port } = await nodePeer('socket.io');
  const hello = socket => {
    socket.write(upgrade('/socket.io/?EIO=4&transport=websocket'));
    // The answer to the upgrade, then the opening packet; either may come first in one piece with the other.
    socket.once('data', () => socket.write(clientFrame('40')));
  };
  const publishers = Array.from({ length: senders }, () => connect(port, '127.0.0.1').resume());
  for (const publisher of publishers) hello(publisher);
  await Promise.all(publishers.map(publisher => once(publisher, 'data')));
  return {
    pids: [child.pid],
    port,
    subscribe: hello,
    publish: ({ json }, index) => publishers[index % senders].write(clientFrame(`42["publish",${json}]`)),
    stop: () => (publishers.forEach(publisher => publisher.destroy()), child.kill('SIGKILL')),
    heardBySenders: true,
  };
}

async function startBetterSse() {
  const { child, port } = await nodePeer('better-sse');
  const { post, close } = poster(port, '/', { 'content-type': 'application/json' });
  return {
    pids: [child.pid],
    port,
    subscribe: socket => socket.write('GET / HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n'),
    publish: ({ json }, index) => post(json, index),
    stop: () => (close(), child.kill('SIGKILL')),
  };
}

async function startNats() {
  const [port, clients] = [await freePort(), await freePort()];
  const { path, remove } = folder();
  const config = join(path, 'nats.conf');
  writeFileSync(config, `listen: 127.0.0.1:${clients}\nping_interval: "1h"\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\n`);
  const child = pinned('nats-server', ['-c', config], { stdio: 'ignore' });
  const publishers = await Promise.all(Array.from({ length: senders }, () => connectSoon(clients)));
  for (const publisher of publishers) publisher.resume().write('CONNECT {"verbose":false,"pedantic":false}\r\n');
  return {
    pids: [child.pid],
    port,
    subscribe(socket) {
      socket.write(upgrade('/'));
      socket.once('data', () => socket.write(clientFrame('CONNECT {"verbose":false,"pedantic":false}\r\nSUB show 1\r\n', 2)));
    },
    publish: ({ json }, index) => publishers[index % senders].write(`PUB show ${Buffer.byteLength(json)}\r\n${json}\r\n`),
    stop() {
      publishers.forEach(publisher => publisher.destroy());
      child.kill('SIGKILL');
      remove();
    },
  };
}

async function startNchan() {
  const port = await freePort();
  const { path, remove } = folder();
  const config = join(path, 'nginx.conf');
  writeFileSync(
    config,
    `load_module ${nchanModule};
daemon off; worker_processes 1; pid ${path}/nginx.pid; error_log ${path}/error.log;
events { worker_connections 20000; }
http {
  access_log off; client_body_temp_path ${path}/b; proxy_temp_path ${path}/p; fastcgi_temp_path ${path}/f; uwsgi_temp_path ${path}/u; scgi_temp_path ${path}/s;
  server {
    listen 127.0.0.1:${port};
    location = /sub { nchan_subscriber eventsource; nchan_channel_id show; nchan_subscriber_first_message newest; }
    location = /pub { nchan_publisher; nchan_channel_id show; nchan_message_buffer_length 10000; nchan_message_timeout 1m; }
  }
}`,
  );
  const child = pinned('nginx', ['-c', config, '-p', path], { stdio: 'ignore' });
  (await connectSoon(port)).destroy();
  const worker = Number(
    String(spawnSync('pgrep', ['-P', String(child.pid)]).stdout)
      .trim()
      .split('\n')[0],
  );
  const { post, close } = poster(port, '/pub', { 'content-type': 'application/json' });
  return {
    pids: [child.pid, worker],
    port,
    subscribe: socket => socket.write('GET /sub HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n'),
    publish: ({ json }, index) => post(json, index),
    stop() {
      close();
      child.kill('SIGTERM');
      remove();
    },
  };
}

/** A connection to a program that is still starting. */
async function connectSoon(port) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise(resolve => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    if (open) return socket.on('error', () => undefined);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

const nchanModule = '/usr/lib/nginx/modules/ngx_nchan_module.so';
const versionOf = (command, args) => {
  const { stdout, stderr, error } = spawnSync(command, args);
  return error ? undefined : /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
};

/**
 * Those that can run here, and why the others cannot. Of the fan-out we want ten times ws and socket.io, eight times nchan, three times NATS: `goals.alone`. With
 * the commands taken in, the ratios follow the machine, and nchan's eight is out of reach (docs/server.md): `goals.whole` is what we do not fall below.
 */
export function contenders() {
  const nats = versionOf('nats-server', ['--version']);
  const nginx = versionOf('nginx', ['-v']);
  const found = [
    { name: 'ours', start: () => startOurs() },
    { name: 'ws', version: peerVersion('ws'), start: startWs, goals: { alone: 10, whole: 6 } },
    { name: 'socket.io', version: peerVersion('socket.io'), start: startSocketIo, goals: { alone: 10, whole: 8 } },
    { name: 'better-sse', version: peerVersion('better-sse'), start: startBetterSse, goals: { alone: 10, whole: 8 } },
  ];
  const missing = [];
  if (nats) found.push({ name: 'nats-server (websocket)', version: nats, start: startNats, goals: { alone: 3, whole: 3 } });
  else missing.push('nats-server is not installed (Debian: nats-server)');
  if (nginx && existsSync(nchanModule))
    found.push({ name: 'nchan', version: `nginx ${nginx}`, start: startNchan, goals: { alone: 8, whole: 3 } });
  else missing.push('nginx with nchan is not installed (Debian: libnginx-mod-nchan)');
  return { found, missing };
}
