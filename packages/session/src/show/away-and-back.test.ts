import { encodeInStream, type Author, type InStreamPart, type ShowCommand } from '@shopcast/core';
import { mergeTransports, type LiveTransport } from '@shopcast/live';
import { fileTransport } from '@shopcast/live/transports/file';
import { inStreamTransport } from '@shopcast/live/transports/in-stream';
import { pollTransport } from '@shopcast/live/transports/poll';
import { sseTransport } from '@shopcast/live/transports/sse';
import { browserTabHost, tabsTransport } from '@shopcast/live/transports/tabs';
import { createRoomSide } from '@shopcast/testing';
import { expect } from 'chai';
import { createDevice, type Device } from './testing/device.js';
import { createShowSession } from './show-session.js';

/** A show, as this way carries it. */
interface World {
  /** The network, for devices. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly viewer: Author;
  open(device: Device): LiveTransport;
  /** So many things happen in the show. */
  append(count: number): Promise<void>;
  /** The tab with the room closes, where it is in a tab; else the log is gone, where that can be. */
  upset?(): Promise<void>;
  close(): Promise<void>;
}

const hour = 3_600_000;
/** Ms without a word, or an answer, on a device whose time runs fast: a real answer takes long. */
const silence = 30_000;
const manifest = { showId: 'away', title: 'Away', startsAt: 1, streams: [], transports: [] };
const announce = (n: number): ShowCommand => ({ type: 'announce', data: { announcementId: `n${n}`, text: `Number ${n}` } });
const visitor: Author = { viewerId: 'kit', name: 'Kit', role: 'viewer' };

/** The room server itself: in Node of this process, in browsers beside the test runner. */
async function openServer(): Promise<{ readonly url: string; readonly close: () => void }> {
  if ('window' in globalThis) return { url: await (await fetch('/__room-test-server')).text(), close: () => undefined };
  const path = new URL('../../../server/test/room-test-server.mjs', import.meta.url).href;
  return ((await import(path)) as { startRoomTestServer: typeof openServer }).startRoomTestServer();
}

type HttpOptions = Parameters<typeof sseTransport>[0];

function overHttp(create: (options: HttpOptions) => LiveTransport) {
  return async (): Promise<World> => {
    const server = await openServer();
    const act = async (path: string) => (await fetch(`${server.url}/control/${path}`, { method: 'POST' })).json() as Promise<unknown>;
    const { showId, token } = (await act('new')) as { readonly showId: string; readonly token: string };
    return {
      fetch: (url, init) => fetch(url, init),
      viewer: visitor,
      open: ({ environment }) => create({ base: server.url, showId, token, timeout: silence, environment }),
      append: async count => void (await act(`${showId}/append?n=${count}`)),
      upset: async () => void (await act(`${showId}/loseLog`)),
      async close() {
        await act(`${showId}/close`);
        server.close();
      },
    };
  };
}

/** The same text whatever the order of the fields: a parsed snapshot has another than a state that grew. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;

let tabShows = 0;

async function inTabs(): Promise<World> {
  const showId = `away-${performance.now()}-${tabShows++}`;
  const producer: Author = { viewerId: 'host', name: 'Host', role: 'producer' };
  let console = tabsTransport({ showId, author: producer });
  let made = 0;
  const run = async (command: ShowCommand) => {
    const answer = await console.send(command, `run-${++made}`);
    if (answer.outcome !== 'accepted') throw new Error(`${command.type}: ${answer.message}`);
  };
  await run({ type: 'schedule-show', data: { showId, title: 'Tabs', startsAt: 0, streams: [] } });
  await run({ type: 'start-show', data: {} });
  return {
    fetch: () => Promise.reject(new TypeError('There is no network between tabs.')),
    viewer: visitor,
    open(device) {
      const host = browserTabHost();
      return tabsTransport({
        showId,
        author: visitor,
        environment: device.environment,
        host: { ...host, openChannel: (name, receive) => host.openChannel(name, message => device.deliver(() => receive(message))) },
      });
    },
    async append(count) {
      for (let index = 0; index < count; index++) await run(announce(++made));
    },
    async upset() {
      const old = console;
      console = tabsTransport({ showId, author: producer });
      old.dispose();
      await run(announce(++made));
    },
    close: () => Promise.resolve(console.dispose()),
  };
}

/** A stream whose playlist holds the newest six messages; every fourth is a snapshot. */
async function inStream(): Promise<World> {
  const side = await createRoomSide();
  const everybody = { role: 'viewer' } as const;
  const playlist: (readonly InStreamPart[])[] = [];
  let written = 0;
  const write = async () => {
    if (playlist.length % 4 === 0) playlist.push(encodeInStream(side.room.room.catchUp(everybody), 300));
    const frame = await side.room.room.read(written, 1000, everybody);
    written = frame.upTo;
    playlist.push(encodeInStream({ type: 'frame', frame }, 60));
  };
  await write();
  return {
    fetch: () => Promise.reject(new TypeError('The player reads the stream.')),
    viewer: { viewerId: 'anonymous', name: '', role: 'viewer' },
    open: device =>
      inStreamTransport({
        environment: device.environment,
        source: {
          onParts(listener) {
            let cancel = () => undefined as void;
            const load = () => {
              cancel = device.environment.after(2000, load);
              if (!device.isAway) listener(playlist.slice(-6).flat());
            };
            load();
            return () => cancel();
          },
        },
      }),
    async append(count) {
      for (let index = 0; index < count; index++) {
        await side.append(1);
        await write();
      }
    },
    async upset() {
      await side.replace();
      written = 0;
      await write();
    },
    close: () => side.room.close(),
  };
}

/** A recording: it does not grow while it is watched. */
async function fromFile(): Promise<World> {
  const side = await createRoomSide();
  await side.append(1200);
  const { epoch, records } = side.room.log;
  const lines = [{ log: 'shopcast', version: 1, epoch, showId: 'test' }, ...records.map(({ event }) => event)];
  const text = lines.map(line => JSON.stringify(line)).join('\n');
  return {
    fetch: () => Promise.resolve(new Response(text)),
    viewer: visitor,
    open: ({ environment }) => fileTransport({ url: 'https://log.example/log.jsonl', environment }),
    append: () => Promise.resolve(),
    close: () => side.room.close(),
  };
}

const ways: Readonly<Record<string, () => Promise<World>>> = {
  sse: overHttp(options => sseTransport({ ...options, silence })),
  poll: overHttp(pollTransport),
  'sse and poll at once': overHttp(options =>
    mergeTransports([sseTransport({ ...options, silence }), pollTransport(options)], { environment: options.environment! }),
  ),
  tabs: inTabs,
  'in-stream': inStream,
  file: fromFile,
};

describe('a viewer who was cut off, suspended and reloaded', function () {
  this.timeout(90_000);

  for (const [name, create] of Object.entries(ways))
    it(`ends with the same state as one who never left, by ${name}`, async () => {
      const world = await create();
      const devices = [createDevice(world.fetch), createDevice(world.fetch)] as const;
      const join = (device: Device) => {
        const { environment } = device;
        return createShowSession({ manifest, transports: [world.open(device)], environment, viewer: world.viewer });
      };
      /** Time goes by on both devices until the wish comes true. */
      const passUntil = async (wish: () => boolean, what: string) => {
        for (const end = performance.now() + 20_000; !wish() && performance.now() < end;) {
          for (const one of devices) if (!one.isAsleep) one.environment.clock.advance(100);
          await new Promise(resolve => setTimeout(resolve));
        }
        expect(wish(), what).to.equal(true);
      };
      const during = async (act: Promise<void> | undefined) => {
        let done = false;
        const acting = Promise.resolve(act).finally(() => (done = true));
        await passUntil(() => done, 'done');
        await acting;
      };
      const [, device] = devices;
      const steady = join(devices[0]);
      let away = join(device);
      const seen = ($state: typeof steady.$show) => JSON.stringify({ ...$state.get(), viewers: 0, reactions: {} }, inOrder);
      const isLive = (session: typeof steady) => session.$truth.get().phase === 'live';
      const areEqual = () => isLive(steady) && seen(away.$truth) === seen(steady.$truth);

      await passUntil(() => isLive(steady) && isLive(away), 'both are in the show');
      device.goOffline();
      await during(world.append(3));
      device.goOnline();
      await passUntil(areEqual, 'equal after a cut');
      const cutOff = seen(away.$truth);

      // An hour of sleep, in which more happens than a segment or a playlist holds.
      const message = { type: 'post-message', data: { messageId: 'mine', text: 'Hello' } } as const;
      const sending = away.$connection.get().canSend ? away.send(message) : undefined;
      if (sending) await passUntil(() => steady.$truth.get().messages.length === 1, 'the message has arrived');
      device.fallAsleep();
      await during(world.append(25));
      await during(world.upset?.());
      device.wakeUp(hour);
      await during(world.append(2));
      await passUntil(areEqual, 'equal after sleep');

      // Reloaded while cut off, and cut off again while joining.
      device.goOffline();
      away.dispose();
      await during(world.append(2));
      away = join(device);
      device.goOnline();
      await Promise.resolve();
      device.goOffline();
      await during(world.append(1));
      device.goOnline();
      await passUntil(areEqual, 'equal after a reload');
      await during(world.append(1));
      await passUntil(areEqual, 'equal in what comes then');
      expect(seen(away.$show), 'what is shown').to.equal(seen(steady.$show));
      if (name !== 'file') expect(seen(away.$truth), 'something has happened meanwhile').to.not.equal(cutOff);

      for (const session of [steady, away]) session.dispose();
      await new Promise(resolve => setTimeout(resolve));
      for (const { environment } of devices) expect(environment.clock.pending(), 'timers left behind').to.equal(0);
      await world.close();
    });
});
