import { evolve, initialShow } from '@shopcast/core';
import { settled, until } from '../scene-reader.js';
import type { TransportCase } from '../transport-rig.js';
import { idsOf, lasting, ok, reader, same, sawAll } from './checks.js';

/** What comes down a sound line, and how reading ends. */
export const readingCases: readonly TransportCase[] = [
  {
    name: 'starts a newcomer with a snapshot',
    async run(scene) {
      await scene.rig.append(3);
      const reading = reader(scene);
      await sawAll(scene, reading, 'a newcomer');
      same(reading.items[0]?.type, 'snapshot', 'the first item');
      reading.leave();
    },
  },
  {
    name: 'brings what happens, in order',
    needs: ['live'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      for (let round = 0; round < 5; round++) await rig.append(round + 1);
      await sawAll(scene, reading, 'after some events');
      same(rig.transport.state, 'open', 'state while reading');
      reading.leave();
    },
  },
  {
    name: 'goes on after the place the reader names, without telling again what it knows',
    async run(scene) {
      const { rig } = scene;
      await rig.append(2);
      const first = reader(scene);
      await sawAll(scene, first, 'the first visit');
      first.leave();
      await rig.append(3);
      const back = reader(scene, { after: first.position!, state: first.state });
      await sawAll(scene, back, 'the second visit');
      ok(
        back.items.every(item => item.type === 'frame'),
        'A reader that came back at once got a snapshot instead of what it missed.',
      );
      same(idsOf(back).length, 3, 'events told to a reader that missed three');
      back.leave();
    },
  },
  {
    name: 'starts a reader of another log with a snapshot',
    async run(scene) {
      await scene.rig.append(2);
      const reading = reader(scene, { after: { epoch: 'a-log-long-gone', seq: 1 } });
      await sawAll(scene, reading, 'a reader of another log');
      same(reading.items[0]?.type, 'snapshot', 'the first item');
      reading.leave();
    },
  },
  {
    name: 'serves two readers, each by itself',
    needs: ['live'],
    async run(scene) {
      const { rig, environment } = scene;
      const one = reader(scene);
      await rig.append(2);
      const two = reader(scene);
      await sawAll(scene, one, 'the first reader');
      await sawAll(scene, two, 'the second reader');
      two.leave();
      await until(environment, 'the reader that left is done', () => two.ended);
      await rig.append(2);
      await sawAll(scene, one, 'the reader that stayed');
      ok(!one.ended, 'A reader ended when another one left.');
      one.leave();
    },
  },
  {
    name: 'stops reading when its signal aborts, and is idle when nobody reads',
    async run(scene) {
      const { rig, environment } = scene;
      same(rig.transport.state, 'idle', 'state before anybody reads');
      const states: string[] = [];
      const stop = rig.transport.onState(state => states.push(state));
      const abort = new AbortController();
      const reading = reader(scene, { signal: abort.signal });
      await sawAll(scene, reading, 'a reader');
      abort.abort();
      await until(environment, 'the aborted reader is done', () => reading.ended);
      same(reading.error, undefined, 'error of an aborted reader');
      await until(environment, 'the transport is idle', () => rig.transport.state === 'idle');
      same(states[0], 'connecting', 'the first state told');
      ok(states.includes('open'), `"open" was never told, only ${states.join(', ')}.`);
      same(states.at(-1), 'idle', 'the last state told');
      stop();
      const never = reader(scene, { signal: AbortSignal.abort() });
      await until(environment, 'a reader with an aborted signal is done', () => never.ended);
      same(never.items.length, 0, 'items of a reader that was aborted before it began');
    },
  },
  {
    name: 'tells the whole log as its history, where it has one',
    async run({ rig, environment }) {
      if (!rig.transport.history) return;
      await rig.append(5);
      const result = await settled(environment, 'the history is told', rig.transport.history());
      if (result.status === 'rejected') throw result.reason;
      const { epoch, events } = result.value;
      same(epoch, (await rig.position()).epoch, 'epoch of the history');
      const places = events.map(({ seq }) => seq);
      same(
        places,
        [...new Set(places)].toSorted((one, other) => one - other),
        'places of the history, each once and in order',
      );
      same(lasting(events.reduce(evolve, initialShow)), lasting(await rig.state()), 'the show as its history tells it');
    },
  },
  {
    name: 'ends readers when the log has ended',
    needs: ['ends'],
    async run(scene) {
      const { rig, environment } = scene;
      await rig.append(2);
      await rig.end!();
      const reading = reader(scene);
      await sawAll(scene, reading, 'a reader of a complete log');
      await until(environment, 'the reader is done', () => reading.ended);
      same(reading.error, undefined, 'error at the end of a log');
    },
  },
  {
    name: 'ends everything when disposed, and leaves no timer behind',
    async run(scene) {
      const { rig, environment } = scene;
      const { transport } = rig;
      const reading = reader(scene);
      await sawAll(scene, reading, 'a reader');
      transport.dispose();
      await until(environment, 'the reader is done', () => reading.ended);
      same(reading.error, undefined, 'error of a reader when the transport is disposed');
      same(transport.state, 'closed', 'state after dispose');
      transport.dispose();
      const late = reader(scene);
      await until(environment, 'a reader that comes too late is told', () => late.ended);
      same((late.error as { code?: unknown } | undefined)?.code, 'transport/disposed', 'code of the error of connect after dispose');
      const calls: (() => Promise<unknown>)[] = [() => transport.send(rig.goodCommand(), 'too-late'), () => transport.serverTime()];
      if (transport.history) calls.push(() => transport.history!());
      for (const call of calls) {
        const result = await settled(environment, 'a call after dispose is answered', call());
        ok(result.status === 'rejected', 'A call after dispose was answered.');
        same((result.reason as { code?: unknown }).code, 'transport/disposed', 'code of the error after dispose');
      }
      await until(environment, 'no timer is left', () => environment.clock.pending() === 0);
    },
  },
];
