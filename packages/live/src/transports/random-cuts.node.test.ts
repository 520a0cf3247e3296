import { evolve, parsePosition, parseState, type LogItem, type LogPosition, type ShowState } from '@shopcast/core';
import { createRoomSide, createTestEnvironment, seededRandom, type RoomSide } from '@shopcast/testing';
import { expect } from 'chai';
import type { LiveTransport } from '../live-transport.js';
import { pollTransport } from './poll/poll.js';
import { sseTransport } from './sse/sse.js';

/** Cuts per way; more with SHOPCAST_CUTS=10000. */
const cuts = Number(process.env['SHOPCAST_CUTS'] ?? 1500);
const seed = Number(process.env['SHOPCAST_SEED'] ?? 20261121);
const segmentSize = 8;
const viewer = { role: 'viewer' } as const;

/** A network that breaks answers anywhere, loses, repeats, garbles and delays them, and caches that hand out what is old. */
function createBadNetwork(side: RoomSide, random: () => number) {
  let calm = false;
  let broken = 0;
  const streams = new Set<() => void>();
  const old: string[] = [];
  const often = (chance: number) => !calm && random() < chance;

  /** Bytes in random pieces, cut off at a random place now and then. */
  const body = (text: string): ReadableStream<Uint8Array> => {
    const bytes = new TextEncoder().encode(text);
    const end = often(0.3) ? Math.floor(random() * bytes.length) : undefined;
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        const next = Math.min(end ?? bytes.length, at + 1 + Math.floor(random() * 400));
        if (next > at) controller.enqueue(bytes.subarray(at, next));
        at = next;
        if (end !== undefined && at >= end) {
          broken++;
          controller.error(new TypeError('cut'));
        } else if (at >= bytes.length) controller.close();
      },
    });
  };

  const events = (after: LogPosition | undefined): ReadableStream<Uint8Array> => {
    let leave = () => {};
    let end = () => {};
    return new ReadableStream({
      start(controller) {
        const write = (text: string) => controller.enqueue(new TextEncoder().encode(text));
        end = () => {
          leave();
          streams.delete(end);
          broken++;
          if (random() < 0.5) write('event: frame\ndata: {"epo');
          if (random() < 0.3) controller.close();
          else controller.error(new TypeError('cut'));
        };
        streams.add(end);
        write('retry: 200\n\n');
        leave = side.room.room.join({
          viewer,
          after,
          receive(item: LogItem) {
            const content = item.type === 'frame' ? item.frame : item.snapshot;
            const text = `event: ${item.type}\ndata: ${JSON.stringify(content)}\n\n`;
            if (often(0.1)) return; // lost on a standing line
            write(text);
            if (often(0.1)) write(text);
            if (often(0.05)) write('event: of-the-future\ndata: ?\n\n: and a comment\n\n');
            if (often(0.03)) write('event: frame\ndata: {"garbled"\n\n');
          },
        });
      },
      cancel() {
        leave();
        streams.delete(end);
      },
    });
  };

  const file = async (path: string): Promise<Response> => {
    const { epoch, seq } = side.room.room.position;
    if (path === 'snapshot.json') {
      const item = side.room.room.catchUp(viewer);
      return new Response(body(JSON.stringify(item.type === 'snapshot' ? item.snapshot : {})));
    }
    if (path === 'head.json') {
      if (old.length > 0 && often(0.2)) return new Response(body(old[Math.floor(random() * old.length)]!));
      const start = Math.floor(seq / segmentSize) * segmentSize;
      const tail = await side.room.room.read(start, segmentSize, viewer);
      const text = JSON.stringify({
        epoch,
        seq,
        at: 1,
        segmentSize,
        tail: { ...tail, upTo: seq },
        snapshot: { url: 'snapshot.json', seq },
      });
      old.push(text);
      if (old.length > 20) old.shift();
      return new Response(body(text));
    }
    const [, of, number] = /^segments\/([^/]+)\/(\d+)\.json$/.exec(path) ?? [];
    if (of !== epoch || Number(number) * segmentSize > seq) return new Response('', { status: 404 });
    return new Response(body(JSON.stringify(await side.room.room.read((Number(number) - 1) * segmentSize, segmentSize, viewer))));
  };

  return {
    get broken() {
      return broken;
    },
    cut: () => streams.forEach(end => end()),
    calmDown: () => void (calm = true),
    async fetch(input: RequestInfo | URL): Promise<Response> {
      const { pathname, searchParams } = new URL(input as string);
      if (often(0.15)) {
        broken++;
        throw new TypeError('no connection');
      }
      if (often(0.1)) return new Response('<html>Bad gateway</html>', { status: random() < 0.5 ? 502 : 200 });
      const path = pathname.replace('/shows/s/', '');
      if (path !== 'events') return file(path);
      try {
        return new Response(events(parsePosition(searchParams.get('after'))), { headers: { 'content-type': 'text/event-stream' } });
      } catch {
        throw new TypeError('no connection'); // between one room and the next
      }
    },
  };
}

type Environment = ReturnType<typeof createTestEnvironment>;

async function survive(create: (environment: Environment) => LiveTransport, wanted: number): Promise<{ broken: number; items: number }> {
  const random = seededRandom(seed);
  const side = await createRoomSide();
  const network = createBadNetwork(side, random);
  const environment = createTestEnvironment({ seed, fetch: input => network.fetch(input) });
  const transport = create(environment);
  let state: ShowState | undefined;
  let position: LogPosition | undefined;
  let items = 0;
  let failure: unknown;
  const read = async () => {
    for await (const item of transport.connect()) {
      items++;
      if (item.type === 'snapshot') {
        const { epoch, seq } = item.snapshot;
        if (position?.epoch === epoch && seq <= position.seq) throw new Error(`A snapshot of ${seq} at place ${position.seq}.`);
        state = parseState(JSON.parse(JSON.stringify(item.snapshot.state)));
        position = { epoch, seq };
      } else {
        const { epoch, after, upTo, events } = item.frame;
        if (position?.epoch !== epoch || position.seq !== after) throw new Error(`A frame from ${after} on at place ${position?.seq}.`);
        state = events.reduce(evolve, state!);
        position = { epoch, seq: upTo };
      }
    }
  };
  void read().catch((error: unknown) => (failure = error));
  const turn = async (ms: number) => {
    environment.clock.advance(ms);
    await new Promise(resolve => setImmediate(resolve));
    if (failure) throw failure as Error;
  };

  for (let step = 0; network.broken < wanted && step < wanted * 40; step++) {
    if (random() < 0.5) await side.append(1 + Math.floor(random() * 3));
    if (random() < 0.4) network.cut();
    if (random() < 0.002) {
      await side.replace();
      network.cut();
    }
    if (random() < 0.05) environment.wakeUp();
    await turn(random() * 400);
  }
  network.calmDown();
  network.cut();
  await side.append(1);
  const target = side.room.room.position;
  for (let step = 0; step < 5000 && !(position?.epoch === target.epoch && position.seq >= target.seq); step++) await turn(100);
  expect(position, `place of the reader, seed ${seed}`).to.deep.equal(target);
  expect(JSON.parse(JSON.stringify(state)), `state of the reader, seed ${seed}`).to.deep.equal(
    JSON.parse(JSON.stringify(side.room.room.state(viewer))),
  );
  transport.dispose();
  await side.room.close();
  return { broken: network.broken, items };
}

describe('random cuts', function () {
  this.timeout(600_000);
  const base = 'http://show.example';
  for (const [name, create] of Object.entries<(environment: Environment) => LiveTransport>({
    sse: environment => sseTransport({ base, showId: 's', environment }),
    poll: environment => pollTransport({ base, showId: 's', environment, interval: 500 }),
  })) {
    it(`${name}: the state equals the room's after ${cuts} cuts`, async () => {
      const { broken, items } = await survive(create, cuts);
      expect(broken).to.be.at.least(cuts);
      expect(items, 'items taken').to.be.greaterThan(cuts / 20);
    });
  }
});
