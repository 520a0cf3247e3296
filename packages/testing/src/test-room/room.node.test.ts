import { expect } from 'chai';
import fc from 'fast-check';
import { evolve, initialShow, visibleTo, createFrameWindow, type ShowCommand, type ShowState, type Viewer } from '@shopcast/core';
import { createFollower } from './follower.js';
import type { TestClient } from './test-client.js';
import { createTestRoom, type TestRoom } from './test-room.js';

/** What happens to a room. Numbers pick people and things, so that steps meet one another. */
type Step =
  | { readonly do: 'send'; readonly who: number; readonly what: number; readonly thing: number; readonly repeat: boolean }
  | { readonly do: 'cut' | 'return' | 'join'; readonly who: number }
  | { readonly do: 'tick' | 'await' | 'restart' | 'crash' };

const people = [
  { viewerId: 'ann' },
  { viewerId: 'bob' },
  { viewerId: 'cem' },
  { viewerId: null },
  { as: 'moderator', viewerId: 'mia' },
  { as: 'producer', viewerId: 'paula' },
] as const;

/** What viewers and staff may wish for. */
const wishes: readonly ((thing: number) => ShowCommand)[] = [
  n => ({ type: 'post-message', data: { messageId: `m${n}`, text: n % 2 ? 'hold this' : 'hello' } }),
  n => ({ type: 'release-message', data: { messageId: `m${n}` } }),
  n => ({ type: 'remove-message', data: { messageId: `m${n}` } }),
  n => ({ type: 'pin-message', data: { messageId: `m${n}` } }),
  n => ({ type: 'mute-viewer', data: { viewerId: ['ann', 'bob', 'cem'][n % 3]! } }),
  n => ({ type: 'unmute-viewer', data: { viewerId: ['ann', 'bob', 'cem'][n % 3]! } }),
  n => ({ type: 'ask-question', data: { questionId: `q${n}`, text: 'How big is it?' } }),
  n => ({ type: 'list-product', data: { productId: `p${n}`, listing: { title: `Product ${n}` } } }),
  n => ({ type: 'feature-product', data: { productId: `p${n}` } }),
  n => ({ type: 'open-poll', data: { pollId: `w${n % 2}`, question: 'Which?', choices: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }] } }), // prettier-ignore
  n => ({ type: 'vote', data: { pollId: `w${n % 2}`, choiceId: n % 3 ? 'a' : 'b' } }),
  n => ({ type: 'vote', data: { pollId: `w${n % 2}`, choiceId: n % 3 ? 'b' : 'a' } }),
  n => ({ type: 'close-poll', data: { pollId: `w${n % 2}` } }),
  n => ({ type: 'open-draw', data: { drawId: `d${n % 2}`, prize: 'Lamp', commitment: 'ab'.repeat(32), winners: 1 } }),
  n => ({ type: 'enter-draw', data: { drawId: `d${n % 2}` } }),
  n => ({ type: 'close-draw-entries', data: { drawId: `d${n % 2}` } }),
  n => ({ type: 'react', data: { reaction: n % 2 ? 'heart' : 'clap' } }),
];

const staffOnly = new Set<string>([
  'release-message',
  'pin-message',
  'mute-viewer',
  'unmute-viewer',
  'list-product',
  'feature-product',
  'open-poll',
  'close-poll',
  'open-draw',
  'close-draw-entries',
]);
/** Somebody who may send it: a viewer with a name, or one of the staff. */
const senderOf = (command: ShowCommand, who: number) =>
  !staffOnly.has(command.type) ? who % 3 : command.type.includes('draw') ? 5 : 4 + (who % 2);

const person = fc.nat(people.length - 1);
const send = fc.record({
  do: fc.constant('send' as const),
  who: person,
  what: fc.nat(wishes.length - 1),
  thing: fc.nat(5),
  repeat: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: send },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'return' as const, 'join' as const), who: person }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('tick' as const, 'await' as const, 'await' as const, 'await' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'crash' as const) }) },
);

const steps = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' });

const viewerOf = (who: number): Viewer => {
  const { as = 'viewer', viewerId } = people[who] as { as?: Viewer['role']; viewerId: string | null };
  return { role: as, ...(viewerId !== null && { viewerId }) };
};

/** What the log tells; counts travel beside it, and its place depends on what was seen last. */
const told = ({ seq: _seq, at: _at, viewers: _viewers, reactions: _reactions, ...rest }: ShowState) => rest;

const foldOf = (room: TestRoom, viewer: Viewer) =>
  room.log.records
    .map(({ event }) => visibleTo(event, viewer))
    .reduce((state, event) => (event ? evolve(state, event) : state), initialShow);

const limits = {
  tail: 4,
  viewer: {
    messages: { burst: 1000, perSecond: 1000 },
    questions: { burst: 1000, perSecond: 1000 },
    votes: { burst: 1000, perSecond: 1000 },
  },
};
const openRoom = () =>
  createTestRoom({ limits, snapshotEvery: 7, moderate: ({ text }) => (text === 'hold this' ? { hold: 'Have a look.' } : 'post') });

async function play(room: TestRoom, steps: readonly Step[], onAnswer: (key: string, answer: unknown) => void) {
  const clients: { readonly who: number; readonly client: TestClient }[] = people.map((who, index) => ({
    who: index,
    client: room.connect(who),
  }));
  let answers: Promise<void>[] = [];
  let last: { command: ShowCommand; commandId: string; who: number } | undefined;
  let sent = 0;
  for (const now of steps) {
    const mine = clients.filter(({ who }) => 'who' in now && who === now.who);
    if (now.do === 'send') {
      if (!now.repeat || !last) {
        const command = wishes[now.what]!(now.thing);
        last = { command, commandId: `c${++sent}`, who: senderOf(command, now.who) };
      }
      const { command, commandId, who } = last;
      answers.push(clients[who]!.client.send(command, commandId).then(answer => onAnswer(`${who} ${commandId}`, answer)));
    } else if (now.do === 'join') clients.push({ who: now.who, client: room.connect(people[now.who]) });
    else if (now.do === 'cut') for (const { client } of mine) client.disconnect();
    else if (now.do === 'return') for (const { client } of mine) client.reconnect();
    else if (now.do === 'tick') room.tick();
    else if (now.do === 'await' || now.do === 'restart' || now.do === 'crash') {
      await Promise.all(answers);
      answers = [];
      if (now.do === 'restart') await room.restart();
      if (now.do === 'crash') await room.restart('crash');
    }
    room.clock.advance(10);
  }
  await Promise.all(answers);
  for (const { client } of clients) client.reconnect();
  return clients;
}

describe('the room, whatever happens', () => {
  it('leaves everybody with the fold of what they may see, and no place without an owner', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(steps, async happened => {
        const room = await openRoom();
        const answers = new Map<string, unknown>();
        const causes = () => room.log.records.flatMap(({ cause }) => (cause ? [`${cause.viewerId} ${cause.commandId}`] : []));
        const clients = await play(room, happened, (key, answer) => {
          if (!causes().includes(key)) return; // nothing in the log of it: after a restart it may be decided anew
          if (answers.has(key)) expect(answer, `repeat of ${key}`).to.deep.equal(answers.get(key));
          answers.set(key, answer);
        });
        for (const { who, client } of clients) {
          const viewer = viewerOf(who);
          const fold = told(foldOf(room, viewer));
          expect(told(client.state), `client of ${JSON.stringify(viewer)}`).to.deep.equal(fold);
          expect(told(room.room.state(viewer)), `view of ${JSON.stringify(viewer)}`).to.deep.equal(fold);
          expect(client.position?.seq).to.equal(room.log.records.length);
        }
        expect(new Set(causes()).size, 'each of these commands makes one event, once').to.equal(causes().length);
        expect(room.problems).to.deep.equal([]);
      }),
      { numRuns: 500, seed: 20260 },
    );
  });

  it('never lets a viewer receive what is not theirs', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(steps, async happened => {
        const room = await openRoom();
        const clients = await play(room, happened, () => undefined);
        for (const { who, client } of clients) {
          const viewer = viewerOf(who);
          if (viewer.role !== 'viewer') continue;
          for (const item of client.items) {
            const events = item.type === 'frame' ? item.frame.events : [];
            for (const event of events) expect(visibleTo(event as never, viewer), JSON.stringify(event)).to.deep.equal(event);
            const state = item.type === 'snapshot' ? (item.snapshot.state as ShowState) : initialShow;
            const others = [
              ...state.held.map(({ author }) => author.viewerId),
              ...state.mutes.map(({ viewerId }) => viewerId),
              ...state.polls.flatMap(poll =>
                people
                  .map(({ viewerId }) => viewerId)
                  .filter(id => id !== viewer.viewerId && JSON.stringify(poll.votes).includes(`"${id}"`)),
              ),
            ].filter(id => id !== viewer.viewerId);
            expect(others).to.deep.equal([]);
          }
        }
      }),
      { numRuns: 500, seed: 20261 },
    );
  });

  it('tells the same through windows that gather frames', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.nat(6), { minLength: 1 }), async (happened, gaps) => {
        const room = await openRoom();
        const crowd = (['everyone', 'staff'] as const).map(audience => {
          const window = createFrameWindow();
          const readers = people.flatMap((_, who) => {
            const viewer = viewerOf(who);
            if ((viewer.role === 'viewer') !== (audience === 'everyone')) return [];
            const follower = createFollower();
            follower.take(room.room.catchUp(viewer));
            return [{ viewer, follower }];
          });
          let count = 0;
          const flush = () => {
            const delivery = window.take();
            for (const { viewer, follower } of delivery ? readers : []) {
              const frame = (viewer.viewerId !== undefined && delivery?.personal.get(viewer.viewerId)) || delivery?.shared;
              if (frame) follower.take({ type: 'frame', frame });
            }
          };
          room.room.subscribe(audience, delivery => {
            window.add(delivery);
            if (++count % (gaps[count % gaps.length]! + 1) === 0) flush();
          });
          return { readers, flush };
        });
        await play(room, happened.filter(({ do: what }) => what !== 'restart' && what !== 'crash'), () => undefined); // prettier-ignore
        room.tick();
        for (const { readers, flush } of crowd) {
          flush();
          for (const { viewer, follower } of readers) {
            expect(told(follower.state), JSON.stringify(viewer)).to.deep.equal(told(foldOf(room, viewer)));
            expect(follower.position?.seq).to.equal(room.log.records.length);
          }
        }
        expect(room.problems).to.deep.equal([]);
      }),
      { numRuns: 500, seed: 20262 },
    );
  });
});
