import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { createTestRoom, createTestTransport } from '@shopcast/testing';
import { expect } from 'chai';
import { createShowSession } from './show-session.js';
import {
  clearScene,
  environment,
  feature,
  lamp,
  manifest,
  memoryPlayback,
  mug,
  open,
  pass,
  passUntil,
  room,
  session,
  setScene,
  until,
} from './testing/show-scene.js';

describe('a show session', () => {
  beforeEach(setScene);
  afterEach(clearScene);

  it('stands as the manifest says before anything arrives, and has no line without a transport', () => {
    open({ transports: [] });
    expect(session.$phase.get()).to.equal('scheduled');
    expect(session.$show.get().details?.title).to.equal('Test show');
    expect(session.$connection.get()).to.include({ state: 'closed', canSend: false });
  });

  it('stands as the manifest says when no transports are given at all', () => {
    const alone = createShowSession({ manifest, environment });
    expect(alone.$show.get().details?.title).to.equal('Test show');
    alone.dispose();
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
    const stopLooking = session.$now.listen(() => undefined); // a page that looks on
    session.dispose();
    session.dispose();
    await Promise.resolve();
    expect(room.room.viewers).to.equal(0);
    expect(environment.clock.pending()).to.equal(0);
    stopLooking();
  });
});
