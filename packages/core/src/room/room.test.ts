import { expect } from 'chai';
import type { ShowCommand } from '../show/commands.js';
import { createMemoryLog, type MemoryLog } from './memory-log.js';
import {
  ann,
  bob,
  codeOf,
  createGatedLog,
  createRig,
  feature,
  list,
  nextTurn,
  noon,
  post,
  producer,
  react,
  schedule,
  start,
  watch,
} from './testing/rig.js';

describe('room: commands', () => {
  it('answers with the place a command took, and numbers without holes', async () => {
    const { send, room } = await createRig();
    expect(await send(list('lamp'))).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect(await send(feature('lamp'))).to.deep.equal({ outcome: 'accepted', seq: 4 });
    expect(await send(feature('lamp')), 'what is so already takes no place').to.deep.equal({ outcome: 'accepted', seq: 4 });
    expect(room.position).to.deep.equal({ epoch: 'one', seq: 4 });
  });

  it('refuses by role, by shape and by state, and leaves everything as it was', async () => {
    const { send, room } = await createRig();
    const before = room.state({ role: 'producer' });
    expect(codeOf(await send({ type: 'end-show', data: {} }, ann))).to.equal('show/not-allowed');
    expect(codeOf(await send({ type: 'no-such-thing', data: {} }))).to.equal('show/bad-command');
    expect(codeOf(await send('nonsense'))).to.equal('show/bad-command');
    expect(codeOf(await send(feature('nothing')))).to.equal('show/unknown-product');
    expect(codeOf(await send(list('lamp'), producer, 'not an id'))).to.equal('show/bad-command');
    expect(room.state({ role: 'producer' })).to.deep.equal(before);
  });

  it('lets commands of one moment see each other, and writes them in one append', async () => {
    const log = createGatedLog();
    const { send } = await createRig({ log });
    log.appends.length = 0;
    const answers = await Promise.all([send(list('lamp')), send(feature('lamp')), send(feature('sofa')), send(list('lamp'))]);
    expect(answers.map(codeOf)).to.deep.equal(['accepted', 'accepted', 'show/unknown-product', 'show/already-exists']);
    expect(log.appends).to.deep.equal([2]);
  });

  it('gathers what comes while an append is under way into the next', async () => {
    const log = createGatedLog();
    const { send, room } = await createRig({ log });
    log.appends.length = 0;
    log.hold();
    const first = send(list('p0'));
    await Promise.resolve();
    const rest = Array.from({ length: 150 }, (_, i) => send(list(`p${i + 1}`)));
    await Promise.resolve();
    expect(room.position.seq).to.equal(2);
    log.release();
    await Promise.all([first, ...rest]);
    expect(log.appends[0]! + log.appends[1]!).to.equal(151);
    expect(log.appends).to.have.length.at.most(2);
  });

  it('gathers as long as the log is not ready, and appends it all at once', async () => {
    const plain = createGatedLog();
    let letIn: (() => void) | undefined;
    const { send } = await createRig({ log: plain });
    const second = await createRig({ log: { ...plain, ready: () => new Promise<void>(resolve => (letIn = resolve)) } }, []);
    plain.appends.length = 0;
    const early = send(list('early'), producer, 'early', second.room);
    await nextTurn();
    const late = send(list('late'), producer, 'late', second.room);
    await nextTurn();
    expect(plain.appends, 'nothing is written yet').to.deep.equal([]);
    letIn?.();
    expect(await Promise.all([early, late])).to.deep.equal([
      { outcome: 'accepted', seq: 3 },
      { outcome: 'accepted', seq: 4 },
    ]);
    expect(plain.appends).to.deep.equal([2]);
  });

  it('lets nobody hear of anything before it is written', async () => {
    const log = createGatedLog();
    const { send, room } = await createRig({ log });
    const viewer = watch(room);
    log.hold();
    const answer = send(list('lamp'));
    await nextTurn();
    expect(viewer.types()).to.deep.equal([]);
    expect(room.state({ role: 'producer' }).products).to.deep.equal([]);
    log.release();
    await answer;
    expect(viewer.types()).to.deep.equal(['product-listed']);
  });

  it('never runs its time backwards, whatever the clock does', async () => {
    const { send, log, advance } = await createRig();
    advance(-3_600_000);
    await send(list('lamp'));
    advance(7_200_000);
    await send(list('sofa'));
    const times = (log as MemoryLog).records.map(({ event }) => event.at);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    expect(times.at(-1)).to.equal(noon + 3_600_000);
  });

  it('refuses everything once it is closed, after finishing what was under way', async () => {
    const { send, room, log } = await createRig();
    const last = send(list('lamp'));
    const closing = room.close();
    expect(codeOf(await send(list('sofa')))).to.equal('room/closed');
    await closing;
    expect(await last).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect((log as MemoryLog).records).to.have.length(3);
    expect(() => watch(room))
      .to.throw()
      .with.property('code', 'room/closed');
  });
});

describe('room: repeated commands', () => {
  it('answers as the first time and does nothing twice', async () => {
    const { send, room } = await createRig();
    const first = await send(post('m1'), ann, 'once');
    await send(post('m2'), ann);
    expect(await send(post('m1'), ann, 'once')).to.deep.equal(first);
    expect(room.position.seq).to.equal(4);
  });

  it('gives one answer to repeats that overtake the write', async () => {
    const log = createGatedLog();
    const { send, room } = await createRig({ log });
    log.hold();
    const both = [send(post('m1'), ann, 'once'), send(post('m1'), ann, 'once')];
    log.release();
    const [first, second] = await Promise.all(both);
    expect(first).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect(second).to.deep.equal(first);
    expect(room.position.seq).to.equal(3);
  });

  it('keeps the ids of different people apart', async () => {
    const { send, room } = await createRig();
    await send(post('m1'), ann, 'same');
    await send(post('m2'), bob, 'same');
    expect(room.state({ role: 'viewer' }).messages.map(message => message.messageId)).to.deep.equal(['m1', 'm2']);
  });

  it('knows them again after a restart, with and without a snapshot', async () => {
    for (const snapshotEvery of [1, 1000]) {
      const { send, room, open } = await createRig({ snapshotEvery });
      const first = await send(post('m1'), ann, 'once');
      const refused = await send(post('m1'), bob, 'clash');
      await room.close();
      const again = await open();
      expect(await send(post('m1'), ann, 'once', again)).to.deep.equal(first);
      expect(codeOf(await send(post('m1'), bob, 'clash', again))).to.equal(codeOf(refused));
      expect(again.position.seq).to.equal(3);
    }
  });

  it('forgets by count and by age', async () => {
    const { send, room, advance } = await createRig({ limits: { remembered: 2, rememberedFor: 1000 } });
    await send(feature('lamp')); // refused, remembered
    await send(list('lamp'), producer, 'list');
    const unfeature: ShowCommand = { type: 'unfeature-product', data: { productId: 'lamp' } };
    await send(feature('lamp'), producer, 'on');
    await send(unfeature, producer, 'off');
    await send(feature('lamp'), producer, 'on');
    expect(room.state({ role: 'viewer' }).featured, 'still remembered: no second effect').to.deep.equal([]);
    advance(1001);
    await send(feature('lamp'), producer, 'on');
    expect(room.state({ role: 'viewer' }).featured).to.have.length(1);
  });

  it('does not remember a refusal that passes', async () => {
    const { send, advance } = await createRig({ limits: { viewer: { messages: { burst: 1, perSecond: 1 } } } });
    await send(post('m1'), ann);
    const refused = await send(post('m2'), ann, 'later');
    expect(refused).to.include({ outcome: 'refused', code: 'room/limit-reached', retryAfter: 1000 });
    advance(1000);
    expect(codeOf(await send(post('m2'), ann, 'later'))).to.equal('accepted');
  });
});

describe('room: a log that fails', () => {
  it('refuses the commands of the append, stays as it was, and decides anew what waited behind them', async () => {
    const log = createGatedLog();
    const { send, room, problems } = await createRig({ log });
    const viewer = watch(room);
    log.hold();
    const lost = [send(list('lamp')), send(feature('lamp'))];
    await nextTurn();
    const behind = [send(feature('lamp')), send(list('sofa'))];
    log.failNext('lost');
    log.release();
    expect((await Promise.all(lost)).map(codeOf)).to.deep.equal(['room/log-failed', 'room/log-failed']);
    expect((await Promise.all(behind)).map(codeOf)).to.deep.equal(['show/unknown-product', 'accepted']);
    expect(room.state({ role: 'viewer' }).products.map(product => product.productId)).to.deep.equal(['sofa']);
    expect(viewer.types()).to.deep.equal(['product-listed']);
    expect(problems).to.have.length(1);
    expect(codeOf(await send(list('lamp')))).to.equal('accepted');
  });

  it('takes in what was written although the append failed', async () => {
    const log = createGatedLog();
    const { send, room } = await createRig({ log });
    const viewer = watch(room);
    log.failNext('written');
    expect(await send(list('lamp'), producer, 'once')).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect(viewer.types()).to.deep.equal(['product-listed']);
    expect(await send(list('lamp'), producer, 'once')).to.deep.equal({ outcome: 'accepted', seq: 3 });
  });

  it('writes nothing while it cannot learn what became of an append, and has no effect twice afterwards', async () => {
    const log = createGatedLog();
    const mute: ShowCommand = { type: 'mute-viewer', data: { viewerId: 'bob' } }; // says the same again, however often it is decided
    const { send, room } = await createRig({ log });
    log.failNext('written');
    log.setUnreadable(true);
    expect(codeOf(await send(mute, producer, 'once'))).to.equal('room/log-failed');
    expect(codeOf(await send(list('sofa')))).to.equal('room/log-failed');
    expect(room.position.seq).to.equal(2);
    log.setUnreadable(false);
    const repeated = await send(mute, producer, 'once');
    expect(repeated).to.deep.equal({ outcome: 'accepted', seq: 3 });
    expect(log.records).to.have.length(3);
  });

  it('stops when another room writes to its log', async () => {
    const log = createMemoryLog({ epoch: 'one' });
    const { send, open, problems } = await createRig({ log });
    const other = await open();
    await send(list('lamp'), producer, 'theirs', other);
    expect(codeOf(await send(list('sofa')))).to.equal('room/log-failed');
    expect(problems.map(problem => (problem as { code?: string }).code)).to.include('show/bad-log');
    expect(log.records.map(({ event }) => event.seq)).to.deep.equal([1, 2, 3]);
  });
});

describe('room: counts and time', () => {
  it('sums reactions and counts viewers on the tick, without a place in the log', async () => {
    const { send, room } = await createRig();
    const viewer = watch(room);
    watch(room, 'host');
    await send(react(3), ann);
    await send(react(), bob);
    room.tick({ elsewhere: 40 });
    const last = viewer.items.at(-1)!;
    expect(last.type === 'frame' && last.frame).to.deep.include({ after: 2, upTo: 2, events: [] });
    const counts = last.type === 'frame' ? (last.frame.ephemeral ?? []) : [];
    expect(counts.map(({ type, data }) => ({ type, data }))).to.deep.equal([
      { type: 'reactions-counted', data: { reactions: { heart: 4 } } },
      { type: 'viewers-counted', data: { viewers: 41 } },
    ]);
    expect(room.state({ role: 'viewer' }).viewers.count).to.equal(41);
    expect(room.position.seq).to.equal(2);
    const received = viewer.items.length;
    room.tick({ elsewhere: 40 });
    expect(viewer.items, 'nothing new, nothing sent').to.have.length(received);
  });

  it('counts nothing before a show is scheduled', async () => {
    const { room, send } = await createRig({}, []);
    const viewer = watch(room);
    expect(codeOf(await send(react(), ann))).to.equal('show/wrong-phase');
    room.tick();
    expect(viewer.items).to.have.length(1);
  });

  it('closes polls and draws when their time is over', async () => {
    const { send, room, advance } = await createRig();
    const choices = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ];
    await send({ type: 'open-poll', data: { pollId: 'p', question: 'Which?', choices, endsAt: noon + 5000 } });
    await send({ type: 'open-draw', data: { drawId: 'd', prize: 'Lamp', commitment: 'a'.repeat(64), winners: 1, endsAt: noon + 5000 } });
    await send({ type: 'vote', data: { pollId: 'p', choiceId: 'b' } }, ann);
    const viewer = watch(room);
    advance(4999);
    room.tick();
    advance(1);
    room.tick();
    room.tick();
    await send(post('m1'), ann);
    expect(viewer.types()).to.deep.equal(['poll-closed', 'draw-entries-closed', 'message-posted']);
  });

  it('sells an offer out when the orders of the shop have taken its units', async () => {
    const { send, room } = await createRig({}, [schedule, start, list('lamp'), list('sofa')]);
    const price = { minor: 900, currency: 'EUR' };
    const offer = { offerId: 'o', productId: 'lamp', variantIds: ['red', 'blue'], price, seconds: 60, quantity: 3 };
    await send({ type: 'open-offer', data: offer });
    const order = (...lines: { productId?: string; variantId: string; quantity: number }[]) =>
      send({ type: 'record-order', data: { lines } }, { ...producer, role: 'system' });
    await order({ productId: 'lamp', variantId: 'red', quantity: 2 }, { productId: 'lamp', variantId: 'green', quantity: 9 });
    await order({ productId: 'sofa', variantId: 'blue', quantity: 9 });
    expect(room.state({ role: 'viewer' }).offers[0])
      .to.deep.include({ sold: 2 })
      .and.not.have.property('soldOutAt');
    await order({ variantId: 'blue', quantity: 1 });
    expect(room.state({ role: 'viewer' }).offers[0]).to.deep.include({ sold: 3, soldOutAt: noon });
  });
});
