import { CommerceError } from '@shopcast/commerce';
import { expect } from 'chai';
import { codes, createScene, filled } from './testing/scene.js';
import { changes, down, fault, faultCatalogue, slowly } from './testing/unreliable-adapter.js';

describe('cart engine on a bad line', () => {
  for (const { name } of faultCatalogue()) {
    it(`adds once: ${name}`, async () => {
      const scene = createScene({ fault: changes(fault(name)), silentPage: true });
      const outcome = await scene.time.of(scene.engine.add({ variantId: 'lamp', quantity: 2 }));
      expect(outcome).to.include({ applied: 'all' }).and.not.have.property('failure');
      await scene.rest();
      expect([scene.units(), scene.shown()]).to.deep.equal([{ lamp: 2 }, { lamp: 2 }]);
    });
  }
  it('marks a line unsure while it is being found out, and refuses the checkout', async () => {
    const { engine, time } = createScene({ fault: changes(fault('timeout-before-effect')) });
    const done = engine.add({ variantId: 'lamp' });
    await time.pass(6_000);
    expect(engine.$cart.get()).to.include({ unsure: true });
    expect(engine.$cart.get().lines[0]).to.include({ unsure: true });
    expect((await engine.checkout()).failure?.code).to.equal('cart/unsure');
    expect((await time.of(done)).applied).to.equal('all');
  });
  it('takes back a first sending that arrives after its repeat, and says so', async () => {
    const scene = createScene({ fault: changes(fault('lost-then-late-effect')), silentPage: true });
    await scene.time.of(scene.engine.add({ variantId: 'lamp' }));
    await scene.rest();
    expect(scene.units()).to.deep.equal({ lamp: 1 });
    expect(codes(scene.engine.$issues.get())).to.deep.equal(['corrected']);
  });
  it('leaves alone what the page adds meanwhile', async () => {
    const scene = createScene({ fault: changes(down) });
    await scene.time.of(scene.engine.add({ variantId: 'lamp' }));
    await scene.memory.shop.addFromElsewhere(scene.memory.shopper, 'lamp', 1);
    await scene.rest();
    expect([scene.units(), scene.shown()]).to.deep.equal([{ lamp: 2 }, { lamp: 2 }]);
  });
  it('waits as long as a busy shop asks, and says until when', async () => {
    const { engine, time } = createScene({ fault: changes(fault('rate-limited')) });
    const done = engine.add({ variantId: 'lamp' });
    await time.pass(100);
    expect(engine.$shop.get().state).to.equal('rate-limited');
    expect(engine.$shop.get().until! - time.now()).to.be.within(1_900, 2_400);
    await time.pass(1_800);
    expect(engine.$pending.get()).to.have.lengthOf(1);
    expect((await time.of(done)).applied).to.equal('all');
  });
  it('fails a change that the shop would take only after a minute', async () => {
    const answer = new CommerceError('rate-limited', '429', { retryAfterMs: 90_000 });
    const { engine, time, shown } = createScene({ fault: changes({ name: 'long', answer, answerAfterMs: 1 }) });
    const outcome = await time.of(engine.add({ variantId: 'lamp' }));
    expect([outcome.failure?.code, shown(), codes(engine.$issues.get())]).to.deep.equal(['cart/rate-limited', {}, ['not-sent']]);
  });
  it('gives up after its tries, without a trace in the shop', async () => {
    const scene = createScene({ fault: call => (call === 'change' ? down : undefined) });
    const outcome = await scene.time.of(scene.engine.add({ variantId: 'lamp' }));
    expect(outcome.failure?.code).to.equal('cart/unreachable');
    expect([scene.shown(), scene.units()]).to.deep.equal([{}, {}]);
  });
  it('says that it does not know when not even the cart can be read', async () => {
    const { engine, time } = createScene({
      fault: call => (call === 'cart' && engine.$cart.get().shop ? down : call === 'change' ? down : undefined),
    });
    const outcome = await time.of(engine.add({ variantId: 'lamp' }));
    expect(outcome.failure?.code).to.equal('cart/unsure');
    expect(engine.$shop.get().state).to.equal('unreachable');
  });
  it('names a shop that cannot work, at once', async () => {
    const answer = new CommerceError('unauthorized', 'bad token');
    const { engine, time } = createScene({ fault: () => ({ name: 'token', answer, answerAfterMs: 1 }) });
    expect((await time.of(engine.add({ variantId: 'lamp' }), 5)).failure?.code).to.equal('cart/shop-failed');
  });
  it('survives an adapter that throws what it should not', async () => {
    const scene = createScene();
    Object.assign(scene.adapter, {
      change: () => {
        throw new TypeError('oops');
      },
    });
    expect((await scene.time.of(scene.engine.add({ variantId: 'lamp' }))).failure?.code).to.equal('cart/unreachable');
  });
});

describe('cart engine offline', () => {
  it('lets changes wait visibly and sends each once', async () => {
    const { engine, time, online, units } = await filled();
    online.set(false);
    const done = Promise.all([engine.add({ variantId: 'shirt' }), engine.setQuantity('lamp', 3)]);
    await time.pass(3_600_000);
    expect(engine.$shop.get()).to.deep.equal({ state: 'offline' });
    expect(engine.$pending.get().map(change => change.state)).to.deep.equal(['waiting', 'waiting']);
    expect((await engine.checkout()).failure?.code).to.equal('cart/offline');
    expect((await engine.refresh()).failure?.code).to.equal('cart/offline');
    online.set(true);
    await time.of(done);
    expect(units()).to.deep.equal({ lamp: 3, mug: 1, shirt: 1 });
  });
  it('takes a waiting change back', async () => {
    const { engine, time, online, units } = await filled();
    online.set(false);
    const done = engine.add({ variantId: 'shirt' });
    await time.settle();
    expect(engine.$pending.get()[0]!.withdraw()).to.equal(true);
    expect((await done).failure?.code).to.equal('cart/withdrawn');
    online.set(true);
    await time.pass(1_000);
    expect(units()).to.deep.equal({ lamp: 2, mug: 1 });
  });
  it('does not take back what is on its way', async () => {
    const { engine, time } = createScene({ fault: changes(slowly(100)) });
    const done = engine.add({ variantId: 'lamp' });
    await time.pass(10);
    expect(engine.$pending.get()[0]!.withdraw()).to.equal(false);
    expect((await time.of(done)).applied).to.equal('all');
  });
});
