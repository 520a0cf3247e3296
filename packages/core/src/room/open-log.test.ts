import { expect } from 'chai';
import { createMemoryLog, type MemoryLog } from './memory-log.js';
import type { LogRecord, RoomSnapshot } from './room-log.js';
import { ann, createRig, feature, list, noon, post, producer, schedule, start } from './testing/rig.js';

describe('room: opening a log', () => {
  it('goes on where the log ends, from the log alone and from a snapshot', async () => {
    for (const snapshotEvery of [2, 1000]) {
      const { send, room, open } = await createRig({ snapshotEvery }, [schedule, start, list('lamp'), feature('lamp')]);
      await send(post('m1'), ann);
      const again = await open(); // without closing, as after a crash
      expect(again.state({ role: 'producer' })).to.deep.equal(room.state({ role: 'producer' }));
      expect(await send(list('sofa'), producer, 'next', again)).to.deep.equal({ outcome: 'accepted', seq: 6 });
    }
  });

  it('uses no snapshot of another log or another format, nor a broken one', async () => {
    const log = createMemoryLog({ epoch: 'one' });
    const { room, open, problems } = await createRig({ log, snapshotEvery: 1 });
    await room.close();
    const good = (await log.loadSnapshot!())!;
    const bad: RoomSnapshot[] = [
      { ...good, epoch: 'two', state: {} },
      { ...good, format: 0, state: {} },
      { ...good, state: 'nonsense' },
      { ...good, seq: 1 },
    ];
    for (const snapshot of bad) {
      await log.saveSnapshot!(snapshot);
      expect((await open()).state({ role: 'producer' }).phase).to.equal('live');
    }
    expect(problems).to.have.length(2);
  });

  const damages: [string, (records: readonly LogRecord[]) => LogRecord[]][] = [
    ['a hole', records => records.filter((_, index) => index !== 1)],
    ['a wrong order', records => [...records].reverse()],
    ['a doubled place', records => [records[0]!, ...records]],
    [
      'a count, which has no place in a log',
      records => [...records, { event: { id: 'n', seq: 4, at: noon, type: 'viewers-counted', data: { viewers: 1 } } }],
    ],
    ['a record that cannot be read', records => [records[0]!, { event: { seq: 2, type: 7 } as never }]],
  ];
  for (const [name, damage] of damages) {
    it(`refuses ${name} and changes nothing`, async () => {
      const { log, open } = await createRig({}, [schedule, start, list('lamp')]);
      const records = damage((log as MemoryLog).records);
      const damaged = createMemoryLog({ epoch: 'one', records });
      let problem: unknown;
      await open({ log: damaged }).catch((error: unknown) => (problem = error));
      expect(problem).to.have.property('code', 'show/bad-log');
      expect(damaged.records).to.deep.equal(records);
    });
  }

  it('refuses a log that ends before its snapshot', async () => {
    const { log, room, open } = await createRig({ snapshotEvery: 1 });
    await room.close();
    const memory = log as MemoryLog;
    const cut = createMemoryLog({ epoch: 'one', records: memory.records.slice(0, 1) });
    await cut.saveSnapshot!((await memory.loadSnapshot!())!);
    let problem: unknown;
    await open({ log: cut }).catch((error: unknown) => (problem = error));
    expect(problem).to.have.property('code', 'show/bad-log');
  });
});
