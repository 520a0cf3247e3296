/**
 * `npm run chaos -- cuts [--cuts=10000]`: the room server behind a proxy that cuts answers anywhere, lets them end early or fall silent, and loses,
 * repeats and swaps events; now and then the server restarts or its log is gone. In the end, and at stops on the way, every reader's state is the server's.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { evolve, parseState } from '@shopcast/core';
import { pollTransport } from '@shopcast/live/transports/poll';
import { sseTransport } from '@shopcast/live/transports/sse';
import { createTestEnvironment, seededRandom } from '@shopcast/testing';
import { HostedTestShow } from '../room-test-server.mjs';

const plain = value => JSON.parse(JSON.stringify(value));
/** Counts travel beside the log. */
const told = ({ viewers: _viewers, reactions: _reactions, at: _at, ...rest }) => plain(rest);

/** Reads a transport as strictly as its contract allows, and folds what comes. */
function follow(transport) {
  const reader = { position: undefined, state: undefined, items: 0, problem: undefined };
  const read = async () => {
    for await (const item of transport.connect()) {
      reader.items += 1;
      const { position } = reader;
      if (item.type === 'snapshot') {
        const { epoch, seq, state } = item.snapshot;
        if (position?.epoch === epoch && seq <= position.seq) throw new Error(`A snapshot of place ${seq} at place ${position.seq}.`);
        reader.state = parseState(plain(state));
        reader.position = { epoch, seq };
      } else {
        const { epoch, after, upTo, events } = item.frame;
        if (position?.epoch !== epoch || position.seq !== after) throw new Error(`A frame from ${after} on at place ${position?.seq}.`);
        reader.state = events.reduce(evolve, reader.state);
        reader.position = { epoch, seq: upTo };
      }
    }
  };
  read().catch(error => (reader.problem = error));
  return reader;
}

/** Cuts one way so many times; resolves with the figures, rejects when a reader does not end where the server is. */
export async function runCuts(way, { cuts, readers = 6, seed = 20261121 }) {
  const random = seededRandom(seed);
  const show = await HostedTestShow.open('cuts');
  const base = await show.proxy.listen();
  const environment = createTestEnvironment({ seed });
  const create = way === 'sse' ? sseTransport : pollTransport;
  const transports = Array.from({ length: readers }, () =>
    create({ base, showId: 'cuts', environment, ...(way === 'sse' ? { silence: 20_000 } : { interval: 500 }) }),
  );
  const following = transports.map(follow);
  const weather = {
    answer() {
      const chance = random();
      if (chance > 0.5) return undefined;
      const how = chance < 0.02 ? 'stall' : chance < 0.25 ? 'end' : 'reset';
      return { how, after: Math.floor(random() ** 2 * 6000) };
    },
    event() {
      const chance = random();
      return chance < 0.05 ? 'lose' : chance < 0.1 ? 'repeat' : chance < 0.15 ? 'swap' : undefined;
    },
  };
  const turn = async ms => {
    environment.clock.advance(ms);
    show.pass(ms);
    await new Promise(resolve => setImmediate(resolve));
    const broken = following.find(({ problem }) => problem);
    if (broken) throw broken.problem;
  };
  const figures = { way, cuts: 0, readers, events: 0, items: 0, restarts: 0, logsLost: 0, compared: 0 };
  const compareAll = async () => {
    show.proxy.weather = {};
    show.proxy.cut();
    await show.append(1);
    const target = show.room.position;
    const end = performance.now() + 30_000;
    while (!following.every(({ position }) => position?.epoch === target.epoch && position.seq === target.seq)) {
      if (performance.now() > end) throw new Error(`${way}, seed ${seed}: not everybody reached ${target.seq} of ${target.epoch}.`);
      await turn(100);
    }
    const wanted = told(show.room.state({ role: 'viewer' }));
    for (const { state } of following) {
      try {
        deepStrictEqual(told(state), wanted);
      } catch (cause) {
        const at = `place ${target.seq} (the room is at ${show.room.position.seq})`;
        throw new Error(`${way}, seed ${seed}: a state differs at ${at}. ${cause.message}`, { cause });
      }
    }
    figures.compared += readers;
    show.proxy.weather = weather;
  };

  try {
    show.proxy.weather = weather;
    let compareAt = 0;
    while (show.proxy.broken < cuts) {
      if (show.proxy.broken >= compareAt) {
        compareAt = show.proxy.broken + Math.max(100, cuts / 20);
        await compareAll();
      }
      if (random() < 0.3) {
        const count = 1 + Math.floor(random() * 3);
        await show.append(count);
        figures.events += count;
      }
      if (random() < 0.2) show.proxy.cut();
      const chance = random();
      if (chance < 0.0015) {
        await show.control('restart');
        figures.restarts += 1;
      } else if (chance < 0.002) {
        await show.control('loseLog');
        figures.logsLost += 1;
      }
      await turn(random() * 500);
    }
    await compareAll();
    return { ...figures, cuts: show.proxy.broken, items: following.reduce((sum, { items }) => sum + items, 0) };
  } finally {
    for (const transport of transports) transport.dispose();
    await show.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const cuts = Number(/^--cuts=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? 10_000);
  for (const way of ['sse', 'poll']) console.log(JSON.stringify({ chaos: 'cuts', ...(await runCuts(way, { cuts })), statesThatDiffer: 0 }));
}
