/**
 * `npm run chaos -- flood [--readers=10000]`: a crowd reads a show; then a fifth of it stops reading while floods of commands, oversized bodies,
 * nonsense and connections that never say anything come in. Limits must hold, memory stays bounded, and who reads on hears of events in time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyRingOf, signToken } from '@shopcast/server';
import { bundleServer, startProcess } from './server-process.mjs';

const secret = 'flood:a secret of the flood test that is long enough';
const ring = keyRingOf([secret]);
const tokenOf = (role, viewerId) =>
  signToken(ring, { show: 'flood', role, viewerId, name: viewerId }, { now: Date.now(), seconds: 86_400 });
const readerBytes = 128 * 1024;

function ask(url, { agent, method = 'GET', token, body, type = 'application/json' } = {}) {
  return new Promise(resolve => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': type }) };
    const sent = request(url, { agent, method, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', piece => (text += piece));
      answer.on('error', () => resolve({ status: 0, text })).on('end', () => resolve({ status: answer.statusCode, text }));
    });
    sent.on('error', () => resolve({ status: 0, text: '' }));
    sent.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
}

/** A reader that remembers only when marks came. */
function openReader({ hostname, port }, onMark) {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write('GET /shows/flood/events HTTP/1.1\r\nhost: x\r\n\r\n');
  let rest = '';
  let opened;
  const open = new Promise(resolve => (opened = resolve));
  socket.on('data', bytes => {
    opened();
    const text = rest + bytes.latin1Slice();
    for (const [, mark] of text.matchAll(/~(\d+)~/g)) onMark(Number(mark));
    rest = text.slice(Math.max(text.lastIndexOf('~') + 1, text.length - 12));
  });
  return { socket, open };
}

const percentile = (values, share) =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Runs the flood; resolves with the figures. */
export async function runFlood({ readers = 10_000, seconds = 10, perSecond = 10 }) {
  const data = mkdtempSync(join(tmpdir(), 'shopcast-flood-'));
  const { file, remove } = await bundleServer();
  const limits = JSON.stringify({ staff: { burst: 1e6, perSecond: 1e6 } });
  const server = await startProcess(file, ['--data', data, '--secrets', secret, '--limits', limits, '--reader-bytes', String(readerBytes), '--connections-per-address', '100000']); // prettier-ignore
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const floods = new Agent({ keepAlive: true, maxSockets: 16 });
  const host = await tokenOf('producer', 'host');
  const address = new URL(server.url);
  const marks = new Map();
  let latencies = [];
  const onMark = mark => latencies.push(performance.now() - marks.get(mark));
  const crowd = [];
  let mark = 0;
  const figure = async name => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec((await ask(`${server.url}/metrics`)).text)?.[1]);
  const megabytes = async () => Math.round((await figure('process_resident_memory_bytes')) / 1e6);

  const command = (token, type, values, id) => ask(`${server.url}/shows/flood/commands`, { agent: id.startsWith('flood') ? floods : agent, method: 'POST', token, body: { commandId: id, command: { type, data: values } } }); // prettier-ignore
  /** Publishes for so many seconds, and resolves with how long events took to reach readers. */
  const measure = async () => {
    latencies = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const next = performance.now() + 1000 / perSecond;
      marks.set(++mark, performance.now());
      await command(host, 'announce', { announcementId: `a${mark}`, text: `~${mark}~ ${'x'.repeat(200)}` }, `h${mark}`);
      await new Promise(resolve => setTimeout(resolve, Math.max(1, next - performance.now())));
    }
    await new Promise(resolve => setTimeout(resolve, 500));
    return { events: latencies.length, p50: Math.round(percentile(latencies, 0.5)), p99: Math.round(percentile(latencies, 0.99)) };
  };

  try {
    await ask(`${server.url}/shows`, {
      agent,
      method: 'POST',
      token: host,
      body: { showId: 'flood', title: 'Flood', startsAt: 1, streams: [], transports: [] },
    });
    await command(host, 'start-show', {}, 'start');
    const before = await megabytes();
    for (let index = 0; index < readers; index += 200) {
      const batch = Array.from({ length: Math.min(200, readers - index) }, () => openReader(address, onMark));
      crowd.push(...batch);
      await Promise.all(batch.map(({ open }) => open));
    }
    const joined = await megabytes();
    const calm = await measure();

    // A fifth stops reading; so that what waits for them is more than the system's own buffers, they get small ones by reading nothing at all.
    for (const { socket } of crowd.filter((_, index) => index % 5 === 0)) socket.pause();
    let flooding = true;
    const answers = {};
    const count = status => (answers[status] = (answers[status] ?? 0) + 1);
    const flood = async (index, once) => {
      for (let n = 0; flooding; n++) count((await once(index, n)).status);
    };
    const viewer = await tokenOf('viewer', 'flooder');
    let accepted = 0;
    const talk = async (index, n) => {
      const answer = await command(viewer, 'post-message', { messageId: `f${index}-${n}`, text: 'x'.repeat(400) }, `flood${index}-${n}`);
      if (answer.text.includes('"accepted"')) accepted += 1;
      return answer;
    };
    const large = () =>
      ask(`${server.url}/shows/flood/commands`, { agent: floods, method: 'POST', token: viewer, body: `{"x":"${'x'.repeat(100_000)}"}` });
    const nonsense = () => ask(`${server.url}/shows/flood/commands`, { agent: floods, method: 'POST', token: 'a.b.c', body: '{' });
    const silent = Array.from({ length: Math.min(500, readers) }, () =>
      connect(Number(address.port), address.hostname).on('error', () => undefined),
    );
    const floodsRunning = [talk, talk, large, nonsense].map((once, index) => flood(index, once));
    const started = performance.now();
    const flooded = await measure();
    const lasted = (performance.now() - started) / 1000;
    flooding = false;
    await Promise.all(floodsRunning);
    for (const socket of silent) socket.destroy();

    // What fills every buffer on the way: now those who do not read are cut, and those who do get everything.
    const stalled = crowd.filter(({ socket }) => socket.isPaused());
    const few = [...stalled.slice(0, 100), ...crowd.filter(({ socket }) => !socket.isPaused()).slice(0, 20)];
    for (const reader of crowd) if (!few.includes(reader)) reader.socket.destroy();
    latencies = [];
    let poured = 0;
    const pourUntil = performance.now() + 40_000;
    const pour = async () => {
      while ((poured < 500 || (await figure('shopcast_readers_cut')) < Math.min(100, stalled.length)) && performance.now() < pourUntil) {
        for (let n = 0; n < 100; n++) {
          marks.set(++mark, performance.now());
          poured += 1;
          await command(host, 'announce', { announcementId: `a${mark}`, text: `~${mark}~ ${'x'.repeat(4000)}` }, `h${mark}`);
        }
      }
    };
    await Promise.all(Array.from({ length: 32 }, pour));
    await new Promise(resolve => setTimeout(resolve, 500));
    const after = await megabytes();
    return {
      readers,
      stalled: stalled.length,
      calm,
      flooded,
      ratioOfP99: Number((flooded.p99 / calm.p99).toFixed(2)),
      megabytes: { before, joined, after },
      floodAnswers: answers,
      floodAccepted: accepted,
      floodAllowed: Math.ceil(5 + lasted),
      poured,
      heardOfPoured: latencies.length / 20,
      cut: await figure('shopcast_readers_cut'),
    };
  } finally {
    for (const { socket } of crowd) socket.destroy();
    agent.destroy();
    floods.destroy();
    await server.end('SIGKILL');
    remove();
    rmSync(data, { recursive: true, force: true });
  }
}

/** What must hold: `undefined`, or what does not. Without `clock` only what no busy machine can change. */
export function faultOf(
  { readers, calm, flooded, megabytes, floodAccepted, floodAllowed, stalled, poured, heardOfPoured, cut },
  { clock = true } = {},
) {
  if (clock && flooded.p99 > Math.max(2 * calm.p99, 250)) return `p99 was ${flooded.p99} ms under the flood, ${calm.p99} ms before`;
  if (megabytes.after - megabytes.joined > 200 + (100 * readerBytes) / 1e6)
    return `memory grew from ${megabytes.joined} to ${megabytes.after} MB`;
  if (floodAccepted > floodAllowed) return `${floodAccepted} of the flooder's messages were taken, ${floodAllowed} are allowed`;
  if (calm.events < readers) return `readers heard only ${calm.events} events`;
  if (heardOfPoured !== poured) return `those who read heard ${heardOfPoured} of ${poured} events`;
  if (cut !== Math.min(100, stalled)) return `${cut} of ${Math.min(100, stalled)} who did not read were cut`;
  return undefined;
}

if (process.argv[1] === import.meta.filename) {
  const readers = Number(/^--readers=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? 10_000);
  const figures = await runFlood({ readers });
  console.log(JSON.stringify({ chaos: 'flood', ...figures }));
  const fault = faultOf(figures);
  if (fault) {
    console.error(fault);
    process.exitCode = 1;
  }
}
