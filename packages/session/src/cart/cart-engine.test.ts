import { expect } from 'chai';
import type { CartOutcome } from './cart-types.js';
import { codes, createScene, filled } from './testing/scene.js';
import { changes, fault, slowly } from './testing/unreliable-adapter.js';

describe('cart engine', () => {
  describe('what the shopper sees', () => {
    it('asks nothing of the shop before somebody looks', async () => {
      let calls = 0;
      const { engine, time } = createScene({ fault: () => void (calls += 1) });
      await time.pass(10_000);
      expect(calls).to.equal(0);
      engine.$cart.subscribe(() => {});
      await time.settle();
      expect(calls).to.equal(1);
      expect(engine.$cart.get().shop?.currency).to.equal('EUR');
    });
    it('shows a line at once, pending and without a total, then as the shop has it', async () => {
      const { engine, time } = createScene();
      const unit = { minor: 990, currency: 'EUR' };
      const done = engine.add({ variantId: 'lamp', quantity: 2, display: { title: 'Lamp', unit } });
      const [line] = engine.$cart.get().lines;
      expect(line).to.include({ id: 'lamp', title: 'Lamp', quantity: 2, pending: true, unit }).and.not.have.property('total');
      expect(engine.$pending.get()).to.have.lengthOf(1);
      expect(engine.$shop.get().state).to.equal('busy');
      expect(await time.of(done)).to.deep.include({ applied: 'all', issues: [] });
      expect(engine.$cart.get().lines[0]).to.deep.include({
        id: 'lamp',
        quantity: 2,
        pending: false,
        total: { minor: 2_000, currency: 'EUR' },
      });
      expect(engine.$shop.get().state).to.equal('idle');
    });
    it('keeps the ids of lines although the shop changes its keys with every answer', async () => {
      const { engine, time } = await filled({ shop: { lineKeys: 'changing' } });
      const ids = engine.$cart.get().lines.map(line => line.id);
      await time.of(engine.setQuantity(ids[0]!, 5));
      expect(engine.$cart.get().lines.map(line => [line.id, line.quantity])).to.deep.equal([
        ['lamp', 5],
        ['mug', 1],
      ]);
      expect(ids).to.deep.equal(['lamp', 'mug']);
    });
    it('sends five taps on plus as one add under way and one quantity', async () => {
      let sent = 0;
      const { engine, time, units } = createScene({ fault: call => (call === 'change' ? ((sent += 1), slowly(100)) : undefined) });
      const added = engine.add({ variantId: 'lamp' });
      await time.pass(10);
      const taps = [2, 3, 4, 5, 6].map(quantity => engine.setQuantity('lamp', quantity));
      expect(engine.$cart.get().quantity).to.equal(6);
      const outcomes = await time.of(Promise.all([added, ...taps]));
      expect(outcomes.map(outcome => outcome.applied)).to.deep.equal(Array(6).fill('all'));
      expect([sent, units()]).to.deep.equal([2, { lamp: 6 }]);
    });
    it('makes one add of several that wait', async () => {
      let sent = 0;
      const { engine, time, units } = createScene({ fault: call => (call === 'change' ? ((sent += 1), slowly(100)) : undefined) });
      await time.of(Promise.all([1, 2, 3].map(quantity => engine.add({ variantId: 'mug', quantity }))));
      expect([sent, units()]).to.deep.equal([1, { mug: 6 }]);
    });
    it('does not reorder: a quantity, then one more', async () => {
      const { engine, time, units } = await filled({ fault: call => (call === 'change' ? slowly(50) : undefined) });
      void engine.add({ variantId: 'mug' });
      await time.pass(1);
      await time.of(
        Promise.all([
          engine.setQuantity('lamp', 4),
          engine.add({ variantId: 'lamp' }),
          engine.setQuantity('lamp', 7),
          engine.add({ variantId: 'lamp' }),
        ]),
      );
      expect(units()).to.deep.equal({ lamp: 8, mug: 2 });
    });
  });

  describe('what the shop refuses or does in silence', () => {
    it('rolls a refused add back and says why, with the number', async () => {
      const scene = createScene();
      scene.memory.shop.setStock('lamp', 3);
      const { engine, time } = scene;
      const outcome = await time.of(engine.add({ variantId: 'lamp', quantity: 9 }));
      expect(outcome).to.deep.include({ applied: 'none' });
      expect(outcome.issues[0]).to.include({ code: 'quantity-limited', available: 3 });
      expect(engine.$issues.get()[0]).to.include({ code: 'quantity-limited', available: 3, variantId: 'lamp' });
      expect(scene.shown()).to.deep.equal({});
      engine.$issues.get()[0]!.dismiss();
      expect(engine.$issues.get()).to.deep.equal([]);
    });
    it('tells a clamped add as part of the wish', async () => {
      const scene = createScene({ shop: { overAdd: 'clamps' } });
      scene.memory.shop.setStock('lamp', 3);
      const outcome = await scene.time.of(scene.engine.add({ variantId: 'lamp', quantity: 9 }));
      expect([outcome.applied, codes(outcome.issues), scene.shown()]).to.deep.equal(['part', ['quantity-limited'], { lamp: 3 }]);
    });
    it('finds the quantity, price and code that a shop changed without a word, once', async () => {
      const { engine, time, memory } = await filled();
      await time.of(engine.addCode('TEN'));
      memory.shop.setStock('lamp', 1);
      memory.shop.setPrice('mug', 1_500);
      const outcome = await time.of(engine.refresh());
      expect(codes(outcome.issues)).to.have.members(['quantity-limited', 'price-changed']);
      expect(codes(engine.$issues.get())).to.have.members(['quantity-limited', 'price-changed']);
      expect((await time.of(engine.refresh())).issues).to.deep.equal([]);
      expect(engine.$issues.get()).to.have.lengthOf(2);
      memory.shop.removeVariant('mug');
      expect(codes((await time.of(engine.refresh())).issues)).to.deep.equal(['line-removed']);
    });
    it('tells why a code does not count, and keeps one that does', async () => {
      const { engine, time } = await filled();
      expect(codes((await time.of(engine.addCode('late'))).issues)).to.deep.equal(['code-expired']);
      const good = engine.addCode(' TEN ');
      expect(engine.$cart.get().codes).to.deep.equal([{ code: 'TEN', applied: false, pending: true }]);
      expect((await time.of(good)).applied).to.equal('all');
      expect(engine.$cart.get().codes).to.deep.equal([{ code: 'TEN', applied: true, pending: false }]);
      await time.of(engine.removeCode('TEN'));
      expect(engine.$cart.get().codes).to.deep.equal([]);
    });
    it('replays an add once when the shop has lost the cart, and says so', async () => {
      const { engine, time, memory, units } = await filled();
      memory.shop.loseCart(memory.shopper);
      const outcome = await time.of(engine.add({ variantId: 'shirt' }));
      expect([outcome.applied, units(), codes(outcome.issues)]).to.deep.equal(['all', { shirt: 1 }, ['cart-lost']]);
    });
    it('keeps at most as many issues as the policy says', async () => {
      const { engine, time } = createScene({ policy: { maxIssues: 2 } });
      for (const code of ['a', 'b', 'c']) await time.of(engine.addCode(code));
      expect(engine.$issues.get().map(issue => issue.discountCode)).to.deep.equal(['b', 'c']);
    });
  });

  describe('removing', () => {
    it('hides the line at once and brings it back', async () => {
      const { engine, time, units, shown } = await filled();
      const done = engine.remove('lamp');
      expect(shown()).to.deep.equal({ mug: 1 });
      await time.of(done);
      const [removed] = engine.$removed.get();
      expect(removed!.line).to.include({ id: 'lamp', quantity: 2 });
      expect((await time.of(removed!.undo())).applied).to.equal('all');
      expect([units(), engine.$removed.get()]).to.deep.equal([{ lamp: 2, mug: 1 }, []]);
    });
    it('sends nothing when it is undone while it waits', async () => {
      const { engine, online, time, shown } = await filled();
      online.set(false);
      const done = engine.remove('lamp');
      await time.settle();
      await engine.$removed.get()[0]!.undo();
      expect([(await done).failure?.code, shown()]).to.deep.equal(['cart/withdrawn', { lamp: 2, mug: 1 }]);
    });
  });

  describe('checkout', () => {
    it('sends what waits first', async () => {
      const { engine, time, units } = createScene({ fault: changes(slowly(200)) });
      void engine.add({ variantId: 'lamp' });
      const outcome = await time.of(engine.checkout());
      expect([outcome.handOff, units()]).to.deep.equal([{ url: 'https://shop.example/checkout', target: 'same-tab' }, { lamp: 1 }]);
    });
    it('lets the shopper look first when something was refused on the way', async () => {
      const { engine, time, memory } = await filled();
      memory.shop.setStock('shirt', 0);
      void engine.add({ variantId: 'shirt' });
      expect((await time.of(engine.checkout())).failure?.code).to.equal('cart/look-first');
      expect((await time.of(engine.checkout())).handOff).to.not.equal(undefined);
    });
    it('refuses an empty cart', async () => {
      const { engine, time } = createScene();
      expect((await time.of(engine.checkout())).failure?.code).to.equal('cart/empty');
    });
  });

  describe('the page', () => {
    it('hears of our changes, and ours only', async () => {
      const heard: number[] = [];
      const scene = createScene();
      Object.assign(scene.adapter, { notifyHost: ({ cart }: { cart: { quantity: number } }) => heard.push(cart.quantity) });
      await scene.time.of(scene.engine.add({ variantId: 'lamp' }));
      await scene.memory.shop.addFromElsewhere(scene.memory.shopper, 'mug', 1);
      await scene.time.pass(1_000);
      expect([heard, scene.shown()]).to.deep.equal([[1], { lamp: 1, mug: 1 }]);
    });
    it('says that it has changed the cart of a shop that does not tell', async () => {
      const { time, page, memory, shown, engine } = await filled({ silentPage: true });
      await memory.shop.addFromElsewhere(memory.shopper, 'mug', 2);
      const before = shown();
      page.set('told');
      page.set('told');
      await time.pass(1_000);
      expect([before, shown()]).to.deep.equal([
        { lamp: 2, mug: 1 },
        { lamp: 2, mug: 3 },
      ]);
      expect(engine.$issues.get()).to.deep.equal([]);
    });
    it('is read again when it comes back, but not at every turn', async () => {
      let reads = 0;
      const { time, page } = await filled({ silentPage: true, fault: call => void (call === 'cart' && (reads += 1)) });
      const before = reads;
      page.set('shown');
      await time.pass(6_000);
      expect(reads).to.equal(before);
      page.set('shown');
      await time.settle();
      expect(reads).to.equal(before + 1);
      page.set('restored');
      await time.settle();
      expect(reads).to.equal(before + 2);
    });
  });

  describe('bad input and the end', () => {
    it('refuses nonsense with a code', async () => {
      const { engine } = await filled();
      const refused = await Promise.all([
        engine.add({ variantId: '' }),
        engine.add({ variantId: 'lamp', quantity: 1.5 }),
        engine.setQuantity('lamp', -1),
        engine.setQuantity('nothing', 1),
        engine.remove('nothing'),
        engine.addCode('  '),
      ]);
      expect(refused.map(({ failure }) => failure?.code)).to.deep.equal([
        'cart/bad-change',
        'cart/bad-change',
        'cart/bad-change',
        'cart/unknown-line',
        'cart/unknown-line',
        'cart/bad-change',
      ]);
    });
    it('leaves nothing behind when disposed', async () => {
      const scene = createScene({ fault: changes(undefined, fault('timeout-before-effect')) });
      const { engine, time } = scene;
      await time.of(engine.add({ variantId: 'mug' }));
      const open: Promise<CartOutcome>[] = [
        engine.add({ variantId: 'lamp' }),
        engine.setQuantity('mug', 2),
        engine.checkout(),
        engine.refresh(),
      ];
      await time.pass(100);
      engine.dispose();
      expect((await Promise.all(open)).map(({ failure }) => failure?.code)).to.deep.equal(Array(4).fill('cart/disposed'));
      expect(scene.timers()).to.equal(0);
      expect((await engine.add({ variantId: 'lamp' })).failure?.code).to.equal('cart/disposed');
    });
  });
});
