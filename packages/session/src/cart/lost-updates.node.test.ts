import { wooConformanceShop } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import { createCartEngine } from './cart-engine.js';

describe('cart engine before a shop that loses changes made at the same time', () => {
  for (const session of ['cookie', 'token'] as const) {
    it(`five adds at once arrive all five through the engine, and not without it (${session})`, async () => {
      const { adapter, another, control, refs, dispose } = wooConformanceShop({}, { session });
      const raw = await another();
      const ref = refs.plain ?? '';
      const variantId = (await adapter.products([ref])).get(ref)?.variants[0]?.id ?? '';
      const units = async (of: typeof adapter) => (await control.readCart?.(of))?.[variantId] ?? 0;
      const engine = createCartEngine({ adapter, tabs: false });
      try {
        const outcomes = await Promise.all(Array.from({ length: 5 }, () => engine.add({ variantId })));
        expect(outcomes.map(({ applied }) => applied)).to.deep.equal(Array(5).fill('all'));
        expect(await units(adapter)).to.equal(5);
        await raw.change([{ type: 'add', variantId, quantity: 1 }]);
        await Promise.all(Array.from({ length: 5 }, () => raw.change([{ type: 'add', variantId, quantity: 1 }])));
        expect(await units(raw)).to.be.below(6);
      } finally {
        engine.dispose();
        await dispose();
      }
    });
  }
});
