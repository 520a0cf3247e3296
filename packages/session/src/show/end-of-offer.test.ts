import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { expect } from 'chai';
import { clearScene, environment, lamp, open, pass, passUntil, room, session, setScene, until } from './testing/show-scene.js';

describe('a show session, when an offer ends', () => {
  beforeEach(setScene);
  afterEach(clearScene);

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
});
