import { expect } from 'chai';
import fc from 'fast-check';
import type { CartOutcome } from './cart-types.js';
import { createScene } from './testing/scene.js';
import { faultCatalogue, type CallFault } from './testing/unreliable-adapter.js';

const runs = 10_000;
const seed = Number(process.env['SEED'] ?? 20_260_401);
const variants = ['lamp', 'mug', 'shirt'] as const;

type Step =
  | { readonly do: 'add'; readonly variant: string; readonly quantity: number; readonly waitMs: number }
  | { readonly do: 'set' | 'remove'; readonly line: number; readonly quantity: number; readonly waitMs: number };

const waitMs = fc.oneof(fc.constant(0), fc.constant(30), fc.integer({ min: 0, max: 3_000 }), fc.constant(100_000));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      variant: fc.constantFrom(...variants),
      quantity: fc.integer({ min: 1, max: 3 }),
      waitMs,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('set' as const, 'remove' as const),
      line: fc.nat(2),
      quantity: fc.integer({ min: 1, max: 5 }),
      waitMs,
    }),
  },
);
const faults = faultCatalogue();
/** One call in five fails. */
const fault: fc.Arbitrary<CallFault | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom(...faults) },
);

describe('cart engine on a bad line', function () {
  this.timeout(600_000);

  for (const plainLines of [false, true]) {
    it(`shows what the shop has, adds nothing twice and loses nothing (${plainLines ? 'lines without' : 'lines with'} attributes)`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 8 }),
          fc.array(fault, { minLength: 40, maxLength: 40 }),
          async (steps, line) => {
            let at = 0;
            const scene = createScene({ plainLines, silentPage: true, fault: () => line[at++ % line.length] });
            const { engine, time } = scene;
            /** Smallest and largest number of units that each variant may end up with. */
            const bounds = new Map<string, [number, number]>(variants.map(variant => [variant, [0, 0]]));
            const outcomes: Promise<void>[] = [];
            for (const one of steps) {
              if (one.do === 'add') {
                outcomes.push(
                  engine.add({ variantId: one.variant, quantity: one.quantity }).then((outcome: CartOutcome) => {
                    widen(bounds, one.variant, outcome, ([low, high], sure) => [sure ? low + one.quantity : low, high + one.quantity]);
                  }),
                );
              } else {
                const shown = engine.$cart.get().lines[one.line];
                if (shown) {
                  const quantity = one.do === 'set' ? one.quantity : 0;
                  const asked = one.do === 'set' ? engine.setQuantity(shown.id, quantity) : engine.remove(shown.id);
                  outcomes.push(
                    asked.then(outcome =>
                      widen(bounds, shown.variantId, outcome, ([low, high], sure) =>
                        sure ? [quantity, quantity] : [Math.min(low, quantity), Math.max(high, quantity)],
                      ),
                    ),
                  );
                }
              }
              await time.pass(one.waitMs);
            }
            await scene.rest();
            await Promise.all(outcomes);
            expect(scene.shown(), 'shown and in the shop').to.deep.equal(scene.units());
            for (const [variant, [low, high]] of bounds) {
              expect(scene.units()[variant] ?? 0, `${variant}, not lost`).to.be.at.least(low);
              expect(scene.units()[variant] ?? 0, `${variant}, not doubled`).to.be.at.most(high);
            }
            expect(scene.adapter.mostWriters).to.be.at.most(1);
            engine.dispose();
            expect(scene.timers(), 'timers left behind').to.equal(0);
          },
        ),
        { numRuns: Number(process.env['RUNS'] ?? runs), seed },
      );
    });
  }
});

/** Moves the bounds of a variant by an outcome: nothing for a change that never was, both ends for a sure one, one end for an unsure one. */
function widen(
  bounds: Map<string, [number, number]>,
  variant: string,
  { applied, failure }: CartOutcome,
  move: (bounds: [number, number], sure: boolean) => [number, number],
): void {
  if (applied === 'all') bounds.set(variant, move(bounds.get(variant)!, true));
  else if (failure?.code === 'cart/unsure') bounds.set(variant, move(bounds.get(variant)!, false));
}
