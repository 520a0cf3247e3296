/**
 * What a delivered message costs the server, in CPU time, when many read the same show: a burst of 1,000 subscribers at 200 messages/s and a steady
 * stream of 2,000 at 10/s; and what a connection costs in memory. Fifty people write, each on a connection of their own. Ours is the whole server: every
 * message is a command whose sender, shape and limits are checked, that is decided and on disk before anybody hears of it; the peers only pass on what comes.
 * Each takes messages in the way made for it: ours, nchan and better-sse a POST for each on a lasting connection, ws, socket.io and NATS a frame on a
 * lasting socket, which costs less. The same burst with a single subscriber tells what of it is taking messages in, and so what a further subscriber
 * costs: the fan-out alone. With `--scale=MINUTES` one show with 10,000 subscribers instead, see scale.mjs. One generator for all, on a core of its own; the servers share the other, and take turns.
 */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { compare } from '../harness.mjs';
import { contenders, senders } from './contenders.mjs';
import { checkWelcome, cpuOf, publish, residentOf, settle } from './measure.mjs';
import { runScale } from './scale.mjs';

const bench = 'fanout';
const generatorCore = '1';
/** Stands in every message once, before its number, and nowhere else. */
const mark = Buffer.from('|~');

/**
 * Subscribers of one server, who read the number of every message they hear. Each must hear every number once, and where the server keeps messages in
 * order, in the same order as all others: as they go they fold what they hear into a sum, and into one that depends on the order.
 */
function createCrowd({ port, subscribe, keepsOrder }) {
  let heard = 0;
  let bytesHeard = 0;
  const sockets = [];
  const hearers = [];
  const join = () =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const hearer = { count: 0, sum: 0, order: 0, numbers: sockets.length === 0 ? [] : undefined };
      sockets.push(socket);
      hearers.push(hearer);
      let rest; // what was read of a message whose number has not come whole yet
      const hear = number => {
        heard += 1;
        hearer.count += 1;
        hearer.sum += number;
        hearer.order = (Math.imul(hearer.order, 31) + number) | 0;
        hearer.numbers?.push(number);
      };
      socket.once('error', reject).once('connect', () => subscribe(socket));
      socket.once('data', bytes => {
        checkWelcome(bytes);
        resolve();
      });
      socket.on('data', read => {
        bytesHeard += read.length;
        const bytes = rest ? Buffer.concat([rest, read]) : read;
        rest = undefined;
        let at = bytes.indexOf(mark);
        for (; at >= 0; at = bytes.indexOf(mark, at)) {
          let number = 0;
          let end = at + mark.length;
          for (; bytes[end] >= 48 && bytes[end] <= 57; end++) number = number * 10 + bytes[end] - 48;
          if (end === bytes.length) break;
          hear(number);
          at = end;
        }
        if (at >= 0) rest = bytes.subarray(at);
        else if (bytes[bytes.length - 1] === mark[0]) rest = bytes.subarray(-1);
      });
    });
  return {
    get heard() {
      return heard;
    },
    get bytesHeard() {
      return bytesHeard;
    },
    get size() {
      return sockets.length;
    },
    /** Begins to listen anew, for what is published from now on. */
    listen() {
      for (const hearer of hearers) Object.assign(hearer, { count: 0, sum: 0, order: 0, ...(hearer.numbers && { numbers: [] }) });
    },
    /** What was not heard, or heard twice, or in another order: a sentence; `undefined` when all was well. */
    fault(numbers) {
      const [first] = hearers;
      const told = new Set(first.numbers);
      const missing = numbers.filter(number => !told.has(number));
      if (missing.length > 0 || first.count !== numbers.length) return `${missing.length} lost, ${first.count} heard of ${numbers.length}`;
      const others = hearers.filter(({ count, sum }) => count !== first.count || sum !== first.sum);
      if (others.length > 0) return `${others.length} subscribers did not hear everything once`;
      const disordered = keepsOrder ? hearers.filter(({ order }) => order !== first.order) : [];
      return disordered.length === 0 ? undefined : `${disordered.length} subscribers heard it in another order than the first`;
    },
    async grow(to) {
      while (sockets.length < to) await Promise.all(Array.from({ length: Math.min(100, to - sockets.length) }, join));
      await settle(300);
    },
    close: () => sockets.forEach(socket => socket.destroy()),
  };
}

/** Publishes so many messages at a pace and waits until everybody has heard them. Resolves with how long that took beyond the last, in ms. */
async function publishToAll({ name, running, crowd }, count, perSecond) {
  crowd.listen();
  const before = crowd.heard;
  const numbers = await publish(running, count, perSecond);
  const last = performance.now();
  for (const end = last + 60_000; crowd.heard - before < count * crowd.size && performance.now() < end;) await settle(5);
  const behind = performance.now() - last;
  await settle(60);
  const fault = crowd.fault(numbers);
  if (fault) throw new Error(`${name}: ${fault}.`);
  return behind;
}

/** As after a minute and a half of the burst: by then the programs that compile themselves as they run have little left to compile. */
const warmUp = team => publishToAll(team, 18_000, 1000);

/**
 * Microseconds of the server's CPU per message, whoever hears it, at a pace. Counted is what the middle of a burst costs: after the rest in which the
 * others had their turn, programs tidy up and warm up anew, for which they get `lead` seconds.
 */
async function spend(team, { perSecond, seconds, lead = 0 }) {
  const { running, crowd } = team;
  if (lead > 0) await publishToAll(team, perSecond * lead, perSecond);
  const [before, heardBefore, bytesBefore] = [cpuOf(running.pids), crowd.heard, crowd.bytesHeard];
  team.behind = await publishToAll(team, perSecond * seconds, perSecond);
  team.bytes = (crowd.bytesHeard - bytesBefore) / (crowd.heard - heardBefore);
  return ((cpuOf(running.pids) - before) * 1000) / (perSecond * seconds);
}

/** So many hear a message of a team now. */
const hearersOf = ({ running, crowd }) => crowd.size + (running.heardBySenders ? senders : 0);

/** KB of resident memory that a further connection may cost. */
const mostPerConnection = 12;

/** Lets go of a server and its subscribers; safe to call twice. */
function end(team) {
  if (team.ended) return;
  team.ended = true;
  team.crowd.close();
  team.running.stop();
}

async function main() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['-V']).error) {
    console.log('Left out: CPU time is read from /proc and processes are pinned with taskset, which this machine has not.');
    return;
  }
  const [, minutes] = process.argv.map(argument => /^--scale=(\d+(?:\.\d+)?)$/.exec(argument)).find(Boolean) ?? [];
  if (minutes) return runScale({ minutes: Number(minutes), mostPerConnection });
  spawnSync('taskset', ['-a', '-cp', generatorCore, String(process.pid)]);
  const { found, missing } = contenders();
  for (const reason of missing) console.log(`Left out: ${reason}.`);
  const teams = [];
  try {
    for (const { name, version, goals, start } of found) {
      const running = await start();
      const crowd = createCrowd(running);
      const team = { name, version, goals, running, crowd };
      teams.push(team);
      await settle(200);
      await crowd.grow(1);
      await warmUp(team);
    }
    const [ours, ...peers] = teams;
    // What further connections cost, once every program has its working size.
    const memory = async (team, more = 1000) => {
      const before = residentOf(team.running.pids);
      const size = team.crowd.size;
      await team.crowd.grow(size + more);
      await settle(500);
      return (residentOf(team.running.pids) - before) / (team.crowd.size - size);
    };
    const figure = (metric, unit, of, runs, goals) =>
      compare({
        bench,
        metric,
        unit,
        better: 'lower',
        runs,
        warmUp: runs > 1,
        ours: () => of(ours),
        peers: peers.map(team => ({
          name: team.name,
          version: team.version,
          measure: () => of(team),
          ...(goals && { goal: team.goals[goals] }),
        })),
      });
    const burst = { perSecond: 200, lead: 2, seconds: 4 };
    const toOne = await figure('burst to one subscriber, 200/s', 'µs CPU per message', team => spend(team, burst), 3);
    for (const team of teams) await team.crowd.grow(1000);
    const perDelivery = 'µs CPU per delivered message';
    const spendEach = pace => async team => (await spend(team, pace)) / hearersOf(team);
    const toAll = await figure('burst to 1,000 subscribers, 200/s', perDelivery, spendEach(burst), 3, 'whole');
    const further = team => {
      const index = teams.indexOf(team);
      return (toAll[index] * hearersOf(team) - toOne[index]) / (team.crowd.size - 1);
    };
    await figure('burst: a further subscriber, the fan-out alone', perDelivery, further, 1, 'alone');
    await figure('burst: bytes that reach a subscriber per message', 'bytes', team => team.bytes, 1);
    await figure('burst: how far behind the last subscriber is at its end', 'ms', team => team.behind, 1);
    await figure('memory of a further connection, the second thousand', 'KB resident', team => memory(team), 1);
    const steady = { perSecond: 10, seconds: 1.5 };
    await figure('steady: 2,000 subscribers, 10/s', perDelivery, spendEach(steady), 3);
    peers.forEach(end);
    let each = 0;
    await compare({
      bench,
      metric: 'memory of a further connection, from 2,000 to 10,000',
      unit: 'KB resident',
      better: 'lower',
      runs: 1,
      warmUp: false,
      ours: async () => (each = await memory(ours, 8000)),
    });
    if (each > mostPerConnection) {
      console.error(`Goal missed: ${each.toFixed(1)} KB for a connection, the goal is ${mostPerConnection}.`);
      process.exitCode = 1;
    }
  } finally {
    teams.forEach(end);
  }
}

await main();
process.exit();
