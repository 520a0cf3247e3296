/**
 * What a delivered message costs the server, in CPU time, when many read the same show: a burst of 1,000 subscribers at 200 messages/s and a steady
 * stream of 2,000 at 10/s; and what a connection costs in memory. Fifty people write, each on a connection of their own. Ours is the whole server: every
 * message is a command whose sender, shape and limits are checked, that is decided and on disk before anybody hears of it; the peers only pass on what comes. One generator for all, on a core of its own; the servers share the other, and take turns.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { compare } from '../harness.mjs';
import { contenders, senders } from './contenders.mjs';

const bench = 'fanout';
const generatorCore = '1';
/** Stands in every message once, and nowhere else. */
const mark = Buffer.from('|~');

/** Ms that a process was on a CPU, all its threads together. */
function cpuOf(pids) {
  let ns = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return ns / 1e6;
}

const residentOf = pids =>
  pids.reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]), 0);

/** Subscribers of one server, who count. */
function createCrowd({ port, subscribe }) {
  let heard = 0;
  const sockets = [];
  const join = () =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      let split = false; // the first byte of a mark was the last of a piece
      socket.once('error', reject).once('connect', () => subscribe(socket));
      socket.once('data', resolve);
      socket.on('data', bytes => {
        if (split && bytes[0] === mark[1]) heard += 1;
        for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 2)) heard += 1;
        split = bytes[bytes.length - 1] === mark[0];
      });
    });
  return {
    get heard() {
      return heard;
    },
    get size() {
      return sockets.length;
    },
    async grow(to) {
      while (sockets.length < to) await Promise.all(Array.from({ length: Math.min(100, to - sockets.length) }, join));
      await settle(300);
    },
    close: () => sockets.forEach(socket => socket.destroy()),
  };
}

const settle = ms => new Promise(resolve => setTimeout(resolve, ms));

let published = 0;
/** About 230 bytes, as a chat message is on the wire. */
function message() {
  const n = ++published;
  const text = `|~ number ${n} `.padEnd(30, '.');
  const json = JSON.stringify({
    id: '1f0e9d3c-6f0a-4b1c-9a55-2f1b8d0a7c11',
    seq: n,
    at: Date.now(),
    type: 'message-posted',
    data: { messageId: `m${n}`, author: { viewerId: `viewer-${n % 50}`, name: `viewer-${n % 50}`, role: 'viewer' }, text },
  });
  return [{ text, json }, n];
}

/** Publishes at a pace, and resolves with microseconds of the server's CPU per message delivered. */
async function deliver(team, { perSecond, seconds }) {
  const { running, crowd, name } = team;
  const count = perSecond * seconds;
  const wanted = crowd.heard + count * crowd.size;
  const before = cpuOf(running.pids);
  const started = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - started) * perSecond) / 1000) + 1);
    while (sent < due) {
      running.publish(...message());
      sent += 1;
    }
    await settle(1);
  }
  const last = performance.now();
  for (const end = last + 30_000; crowd.heard < wanted;) {
    if (performance.now() > end) throw new Error(`${name}: ${wanted - crowd.heard} of ${count * crowd.size} messages did not arrive.`);
    await settle(5);
  }
  team.behind = performance.now() - last;
  await settle(60);
  const hearers = crowd.size + (running.heardBySenders ? senders : 0);
  return ((cpuOf(running.pids) - before) * 1000) / (count * hearers);
}

async function main() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['-V']).error) {
    console.log('Left out: CPU time is read from /proc and processes are pinned with taskset, which this machine has not.');
    return;
  }
  spawnSync('taskset', ['-a', '-cp', generatorCore, String(process.pid)]);
  const { found, missing } = contenders();
  for (const reason of missing) console.log(`Left out: ${reason}.`);
  const teams = [];
  try {
    for (const { name, version, goal, start } of found) {
      const running = await start();
      const crowd = createCrowd(running);
      const team = { name, version, goal, running, crowd };
      teams.push(team);
      await settle(200);
      await crowd.grow(1000);
    }
    const [ours, ...peers] = teams;
    // What further connections cost, once every program has its working size.
    const memory = async team => {
      const before = residentOf(team.running.pids);
      const size = team.crowd.size;
      await team.crowd.grow(size + 1000);
      await settle(500);
      return (residentOf(team.running.pids) - before) / (team.crowd.size - size);
    };
    const figure = (metric, pace, runs, goals) =>
      compare({
        bench,
        metric,
        unit: 'µs CPU per delivered message',
        better: 'lower',
        runs,
        ours: () => deliver(ours, pace),
        peers: peers.map(team => ({
          name: team.name,
          version: team.version,
          measure: () => deliver(team, pace),
          ...(goals && team.goal && { goal: team.goal }),
        })),
      });
    await figure('burst: 1,000 subscribers, 200/s', { perSecond: 200, seconds: 1 }, 3, true);
    await compare({
      bench,
      metric: 'burst: how far behind the last subscriber is at its end',
      unit: 'ms',
      better: 'lower',
      runs: 1,
      warmUp: false,
      ours: () => ours.behind,
      peers: peers.map(team => ({ name: team.name, version: team.version, measure: () => team.behind })),
    });
    await compare({
      bench,
      metric: 'memory of a further connection, the second thousand',
      unit: 'KB resident',
      better: 'lower',
      runs: 1,
      warmUp: false,
      ours: () => memory(ours),
      peers: peers.map(team => ({ name: team.name, version: team.version, measure: () => memory(team) })),
    });
    await figure('steady: 2,000 subscribers, 10/s', { perSecond: 10, seconds: 1.5 }, 3, false);
  } finally {
    for (const { crowd, running } of teams) {
      crowd.close();
      running.stop();
    }
  }
}

await main();
process.exit();
