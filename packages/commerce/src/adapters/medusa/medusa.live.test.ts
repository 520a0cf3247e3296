import type { CommerceAdapter, CommerceCapabilities, TokenStore } from '../../commerce-adapter.js';
import { commerceConformance, standardCodes, standardProducts, type ConformanceShop, type StandardProductKey } from '@shopcast/testing';
import { expect } from 'chai';
import { medusaCommerce, type MedusaOptions } from './medusa.js';

const url = process.env['SHOPCAST_MEDUSA_URL'] ?? '';
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
/** Medusa makes 2,048 variants in 40 s: this many are enough to be more than any page. */
const hugeCount = 256;

/** The back door of the shop in examples/medusa-shop. */
async function control<Answer>(action: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/control/${action}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(`${action}: ${answer.error}`);
  return answer;
}

let refs: Partial<Record<StandardProductKey, string>> = {};
let shopWindow: { publishableKey: string; regions: { eur: string; jpy: string } };

/** A shopper, with the way to ask the shop past the adapter. */
interface Shopper {
  readonly adapter: CommerceAdapter;
  readonly cartId: () => string;
  readonly tab: () => Shopper;
}

function mapTokens(): TokenStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}

function createShopper(options: Partial<MedusaOptions> = {}, tokens = mapTokens()): Shopper {
  const { publishableKey, regions } = shopWindow;
  const own = { url, publishableKey, region: regions.eur, country: 'DE', checkout: 'https://shop.example/checkout?cart={cart}', tokens };
  return {
    adapter: medusaCommerce({ ...own, ...options }),
    cartId: () => [...tokens.kept.values()][0] ?? 'none',
    tab: () => createShopper(options, tokens),
  };
}

async function ask(path: string, body?: unknown): Promise<Record<string, Record<string, unknown>>> {
  const headers = { 'x-publishable-api-key': shopWindow.publishableKey, 'content-type': 'application/json' };
  const response = await fetch(
    `${url}/store/${path}`,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  return (await response.json()) as Record<string, Record<string, unknown>>;
}

/** Checks out as a storefront would. Answers the id of the order, or nothing when the shop refused. */
async function placeOrder(cart: string): Promise<string | undefined> {
  const address = { first_name: 'A', last_name: 'B', address_1: 'Street 1', city: 'Berlin', postal_code: '10115', country_code: 'de' };
  await ask(`carts/${cart}`, { email: 'a@shop.example', shipping_address: address, billing_address: address });
  const { shipping_options: methods } = (await ask(`shipping-options?cart_id=${cart}`)) as never as { shipping_options: { id: string }[] };
  await ask(`carts/${cart}/shipping-methods`, { option_id: methods[0]?.id });
  const { payment_collection: collection } = await ask('payment-collections', { cart_id: cart });
  await ask(`payment-collections/${collection?.['id'] as string}/payment-sessions`, { provider_id: 'pp_system_default' });
  const { order } = await ask(`carts/${cart}/complete`, {});
  return order?.['id'] as string | undefined;
}

async function createShop(options: Partial<MedusaOptions> = {}): Promise<ConformanceShop> {
  await control('reset', {});
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
    inCurrency: () => enter(createShopper({ ...options, region: shopWindow.regions.jpy, country: 'JP' })),
    refs: { ...refs, ruled: undefined } as never,
    hugeCount,
    control: {
      setStock: (variantId, units) => control('stock', { variantId, units }),
      setPrice: (variantId, minor) => control('price', { variantId, price: minor / 100 }),
      removeVariant: variantId => control('product', { variantId, published: false }),
      loseCart: adapter => control('lose-cart', { cartId: of(adapter).cartId() }),
      async addFromElsewhere(adapter, variantId, quantity) {
        await ask(`carts/${of(adapter).cartId()}/line-items`, { variant_id: variantId, quantity });
      },
      async placeOrder(adapter) {
        const id = await placeOrder(of(adapter).cartId());
        return id ? { placed: true, ref: id } : { placed: false };
      },
      async readCart(adapter) {
        const { cart } = await ask(`carts/${of(adapter).cartId()}`);
        const lines = (cart?.['items'] ?? []) as { quantity: number; variant_id: string }[];
        return Object.fromEntries(lines.map(line => [line.variant_id, line.quantity]));
      },
    },
    dispose: () => [...shoppers.keys()].forEach(adapter => adapter.dispose()),
  };
}

before(async function () {
  this.timeout(180_000);
  const products = standardProducts.map(product => ({ ...product, variants: product.variants.slice(0, hugeCount) }));
  ({ refs } = await control<{ refs: typeof refs }>('standard-catalogue', { products, codes: standardCodes }));
  shopWindow = await control('');
});

describe('Medusa, live', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => createShop() });
});

describe('Medusa, live, with what is special to it', () => {
  beforeEach(() => control('reset', {}));

  async function addFirst(shopper: Shopper, handle: string, quantity: number) {
    const variantId = (await shopper.adapter.products([handle])).get(handle)?.variants[0]?.id ?? '';
    return shopper.adapter.change([{ type: 'add', variantId, quantity }]);
  }

  it('asking for products and for an empty cart makes no cart', async () => {
    const shopper = createShopper();
    await shopper.adapter.products(['oolong-tin']);
    expect((await shopper.adapter.cart()).cart).to.include({ currency: 'EUR', quantity: 0 });
    expect(shopper.cartId()).to.equal('none');
  });

  it('the id of the cart goes with the hand-off', async () => {
    const shopper = createShopper();
    await addFirst(shopper, 'espresso-cups', 1);
    expect(await shopper.adapter.checkout()).to.deep.equal({
      url: `https://shop.example/checkout?cart=${shopper.cartId()}`,
      target: 'same-tab',
    });
  });

  it('a change after the order was placed tells that the cart is gone, and its replay starts another', async () => {
    const shopper = createShopper();
    await addFirst(shopper, 'espresso-cups', 1);
    expect(await placeOrder(shopper.cartId())).to.match(/^order_/);
    expect((await addFirst(shopper, 'espresso-cups', 2)).issues).to.deep.equal([{ code: 'cart-lost' }]);
    const replay = await addFirst(shopper, 'espresso-cups', 2);
    expect(replay.issues).to.deep.equal([]);
    expect(replay.cart.quantity).to.equal(2);
  });

  it('a code in other letters is another code', async () => {
    const shopper = createShopper();
    await addFirst(shopper, 'espresso-cups', 1);
    const { issues } = await shopper.adapter.change([{ type: 'add-code', code: 'table10' }]);
    expect(issues.map(issue => issue.code)).to.deep.equal(['code-invalid']);
    const { cart } = await shopper.adapter.change([{ type: 'add-code', code: 'TABLE10' }]);
    expect(cart.codes).to.deep.equal([{ code: 'TABLE10', applied: true }]);
    expect(cart.discount).to.deep.equal({ minor: 240, currency: 'EUR' });
  });

  it('the things on the table: 324 variants, four sparse options, right to left, uncounted stock', async () => {
    const found = await createShopper().adapter.products(['tablecloth-to-measure', 'chefs-knife', 'coffee-pot', 'gift-wrapping']);
    expect(found.get('tablecloth-to-measure')?.variants).to.have.length(324);
    expect(found.get('chefs-knife')).to.have.nested.property('options.length', 4);
    expect(found.get('chefs-knife')?.variants).to.have.length(18);
    expect(found.get('coffee-pot')?.title).to.equal('دلّة قهوة نحاسية');
    expect(found.get('gift-wrapping')?.options).to.deep.equal([]);
    expect(found.get('gift-wrapping')?.variants[0]?.stock).to.deep.include({ state: 'in' }).and.not.to.have.property('quantity');
  });

  it('a key the shop does not know is an error of configuration', async () => {
    const { adapter } = createShopper({ publishableKey: 'pk_unknown' });
    const error = await adapter.products(['oolong-tin']).catch((thrown: unknown) => thrown);
    expect(error).to.include({ name: 'CommerceError', kind: 'config' });
  });
});
