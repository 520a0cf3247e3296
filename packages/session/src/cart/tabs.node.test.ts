import { expect } from 'chai';
import fc from 'fast-check';
import type { CartOutcome } from './cart-types.js';
import { createScene, type Scene, type SceneOptions } from './testing/scene.js';
import { createFakeBrowser } from './testing/tab-fakes.js';
import { faultCatalogue, type CallFault } from './testing/unreliable-adapter.js';

const tabs = 5;
const operations = 2_000;
const seed = 20_260_402;
const variants = ['lamp', 'mug', 'shirt', 'sofa'] as const;

type Step = { readonly tab: number; readonly variant: string; readonly what: 'add' | 'set' | 'remove'; readonly quantity: number };

const step: fc.Arbitrary<Step> = fc.record({
  tab: fc.nat(tabs - 1),
  variant: fc.constantFrom(...variants),
  what: fc.constantFrom('add', 'add', 'set', 'remove'),
  quantity: fc.integer({ min: 1, max: 3 }),
});

/** Tabs of one shopper in one browser whose news travel for up to 40 ms, and how many of them write to the shop at a time. */
function open(count: number, options: SceneOptions & { locks?: false }) {
  let writers = 0;
  let mostWriters = 0;
  const scenes: Scene[] = [];
  let delays = 0;
  const browser = createFakeBrowser(deliver => void scenes[0]!.time.setTimeout(deliver, (delays += 7) % 40));
  const withoutLocks = { ...browser, locks: { request: () => Promise.reject(new Error('forbidden')), query: () => Promise.resolve({}) } };
  while (scenes.length < count) {
    const scene = createScene({
      ...(scenes[0] ? { beside: scenes[0] } : {}),
      silentPage: true,
      tabs: options.locks === false ? withoutLocks : browser,
      ...options,
    });
    const { change } = scene.adapter;
    Object.assign(scene.adapter, {
      async change(...call: Parameters<typeof change>) {
        mostWriters = Math.max(mostWriters, (writers += 1));
        try {
          await new Promise<void>(resolve => scene.time.setTimeout(resolve, 5));
          return await change(...call);
        } finally {
          writers -= 1;
        }
      },
    });
    scenes.push(scene);
  }
  return { scenes, time: scenes[0]!.time, mostWriters: () => mostWriters };
}

function ask({ engine }: Scene, { what, variant, quantity }: Step): Promise<CartOutcome> | undefined {
  if (what === 'add') return engine.add({ variantId: variant, quantity });
  const line = engine.$cart.get().lines.find(one => one.variantId === variant);
  if (!line) return undefined;
  return what === 'set' ? engine.setQuantity(line.id, quantity) : engine.remove(line.id);
}

describe('cart engines in several tabs', function () {
  this.timeout(300_000);

  it('hear of what the page of one of them has changed', async () => {
    const { scenes, time } = open(2, {});
    const [mine, other] = scenes as [Scene, Scene];
    await time.of(mine.engine.add({ variantId: 'lamp' }));
    await time.pass(1_000);
    await mine.memory.shop.addFromElsewhere(mine.memory.shopper, 'mug', 2);
    mine.page.set('told');
    await time.pass(1_000);
    expect([mine.shown(), other.shown()]).to.deep.equal([
      { lamp: 1, mug: 2 },
      { lamp: 1, mug: 2 },
    ]);
  });

  it(`agree after ${operations} operations in ${tabs} tabs, with one writer at a time`, async () => {
    const steps = fc.sample(step, { numRuns: operations, seed });
    const { scenes, time, mostWriters } = open(tabs, {});
    const outcomes: Promise<CartOutcome>[] = [];
    for (const [at, one] of steps.entries()) {
      const asked = ask(scenes[one.tab]!, one);
      if (asked) outcomes.push(asked);
      if (at % 3 === 0) await time.pass(11);
    }
    const settled = await time.of(Promise.all(outcomes), 3_600_000);
    const idle = time.now();
    await time.until(
      () => scenes.every(scene => JSON.stringify(sorted(scene.shown())) === JSON.stringify(sorted(scenes[0]!.units()))),
      10_000,
    );
    expect(time.now() - idle, 'ms until all tabs are equal').to.be.at.most(200);
    expect(settled.filter(({ failure }) => failure)).to.deep.equal([]);
    expect(mostWriters()).to.equal(1);
    for (const { engine } of scenes) engine.dispose();
  });

  it('need the locks for that: without them several write at a time', async () => {
    const { scenes, time, mostWriters } = open(tabs, { locks: false });
    await time.of(Promise.all(scenes.map(scene => scene.engine.add({ variantId: 'lamp' }))));
    expect(mostWriters()).to.be.above(1);
    for (const { engine } of scenes) engine.dispose();
  });

  it('make one cart of their first adds', async () => {
    const { scenes, time } = open(tabs, {});
    await time.of(Promise.all(scenes.map(scene => scene.engine.add({ variantId: 'lamp' }))));
    expect([scenes[0]!.memory.shop.cartsMade, scenes[0]!.units()]).to.deep.equal([1, { lamp: tabs }]);
    for (const { engine } of scenes) engine.dispose();
  });

  it('add up on a bad line too', async () => {
    const faults = faultCatalogue();
    /** One change in five fails. */
    const fault: fc.Arbitrary<CallFault | undefined> = fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...faults) },
    );
    const adds = fc.array(
      fc.record({ tab: fc.nat(2), variant: fc.constantFrom(...variants), waitMs: fc.constantFrom(0, 20, 5_000, 60_000) }),
      { minLength: 3, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(adds, fc.array(fault, { minLength: 30, maxLength: 30 }), async (list, line) => {
        let at = 0;
        const { scenes, time, mostWriters } = open(3, { fault: () => line[at++ % line.length] });
        const least: Record<string, number> = {};
        const most: Record<string, number> = {};
        const outcomes = [];
        for (const { tab, variant, waitMs } of list) {
          outcomes.push(
            scenes[tab]!.engine.add({ variantId: variant }).then(({ applied, failure }) => {
              if (applied === 'all') least[variant] = (least[variant] ?? 0) + 1;
              if (applied === 'all' || failure?.code === 'cart/unsure') most[variant] = (most[variant] ?? 0) + 1;
            }),
          );
          await time.pass(waitMs);
        }
        await time.of(Promise.all(outcomes), 3_600_000);
        for (const scene of scenes) await scene.rest();
        const units = scenes[0]!.units();
        for (const variant of variants) {
          expect(units[variant] ?? 0, `${variant}, not lost`).to.be.at.least(least[variant] ?? 0);
          expect(units[variant] ?? 0, `${variant}, not doubled`).to.be.at.most(most[variant] ?? 0);
        }
        for (const scene of scenes) expect(sorted(scene.shown())).to.deep.equal(sorted(units));
        expect(mostWriters()).to.equal(1);
        for (const { engine, timers } of scenes) {
          engine.dispose();
          expect(timers(), 'timers left behind').to.equal(0);
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 2_000), seed: Number(process.env['SEED'] ?? seed) },
    );
  });
});

function sorted(units: Record<string, number>): [string, number][] {
  return Object.entries(units).sort(([a], [b]) => (a < b ? -1 : 1));
}
