import { commerceConformance } from '@shopcast/testing';
import { vendureExample, type VendureShopper } from '@shopcast/testing/live-shops';
import { expect } from 'chai';
import type { CommerceCapabilities } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';

const { control, enter, placeOrder, conformanceShop } = vendureExample(process.env['SHOPCAST_VENDURE_URL'] ?? '');
const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'clamps',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'token',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: false,
  order: 'order-secret',
  reviews: false,
  policies: false,
  lowest30Days: true,
};
const cannot = { ruled: 'Vendure has no quantity rules', KWD: 'the shop sells in euro and yen' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

before(async function () {
  this.timeout(120_000);
  await conformanceShop();
});

describe('Vendure, live, with a bearer token and stock as a number', () => {
  before(() => control('stock-display', { show: 'number' }));
  commerceConformance({ test: it, skip, supports, cannot, create: () => conformanceShop() });
});

describe('Vendure, live, with a cookie and stock as a level', () => {
  before(() => control('stock-display', { show: 'level' }));
  after(() => control('stock-display', { show: 'number' }));
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, stock: 'level', identity: 'page' },
    create: () => conformanceShop({ session: 'cookie' }),
  });
});

describe('Vendure, live, with what is special to it', () => {
  beforeEach(() => control('reset'));

  async function addFirst(shopper: VendureShopper, slug: string, quantity: number) {
    const variantId = (await shopper.adapter.products([slug])).get(slug)?.variants[0]?.id ?? '';
    return shopper.adapter.change([{ type: 'add', variantId, quantity }]);
  }

  it('asking for products and for an empty cart leaves no session behind', async () => {
    const shopper = enter();
    await shopper.adapter.products(['oolong-tin']);
    const { cart } = await shopper.adapter.cart();
    expect(cart).to.include({ currency: 'EUR', quantity: 0 });
    expect(shopper.token()).to.equal(undefined);
  });

  it('back from checkout, where the order refuses changes, the next change opens it again', async () => {
    const shopper = enter();
    await addFirst(shopper, 'espresso-cups', 1);
    await shopper.ask('mutation{setCustomerForOrder(input:{firstName:"A",lastName:"B",emailAddress:"a@shop.example"}){__typename}}');
    await shopper.ask(
      'mutation{setOrderShippingAddress(input:{streetLine1:"Street 1",city:"Berlin",postalCode:"10115",countryCode:"DE"}){__typename}}',
    );
    await shopper.ask('mutation{setOrderShippingMethod(shippingMethodId:["1"]){__typename}}');
    const { transitionOrderToState } = await shopper.ask('mutation{transitionOrderToState(state:"ArrangingPayment"){...on Order{state}}}');
    expect(transitionOrderToState).to.deep.equal({ state: 'ArrangingPayment' });
    expect((await shopper.adapter.cart()).cart.final).to.equal(true);
    const { cart, issues } = await addFirst(shopper, 'espresso-cups', 2);
    expect(issues).to.deep.equal([]);
    expect(cart.quantity).to.equal(3);
  });

  it('a guest follows an order to its parcel', async () => {
    const shopper = enter();
    await addFirst(shopper, 'sencha-tea', 1);
    const code = (await placeOrder(shopper)) ?? '';
    expect(await shopper.adapter.order?.(code)).to.deep.equal({ number: code, state: 'paid', tracking: [] });
    await control('ship', { code, trackingCode: 'PARCEL-7' });
    expect(await shopper.adapter.order?.(code)).to.deep.equal({ number: code, state: 'shipped', tracking: [{ code: 'PARCEL-7' }] });
  });

  it('prices without tax, with the tax told beside them', async () => {
    const shopper = enter({ prices: 'net' });
    const { cart } = await addFirst(shopper, 'stoneware-mug', 1);
    expect(cart.lines[0]?.unit).to.deep.equal({ minor: 1555, currency: 'EUR' });
    expect(cart).to.deep.include({ subtotal: { minor: 1555, currency: 'EUR' }, tax: { minor: 295, currency: 'EUR' }, taxes: 'added' });
    expect(cart.total.minor).to.equal(1850);
  });

  it('the things on the table: 324 variants, four sparse options, right to left, uncounted stock', async () => {
    const { adapter } = enter();
    const found = await adapter.products(['tablecloth-to-measure', 'chefs-knife', 'coffee-pot', 'gift-wrapping', '1']);
    expect(found.get('tablecloth-to-measure')?.variants).to.have.length(324);
    expect(found.get('chefs-knife')).to.have.nested.property('options.length', 4);
    expect(found.get('chefs-knife')?.variants).to.have.length(18);
    expect(found.get('coffee-pot')?.title).to.equal('دلّة قهوة نحاسية');
    expect(found.get('gift-wrapping')?.variants[0]?.stock).to.deep.include({ state: 'in' }).and.not.to.have.property('quantity');
    const mug = found.get('1');
    expect(mug?.handle).to.equal('stoneware-mug');
    expect(mug?.variants[3]).to.deep.include({ price: { minor: 2100, currency: 'EUR' }, lowest30Days: { minor: 1690, currency: 'EUR' } });
    expect(mug?.images[0]).to.match(/\/pictures\/mug-Natural\.svg$/);
  });

  it('an offer that ends in the shop ends in the cart', async () => {
    await control('promotion', { title: 'Live', percent: 50, skus: ['espresso-cups-1'], minimum: 0 });
    const shopper = enter();
    const during = (await addFirst(shopper, 'espresso-cups', 1)).cart;
    expect(during.lines[0]).to.deep.include({ unit: { minor: 1200, currency: 'EUR' }, unitCompareAt: { minor: 2400, currency: 'EUR' } });
    await control('end-promotion', { code: 'Live' });
    expect((await shopper.adapter.cart()).cart.lines[0]?.unit.minor, 'Vendure looks again when the cart changes').to.equal(1200);
    const { cart: after, issues } = await shopper.adapter.cart({ reprice: true });
    expect(after.lines[0]).to.deep.include({ quantity: 1, unit: { minor: 2400, currency: 'EUR' } });
    expect([after.total.minor, issues]).to.deep.equal([2400, []]);
    expect((await enter().adapter.cart({ reprice: true })).cart.quantity, 'an empty cart stays empty').to.equal(0);
  });

  it('looking at prices again leaves alone what another tab changes meanwhile', async () => {
    let before = async (): Promise<unknown> => undefined;
    const shopper = enter({
      fetch: async (address, init) => {
        if ((init?.body as string).includes('mutation')) await before();
        return fetch(address, init);
      },
    });
    const { cart } = await addFirst(shopper, 'espresso-cups', 1);
    const line = cart.lines[0]!;
    before = () => {
      before = async () => undefined;
      return shopper.ask(`mutation{adjustOrderLine(orderLineId:"${line.key}",quantity:2){__typename}}`);
    };
    const { cart: after } = await shopper.adapter.cart({ reprice: true });
    expect(after.lines[0]).to.include({ quantity: 2 });
  });

  it('a shop that fails to look at its prices again is to be asked once more', async () => {
    const failing = { errors: [{ message: 'The database is busy.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
    const shopper = enter({
      fetch: async (address, init) => ((init?.body as string).includes('addItemsToOrder') ? Response.json(failing) : fetch(address, init)),
    });
    await addFirst(shopper, 'espresso-cups', 1);
    const error: unknown = await shopper.adapter.cart({ reprice: true }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(CommerceError).and.to.include({ kind: 'unavailable' });
  });

  it('a shop that cannot look at its prices again keeps them, and tells the cart', async () => {
    const shopper = enter({
      fetch: (address, init) =>
        fetch(address, { ...init, body: (init?.body as string).replace('addItemsToOrder', 'addItemsOfLaterVersions') }),
    });
    await addFirst(shopper, 'espresso-cups', 1);
    const { cart, issues } = await shopper.adapter.cart({ reprice: true });
    expect([cart.quantity, issues]).to.deep.equal([1, []]);
  });
});
