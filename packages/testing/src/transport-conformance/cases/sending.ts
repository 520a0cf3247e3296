import { settled } from '../scene-reader.js';
import type { ConformanceScene, TransportCase } from '../transport-rig.js';
import { ok, reader, same, sawAll } from './checks.js';

async function send({ rig, environment }: ConformanceScene, command = rig.goodCommand(), commandId = 'kit-1') {
  const result = await settled(environment, 'a command is answered', rig.transport.send(command, commandId));
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** What becomes of commands, and the time. */
export const sendingCases: readonly TransportCase[] = [
  {
    name: 'brings a command to the room and its event to the reader',
    needs: ['send'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      const before = await rig.position();
      const result = await send(scene);
      same(result, { outcome: 'accepted', seq: before.seq + 1 }, 'answer to a good command');
      same((await rig.position()).seq, before.seq + 1, 'place of the log after one command');
      await sawAll(scene, reading, 'after a command');
      reading.leave();
    },
  },
  {
    name: 'carries a command out once, however often it is sent under one id',
    needs: ['send'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      const command = rig.goodCommand();
      const first = await send(scene, command, 'kit-same');
      same(await send(scene, command, 'kit-same'), first, 'answer to the same command again');
      await sawAll(scene, reading, 'after a repeated command');
      reading.leave();
    },
  },
  {
    name: 'tells why the room refused a command',
    needs: ['send'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      if (!rig.badCommand) return;
      const { command, code } = rig.badCommand;
      const before = await rig.position();
      const result = await send(scene, command);
      ok(result.outcome === 'refused', `A bad command was ${result.outcome}.`);
      same(result.code, code, 'code of the refusal');
      ok(result.message.length > 0, 'The refusal has no message.');
      same(await rig.position(), before, 'place of the log after a refusal');
      reading.leave();
    },
  },
  {
    name: 'says "unknown" when no answer came, and the same id is then safe to send again',
    needs: ['send'],
    async run(scene) {
      const { rig } = scene;
      if (!rig.swallowAnswers) return;
      const reading = reader(scene);
      await reading.catchUp();
      const before = await rig.position();
      const command = rig.goodCommand();
      await rig.swallowAnswers(true);
      same((await send(scene, command, 'kit-unknown')).outcome, 'unknown', 'outcome without an answer');
      await rig.swallowAnswers(false);
      same(await send(scene, command, 'kit-unknown'), { outcome: 'accepted', seq: before.seq + 1 }, 'answer to the command sent again');
      same((await rig.position()).seq, before.seq + 1, 'place of the log after both');
      await sawAll(scene, reading, 'after a lost answer');
      reading.leave();
    },
  },
  {
    name: 'says that it cannot send',
    without: 'send',
    async run(scene) {
      const result = await send(scene);
      ok(result.outcome === 'refused', `A way that cannot send answered ${result.outcome}.`);
      same(result.code, 'transport/cannot-send', 'code of the refusal');
    },
  },
  {
    name: 'reads the server’s clock',
    needs: ['serverTime'],
    async run(scene) {
      const { rig, environment } = scene;
      const before = await rig.serverNow!();
      const result = await settled(environment, 'the time is told', rig.transport.serverTime());
      const after = await rig.serverNow!();
      ok(result.status === 'fulfilled' && result.value !== undefined, 'The server’s time was not told.');
      const { serverTime, sentAt, receivedAt } = result.value;
      ok(serverTime >= before && serverTime <= after, `The server’s clock said ${before} to ${after}, the transport ${serverTime}.`);
      ok(
        sentAt <= receivedAt && receivedAt <= environment.monotonic(),
        'The moments of a reading are those of the monotonic clock, in order.',
      );
    },
  },
  {
    name: 'says that it has no clock',
    without: 'serverTime',
    async run({ rig, environment }) {
      const result = await settled(environment, 'the time is asked for', rig.transport.serverTime());
      same(result, { status: 'fulfilled', value: undefined }, 'time of a way without a server');
    },
  },
];
