import { commerceConformance, standardProduct } from '@shopcast/testing';
import { medusaExample, type MedusaShopper } from '@shopcast/testing/live-shops';
import { expect } from 'chai';
import type { CommerceCapabilities } from '../../commerce-adapter.js';

const { control, enter, placeOrder, conformanceShop } = medusaExample(process.env['SHOPCAST_MEDUSA_URL'] ?? '');
const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'many',
  codeVerdict: 'silent',
  identity: 'token',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: true,
  order: 'order-secret',
  reviews: false,
  policies: false,
  lowest30Days: false,
};
const cannot = { ruled: 'Medusa has no quantity rules', KWD: 'the shop sells in euro and yen' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);
before(async function () {
  this.timeout(180_000);
  await conformanceShop();
});

describe('Medusa, live', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => conformanceShop() });
});

describe('Medusa, live, with what is special to it', () => {
  beforeEach(() => control('reset'));

  async function addFirst(shopper: MedusaShopper, handle: string, quantity: number) {
    const variantId = (await shopper.adapter.products([handle])).get(handle)?.variants[0]?.id ?? '';
    return shopper.adapter.change([{ type: 'add', variantId, quantity }]);
  }

  it('asking for products and for an empty cart makes no cart', async () => {
    const shopper = await enter();
    await shopper.adapter.products(['oolong-tin']);
    expect((await shopper.adapter.cart()).cart).to.include({ currency: 'EUR', quantity: 0 });
    expect(shopper.cartId()).to.equal('none');
  });

  it('the id of the cart goes with the hand-off', async () => {
    const shopper = await enter();
    await addFirst(shopper, 'espresso-cups', 1);
    expect(await shopper.adapter.checkout()).to.deep.equal({
      url: `https://shop.example/checkout?cart=${shopper.cartId()}`,
      target: 'same-tab',
    });
  });

  it('a change after the order was placed tells that the cart is gone, and its replay starts another', async () => {
    const shopper = await enter();
    await addFirst(shopper, 'espresso-cups', 1);
    expect(await placeOrder(shopper.cartId())).to.match(/^order_/);
    expect((await addFirst(shopper, 'espresso-cups', 2)).issues).to.deep.equal([{ code: 'cart-lost' }]);
    const replay = await addFirst(shopper, 'espresso-cups', 2);
    expect(replay.issues).to.deep.equal([]);
    expect(replay.cart.quantity).to.equal(2);
  });

  it('a code in other letters is another code', async () => {
    const shopper = await enter();
    await addFirst(shopper, 'espresso-cups', 1);
    const { issues } = await shopper.adapter.change([{ type: 'add-code', code: 'table10' }]);
    expect(issues.map(issue => issue.code)).to.deep.equal(['code-invalid']);
    const { cart } = await shopper.adapter.change([{ type: 'add-code', code: 'TABLE10' }]);
    expect(cart.codes).to.deep.equal([{ code: 'TABLE10', applied: true }]);
    expect(cart.discount).to.deep.equal({ minor: 240, currency: 'EUR' });
  });

  it('the things on the table: 324 variants, four sparse options, right to left, uncounted stock', async () => {
    const found = await (await enter()).adapter.products(['tablecloth-to-measure', 'chefs-knife', 'coffee-pot', 'gift-wrapping']);
    expect(found.get('tablecloth-to-measure')?.variants).to.have.length(324);
    expect(found.get('chefs-knife')).to.have.nested.property('options.length', 4);
    expect(found.get('chefs-knife')?.variants).to.have.length(18);
    expect(found.get('coffee-pot')?.title).to.equal('دلّة قهوة نحاسية');
    expect(found.get('gift-wrapping')?.options).to.deep.equal([]);
    expect(found.get('gift-wrapping')?.variants[0]?.stock).to.deep.include({ state: 'in' }).and.not.to.have.property('quantity');
  });

  it('a key the shop does not know is an error of configuration', async () => {
    const { adapter } = await enter({ publishableKey: 'pk_unknown' });
    const error = await adapter.products(['oolong-tin']).catch((thrown: unknown) => thrown);
    expect(error).to.include({ name: 'CommerceError', kind: 'config' });
  });

  // The last of all: every reset reads the stock of all variants there are.
  it('2,048 variants are read whole, and the last can be bought', async function () {
    this.timeout(300_000);
    const product = { ...standardProduct('huge'), key: 'hugest' };
    const { refs } = await control<{ refs: { hugest: string } }>('standard-catalogue', { products: [product], codes: [] });
    const { adapter } = await enter();
    const found = (await adapter.products([refs.hugest])).get(refs.hugest);
    expect(found?.variants).to.have.length(2048);
    expect(found?.truncated ?? false).to.equal(false);
    const { cart, issues } = await adapter.change([{ type: 'add', variantId: found?.variants.at(-1)?.id ?? '', quantity: 1 }]);
    expect([cart.quantity, issues]).to.deep.equal([1, []]);
  });
});
