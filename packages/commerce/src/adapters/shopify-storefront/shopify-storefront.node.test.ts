import { commerceConformance, standardProduct, type StandardProduct } from '@shopcast/testing';
import { readStorefrontSchema, storefrontConformanceShop, type StorefrontTrouble } from '@shopcast/testing/shopify-twin';
import { expect } from 'chai';
import fc from 'fast-check';
import type { CommerceAdapter, CommerceCapabilities, Variant } from '../../commerce-adapter.js';
import { readUnitPrice, readUserError } from '../../internal/shopify.js';
import { shopifyStorefrontCommerce } from './shopify-storefront.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'clamps',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'token',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: true,
  order: 'none',
  reviews: false,
  policies: true,
  lowest30Days: true,
};
const cannot = { fourOptions: 'a product of Shopify has at most three options' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('Shopify, Storefront API, whose token may count', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => storefrontConformanceShop() });
});

describe('Shopify, Storefront API, whose token may not count, where ids change and what is sold out is an error', () => {
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, stock: 'boolean' },
    create: () => storefrontConformanceShop({ mayCount: false, changingIds: true, soldOut: 'error' }),
  });
});

const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it answered'),
    (error: { kind: string; message: string; retryAfterMs?: number }) => error,
  );
const eur = (minor: number) => ({ minor, currency: 'EUR' });

async function first(adapter: CommerceAdapter, ref: string): Promise<Variant> {
  return (await adapter.products([ref])).get(ref)?.variants[0] ?? expect.fail(`There is no ${ref}.`);
}
const add = (adapter: CommerceAdapter, { id }: Variant, quantity: number, attributes?: Record<string, string>) =>
  adapter.change([{ type: 'add', variantId: id, quantity, ...(attributes ? { attributes } : {}) }]);

describe('Shopify, Storefront API, products', () => {
  it('are asked of the whole schema of the version', () => {
    const types = Object.keys(readStorefrontSchema().getTypeMap());
    expect(types.filter(name => !name.startsWith('__'))).to.have.length.above(400);
  });

  it('by handle, by global id and by bare number, in one request', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const [{ id = 0 } = {}] = twin.shop.products;
    const found = await adapter.products(['rib-socks', `gid://shopify/Product/${id}`, String(id), 'gid://shopify/Collection/1']);
    expect(found.get('rib-socks')?.title).to.equal('Rib socks');
    expect(found.get(String(id))).to.deep.include({ id: `gid://shopify/Product/${id}`, handle: 'mug-fjord-saucer-small', options: [] });
    expect(found.get(`gid://shopify/Product/${id}`)?.variants[0]?.title).to.equal(standardProduct('plain').title);
    expect(found.get('gid://shopify/Collection/1')).to.equal(null);
    expect(twin.asked).to.have.length(1);
  });

  it('with 2,048 variants in nine pages of 250, or as many as are wanted and no more', async () => {
    const whole = storefrontConformanceShop();
    const ref = whole.refs.huge ?? '';
    const product = (await whole.adapter.products([ref])).get(ref);
    expect(product).to.not.have.property('truncated');
    expect(new Set(product?.variants.map(({ id }) => id))).to.have.property('size', 2048);
    expect(whole.twin.asked).to.have.length(9);
    for (const [maxVariants, requests] of [
      [600, 3],
      [250, 1],
      [1, 1],
    ] as const) {
      const part = storefrontConformanceShop({}, { maxVariants });
      const cut = (await part.adapter.products([ref])).get(ref);
      expect(cut?.variants).to.have.length(maxVariants);
      expect(cut?.truncated).to.equal(true);
      expect(part.twin.asked).to.have.length(requests);
    }
  });

  it('as many as one page holds are whole', async () => {
    const values = Array.from({ length: 250 }, (_, at) => `No. ${at}`);
    const product: StandardProduct = {
      key: 'oneOption',
      title: 'Numbers',
      options: [{ label: 'Number', values }],
      variants: values.map(value => ({ values: { Number: value }, stock: 1, price: 100 })),
    };
    const { adapter } = storefrontConformanceShop({ products: [product] });
    const found = (await adapter.products(['numbers'])).get('numbers');
    expect(found?.variants).to.have.length(250);
    expect(found).to.not.have.property('truncated');
  });

  it('with swatches, prices per measure and the lowest price of 30 days', async () => {
    const { adapter } = storefrontConformanceShop();
    const shirt = (await adapter.products(['linen-shirt'])).get('linen-shirt');
    expect(shirt?.options[0]?.values.map(({ swatch }) => swatch)).to.deep.equal([{ color: '#0000ff' }, undefined]);
    expect(await first(adapter, 'wool-blanket')).to.deep.include({
      compareAt: eur(8000),
      lowest30Days: eur(7000),
      unitPrice: { price: eur(3001), per: '1000 g', measure: { content: 2, reference: 1 } },
    });
  });

  it('a lowest price in another currency than the price is none', async () => {
    const shop = storefrontConformanceShop();
    const real = shop.twin.fetch;
    const adapter = shopifyStorefrontCommerce({
      shop: 'lamps.myshopify.com',
      token: 'public',
      lowest30Days: { namespace: 'custom', key: 'lowest_30_days' },
      fetch: async (url, init) => new Response((await (await real(url, init)).text()).replaceAll('\\"EUR\\"', '\\"USD\\"')),
    });
    expect(await first(adapter, 'wool-blanket')).to.not.have.property('lowest30Days');
  });

  it('are asked for in the country and language of the shopper, the cart too', async () => {
    const { adapter, twin } = storefrontConformanceShop({}, { country: 'JP', language: 'PT_BR' });
    await add(adapter, await first(adapter, 'mug-fjord-saucer-small'), 1);
    for (const { query } of twin.asked) expect(query).to.match(/^(query|mutation)[^{]*@inContext\(country:JP,language:PT_BR\){/);
    expect(twin.asked.at(-1)?.variables['input']).to.deep.include({ buyerIdentity: { countryCode: 'JP' } });
    expect((await adapter.cart()).cart.total).to.deep.equal({ minor: 3200, currency: 'JPY' });
  });

  it('whose stock may not be counted are there all the same, and their stock is not asked for again', async () => {
    const { adapter, twin } = storefrontConformanceShop({ mayCount: false });
    expect((await first(adapter, 'glass-carafe')).stock)
      .to.deep.include({ state: 'in' })
      .and.not.to.have.property('quantity');
    expect((await adapter.capabilities()).stock).to.equal('boolean');
    await adapter.products(['glass-carafe']);
    expect(twin.asked.map(({ variables }) => variables['q'])).to.deep.equal([true, false]);
  });

  it('a text that is no id does not spoil the refresh of the others', async () => {
    const { adapter } = storefrontConformanceShop();
    const { id } = await first(adapter, 'glass-carafe');
    const bare = id.replace(/\D+/, '');
    expect([...(await adapter.stock(['lamp', id, bare])).keys()]).to.deep.equal([id, bare]);
  });
});

describe('Shopify, Storefront API, the cart', () => {
  it('is none until something is added, and its id with the secret key is kept for the next page', async () => {
    const kept = new Map<string, string | null>();
    const tokens = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string | null) => void kept.set(key, value) };
    const { adapter, twin } = storefrontConformanceShop({}, { tokens });
    await adapter.cart();
    await adapter.change([{ type: 'remove-code', code: 'NONE' }]);
    expect(twin.shop.carts.size).to.equal(0);
    await add(adapter, await first(adapter, 'rib-socks'), 1);
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
    await add(adapter, await first(adapter, 'rib-socks'), 2);
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
    const socks = await first(adapter, 'rib-socks');
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
    const carafe = await first(adapter, 'glass-carafe');
    const { issues } = await add(adapter, carafe, 9);
    expect(issues).to.have.length(1);
    expect(issues[0]).to.deep.include({ code: 'quantity-limited', variantId: carafe.id, available: 3 });
    const lights = await first(adapter, 'tea-lights');
    expect((await add(adapter, lights, 3)).issues[0]).to.deep.include({ code: 'quantity-rule', variantId: lights.id });
    expect((await add(adapter, lights, 8)).issues[0]).to.deep.include({ code: 'quantity-limited', variantId: lights.id });
  });

  it('tells of a line that nobody touched once, and again when it happens again', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const [socks, carafe] = [await first(adapter, 'rib-socks'), await first(adapter, 'glass-carafe')];
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
    const socks = await first(adapter, 'rib-socks');
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
    await add(await another(), await first(adapter, 'rib-socks'), 1);
    expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
  });

  it('goes to its own checkout, and without one to the shop', async () => {
    const { adapter } = storefrontConformanceShop();
    expect(await adapter.checkout()).to.deep.equal({ url: 'https://lamps.myshopify.com/cart', target: 'same-tab' });
    await add(adapter, await first(adapter, 'rib-socks'), 1);
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

describe('Shopify, Storefront API, failures', () => {
  const kinds = {
    throttled: 'rate-limited',
    429: 'rate-limited',
    430: 'rate-limited',
    conflict: 'conflict',
    409: 'conflict',
    internal: 'unavailable',
  } as const;
  for (const [trouble, kind] of Object.entries(kinds)) {
    it(`${trouble} is ${kind}, and nothing was changed`, async () => {
      const { adapter, twin } = storefrontConformanceShop();
      const socks = await first(adapter, 'rib-socks');
      twin.trouble(trouble as StorefrontTrouble);
      const error = await failure(add(adapter, socks, 1));
      expect(error.kind).to.equal(kind);
      if (trouble === '429') expect(error.retryAfterMs).to.equal(2000);
      expect((await adapter.cart()).cart.quantity).to.equal(0);
    });
  }

  it('in the middle of several changes says that some may have been made', async () => {
    const { adapter, twin } = storefrontConformanceShop();
    const socks = await first(adapter, 'rib-socks');
    await add(adapter, socks, 1);
    twin.trouble('none', 'throttled');
    const changes = [
      { type: 'add', variantId: socks.id, quantity: 1 },
      { type: 'add-code', code: 'SAVE10' },
    ] as const;
    expect(await failure(adapter.change(changes))).to.include({ kind: 'unavailable', effectUnknown: true });
    expect((await adapter.cart()).cart).to.deep.include({ quantity: 2, codes: [] });
  });

  it('an error that says the service is away is none of the shopper', () => {
    const read = () => readUserError({ code: 'SERVICE_UNAVAILABLE', field: null, message: 'Try again' }, {});
    expect(read).to.throw('Try again').with.property('kind', 'unavailable');
    expect(readUserError({ code: null, message: 'Odd' }, { lineKey: 'l' })).to.deep.equal({ code: 'other', lineKey: 'l', message: 'Odd' });
  });

  it('options that cannot be right are refused at once', () => {
    const wrong = [
      { shop: 'https://lamps.myshopify.com' },
      { shop: 'lamps' },
      { shop: 'lamps.myshopify.com/admin' },
      { token: '' },
      { token: 'shpat_1' },
      { country: 'de' },
      { language: 'de-DE' },
      { version: 'latest' },
      { lowest30Days: { namespace: 'custom', key: 'x"){y' } },
    ];
    for (const options of wrong) {
      const make = () => shopifyStorefrontCommerce({ shop: 'lamps.myshopify.com', token: 'public', ...options });
      expect(make, JSON.stringify(options)).to.throw().with.property('kind', 'config');
    }
  });

  it('an answer of another form is of kind protocol', async () => {
    for (const body of ['{}', '[]', '{"data":{"cart":7,"r":7,"p0":7}}', '{"data":{"p0":{"variants":{"nodes":[{}]}}}}']) {
      const adapter = shopifyStorefrontCommerce({ shop: 'l.myshopify.com', token: 'public', fetch: async () => new Response(body) });
      expect((await failure(adapter.products(['lamp']))).kind, body).to.equal('protocol');
    }
  });
});

describe('a price per measure of Shopify', () => {
  const price = eur(500);
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
