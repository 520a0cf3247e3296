import { expect } from 'chai';
import fc from 'fast-check';
import { readUnitPrice } from './shopify.js';

describe('a price per measure of Shopify', () => {
  const price = { minor: 500, currency: 'EUR' };
  const read = (quantityValue: number, quantityUnit: string, referenceValue: number, referenceUnit: string) =>
    readUnitPrice(price, { quantityValue, quantityUnit, referenceValue, referenceUnit });

  it('is told with both measures in one unit, where they have one', () => {
    expect(read(0.75, 'L', 100, 'ML')).to.deep.equal({ price, per: '100 ml', measure: { content: 15, reference: 2 } });
    expect(read(2, 'lb', 1, 'oz')).to.deep.equal({ price, per: '1 oz', measure: { content: 32, reference: 1 } });
    expect(read(12, 'ITEM', 1, 'ITEM')).to.deep.equal({ price, per: '1 item', measure: { content: 12, reference: 1 } });
    expect(read(1, 'FLOZ', 1, 'L')).to.deep.equal({ price, per: '1 l' });
    expect(read(0, 'G', 1, 'KG')).to.deep.equal({ price, per: '1 kg' });
    expect(readUnitPrice(undefined, { quantityValue: 1, quantityUnit: 'G', referenceValue: 1, referenceUnit: 'G' })).to.equal(undefined);
    expect(readUnitPrice(price, { quantityValue: 1, quantityUnit: 'G', referenceValue: 1, referenceUnit: null })).to.equal(undefined);
  });

  it('keeps the ratio of the measures, which are whole numbers without a common divisor', () => {
    const sizes = { MG: 1, G: 1000, KG: 1_000_000 };
    const unit = fc.constantFrom(...(Object.keys(sizes) as (keyof typeof sizes)[]));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), unit, fc.integer({ min: 1, max: 1000 }), unit, (quantity, from, reference, to) => {
        const { content = 0, reference: of = 0 } = read(quantity / 10, from, reference, to)?.measure ?? {};
        expect(Number.isSafeInteger(content) && Number.isSafeInteger(of)).to.equal(true);
        expect(content * reference * sizes[to] * 10).to.be.closeTo(of * quantity * sizes[from], 1e-3 * of * quantity * sizes[from]);
      }),
      { seed: 20260401 },
    );
  });
});
