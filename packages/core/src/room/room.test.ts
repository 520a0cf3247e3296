import { expect } from 'chai';
import type { ShowCommand } from '../show/commands.js';
import type { Author, Role } from '../show/events.js';
import type { LogItem } from '../show/log-frame.js';
import type { CommandAnswer } from '../wire/http.js';
import { createLimiter } from './limiter.js';
import { resolveRoomLimits } from './limits.js';
import { createMemoryLog, type MemoryLog } from './memory-log.js';
import { createRoom, type Room, type RoomOptions } from './room.js';
import type { LogRecord, RoomSnapshot } from './room-log.js';

const noon = Date.UTC(2030, 0, 1, 12);
const producer: Author = { viewerId: 'paula', name: 'Paula', role: 'producer' };
const ann: Author = { viewerId: 'ann', name: 'Ann', role: 'viewer' };
const bob: Author = { viewerId: 'bob', name: 'Bob', role: 'viewer' };

const schedule: ShowCommand = {
  type: 'schedule-show',
  data: { showId: 'show', title: 'Show', startsAt: noon, streams: [{ url: 'https://stream.example/a.m3u8', kind: 'live' }] },
};
const start: ShowCommand = { type: 'start-show', data: {} };
const list = (productId: string): ShowCommand => ({ type: 'list-product', data: { productId, listing: { title: productId } } });
const feature = (productId: string): ShowCommand => ({ type: 'feature-product', data: { productId } });
const post = (messageId: string, text = 'Hello'): ShowCommand => ({ type: 'post-message', data: { messageId, text } });
const react = (times?: number): ShowCommand => ({ type: 'react', data: { reaction: 'heart', ...(times !== undefined && { times }) } });

/** All that can happen without the log has happened. */
const nextTurn = () => new Promise(resolve => setTimeout(resolve));

/** A log whose appends wait for `release` or fail on demand. */
function createGatedLog(log: MemoryLog = createMemoryLog({ epoch: 'one' })) {
  const appends: number[] = [];
  let gate: Promise<void> | undefined;
  let open = () => {};
  let failing: 'lost' | 'written' | undefined;
  let unreadable = false;
  return {
    ...log,
    records: log.records,
    appends,
    hold() {
      gate = new Promise(resolve => (open = resolve));
    },
    release() {
      gate = undefined;
      open();
    },
    /** The next append rejects; its records are lost, or written all the same. */
    failNext(how: 'lost' | 'written') {
      failing = how;
    },
    setUnreadable(value: boolean) {
      unreadable = value;
    },
    read(after: number, limit: number) {
      return unreadable ? Promise.reject(new Error('disk gone')) : log.read(after, limit);
    },
    async append(records: readonly LogRecord[]) {
      await gate;
      appends.push(records.length);
      const how = failing;
      failing = undefined;
      if (how !== 'lost') await log.append(records);
      if (how) throw new Error('disk full');
    },
  };
}

async function createRig(options: Partial<RoomOptions> = {}, commands: readonly ShowCommand[] = [schedule, start]) {
  let now = noon;
  let ids = 0;
  const problems: unknown[] = [];
  const log = options.log ?? createMemoryLog({ epoch: 'one' });
  const open = (more: Partial<RoomOptions> = {}) =>
    createRoom({
      showId: 'show',
      log,
      clock: { now: () => now },
      ids: { next: () => `id${++ids}` },
      report: problem => void problems.push(problem),
      ...options,
      ...more,
    });
  const room = await open();
  let sent = 0;
  const send = (command: unknown, by: Author = producer, commandId = `c${++sent}`, to: Room = room, address?: string) =>
    to.submit(command, { by, commandId, address });
  for (const command of commands) await send(command);
  return { room, log, problems, open, send, advance: (ms: number) => (now += ms) };
}

/** Joins and gathers what comes. */
function watch(room: Room, role: Role = 'viewer', viewerId?: string) {
  const items: LogItem[] = [];
  const leave = room.join({ viewer: { role, ...(viewerId !== undefined && { viewerId }) }, receive: item => items.push(item) });
  const types = () => items.flatMap(item => (item.type === 'frame' ? item.frame.events.map(event => event.type) : []));
  return { items, leave, types };
}

const codeOf = (answer: CommandAnswer) => (answer.outcome === 'refused' ? answer.code : answer.outcome);

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

describe('room: limits', () => {
  const one = { burst: 1, perSecond: 1 };

  it('counts viewers, addresses and the show apart', async () => {
    const { send } = await createRig({ limits: { viewer: { messages: one }, address: { messages: { burst: 2, perSecond: 1 } } } });
    const say = (name: string, messageId: string, address: string) =>
      send(post(messageId), { viewerId: name, name, role: 'viewer' }, undefined, undefined, address);
    expect(codeOf(await say('ann', 'm1', 'home'))).to.equal('accepted');
    expect(codeOf(await say('ann', 'm2', 'home')), 'the viewer').to.equal('room/limit-reached');
    expect(codeOf(await say('bob', 'm3', 'home'))).to.equal('accepted');
    expect(codeOf(await say('cem', 'm4', 'home')), 'the address').to.equal('room/limit-reached');
    expect(codeOf(await say('cem', 'm5', 'office')), 'a refusal took nothing').to.equal('accepted');
  });

  it('goes on counting after the clock was a day ahead for a moment', () => {
    const limiter = createLimiter(resolveRoomLimits({ viewer: { messages: one } }));
    const take = (now: number) => limiter.take('messages', { viewerId: 'ann', staff: false }, 1, now);
    expect(take(noon + 86_400_000)).to.equal(0);
    expect(take(noon)).to.equal(1000);
    expect(take(noon + 1000)).to.equal(0);
  });

  it('says why in plain words', async () => {
    const { send } = await createRig();
    const answer = await send(post('m1'), { ...ann, name: 'A\nB' });
    expect(answer).to.include({ outcome: 'refused', field: 'data.author.name' });
    expect((answer as { message: string }).message).to.match(/^"data.author.name": [^[(]+$/);
  });

  it('keeps the crowd below the rate of the show, and never counts the staff in', async () => {
    const { send } = await createRig({ limits: { show: { messages: one } } });
    expect(codeOf(await send(post('m1'), ann))).to.equal('accepted');
    expect(codeOf(await send(post('m2'), bob))).to.equal('room/limit-reached');
    expect(codeOf(await send(post('m3')))).to.equal('accepted');
    expect(codeOf(await send(list('lamp')))).to.equal('accepted');
  });

  it('counts kinds apart, taps one by one, and commands that cannot be read as well', async () => {
    const { send } = await createRig({ limits: { viewer: { reactions: { burst: 10, perSecond: 1 }, messages: one, commands: one } } });
    expect(codeOf(await send(react(8), ann))).to.equal('accepted');
    expect(await send(react(5), ann)).to.include({ code: 'room/limit-reached', retryAfter: 3000 });
    expect(codeOf(await send(post('m1'), ann))).to.equal('accepted');
    expect(codeOf(await send({}, ann))).to.equal('show/bad-command');
    expect(codeOf(await send({}, ann))).to.equal('room/limit-reached');
  });

  it('bounds the length of texts, the peers, and names a limit that is none', async () => {
    const { send, room, open } = await createRig({ limits: { textLength: 3, peers: 1 } });
    expect(await send(post('m1', 'long'), ann)).to.include({ code: 'room/limit-reached', field: 'data.text' });
    expect(await send(post('m1', 'long'), ann)).to.not.have.property('retryAfter');
    watch(room);
    expect(() => watch(room))
      .to.throw()
      .with.property('code', 'room/full');
    for (const [limits, field] of [
      [{ textLength: NaN }, 'textLength'],
      [{ group: 0 }, 'group'],
      [{ viewer: { votes: { burst: -1, perSecond: 1 } } }, 'viewer.votes.burst'],
    ] as const) {
      let problem: unknown;
      await open({ limits }).catch((error: unknown) => (problem = error));
      expect(problem).to.include({ code: 'room/bad-limits', field });
    }
  });
});

describe('room: moderation', () => {
  it('posts, holds or refuses the words of viewers, and holds when it fails', async () => {
    const { send, room, problems } = await createRig({
      moderate({ text }) {
        if (text === 'crash') throw new Error('out of order');
        return text === 'spam' ? { refuse: 'No advertising.' } : text === 'hm' ? { hold: 'Let us see.' } : 'post';
      },
    });
    expect(codeOf(await send(post('m1', 'fine'), ann))).to.equal('accepted');
    expect(await send(post('m2', 'spam'), ann)).to.include({ code: 'room/text-refused', field: 'data.text' });
    expect(codeOf(await send(post('m3', 'hm'), ann))).to.equal('accepted');
    expect(codeOf(await send(post('m4', 'crash'), ann))).to.equal('accepted');
    expect(codeOf(await send(post('m5', 'spam')))).to.equal('accepted');
    const question: ShowCommand = { type: 'ask-question', data: { questionId: 'q1', text: 'hm' } };
    expect(codeOf(await send(question, ann)), 'a question cannot be held').to.equal('room/text-refused');
    const { messages, held } = room.state({ role: 'moderator' });
    expect(messages.map(message => message.messageId)).to.deep.equal(['m1', 'm5']);
    expect(held.map(message => message.messageId)).to.deep.equal(['m3', 'm4']);
    expect(problems).to.have.length(1);
    expect(room.state({ role: 'viewer' }).held).to.deep.equal([]);
    expect(room.state({ role: 'viewer', viewerId: 'ann' }).held).to.have.length(2);
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

describe('room: audiences', () => {
  it('hands one frame to all who see the same, and a person a frame of their own', async () => {
    const { send, room } = await createRig({ moderate: () => ({ hold: 'All.' }) });
    const [first, second, own] = [watch(room), watch(room, 'viewer', 'bob'), watch(room, 'viewer', 'ann')];
    await Promise.all([send(post('m1'), ann), send(list('lamp'))]);
    expect(first.items[1], 'the very object').to.equal(second.items[1]);
    expect(first.types()).to.deep.equal(['product-listed']);
    expect(own.types()).to.deep.equal(['message-held', 'product-listed']);
    for (const { items } of [first, second, own]) expect(items[1]).to.deep.nested.include({ 'frame.after': 2, 'frame.upTo': 4 });
  });

  it('sends nothing for what an audience may not see, and covers it with the next frame or tick', async () => {
    const { send, room } = await createRig();
    const viewer = watch(room);
    const muted = watch(room, 'viewer', 'bob');
    room.tick();
    await send({ type: 'mute-viewer', data: { viewerId: 'bob' } });
    expect(viewer.items, 'a snapshot and a count').to.have.length(2);
    expect(muted.types()).to.deep.equal(['viewer-muted']);
    await send(list('lamp'));
    expect(viewer.items[2]).to.deep.nested.include({ 'frame.after': 2, 'frame.upTo': 4 });
    expect(muted.types(), 'the frame covers the place of the mute as well').to.deep.equal([
      'viewer-muted',
      'viewer-muted',
      'product-listed',
    ]);
    await send({ type: 'unmute-viewer', data: { viewerId: 'bob' } });
    room.tick();
    expect(viewer.items[3]).to.deep.nested.include({ 'frame.after': 4, 'frame.upTo': 5, 'frame.events': [] });
  });

  it('keeps a peer that throws from harming the others', async () => {
    const { send, room, problems } = await createRig();
    let calls = 0;
    room.join({
      viewer: { role: 'viewer' },
      receive() {
        if (++calls > 1) throw new Error('broken pipe');
      },
    });
    const viewer = watch(room);
    await send(list('lamp'));
    await send(list('sofa'));
    expect(viewer.types()).to.deep.equal(['product-listed', 'product-listed']);
    expect(calls).to.equal(2);
    expect(problems).to.have.length(1);
  });

  it('makes a snapshot once for all newcomers at the same place, with nothing of the staff in it', async () => {
    const { send, room } = await createRig({ moderate: () => ({ hold: 'All.' }) });
    await send(post('secret', 'for the moderator'), ann);
    const [first, second] = [watch(room), watch(room, 'viewer', 'bob')];
    expect(first.items[0]).to.equal(second.items[0]);
    expect(JSON.stringify(first.items)).to.not.contain('for the moderator');
    expect(JSON.stringify(watch(room, 'viewer', 'ann').items)).to.contain('for the moderator');
    expect(JSON.stringify(watch(room, 'moderator').items)).to.contain('for the moderator');
  });

  it('reads stretches of the log, the same whenever they are read', async () => {
    const { send, room, advance } = await createRig({}, [schedule, start, list('lamp'), feature('lamp')]);
    const viewer = { role: 'viewer' } as const;
    const stretch = await room.read(1, 2, viewer);
    expect(stretch).to.deep.include({ epoch: 'one', after: 1, upTo: 3, at: noon });
    expect(stretch.events.map(event => event.seq)).to.deep.equal([2, 3]);
    advance(1000);
    await send(
      { type: 'record-order', data: { orderRef: 'R-1', lines: [{ variantId: 'v', quantity: 1 }] } },
      { ...producer, role: 'system' },
    );
    expect(await room.read(1, 2, viewer)).to.deep.equal(stretch);
    expect(JSON.stringify(await room.read(4, 10, viewer))).to.not.contain('R-1');
    expect(JSON.stringify(await room.read(4, 10, { role: 'host' }))).to.contain('R-1');
    expect(await room.read(5, 10, viewer)).to.deep.include({ after: 5, upTo: 5, events: [] });
  });
});
