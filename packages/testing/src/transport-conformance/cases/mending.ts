import { seededRandom } from '../../test-environment/test-environment.js';
import { until } from '../scene-reader.js';
import type { ConformanceScene, TransportCase } from '../transport-rig.js';
import { ok, reader, same, sawAll } from './checks.js';

/** Ms of the device between attempts to connect while the line is refused, with chance standing at `random`. */
async function delays({ rig, environment }: ConformanceScene, random: number, attempts: number): Promise<number[]> {
  environment.setRandom(() => random);
  const reading = reader({ rig, environment });
  await reading.catchUp();
  const before = await rig.attempts!();
  await rig.refuse!(attempts);
  const times: number[] = [];
  const lastWait = () => (times.at(-1) ?? 0) - (times.at(-2) ?? 0);
  await until(
    environment,
    `${attempts} attempts were made`,
    async () => {
      const made = (await rig.attempts!()) - before;
      while (times.length < made) times.push(environment.monotonic());
      return made >= attempts;
    },
    () => Math.min(400, Math.max(25, lastWait() / 20)), // long waits need no fine clock
  );
  await reading.catchUp();
  reading.leave();
  return times.slice(1, attempts).map((time, index) => time - times[index]!);
}

/** The device's time runs on, in ms, while a real server thinks about its answer. */
const slack = 1000;

/** What happens when lines break, things get lost, or a log is lost. */
export const mendingCases: readonly TransportCase[] = [
  {
    name: 'goes on after any cut without loss, repetition or disorder',
    needs: ['live', 'cuts'],
    async run(scene) {
      const { rig, environment } = scene;
      const random = seededRandom(7);
      const reading = reader(scene);
      for (let round = 0; round < 12; round++) {
        await rig.append(1 + Math.floor(random() * 4));
        if (random() < 0.5) await sawAll(scene, reading, `before cut ${round}`);
        await rig.cut!();
        if (random() < 0.5) await rig.append(1);
        if (random() < 0.3) environment.wakeUp();
      }
      await sawAll(scene, reading, 'after the cuts');
      reading.leave();
    },
  },
  {
    name: 'fills a gap before it goes on',
    needs: ['live', 'losses'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      for (const lost of [1, 2, 1]) {
        await rig.lose!(lost);
        for (let frame = 0; frame < lost + 1; frame++) await rig.append(1);
        await sawAll(scene, reading, `after ${lost} frames were lost`);
      }
      reading.leave();
    },
  },
  {
    name: 'takes once what comes twice',
    needs: ['live', 'losses'],
    async run(scene) {
      const { rig } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      await rig.repeat!(3);
      for (let frame = 0; frame < 4; frame++) await rig.append(2);
      await sawAll(scene, reading, 'after repeated frames');
      reading.leave();
    },
  },
  {
    name: 'starts again from a snapshot when the log was lost',
    needs: ['live', 'newLog'],
    async run(scene) {
      const { rig } = scene;
      await rig.append(5);
      const reading = reader(scene);
      await sawAll(scene, reading, 'the old log');
      const { epoch } = await rig.position();
      await rig.loseLog!();
      await rig.append(1);
      await sawAll(scene, reading, 'the new log');
      ok(reading.position?.epoch !== epoch, 'The reader still stands in the old log.');
      const fresh = reading.items.findIndex(item => item.type === 'snapshot' && item.snapshot.epoch !== epoch);
      ok(fresh > 0, 'The new log did not begin with a snapshot.');
      reading.leave();
    },
  },
  {
    name: 'comes back after twice as long each time at most, up to half a minute',
    needs: ['live', 'backOff'],
    async run(scene) {
      const waits = await delays(scene, 0.999, 9);
      ok(waits[0]! >= 50, `The second attempt came after ${waits[0]} ms already.`);
      for (let index = 1; index < waits.length; index++) {
        const [before, wait] = [waits[index - 1]!, waits[index]!];
        ok(
          wait + slack >= Math.min(1.5 * before, 25_000),
          `Attempt ${index + 2} came after ${wait} ms, the one before after ${before}; expected about twice.`,
        );
        ok(wait <= 65_000, `Attempt ${index + 2} came after ${wait} ms; expected a minute at most.`);
      }
      ok(waits.at(-1)! >= 25_000, `The last attempt came after ${waits.at(-1)} ms; by then it waits for about half a minute.`);
    },
  },
  {
    name: 'spreads the moment of coming back over the whole wait',
    needs: ['live', 'backOff'],
    async run(scene) {
      const waits = await delays(scene, 0.25, 7);
      const last = waits.at(-1)!;
      ok(
        last >= 2_000 && last <= 14_000,
        `With chance at 0.25 the seventh attempt came after ${last} ms; expected about a quarter of half a minute.`,
      );
      const eager = await delays(scene, 0, 4);
      // One of them may have been slow for another reason.
      ok(
        eager.toSorted((one, other) => one - other)[1]! < 1500,
        `With chance at 0 attempts came after ${eager.join(', ')} ms; full jitter begins at nothing.`,
      );
    },
  },
  {
    name: 'stays away for as long as it is asked to',
    needs: ['live', 'backOff'],
    async run(scene) {
      const { rig, environment } = scene;
      environment.setRandom(() => 0);
      const reading = reader(scene);
      await reading.catchUp();
      const before = await rig.attempts!();
      await rig.refuse!(1, 7);
      await until(environment, 'it tried once', async () => (await rig.attempts!()) > before);
      const start = environment.monotonic();
      await until(environment, 'it tried again', async () => (await rig.attempts!()) > before + 1);
      const waited = environment.monotonic() - start;
      ok(waited >= 6_500, `It was asked to stay away for 7 s and came back after ${waited} ms.`);
      await sawAll(scene, reading, 'after the wait');
      reading.leave();
    },
  },
  {
    name: 'gives up when its token is refused',
    needs: ['live', 'tokens'],
    async run(scene) {
      const { rig, environment } = scene;
      const reading = reader(scene);
      await reading.catchUp();
      await rig.forbid!();
      await until(environment, 'the reader is told', () => reading.ended);
      same((reading.error as { code?: unknown } | undefined)?.code, 'transport/not-allowed', 'code of the error');
    },
  },
];
