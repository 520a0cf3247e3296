/**
 * What every bench shares: rounds in which we and the peers take turns, medians, one JSON line per figure. A bench fails only on a
 * ratio below a goal it declares, never on a clock: clocks differ between machines, ratios of one run hardly do.
 *
 *   import { compare, microsecondsPerCall, peerVersion } from './harness.mjs';
 *   await compare({
 *     bench: 'sku', metric: 'all values of 2,048 variants', unit: 'µs', better: 'lower',
 *     ours: () => microsecondsPerCall(() => matrix.values(selection)),
 *     peers: [{ name: 'somebody', version: peerVersion('somebody'), goal: 10, measure: () => microsecondsPerCall(() => theirs(selection)) }],
 *   });
 */
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} version
 * @property {() => number | Promise<number>} measure one value, in the figure's unit
 * @property {number} [goal] how many times better than this peer we must be; absent means the ratio only describes
 */

/**
 * @typedef {object} Figure
 * @property {string} bench
 * @property {string} metric
 * @property {string} unit
 * @property {'lower' | 'higher'} better
 * @property {() => number | Promise<number>} ours one value
 * @property {readonly Peer[]} [peers] without any, the figure is printed alone
 * @property {number} [runs] rounds that count, 9 unless told; one more warms up and is thrown away
 * @property {boolean} [warmUp] `false` for what can be measured only once
 */

/**
 * Measures one figure against its peers, prints a JSON line for each and makes the process fail when a goal is missed.
 * `ratio` is how many times better than the peer we are, whatever better means; `min` and `max` are of our own runs.
 * Resolves with the medians: ours, then one for each peer.
 * @param {Figure} figure
 * @param {{ print?: (line: string) => void, fail?: (reason: string) => void }} [out] replaced by tests
 */
export async function compare(
  { bench, metric, unit, better, ours, peers = [], runs = 9, warmUp = true },
  { print = console.log, fail = failRun } = {},
) {
  const contenders = [ours, ...peers.map(peer => peer.measure)];
  const values = await takeTurns(contenders, runs, warmUp);
  const [ourValues] = values;
  const medians = values.map(median);
  const [mine] = medians;
  const common = { runs, min: round(Math.min(...ourValues)), max: round(Math.max(...ourValues)), load: round(loadavg()[0]) };
  const line = (peer, peerVersionText, peerValue, ratio) =>
    print(
      JSON.stringify({
        bench,
        metric,
        unit,
        better,
        ours: round(mine),
        peer,
        peerVersion: peerVersionText,
        peerValue: peerValue === null ? null : round(peerValue),
        ratio: ratio === null ? null : round(ratio),
        ...common,
      }),
    );
  if (peers.length === 0) line(null, null, null, null);
  for (const [index, peer] of peers.entries()) {
    const theirs = medians[index + 1];
    const ratio = better === 'lower' ? theirs / mine : mine / theirs;
    line(peer.name, peer.version, theirs, ratio);
    if (peer.goal !== undefined && !(ratio >= peer.goal))
      fail(`${bench}, ${metric}: ${round(ratio)} times better than ${peer.name}, the goal is ${peer.goal}.`);
  }
  return medians;
}

/** Every contender once per round, each round beginning with the next one, so that a slow moment of the machine hits all. */
async function takeTurns(contenders, runs, warmUp) {
  const values = contenders.map(() => []);
  for (let turn = warmUp ? -1 : 0; turn < runs; turn++) {
    for (let step = 0; step < contenders.length; step++) {
      const index = (step + turn + 1) % contenders.length;
      const value = await contenders[index]();
      if (!Number.isFinite(value)) throw new Error(`A measurement gave ${value}, not a number.`);
      if (turn >= 0) values[index].push(value);
    }
  }
  return values;
}

/** The middle value; of an even number of values the mean of the middle two. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Results go here, so that the engine cannot leave out work whose result nobody reads. */
let sink;

/**
 * How long one call of a synchronous function takes, in microseconds, over as many calls as fill `batchMs` milliseconds.
 * Return something from the function.
 */
export function microsecondsPerCall(call, { batchMs = 50 } = {}) {
  let calls = 1;
  for (;;) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) sink = call(i);
    const spent = performance.now() - started;
    if (spent >= batchMs) return (spent * 1000) / calls;
    // Aim a little beyond the batch; a clock that showed nothing yet means far too few calls.
    calls = Math.ceil(calls * (spent > 1 ? Math.min(100, (batchMs * 1.2) / spent) : 10));
  }
}

/** Reads `sink`; a bench that wants to be sure prints it. */
export const lastResult = () => sink;

/** Version of a package installed in bench/node_modules. */
export function peerVersion(name) {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  if (!existsSync(file)) throw new Error(`"${name}" is not installed: add it with "npm i -E -D ${name}@VERSION" inside bench/.`);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** Four digits that count: enough to compare, short enough to read. */
function round(value) {
  return Number(value.toPrecision(4));
}

function failRun(reason) {
  console.error(`Goal missed: ${reason}`);
  process.exitCode = 1;
}
