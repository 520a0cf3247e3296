import { voteOf } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import { createTestTransport } from '@shopcast/testing';
import { expect } from 'chai';
import { clearScene, environment, mug, open, pass, passUntil, replaceRoom, room, session, setScene, until } from './testing/show-scene.js';

describe('a show session, with commands on their way', () => {
  beforeEach(setScene);
  afterEach(clearScene);

  /** A line on which commands wait until they are let go. */
  const slowLine = (): { readonly transport: LiveTransport; readonly letGo: () => void } => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
    const { send } = transport;
    let letGo = (): void => undefined;
    const gate = new Promise<void>(resolve => (letGo = resolve));
    const late: LiveTransport['send'] = async (...wish) => (await gate, send(...wish));
    return { transport: Object.assign(transport, { send: late }), letGo };
  };

  it("shows a viewer's own message before the room answers and keeps it once the room has it", async () => {
    const { transport, letGo } = slowLine();
    open({ transports: [transport] });
    await until(session.$phase, phase => phase === 'live');
    const post = (messageId: string) => session.send({ type: 'post-message', data: { messageId, text: messageId } });
    const texts = (): string[] => session.$chat.get().map(({ text }) => text);
    const first = post('m1');
    await until(session.$chat, ({ length }) => length === 1);
    const second = post('m2'); // the rules are there by now
    expect(texts()).to.deep.equal(['m1', 'm2']);
    expect(session.$truth.get().messages).to.have.length(0);
    letGo();
    expect((await first).outcome).to.equal('accepted');
    expect((await second).outcome).to.equal('accepted');
    await until(session.$truth, show => show.messages.length === 2);
    expect(texts()).to.deep.equal(['m1', 'm2']);
  });

  it('takes back what the room refuses', async () => {
    await room.run({ type: 'mute-viewer', data: { viewerId: 'ann' } });
    const { transport, letGo } = slowLine();
    open({ transports: [transport], viewer: { viewerId: 'bob', name: 'Bob', role: 'viewer' } });
    await until(session.$phase, phase => phase === 'live');
    const sent = session.send({ type: 'post-message', data: { messageId: 'm1', text: 'Hello' } });
    await until(session.$chat, ({ length }) => length === 1);
    letGo();
    expect(await sent).to.include({ outcome: 'refused', code: 'show/muted' });
    expect(session.$chat.get()).to.have.length(0);
  });

  it('sends again under the same id when the answer got lost, and posts once', async () => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
    open({ transports: [transport] });
    await until(session.$phase, phase => phase === 'live');
    transport.faults.swallowAnswers = true;
    const sent = session.send({ type: 'post-message', data: { messageId: 'm1', text: 'Hello' } });
    await until(session.$truth, show => show.messages.length === 1);
    transport.faults.swallowAnswers = false;
    pass(500);
    expect((await sent).outcome).to.equal('accepted');
    expect(session.$truth.get().messages).to.have.length(1);
  });

  it("keeps a viewer's own vote where the line shows only what everybody may see", async () => {
    const named = createTestTransport(() => room, { environment, viewerId: 'ann' });
    const anybody = createTestTransport(() => room, { environment, viewerId: 'nobody-we-know' });
    const { send } = named;
    open({ transports: [Object.assign(anybody, { send })] });
    const choices = [
      { id: 'red', label: 'Red' },
      { id: 'blue', label: 'Blue' },
    ];
    await room.run({ type: 'open-poll', data: { pollId: 'p', question: 'Which?', choices } });
    await until(session.$show, show => show.polls.length === 1);
    const vote = () => voteOf(session.$show.get().polls[0]!, 'ann');
    const cast = (choiceId: string) => session.send({ type: 'vote', data: { pollId: 'p', choiceId } });
    expect((await cast('red')).outcome).to.equal('accepted');
    expect((await cast('blue')).outcome).to.equal('accepted');
    await room.run(mug);
    await until(session.$show, show => show.products.length === 1);
    expect(vote()).to.equal('blue');
    await room.run({ type: 'close-poll', data: { pollId: 'p' } });
    await until(session.$show, show => show.polls[0]?.closedAt !== undefined);
    expect(session.$show.get().polls[0]!.choices.map(({ votes }) => votes)).to.deep.equal([0, 1]);
    named.dispose();
  });

  it('takes back what was accepted by a room whose log is gone', async () => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann', backOff: { base: 1, max: 1 } });
    open({ transports: [transport] });
    await until(session.$phase, phase => phase === 'live');
    for (let n = 0; n < 5; n++) await room.run({ type: 'announce', data: { announcementId: `a${n}`, text: 'Hello' } });
    await until(session.$truth, show => show.announcements.length === 5);
    transport.faults.lose = 1; // accepted, and lost with the disk before anybody saw it
    expect((await session.send({ type: 'post-message', data: { messageId: 'm1', text: 'Hello' } })).outcome).to.equal('accepted');
    expect(session.$chat.get()).to.have.length(1);
    const old = await replaceRoom();
    await room.run(mug);
    transport.cut();
    await passUntil(() => session.$truth.get().products.length === 1);
    expect(session.$chat.get()).to.deep.equal([]);
    await old.close();
  });

  it('makes ids for commands on pages without HTTPS too', async () => {
    const randomUUID = Object.getOwnPropertyDescriptor(Crypto.prototype, 'randomUUID')!;
    Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined, configurable: true, writable: true });
    try {
      open();
      await until(session.$phase, phase => phase === 'live');
      const post = (messageId: string) => session.send({ type: 'post-message', data: { messageId, text: 'Hello' } });
      expect((await post('m1')).outcome).to.equal('accepted');
      expect((await post('m2')).outcome).to.equal('accepted');
      await until(session.$truth, show => show.messages.length === 2);
    } finally {
      Object.defineProperty(Crypto.prototype, 'randomUUID', randomUUID);
    }
  });
});
