/**
 * `npm run chaos -- server-kill [--kills=1000]`: a server process that is killed again and again while hosts send commands and readers read.
 * What was acknowledged must be in the log: once, at the place that was told, in the order of each sender; what readers were told, too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyRingOf, signToken } from '@shopcast/server';
import { seededRandom } from '@shopcast/testing';
import { bundleServer, startProcess } from './server-process.mjs';

const secret = 'kill:a secret of the kill test that is long enough';
const limits = JSON.stringify({ staff: { burst: 1e6, perSecond: 1e6 } });
const manifest = { showId: 'kill', title: 'Kill', startsAt: 1, streams: [], transports: [] };

/** One request; resolves with status and text, rejects when the line breaks. */
function ask(url, { agent, method = 'GET', token, body }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const sent = request(url, { agent, method, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', piece => (text += piece));
      answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode, text }));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

/** A host who sends one command after the other, and repeats one that got no answer until it gets one. */
function createSender(name, acknowledged) {
  let next = 0;
  let unanswered;
  return {
    /** Sends until the line breaks. */
    async run(url, token, agent) {
      for (;;) {
        unanswered ??= {
          commandId: `${name}-${++next}`,
          command: { type: 'announce', data: { announcementId: `${name}-${next}`, text: `Number ${next}` } },
        };
        const { commandId } = unanswered;
        const answer = await ask(`${url}/shows/kill/commands`, { agent, method: 'POST', token, body: unanswered }).catch(() => undefined);
        if (answer?.status !== 200) return;
        const said = JSON.parse(answer.text);
        if (said.outcome !== 'accepted') throw new Error(`${commandId} was refused: ${answer.text}`);
        acknowledged.set(commandId, said.seq);
        unanswered = undefined;
      }
    },
  };
}

/** Reads the stream, going on where it was. `told` gets the id of what stands at each place. */
function createReader(told) {
  let after = '';
  return url =>
    new Promise(resolve => {
      const sent = request(`${url}/shows/kill/events${after && `?after=${after}`}`, { agent: false }, answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', piece => {
          text += piece;
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            const [, kind, id, data] = /^event: (\w+)\nid: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
            text = text.slice(end + 2);
            if (id) after = id;
            for (const event of kind === 'frame' ? JSON.parse(data).events : []) told.push([event.seq, event.id]);
          }
        });
        answer.on('error', () => undefined).on('close', resolve);
      });
      sent.on('error', resolve).end();
    });
}

/** What is wrong with the log, seen against what senders and readers were told. */
export function findFaults(records, acknowledged, told) {
  const faults = { lost: 0, doubled: 0, moved: 0, reordered: 0, unheard: 0 };
  const places = new Map();
  const last = new Map();
  for (const { event, cause } of records) {
    if (!cause || cause.viewerId !== 'host') continue;
    if (places.has(cause.commandId)) faults.doubled += 1;
    places.set(cause.commandId, event.seq);
    const [, sender, number] = /^(.+)-(\d+)$/.exec(cause.commandId);
    if (Number(number) <= (last.get(sender) ?? 0)) faults.reordered += 1;
    last.set(sender, Number(number));
  }
  for (const [commandId, seq] of acknowledged) {
    if (!places.has(commandId)) faults.lost += 1;
    else if (places.get(commandId) !== seq) faults.moved += 1;
  }
  const ids = new Map(records.map(({ event }) => [event.seq, event.id]));
  for (const [seq, id] of told) if (ids.get(seq) !== id) faults.unheard += 1;
  return faults;
}

/** Kills a server so many times under load; resolves with the figures. */
export async function runKills({ kills, control = false, senders = 6, seed = 20261121 }) {
  const random = seededRandom(seed);
  const data = mkdtempSync(join(tmpdir(), 'shopcast-kill-'));
  const { file, remove } = await bundleServer({ control });
  const token = await signToken(
    keyRingOf([secret]),
    { show: 'kill', role: 'producer', viewerId: 'host', name: 'Host' },
    { now: Date.now(), seconds: 86_400 },
  );
  const acknowledged = new Map();
  const told = [];
  const team = Array.from({ length: senders }, (_, index) => createSender(`s${index}`, acknowledged));
  const readers = Array.from({ length: 2 }, () => createReader(told));
  const startedIn = [];
  const start = () => startProcess(file, ['--data', data, '--secrets', secret, '--limits', limits, '--segment-size', '100']);
  let server;
  try {
    for (let round = 0; round <= kills; round++) {
      server = await start();
      const { url } = server;
      const agent = new Agent({ keepAlive: true });
      if (round === 0) {
        await ask(`${url}/shows`, { agent, method: 'POST', token, body: manifest });
        await ask(`${url}/shows/kill/commands`, {
          agent,
          method: 'POST',
          token,
          body: { commandId: 'start-1', command: { type: 'start-show', data: {} } },
        });
      } else startedIn.push(server.startedIn);
      const reading = readers.map(read => read(url));
      const sending = Promise.all(team.map(sender => sender.run(url, token, agent)));
      // In the middle of the work, however quick the machine is; a last round without a kill answers what is open.
      const enough = acknowledged.size + 5 + Math.floor(random() * 30);
      for (const end = performance.now() + 10_000; acknowledged.size < enough && performance.now() < end;) {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      await server.end(round === kills ? 'SIGTERM' : 'SIGKILL');
      await Promise.all([sending, ...reading]);
      agent.destroy();
    }
    server = await start();
    const exported = await ask(`${server.url}/shows/kill/export.jsonl`, { agent: new Agent(), token });
    const records = exported.text.trimEnd().split('\n').slice(1).map(line => JSON.parse(line)); // prettier-ignore
    await server.end('SIGTERM');
    const sorted = startedIn.toSorted((one, other) => one - other);
    return {
      kills,
      acknowledged: acknowledged.size,
      told: told.length,
      ...findFaults(records, acknowledged, told),
      backInMedian: Math.round(sorted[sorted.length >> 1] ?? 0),
      backInMost: Math.round(sorted.at(-1) ?? 0),
    };
  } finally {
    await server?.end('SIGKILL').catch(() => undefined);
    remove();
    rmSync(data, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const kills = Number(/^--kills=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? 100);
  const ours = await runKills({ kills });
  console.log(JSON.stringify({ chaos: 'server-kill', ...ours }));
  const control = await runKills({ kills: Math.min(kills, 20), control: true });
  console.log(JSON.stringify({ chaos: 'server-kill, control that answers before it writes', ...control }));
  const { lost, doubled, moved, reordered, unheard } = ours;
  if (lost + doubled + moved + reordered + unheard > 0 || control.lost === 0) process.exitCode = 1;
}
