import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { expect } from 'chai';
import { firstVariant } from '../testing/ask-shop.js';
import { add, eur } from './testing/shopper.js';

describe('Shopify, Storefront API, the cart', () => {
  it('is none until something is added, and its id with the secret key is kept for the next page', async () => {
    const kept = new Map<string, string | null>();
    const tokens = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string | null) => void kept.set(key, value) };
    const { adapter, twin } = storefrontConformanceShop({}, { tokens });
    await adapter.cart();
    await adapter.change([{ type: 'remove-code', code: 'NONE' }]);
    expect(twin.shop.carts.size).to.equal(0);
    await add(adapter, await firstVariant(adapter, 'rib-socks'), 1);
    expect([...kept]).to.have.length(1);
    expect([...kept][0]?.[0]).to.equal('shopify-storefront:lamps.myshopify.com');
    expect([...kept][0]?.[1]).to.match(/^gid:\/\/shopify\/Cart\/\w+\?key=\w+$/);
  });

  it('can begin with a code', async () => {
    const { adapter } = storefrontConformanceShop();
    const { cart, issues } = await adapter.change([{ type: 'add-code', code: 'save10' }]);
    expect(issues).to.deep.equal([]);
    expect(cart.codes).to.deep.equal([{ code: 'save10', applied: true }]);
  });

  it('sends back only codes that are applied, so that an old refusal is not told again', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    await add(adapter, await firstVariant(adapter, 'rib-socks'), 2);
    const refused = await adapter.change([{ type: 'add-code', code: 'NOPE' }]);
    expect(refused.issues).to.deep.equal([{ code: 'code-invalid', discountCode: 'NOPE', message: "The code NOPE can't be used." }]);
    expect(refused.cart.codes).to.deep.equal([{ code: 'NOPE', applied: false }]);
    const both = await adapter.change([
      { type: 'add-code', code: 'SAVE10' },
      { type: 'add-code', code: 'FIVEOFF' },
    ]);
    expect(both.issues).to.deep.equal([]);
    expect(twin.asked.filter(({ variables }) => Array.isArray(variables['of'])).map(({ variables }) => variables['of'])).to.deep.equal([
      ['NOPE'],
      ['SAVE10'],
      ['SAVE10', 'FIVEOFF'],
    ]);
    expect(both.cart).to.deep.include({ subtotal: eur(1800), discount: eur(680), total: eur(1120) });
    const without = await adapter.change([{ type: 'remove-code', code: 'save10' }]);
    expect(without.cart.codes).to.deep.equal([{ code: 'FIVEOFF', applied: true }]);
  });

  it('keeps lines apart by their attributes, and finds the line again by the same', async () => {
    const { adapter } = storefrontConformanceShop();
    const socks = await firstVariant(adapter, 'rib-socks');
    await add(adapter, socks, 1, { show: 'summer' });
    await add(adapter, socks, 2);
    const { cart } = await add(adapter, socks, 1, { show: 'summer' });
    expect(cart.lines.map(({ quantity, attributes }) => [quantity, attributes])).to.deep.equal([
      [2, { show: 'summer' }],
      [2, undefined],
    ]);
  });

  it('tells an add that was cut short with the number, and an error without', async () => {
    const { adapter } = storefrontConformanceShop();
    const carafe = await firstVariant(adapter, 'glass-carafe');
    const { issues } = await add(adapter, carafe, 9);
    expect(issues).to.have.length(1);
    expect(issues[0]).to.deep.include({ code: 'quantity-limited', variantId: carafe.id, available: 3 });
    const lights = await firstVariant(adapter, 'tea-lights');
    expect((await add(adapter, lights, 3)).issues[0]).to.deep.include({ code: 'quantity-rule', variantId: lights.id });
    expect((await add(adapter, lights, 8)).issues[0]).to.deep.include({ code: 'quantity-limited', variantId: lights.id });
  });

  it('tells of a line that nobody touched once, and again when it happens again', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const [socks, carafe] = [await firstVariant(adapter, 'rib-socks'), await firstVariant(adapter, 'glass-carafe')];
    await add(adapter, carafe, 1);
    const shelf = twin.shop.variants.get(Number(carafe.id.replace(/\D+/, ''))) ?? expect.fail();
    const told = async () => (await add(adapter, socks, 1)).issues.map(({ code, variantId }) => [code, variantId === carafe.id]);
    shelf.stock = 0;
    expect(await told()).to.deep.equal([['out-of-stock', true]]);
    expect(await told()).to.deep.equal([]);
    shelf.stock = 1;
    expect(await told()).to.deep.equal([]);
    shelf.stock = 0;
    expect(await told()).to.deep.equal([['out-of-stock', true]]);
  });

  it('of more than 250 lines is read whole', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const ref = 'made-to-measure-curtain';
    const variants = (await adapter.products([ref])).get(ref)?.variants.slice(0, 260) ?? [];
    await add(adapter, variants[0] ?? expect.fail(), 1);
    const [cart] = twin.shop.carts.values();
    for (const { id } of variants.slice(1)) {
      const variant = twin.shop.variants.get(Number(id.replace(/\D+/, '')));
      if (cart && variant) twin.shop.put(cart, variant, undefined, 1, {});
    }
    const read = (await adapter.cart()).cart;
    expect(read.lines).to.have.length(260);
    expect(read.quantity).to.equal(260);
    expect(read).to.deep.include({ subtotal: eur(260 * 12900), discount: eur(0) });
  });

  it('that is lost in the middle of several changes ends them, and is told once', async () => {
    const { adapter, twin, control } = storefrontConformanceShop();
    const socks = await firstVariant(adapter, 'rib-socks');
    await add(adapter, socks, 1);
    await control.loseCart?.(adapter);
    const { cart, issues } = await adapter.change([
      { type: 'add', variantId: socks.id, quantity: 1 },
      { type: 'add-code', code: 'SAVE10' },
    ]);
    expect([cart.lines, cart.currency, issues]).to.deep.equal([[], 'EUR', [{ code: 'cart-lost' }]]);
    expect(twin.shop.carts.size).to.equal(0);
    expect((await add(adapter, socks, 2)).issues).to.deep.equal([]);
  });

  it('of somebody else is not read without its key', async () => {
    const tokens = { get: () => 'gid://shopify/Cart/c000001?key=guess', set: () => undefined };
    const { adapter, another } = storefrontConformanceShop({}, { tokens });
    await add(await another(), await firstVariant(adapter, 'rib-socks'), 1);
    expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
  });

  it('goes to its own checkout, and without one to the shop', async () => {
    const { adapter } = storefrontConformanceShop();
    expect(await adapter.checkout()).to.deep.equal({ url: 'https://lamps.myshopify.com/cart', target: 'same-tab' });
    await add(adapter, await firstVariant(adapter, 'rib-socks'), 1);
    expect(await adapter.checkout())
      .to.have.property('url')
      .that.matches(/^https:\/\/shop\.example\/cart\/c\/\w+\?key=\w+$/);
  });

  it('has the policies the shop has, as text', async () => {
    const { adapter } = storefrontConformanceShop({ policies: { refundPolicy: '<p>Within 30 days &amp; unused.</p>' } });
    const url = 'https://shop.example/policies/refundPolicy';
    expect(await adapter.policies?.()).to.deep.equal([{ kind: 'returns', title: 'refundPolicy', url, text: 'Within 30 days & unused.' }]);
  });
});
