import { expect } from 'chai';
import type { ShowCommand } from '../show/commands.js';
import { createLimiter } from './limiter.js';
import { resolveRoomLimits } from './limits.js';
import { ann, bob, codeOf, createRig, list, noon, post, react, watch } from './testing/rig.js';

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
