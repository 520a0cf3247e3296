import type { CommerceAdapter, CommerceCapabilities, TokenStore } from '../../commerce-adapter.js';
import { commerceConformance, standardCodes, standardProducts, type ConformanceShop, type StandardProductKey } from '@shopcast/testing';
import { expect } from 'chai';
import type { Fetch } from '../../internal/request.js';
import { vendureCommerce, type VendureOptions } from './vendure.js';

const url = process.env['SHOPCAST_VENDURE_URL'] ?? '';
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

/** The back door of the shop in examples/vendure-shop. */
async function control<Answer>(action: string, body: unknown = {}): Promise<Answer> {
  const response = await fetch(`${url}/control/${action}`, { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(`${action}: ${answer.error}`);
  return answer;
}

/** A shopper, with the way to ask the shop past the adapter. */
interface Shopper {
  readonly adapter: CommerceAdapter;
  readonly ask: (query: string) => Promise<Record<string, Record<string, unknown> | null>>;
  readonly token: () => string | undefined;
  readonly tab: () => Shopper;
}

function mapTokens(): TokenStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}

/** A fetch that keeps cookies, as a browser does. */
function cookieFetch(jar = new Map<string, string>()): Fetch {
  return async (address, init) => {
    const cookie = [...jar].map(pair => pair.join('=')).join('; ');
    const response = await fetch(address, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
}

function createShopper(options: Partial<VendureOptions> = {}, tokens = mapTokens(), jar = new Map<string, string>()): Shopper {
  const cookies = options.session === 'cookie' ? cookieFetch(jar) : undefined;
  const token = () => [...tokens.kept.values()][0];
  const adapter = vendureCommerce({
    url: `${url}/shop-api`,
    checkout: 'https://shop.example/checkout',
    tokens,
    customFields: { lowest30Days: 'lowest30Days', compareAt: 'compareAt' },
    ...(cookies ? { fetch: cookies } : {}),
    ...options,
  });
  return {
    adapter,
    token,
    tab: () => createShopper(options, tokens, jar),
    async ask(query) {
      const authorization = cookies ? {} : { authorization: `Bearer ${token()}` };
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...authorization }, body: JSON.stringify({ query }) };
      const { data } = (await (await (cookies ?? fetch)(`${url}/shop-api`, init)).json()) as { data: never };
      return data;
    },
  };
}

/** Checks out as a storefront would. Answers the code of the order, or nothing when the shop refused. */
async function placeOrder({ ask }: Shopper): Promise<string | undefined> {
  await ask('mutation{setCustomerForOrder(input:{firstName:"A",lastName:"B",emailAddress:"a@shop.example"}){__typename}}');
  await ask(
    'mutation{setOrderShippingAddress(input:{streetLine1:"Street 1",city:"Berlin",postalCode:"10115",countryCode:"DE"}){__typename}}',
  );
  const { eligibleShippingMethods } = (await ask('{eligibleShippingMethods{id}}')) as never as {
    eligibleShippingMethods: { id: string }[];
  };
  await ask(`mutation{setOrderShippingMethod(shippingMethodId:["${eligibleShippingMethods[0]?.id}"]){__typename}}`);
  await ask('mutation{transitionOrderToState(state:"ArrangingPayment"){__typename}}');
  const { addPaymentToOrder: paid } = await ask(
    'mutation{addPaymentToOrder(input:{method:"instant",metadata:{}}){__typename ...on Order{code state}}}',
  );
  return paid?.['state'] === 'PaymentSettled' ? (paid['code'] as string) : undefined;
}

let refs: Partial<Record<StandardProductKey, string>> = {};

async function createShop(options: Partial<VendureOptions> = {}): Promise<ConformanceShop> {
  await control('reset');
  const shoppers = new Map<CommerceAdapter, Shopper>();
  const enter = (shopper: Shopper) => {
    shoppers.set(shopper.adapter, shopper);
    return shopper.adapter;
  };
  const first = createShopper(options);
  const of = (adapter: CommerceAdapter) => shoppers.get(adapter) ?? first;
  return {
    adapter: enter(first),
    another: () => enter(createShopper(options)),
    secondTab: () => enter(first.tab()),
    inCurrency: () => enter(createShopper({ ...options, channelToken: 'table-jpy' })),
    refs: { ...refs, ruled: undefined } as never,
    control: {
      setStock: (variantId, units) => control('stock', { variantId, units }),
      setPrice: (variantId, minor) => control('price', { variantId, price: minor / 100 }),
      removeVariant: variantId => control('variant', { variantId, enabled: false }),
      loseCart: adapter => control('expire-sessions', options.session === 'cookie' ? {} : { token: of(adapter).token() }),
      async addFromElsewhere(adapter, variantId, quantity) {
        await of(adapter).ask(`mutation{addItemToOrder(productVariantId:"${variantId}",quantity:${quantity}){__typename}}`);
      },
      async placeOrder(adapter) {
        const code = await placeOrder(of(adapter));
        return code ? { placed: true, ref: code } : { placed: false };
      },
      async readCart(adapter) {
        const { activeOrder } = await of(adapter).ask('{activeOrder{lines{quantity productVariant{id}}}}');
        const lines = (activeOrder?.['lines'] ?? []) as { quantity: number; productVariant: { id: string } }[];
        return Object.fromEntries(lines.map(line => [line.productVariant.id, line.quantity]));
      },
    },
    dispose: () => [...shoppers.keys()].forEach(adapter => adapter.dispose()),
  };
}

before(async function () {
  this.timeout(120_000);
  ({ refs } = await control<{ refs: typeof refs }>('standard-catalogue', { products: standardProducts, codes: standardCodes }));
});

describe('Vendure, live, with a bearer token and stock as a number', () => {
  before(() => control('stock-display', { show: 'number' }));
  commerceConformance({ test: it, skip, supports, cannot, create: () => createShop() });
});

describe('Vendure, live, with a cookie and stock as a level', () => {
  before(() => control('stock-display', { show: 'level' }));
  after(() => control('stock-display', { show: 'number' }));
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, stock: 'level', identity: 'page' },
    create: () => createShop({ session: 'cookie' }),
  });
});

describe('Vendure, live, with what is special to it', () => {
  beforeEach(() => control('reset'));

  async function addFirst(shopper: Shopper, slug: string, quantity: number) {
    const variantId = (await shopper.adapter.products([slug])).get(slug)?.variants[0]?.id ?? '';
    return shopper.adapter.change([{ type: 'add', variantId, quantity }]);
  }

  it('asking for products and for an empty cart leaves no session behind', async () => {
    const shopper = createShopper();
    await shopper.adapter.products(['oolong-tin']);
    const { cart } = await shopper.adapter.cart();
    expect(cart).to.include({ currency: 'EUR', quantity: 0 });
    expect(shopper.token()).to.equal(undefined);
  });

  it('back from checkout, where the order refuses changes, the next change opens it again', async () => {
    const shopper = createShopper();
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
    const shopper = createShopper();
    await addFirst(shopper, 'sencha-tea', 1);
    const code = (await placeOrder(shopper)) ?? '';
    expect(await shopper.adapter.order?.(code)).to.deep.equal({ number: code, state: 'paid', tracking: [] });
    await control('ship', { code, trackingCode: 'PARCEL-7' });
    expect(await shopper.adapter.order?.(code)).to.deep.equal({ number: code, state: 'shipped', tracking: [{ code: 'PARCEL-7' }] });
  });

  it('prices without tax, with the tax told beside them', async () => {
    const shopper = createShopper({ prices: 'net' });
    const { cart } = await addFirst(shopper, 'stoneware-mug', 1);
    expect(cart.lines[0]?.unit).to.deep.equal({ minor: 1555, currency: 'EUR' });
    expect(cart).to.deep.include({ subtotal: { minor: 1555, currency: 'EUR' }, tax: { minor: 295, currency: 'EUR' }, taxes: 'added' });
    expect(cart.total.minor).to.equal(1850);
  });

  it('the things on the table: 324 variants, four sparse options, right to left, uncounted stock', async () => {
    const { adapter } = createShopper();
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
    const shopper = createShopper();
    const during = (await addFirst(shopper, 'espresso-cups', 1)).cart;
    expect(during.lines[0]).to.deep.include({ unit: { minor: 1200, currency: 'EUR' }, unitCompareAt: { minor: 2400, currency: 'EUR' } });
    await control('end-promotion', { code: 'Live' });
    const after = (await addFirst(shopper, 'espresso-cups', 1)).cart;
    expect(after.lines[0]?.unit.minor).to.equal(2400);
    expect(after.total.minor).to.equal(4800);
  });
});
