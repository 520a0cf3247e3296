import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { createMemoryLog, ShopcastError, voteOf } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import { createTestEnvironment, createTestRoom, createTestTransport, type TestEnvironment, type TestRoom } from '@shopcast/testing';
import { expect } from 'chai';
import { atom, type ReadableAtom } from 'nanostores';
import type { Playback } from './playback.js';
import type { ShowSession } from './session-types.js';
import { createShowSession, type ShowSessionOptions } from './show-session.js';

const manifest = { showId: 'test-show', title: 'Test show', startsAt: Date.UTC(2030, 0, 1, 12), streams: [], transports: [] };
const lamp = { type: 'list-product', data: { productId: 'lamp', listing: { ref: 'lamp', title: 'Lamp' } } } as const;
const mug = { type: 'list-product', data: { productId: 'mug', listing: { title: 'Mug', picture: '/mug.png', stock: 3 } } } as const;
const feature = (productId: string) => ({ type: 'feature-product', data: { productId } }) as const;

/** Resolves as soon as a store holds what is wished for; the test's own time limit ends a wait in vain. */
function until<T>(store: ReadableAtom<T>, wish: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const stop = store.subscribe(value => {
      if (!wish(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });
}

function memoryPlayback(): Playback & {
  readonly at: (time: number | undefined) => void;
  readonly play: (playing: boolean) => void;
  readonly sought: unknown[];
} {
  const $playhead = atom<number | undefined>(undefined);
  const $playing = atom(true);
  const sought: unknown[] = [];
  return {
    $playhead,
    $playing,
    at: time => $playhead.set(time),
    play: playing => $playing.set(playing),
    sought,
    seek: at => void sought.push(at),
  };
}

describe('a show session', () => {
  let environment: TestEnvironment;
  let room: TestRoom;
  let session: ShowSession;
  const open = (options: Partial<ShowSessionOptions> = {}): ShowSession => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
    session = createShowSession({
      manifest,
      transports: [transport],
      environment,
      viewer: { viewerId: 'ann', name: 'Ann', role: 'viewer' },
      ...options,
    });
    return session;
  };
  const pass = (ms: number): void => environment.clock.advance(ms);
  /** Lets time pass, a little at a time, so that answers get in between. */
  const passUntil = async (wish: () => boolean): Promise<void> => {
    for (let steps = 0; !wish() && steps < 1000; steps++) {
      pass(250);
      await new Promise(resolve => setTimeout(resolve));
    }
    expect(wish(), 'the wish came true').to.equal(true);
  };

  beforeEach(async () => {
    environment = createTestEnvironment();
    room = await createTestRoom({ clock: environment.clock });
  });
  afterEach(async () => {
    session?.dispose();
    await room.close();
  });

  it('stands as the manifest says before anything arrives, and has no line without a transport', () => {
    open({ transports: [] });
    expect(session.$phase.get()).to.equal('scheduled');
    expect(session.$show.get().details?.title).to.equal('Test show');
    expect(session.$connection.get()).to.include({ state: 'closed', canSend: false });
  });

  it('follows the log', async () => {
    await room.run(mug);
    await room.run(feature('mug'));
    open();
    const [card] = await until(session.$featured, shown => shown.length > 0);
    expect(card).to.deep.include({ productId: 'mug', title: 'Mug', picture: '/mug.png', place: 'now', reading: 'listed' });
    expect(card!.stock.get('')).to.deep.include({ state: 'in', quantity: 3 });
    expect(session.$phase.get()).to.equal('live');
  });

  it('joins what the shop says to the listing', async () => {
    const desk = { id: 'lamp', title: 'Desk lamp', images: ['/lamp.png'], variants: [{ id: 'lamp', price: 4990, stock: 5 }] };
    const commerce = memoryCommerce({ shop: { products: [desk], currency: 'EUR' } });
    await room.run(lamp);
    open({ commerce });
    const looking = until(session.$products, products => products[0]?.reading === 'ready');
    await until(session.$products, products => products.length === 1);
    pass(0);
    const [product] = await looking;
    expect(product).to.include({ title: 'Lamp', picture: '/lamp.png', place: 'coming' });
    expect(product!.product?.title).to.equal('Desk lamp');
  });

  it('refreshes stock and price of what somebody looks at', async () => {
    const desk = { id: 'lamp', title: 'Desk lamp', variants: [{ id: 'lamp', price: 4990, stock: 5 }] };
    const commerce = memoryCommerce({ shop: { products: [desk], currency: 'EUR' } });
    const { now, setTimeout, clearTimeout } = environment.clock;
    await room.run(lamp);
    open({ commerce, cart: { clock: { now, setTimeout, clearTimeout: timer => clearTimeout(timer as number) } } });
    const quiet = session.$products.listen(() => undefined);
    await passUntil(() => session.$products.get()[0]?.reading === 'ready');
    const stop = session.watchStock(['lamp']);
    commerce.shop.setStock('lamp', 1);
    commerce.shop.setPrice('lamp', 3990);
    await passUntil(() => session.$products.get()[0]?.stock.get('lamp')?.quantity === 1);
    expect(session.$products.get()[0]?.product?.variants[0]?.price.minor).to.equal(3990);
    stop();
    quiet();
  });

  it('says that a product is gone, and asks a shop that does not answer again', async () => {
    let down = true;
    const commerce = memoryCommerce({
      shop: { products: [], currency: 'EUR' },
      latency: call => {
        if (down && call === 'products') throw new Error('The shop is down.');
      },
    });
    await room.run(lamp);
    open({ commerce });
    const quiet = session.$products.listen(() => undefined);
    await until(session.$truth, show => show.products.length === 1);
    const unreachable = until(session.$products, products => products[0]?.reading === 'unreachable');
    pass(0);
    await unreachable;
    down = false;
    await passUntil(() => session.$products.get()[0]?.reading === 'gone');
    quiet();
  });

  it('shows a card when the video gets there, and takes stock and ends at once', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback });
    playback.at(environment.clock.now() - 5000);
    await until(session.$products, products => products.length === 1);
    const featuredAt = environment.clock.now();
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    expect(session.$featured.get()).to.have.length(0);
    await room.run({ type: 'report-stock', data: { productId: 'mug', state: 'out' } });
    await until(session.$products, ([product]) => product?.stock.get('')?.state === 'out');
    playback.at(featuredAt - 1);
    expect(session.$featured.get()).to.have.length(0);
    playback.at(featuredAt);
    expect(session.$featured.get()).to.have.length(1);
  });

  it('does not let a stalled video hide the shop for longer than the bound', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback, bound: 8000 });
    playback.at(environment.clock.now() - 5000);
    playback.play(false);
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    pass(7750);
    expect(session.$featured.get()).to.have.length(0);
    pass(250);
    expect(session.$featured.get()).to.have.length(1);
  });

  it('keeps where to watch from for a player that comes later, and holds nothing back without one', async () => {
    await room.run(mug);
    open();
    const before = environment.clock.now();
    pass(60_000);
    await room.run(feature('mug'));
    await until(session.$featured, shown => shown.length === 1);
    session.seek(before);
    expect(session.$featured.get(), 'no video to wait for').to.have.length(1);
    const first = memoryPlayback();
    const detach = session.attach(first);
    expect(first.sought).to.deep.equal([before]);
    first.at(before);
    expect(session.$featured.get()).to.have.length(0);
    detach();
    session.attach(first)();
    expect(first.sought, 'the same player again goes on where it is').to.deep.equal([before]);
    const second = memoryPlayback();
    session.attach(second);
    second.at(environment.clock.now() - 70_000);
    expect(second.sought, 'another player starts live').to.deep.equal([]);
    pass(20_000);
    expect(session.$featured.get(), 'after the bound').to.have.length(1);
  });

  it('hears a seek while the video stalls', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback, bound: 8000 });
    playback.at(environment.clock.now());
    playback.play(false);
    const before = environment.clock.now();
    pass(10);
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    session.seek(before);
    pass(60_000);
    expect(session.$featured.get(), 'held at the moment asked for').to.have.length(0);
    session.seek();
    expect(session.$featured.get(), 'live again').to.have.length(1);
  });

  it("takes an offer's code out of the cart when it is closed early, on a device whose clock runs behind", async () => {
    const desk = { id: 'lamp', title: 'Desk lamp', variants: [{ id: 'lamp', price: 4990, stock: 5 }] };
    const commerce = memoryCommerce({ shop: { products: [desk], currency: 'EUR', discountCodes: [{ code: 'LAMP', percent: 10 }] } });
    const price = { minor: 3990, currency: 'EUR' };
    await room.run(lamp);
    const { now, setTimeout, clearTimeout } = environment.clock;
    const clock = {
      now: () => environment.clock.now() - 300,
      settled: true,
      uncertainty: 400,
      add: () => undefined,
      dispose: () => undefined,
    };
    const timers = { now, setTimeout, clearTimeout: (timer: unknown) => clearTimeout(timer as number) };
    open({ commerce, clock, cart: { clock: timers } });
    await until(session.$truth, show => show.products.length === 1);
    await room.run({ type: 'open-offer', data: { offerId: 'o', productId: 'lamp', price, seconds: 3600, code: 'LAMP' } });
    pass(1000);
    void session.cart!.add({ variantId: 'lamp', quantity: 1 });
    void session.cart!.addCode('LAMP');
    const codesInShop = () => session.cart!.$cart.get().shop?.codes.length ?? 0;
    await passUntil(() => codesInShop() === 1);
    await room.run({ type: 'close-offer', data: { offerId: 'o' } });
    await until(session.$truth, show => show.offers[0]?.closedAt !== undefined);
    const end = environment.clock.now() + 60_000;
    await passUntil(() => codesInShop() === 0 || environment.clock.now() > end);
    expect(codesInShop()).to.equal(0);
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

  it('rewinds: earlier cards, and nothing of what came later', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback });
    const before = environment.clock.now();
    playback.at(before);
    pass(60_000);
    await room.run(feature('mug'));
    playback.at(environment.clock.now());
    await until(session.$featured, shown => shown.length === 1);
    session.seek(before);
    playback.at(before);
    expect(playback.sought).to.deep.equal([before]);
    expect(session.$featured.get()).to.have.length(0);
    session.seek();
    playback.at(environment.clock.now());
    expect(session.$featured.get()).to.have.length(1);
  });

  describe('before the moment of joining', () => {
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
      const old = room;
      room = await createTestRoom({ clock: environment.clock, log: createMemoryLog({ epoch: 'second' }) });
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

  it('counts an offer down on server time', async () => {
    await room.run({ ...mug, data: { productId: 'mug', listing: { ...mug.data.listing, price: { minor: 2000, currency: 'EUR' } } } });
    open();
    await until(session.$products, products => products.length === 1);
    await room.run({ type: 'open-offer', data: { offerId: 'o', productId: 'mug', price: { minor: 1500, currency: 'EUR' }, seconds: 60 } });
    const [offer] = await until(session.$offers, offers => offers.length === 1);
    expect(offer).to.include({ phase: 'open', timeLeft: 60_000 });
    const quiet = session.$now.listen(() => undefined);
    pass(20_000);
    expect(session.$offers.get()[0]).to.include({ phase: 'open', timeLeft: 40_000 });
    pass(40_000);
    expect(session.$offers.get()[0]).to.include({ phase: 'ended', timeLeft: 0 });
    quiet();
  });

  it('makes nothing of products and offers anew for a chat message, and of the products only the one that changed', async () => {
    const playback = memoryPlayback();
    await room.run(lamp);
    await room.run({ ...mug, data: { productId: 'mug', listing: { ...mug.data.listing, price: { minor: 2000, currency: 'EUR' } } } });
    await room.run(feature('mug'));
    await room.run({ type: 'open-offer', data: { offerId: 'o', productId: 'mug', price: { minor: 1500, currency: 'EUR' }, seconds: 60 } });
    open({ playback });
    playback.at(environment.clock.now());
    await until(session.$offers, offers => offers.length === 1);
    const heard = { products: 0, featured: 0, offers: 0, announcement: 0, chat: 0 };
    const quiet = [
      session.$products.listen(() => heard.products++),
      session.$featured.listen(() => heard.featured++),
      session.$offers.listen(() => heard.offers++),
      session.$announcement.listen(() => heard.announcement++),
      session.$chat.listen(() => heard.chat++),
    ];
    // A report that the playhead has not reached: it counts at once, and is folded in again with each message.
    pass(100);
    await room.run({ type: 'report-stock', data: { productId: 'mug', state: 'low' } });
    await until(session.$products, ([, cup]) => cup?.stock.get('')?.state === 'low');
    expect(heard).to.include({ products: 1, featured: 1 });
    const products = session.$products.get();
    const offers = session.$offers.get();
    for (let n = 1; n <= 20; n++) {
      await room.run({ type: 'post-message', data: { messageId: `m${n}`, text: 'Hello' } });
      await until(session.$truth, show => show.messages.length === n);
      playback.at(environment.clock.now() - 50);
    }
    expect(heard.chat, 'messages were shown').to.be.greaterThan(0);
    expect(heard).to.include({ products: 1, featured: 1, offers: 0, announcement: 0 });
    expect(session.$products.get()).to.equal(products);
    expect(session.$offers.get()).to.equal(offers);
    await room.run({ type: 'report-stock', data: { productId: 'mug', state: 'out' } });
    await until(session.$products, ([, cup]) => cup?.stock.get('')?.state === 'out');
    expect(session.$products.get()[0], 'the lamp').to.equal(products[0]);
    for (const stop of quiet) stop();
  });

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
    const old = room;
    room = await createTestRoom({ clock: environment.clock, log: createMemoryLog({ epoch: 'second' }) });
    await room.run(mug);
    transport.cut();
    await passUntil(() => session.$truth.get().products.length === 1);
    expect(session.$chat.get()).to.deep.equal([]);
    await old.close();
  });

  it('ends with the same state after cuts as one that never left', async () => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
    open({ transports: [transport] });
    const steady = room.connect({ viewerId: 'bob' });
    await until(session.$phase, phase => phase === 'live');
    for (let n = 0; n < 10; n++) {
      if (n % 3 === 1) transport.cut();
      await room.run({ type: 'list-product', data: { productId: `p${n}`, listing: { title: `Product ${n}` } } });
    }
    await passUntil(() => session.$truth.get().products.length === 10);
    expect({ ...session.$truth.get(), viewers: undefined }).to.deep.equal({ ...steady.state, viewers: undefined });
  });

  it('is unreachable when the line fails before anything is known, and the shop is still there', async () => {
    const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
    transport.faults.forbid = true;
    open({ transports: [transport], commerce: memoryCommerce({ shop: { products: [], currency: 'EUR' } }) });
    await until(session.$phase, phase => phase === 'unreachable');
    expect(session.$connection.get().state).to.equal('closed');
    expect(session.cart).to.not.equal(undefined);
  });

  it('keeps two shows on one page apart', async () => {
    const other = await createTestRoom({ clock: environment.clock });
    const second = createShowSession({ manifest, transports: [createTestTransport(() => other, { environment })], environment });
    open();
    await Promise.all([until(session.$phase, phase => phase === 'live'), until(second.$phase, phase => phase === 'live')]);
    await other.run(mug);
    await until(second.$products, products => products.length === 1);
    expect(session.$products.get()).to.have.length(0);
    second.dispose();
    await other.close();
  });

  it('leaves no timer, listener or reader behind', async () => {
    open({ commerce: memoryCommerce({ shop: { products: [], currency: 'EUR' } }), playback: memoryPlayback() });
    await until(session.$phase, phase => phase === 'live');
    expect(room.room.viewers).to.equal(1);
    session.dispose();
    session.dispose();
    await Promise.resolve();
    expect(room.room.viewers).to.equal(0);
    expect(environment.clock.pending()).to.equal(0);
  });

  describe('when an offer ends', () => {
    const eur = (minor: number) => ({ minor, currency: 'EUR' });
    const offer = (more = {}) =>
      ({ type: 'open-offer', data: { offerId: 'o', productId: 'lamp', price: eur(4000), seconds: 30, ...more } }) as const;
    const shopOf = () => {
      const products = [
        { id: 'lamp', title: 'Lamp', price: 4990, stock: 9 },
        { id: 'mug', title: 'Mug', price: 990, stock: 9 },
      ];
      const asked: string[] = [];
      const commerce = memoryCommerce({
        shop: { products, discountCodes: [{ code: 'TONIGHT', amount: 990 }], now: () => environment.clock.now() },
        latency: call => void asked.push(call),
      });
      return { commerce, asked };
    };
    const begin = async (more = {}) => {
      const { commerce, asked } = shopOf();
      open({ commerce, cart: { tabs: false, random: () => 0 } });
      await room.run(lamp);
      await room.run(offer(more));
      await passUntil(() => session.$truth.get().offers.length === 1);
      return { commerce, asked, cart: session.cart! };
    };

    it('takes its code out of the cart, so that the price ends too', async () => {
      const { cart } = await begin({ code: 'TONIGHT' });
      await cart.add({ variantId: 'lamp' });
      await cart.addCode('TONIGHT');
      expect(cart.$cart.get().shop?.total).to.deep.equal(eur(4000));
      await passUntil(() => cart.$cart.get().shop?.codes.length === 0);
      expect(session.$offers.get()[0]?.phase).to.equal('ended');
      expect(cart.$cart.get().shop?.total).to.deep.equal(eur(4990));
    });

    it('reads the cart again that holds units of it, tells of each new price, and leaves others alone', async () => {
      const { cart, commerce, asked } = await begin();
      commerce.shop.setPrice('lamp', 4000);
      await cart.add({ variantId: 'lamp' });
      for (const price of [4990, 4000, 4990]) {
        commerce.shop.setPrice('lamp', price);
        for (const issue of cart.$issues.get()) issue.dismiss();
        if (price === 4990) continue;
        await cart.refresh();
      }
      await passUntil(() => cart.$issues.get().some(({ code }) => code === 'price-changed'));
      expect(cart.$cart.get().lines[0]?.unit).to.deep.equal(eur(4990));
      await cart.remove(cart.$cart.get().lines[0]!.id);
      await cart.add({ variantId: 'mug' });
      await room.run(offer({ offerId: 'p' }));
      await passUntil(() => session.$offers.get()[1]?.phase === 'open');
      asked.length = 0;
      await passUntil(() => session.$offers.get()[1]?.phase === 'ended');
      for (let seconds = 0; seconds < 3; seconds++) pass(1000);
      expect(asked.filter(call => call === 'cart')).to.deep.equal([]);
    });

    it('shows its end in the very millisecond, not with the next whole second', async () => {
      environment.clock.advance(1000 - (environment.clock.now() % 1000) + 437);
      await begin();
      const ends = session.$truth.get().offers[0]!.endsAt;
      const seen: number[] = [];
      const stop = session.$offers.listen(([first]) => {
        if (first?.phase === 'ended') seen.push(environment.clock.now());
      });
      await passUntil(() => seen.length > 0);
      stop();
      expect(seen[0]! - ends).to.equal(0);
    });
  });
});
