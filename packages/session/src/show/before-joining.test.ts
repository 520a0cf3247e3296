import { ShopcastError } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import { createTestTransport } from '@shopcast/testing';
import { expect } from 'chai';
import {
  clearScene,
  environment,
  feature,
  lamp,
  memoryPlayback,
  mug,
  open,
  pass,
  passUntil,
  replaceRoom,
  room,
  session,
  setScene,
  until,
} from './testing/show-scene.js';

describe('a show session, before the moment of joining', () => {
  beforeEach(setScene);
  afterEach(clearScene);

  let asked: number;
  let transport: ReturnType<typeof createTestTransport>;
  /** A line whose history is asked for through `answer`. */
  const line = (answer: (told: NonNullable<LiveTransport['history']>) => ReturnType<NonNullable<LiveTransport['history']>>) => {
    asked = 0;
    transport = createTestTransport(() => room, { environment, viewerId: 'ann', backOff: { base: 1, max: 1 } });
    const told = transport.history!;
    return [Object.assign(transport, { history: () => (asked++, answer(told)) })];
  };
  const ids = () => session.$featured.get().map(({ productId }) => productId);
  /** A show that had shown the mug with an offer and some talk before it showed the lamp; returns the moment in between. */
  const play = async (): Promise<number> => {
    await room.run({ ...mug, data: { productId: 'mug', listing: { ...mug.data.listing, price: { minor: 2000, currency: 'EUR' } } } });
    await room.run(lamp);
    await room.run(feature('mug'));
    await room.run({
      type: 'open-offer',
      data: { offerId: 'o', productId: 'mug', price: { minor: 1500, currency: 'EUR' }, seconds: 60 },
    });
    await room.run({ type: 'post-message', data: { messageId: 'm1', text: 'Nice mug' } });
    pass(30_000);
    const then = environment.clock.now();
    pass(300_000);
    await room.run({ type: 'remove-message', data: { messageId: 'm1' } });
    await room.run({ type: 'unfeature-product', data: { productId: 'mug' } });
    await room.run(feature('lamp'));
    return then;
  };

  it('rewinds to the card, the offer and the talk of that moment, and is live again with everything once', async () => {
    const then = await play();
    const playback = memoryPlayback();
    open({ playback, transports: line(told => told()) });
    playback.at(environment.clock.now() - 5000);
    await until(session.$featured, shown => shown.length === 1);
    pass(3000);
    expect(asked, 'by a viewer who is behind by the latency of the video').to.equal(0);
    session.seek(then);
    playback.at(then);
    await until(session.$featured, ([card]) => card?.productId === 'mug');
    expect(session.$show.get().offers.map(({ offerId }) => offerId)).to.deep.equal(['o']);
    expect(session.$chat.get(), 'what was removed since').to.deep.equal([]);
    await room.run({ type: 'report-stock', data: { productId: 'mug', state: 'out' } });
    await until(session.$products, products => products[0]?.stock.get('')?.state === 'out');
    await room.run({ type: 'post-message', data: { messageId: 'm2', text: 'Hello' } });
    await until(session.$chat, ({ length }) => length === 1);
    expect(ids()).to.deep.equal(['mug']);
    session.seek();
    playback.at(environment.clock.now());
    expect(ids()).to.deep.equal(['lamp']);
    expect(session.$chat.get().map(({ messageId }) => messageId)).to.deep.equal(['m2']);
    expect(session.$products.get().map(({ productId }) => productId)).to.deep.equal(['mug', 'lamp']);
    expect({ ...session.$show.get(), viewers: 0 }).to.deep.equal({ ...session.$truth.get(), viewers: 0 });
    session.seek(then + 1);
    playback.at(then + 1);
    expect(ids(), 'the second time it is at hand').to.deep.equal(['mug']);
    expect(asked).to.equal(1);
  });

  it('shows the cards of an ended show to whoever comes afterwards', async () => {
    const then = await play();
    await room.run({ type: 'end-show', data: {} });
    const playback = memoryPlayback();
    open({ playback, transports: line(told => told()) });
    await until(session.$phase, phase => phase === 'ended');
    playback.at(then);
    await until(session.$featured, ([card]) => card?.productId === 'mug');
    playback.at(environment.clock.now());
    expect(ids()).to.deep.equal(session.$truth.get().featured.map(({ productId }) => productId));
    expect(asked).to.equal(1);
  });

  it('asks again after a while when the log did not come, or came of another epoch', async () => {
    const then = await play();
    const playback = memoryPlayback();
    const unreachable = () => Promise.reject(new ShopcastError('transport/unreachable', 'No answer.'));
    open({
      playback,
      transports: line(async told => (asked === 1 ? unreachable() : { ...(await told()), ...(asked === 2 && { epoch: 'gone' }) })),
    });
    await until(session.$truth, show => show.featured.length === 1);
    session.seek(then);
    playback.at(then);
    const begun = environment.clock.now();
    expect(ids(), 'as the show was when joining').to.deep.equal(['lamp']);
    await passUntil(() => ids()[0] === 'mug');
    expect(asked).to.equal(3);
    expect(environment.clock.now() - begun).to.be.at.least(20_000);
  });

  it('goes on as before where the log is not to be had, and asks once', async () => {
    const then = await play();
    const playback = memoryPlayback();
    open({ playback, transports: line(() => Promise.reject(new ShopcastError('transport/not-found', 'There is none.'))) });
    await until(session.$truth, show => show.featured.length === 1);
    session.seek(then);
    playback.at(then);
    await passUntil(() => environment.warnings.length > 0);
    for (let steps = 0; steps < 100; steps++) pass(1000);
    expect(ids()).to.deep.equal(['lamp']);
    await room.run({ type: 'unfeature-product', data: { productId: 'lamp' } });
    await until(session.$truth, show => show.featured.length === 0);
    expect(asked).to.equal(1);
    expect(environment.warnings.join()).to.include('There is none');
  });

  it('asks anew after a new snapshot, and throws away what comes for the old one', async () => {
    const then = await play();
    const playback = memoryPlayback();
    let letGo = (): void => undefined;
    const gate = new Promise<void>(resolve => (letGo = resolve));
    const slow = async (told: NonNullable<LiveTransport['history']>) => {
      const log = await told();
      await gate;
      return log;
    };
    open({ playback, transports: line(told => (asked === 1 ? slow(told) : told())) });
    await until(session.$truth, show => show.featured.length === 1);
    session.seek(then);
    playback.at(then);
    await passUntil(() => asked === 1);
    const old = await replaceRoom();
    await room.run(mug);
    await room.run(feature('mug'));
    transport.cut();
    await passUntil(() => asked === 2);
    await passUntil(() => ids().length === 0); // that show had not begun then
    letGo();
    for (let steps = 0; steps < 5; steps++) await new Promise(resolve => setTimeout(resolve));
    pass(1000);
    expect(ids()).to.deep.equal([]);
    await old.close();
  });
});
