import { CommerceError } from '@shopcast/commerce';
import { createRandom } from '@shopcast/testing';
import { expect } from 'chai';
import type { CartItem } from './cart-types.js';
import { createScene } from './testing/scene.js';
import { createFakeBrowser, createFakeChannels } from './testing/tab-fakes.js';
import { changes, faultCatalogue, type CallFault } from './testing/unreliable-adapter.js';
import type { LocksLike } from './tabs.js';
import { createTokenStore } from './token-store.js';

const busy: CallFault = { name: 'busy', answer: 'shop', answerAfterMs: 200, effectAfterMs: 100 };

describe('cart engine under attack', () => {
  it('refuses whatever is no wish, with a code, and asks the shop nothing', async () => {
    const scene = createScene();
    const { engine, adapter } = scene;
    const nonsense: unknown[] = [
      ...[undefined, null, 'lamp', {}, { variantId: 42 }, { variantId: 'lamp', attributes: { size: 42 } }],
      ...[0, -1, 1.5, NaN, Infinity, 2 ** 53, '1', null].map(quantity => ({ variantId: 'lamp', quantity })),
    ];
    for (const item of nonsense)
      expect((await engine.add(item as CartItem)).failure?.code, JSON.stringify(item)).to.equal('cart/bad-change');
    for (const code of [undefined, null, 42, {}, '', ' \t', 'x'.repeat(10_240)])
      expect((await engine.addCode(code as string)).failure?.code, JSON.stringify(code)?.slice(0, 20)).to.equal('cart/bad-change');
    expect(adapter.effects).to.equal(0);
    expect([engine.$pending.get(), scene.shown()]).to.deep.equal([[], {}]);
  });

  it('hands on huge wishes and codes in any script, and shows what the shop makes of them', async () => {
    const { engine, time, units } = createScene({ shop: { products: [{ id: 'lamp', title: 'lamp', price: 1_000, stock: 3 }] } });
    expect(await time.of(engine.add({ variantId: 'lamp', quantity: 1e9 }))).to.deep.include({ applied: 'none' });
    const codes = ['ЗИМА', '冬10', '\u{1F381}', 'I\u0307'];
    for (const code of codes) expect((await time.of(engine.addCode(code))).issues.map(issue => issue.code)).to.deep.equal(['code-invalid']);
    expect([units(), engine.$cart.get().codes]).to.deep.equal([{}, []]);
  });

  it('adds waiting together only as far as numbers go', async () => {
    const { engine, time, online, units } = createScene();
    online.set(false);
    const most = Number.MAX_SAFE_INTEGER;
    const wishes = [engine.add({ variantId: 'lamp', quantity: most }), engine.add({ variantId: 'lamp', quantity: most })];
    await time.settle();
    expect(engine.$pending.get().every(({ quantity }) => Number.isSafeInteger(quantity))).to.equal(true);
    engine.$pending.get().forEach(wish => wish.withdraw());
    await Promise.all(wishes);
    expect(units()).to.deep.equal({});
  });

  it('asks nothing once it was disposed, not even what waited for a connection', async () => {
    const scene = createScene();
    const { engine, time, online, adapter } = scene;
    await time.of(engine.add({ variantId: 'lamp' }));
    let reads = 0;
    const { cart } = adapter;
    Object.assign(adapter, { cart: (...call: Parameters<typeof cart>) => ((reads += 1), cart(...call)) });
    online.set(false);
    await scene.memory.shop.addFromElsewhere(scene.memory.shopper, 'mug', 1);
    await time.pass(1_000);
    engine.dispose();
    engine.dispose();
    await time.pass(1_000);
    online.set(true);
    await time.pass(1_000);
    expect(reads).to.equal(0);
  });

  it('finds out what became of an add that was on its way when the connection went', async () => {
    const lost: CallFault = { name: 'lost', answer: new CommerceError('network', 'reset'), answerAfterMs: 50, effectAfterMs: 20 };
    const { engine, time, online, units } = createScene({ fault: changes(lost) });
    const done = engine.add({ variantId: 'lamp' });
    await time.pass(30);
    online.set(false);
    await time.pass(3_600_000);
    expect(engine.$cart.get()).to.deep.include({ unsure: true, quantity: 1 });
    online.set(true);
    expect((await time.of(done)).applied).to.equal('all');
    await time.pass(300_000);
    expect(units()).to.deep.equal({ lamp: 1 });
  });

  it('keeps its order and the truth when its lock is stolen in the middle of a turn', async () => {
    const { locks, channel } = createFakeBrowser();
    let steal = () => {};
    const stolen: LocksLike = {
      ...locks,
      request: (name, options, run) =>
        Promise.race([
          locks.request(name, options, run),
          new Promise((_, reject) => (steal = () => reject(new DOMException('stolen', 'AbortError')))),
        ]),
    };
    const scene = createScene({ fault: changes(busy), tabs: { locks: stolen, channel } });
    const { engine, time, units, adapter } = scene;
    const outcomes = [engine.add({ variantId: 'lamp' }), engine.add({ variantId: 'mug' })];
    await time.pass(50);
    steal();
    const done = await time.of(Promise.all(outcomes));
    expect(done.map(({ applied, failure }) => [applied, failure?.code])).to.deep.equal([
      ['all', undefined],
      ['all', undefined],
    ]);
    expect([units(), scene.shown(), adapter.mostWriters]).to.deep.equal([{ lamp: 1, mug: 1 }, { lamp: 1, mug: 1 }, 1]);
  });

  it('counts right in two tabs on a bad line while the clock of the device jumps', async () => {
    const faults = faultCatalogue().filter(({ name }) => !/late|then|slower/.test(name));
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed);
      let offset = 0;
      const first = createScene();
      const { time } = first;
      const clock = { ...time, now: () => time.now() + offset, clearTimeout: (timer: unknown) => time.clearTimeout(timer as number) };
      const fault = () => (random.chance(0.2) ? random.pick(faults) : undefined);
      const tabs = createFakeBrowser();
      const both = [1, 2].map(() => createScene({ beside: first, tabs, silentPage: true, engine: { clock }, fault }));
      const wishes = [];
      for (let count = 0; count < 8; count += 1) {
        wishes.push(random.pick(both).engine.add({ variantId: 'lamp' }));
        await time.pass(random.below(3_000));
        if (random.chance(0.5)) offset += random.pick([-3_600_000, -5_000, 5_000, 3_600_000]);
      }
      const outcomes = await time.of(Promise.all(wishes), 3_600_000);
      await time.pass(200_000);
      const added = outcomes.filter(({ applied }) => applied === 'all').length;
      if (outcomes.every(({ applied }) => applied !== 'none')) expect(first.units(), `seed ${seed}`).to.deep.equal({ lamp: added });
      for (const { engine, shown } of both) {
        await time.of(engine.refresh());
        expect(shown(), `seed ${seed}`).to.deep.equal(first.units());
      }
      for (const { engine } of [first, ...both]) engine.dispose();
    }
  });

  it('says that it does not know what became of a wish that an adapter answers with nonsense', async () => {
    for (const answer of [undefined, null, {}, { cart: null, issues: [] }, { cart: { lines: 'none' }, issues: [] }]) {
      const scene = createScene();
      const { engine, time, adapter } = scene;
      await time.of(engine.add({ variantId: 'mug' }));
      const { change } = adapter;
      Object.assign(adapter, { change: () => Promise.resolve(answer) });
      const { applied, failure } = await time.of(engine.add({ variantId: 'lamp' }));
      expect([applied, failure?.code]).to.deep.equal(['none', 'cart/unreachable']);
      expect(engine.$issues.get().map(issue => issue.code)).to.deep.equal(['not-sent']);
      Object.assign(adapter, { change });
      await time.of(engine.add({ variantId: 'sofa' }));
      expect(scene.shown()).to.deep.equal({ mug: 1, sofa: 1 });
    }
  });

  it('names a checkout that leads nowhere', async () => {
    for (const answer of [undefined, null, {}]) {
      const { engine, time, adapter } = createScene();
      await time.of(engine.add({ variantId: 'mug' }));
      Object.assign(adapter, { checkout: () => Promise.resolve(answer) });
      const outcome = await time.of(engine.checkout());
      expect([outcome.handOff, outcome.failure?.code]).to.deep.equal([undefined, 'cart/unreachable']);
    }
  });
});

describe('token store under attack', () => {
  const shelf = (text: string) => ({ getItem: () => text, setItem: () => {}, removeItem: () => {} });

  it('takes nothing from a storage that no shop can have given', () => {
    for (const text of ['', 'a\nb', 'a\u0000', 'tök€n', 'x'.repeat(5_000)]) {
      const store = createTokenStore({ storage: shelf(text), channel: false });
      expect(store.get('cart'), JSON.stringify(text.slice(0, 10))).to.equal(null);
    }
    const kept = 'gid://shopify/Cart/abc?key=1f-_.~%2B/=';
    expect(createTokenStore({ storage: shelf(kept), channel: false }).get('cart')).to.equal(kept);
  });

  it('overlooks messages of strangers on its channel', async () => {
    const channel = createFakeChannels();
    const store = createTokenStore({ storage: null, channel });
    const stranger = channel('shopcast-tokens');
    for (const message of [null, 1, { shopcast: 'tokens' }, { shopcast: 'tokens', tokens: [null, 1, ['cart'], [1, 'x'], ['cart', 7]] }])
      stranger.postMessage(message);
    stranger.postMessage({ shopcast: 'tokens', tokens: [['cart', 't1']] });
    await store.ready;
    await Promise.resolve();
    expect(store.get('cart')).to.equal('t1');
    store.dispose();
  });

  it('ends with the engine, and bears a token that comes after that', async () => {
    const real = createFakeChannels();
    let closed = 0;
    const channel = (name: string) => {
      const inner = real(name);
      let open = true;
      return {
        ...inner,
        postMessage(message: unknown) {
          if (!open) throw new DOMException('closed', 'InvalidStateError');
          inner.postMessage(message);
        },
        close() {
          closed += open ? 1 : 0;
          open = false;
        },
      };
    };
    const tokens = createTokenStore({ storage: null, channel });
    const { engine } = createScene({ engine: { tokens } });
    engine.dispose();
    expect(closed).to.equal(1);
    expect(() => tokens.set('cart', 't1')).not.to.throw();
    await tokens.ready;
  });
});
