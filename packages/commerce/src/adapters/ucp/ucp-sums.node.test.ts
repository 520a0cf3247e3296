import { ucpConformanceShop } from '@shopcast/testing';
import { expect } from 'chai';
import { add, bentShop } from './testing/bent-shop.js';

describe('UCP, the sums of a cart', () => {
  it('an empty cart is in the currency that is wished for, or of what was read, or in none', async () => {
    const currencyOf = async (adapter: ReturnType<typeof ucpConformanceShop>['adapter']) => (await adapter.cart()).cart.currency;
    expect(await currencyOf(ucpConformanceShop({}, { currency: 'JPY' }).adapter)).to.equal('JPY');
    const { adapter } = ucpConformanceShop();
    expect(await currencyOf(adapter)).to.equal('XXX');
    await adapter.products(['plain']);
    expect(await currencyOf(adapter)).to.equal('EUR');
  });

  it('totals of several kinds are those of the shop, and a tax that is told was added', async () => {
    const totals = [
      { type: 'subtotal', amount: 1990 },
      { type: 'items_discount', amount: -100 },
      { type: 'discount', amount: -90 },
      { type: 'tax', amount: 200 },
      { type: 'tax', amount: 50 },
      { type: 'fee', amount: 10, display_text: 'Bags' },
      { type: 'total', amount: 2060 },
    ];
    const { adapter } = bentShop((operation, answer) => (operation === 'POST /carts' ? { ...answer, totals } : undefined));
    const eur = (minor: number) => ({ minor, currency: 'EUR' });
    expect((await adapter.change([add('plain')])).cart).to.deep.include({
      ...{ subtotal: eur(1990), discount: eur(190), tax: eur(250), total: eur(2060), taxes: 'added', final: false },
    });
  });
});
