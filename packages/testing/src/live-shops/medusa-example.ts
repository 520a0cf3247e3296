import type { CommerceAdapter } from '@shopcast/commerce';
import { medusaCommerce, type MedusaOptions } from '@shopcast/commerce/adapters/medusa';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { standardCodes, standardProducts } from '../commerce-conformance/standard-catalogue.js';
import { askBackDoor, mapTokens } from './back-door.js';

/** One shopper of the example shop. */
export interface MedusaShopper {
  readonly adapter: CommerceAdapter;
  /** `none` before there is a cart. */
  readonly cartId: () => string;
  /** The same shopper in another tab. `lost`: with an empty token store. */
  readonly tab: (tokens?: 'lost') => MedusaShopper;
}

/** The shop of examples/medusa-shop, running. */
export interface MedusaExample {
  /** Does something by the shop's back door; its README names the actions. */
  readonly control: <Answer>(action: string, body?: unknown) => Promise<Answer>;
  readonly enter: (options?: Partial<MedusaOptions>) => Promise<MedusaShopper>;
  /** Checks out as a storefront would. Answers the id of the order, or nothing when the shop refused. */
  readonly placeOrder: (cartId: string) => Promise<string | undefined>;
  /** The shop as it was seeded, with the standard catalogue, ready for the kit. It takes a minute the first time. */
  readonly conformanceShop: (options?: Partial<MedusaOptions>) => Promise<ConformanceShop>;
}

/**
 * Of the 2,048 of the catalogue: Medusa takes half a minute to make those, and its example a second for each reset afterwards. There is no
 * limit of its own: its live test reads all of them once.
 */
const hugeCount = 256;

/** The shop of examples/medusa-shop, which runs at `url`. */
export function medusaExample(url: string): MedusaExample {
  type Window = { readonly publishableKey: string; readonly regions: { readonly eur: string; readonly jpy: string } };
  const control = <Answer>(action: string, body: unknown = {}) => askBackDoor<Answer>(url, action, body);
  let shopWindow: Promise<Window> | undefined;
  let refs: Promise<{ refs: ConformanceShop['refs'] }> | undefined;
  const look = () => (shopWindow ??= askBackDoor<Window>(url, ''));

  function open({ publishableKey, regions }: Window, options: Partial<MedusaOptions>, tokens = mapTokens()): MedusaShopper {
    const own = { url, publishableKey, region: regions.eur, country: 'DE', checkout: 'https://shop.example/checkout?cart={cart}', tokens };
    return {
      adapter: medusaCommerce({ ...own, ...options }),
      cartId: () => [...tokens.kept.values()][0] ?? 'none',
      tab: lost => open({ publishableKey, regions }, options, lost ? mapTokens() : tokens),
    };
  }

  async function ask(path: string, body?: unknown): Promise<Record<string, Record<string, unknown>>> {
    const headers = { 'x-publishable-api-key': (await look()).publishableKey, 'content-type': 'application/json' };
    const response = await fetch(
      `${url}/store/${path}`,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    );
    return (await response.json()) as Record<string, Record<string, unknown>>;
  }

  async function placeOrder(cart: string): Promise<string | undefined> {
    const address = { first_name: 'A', last_name: 'B', address_1: 'Street 1', city: 'Berlin', postal_code: '10115', country_code: 'de' };
    await ask(`carts/${cart}`, { email: 'a@shop.example', shipping_address: address, billing_address: address });
    const { shipping_options: methods } = (await ask(`shipping-options?cart_id=${cart}`)) as never as {
      shipping_options: { id: string }[];
    };
    await ask(`carts/${cart}/shipping-methods`, { option_id: methods[0]?.id });
    const { payment_collection: collection } = await ask('payment-collections', { cart_id: cart });
    await ask(`payment-collections/${collection?.['id'] as string}/payment-sessions`, { provider_id: 'pp_system_default' });
    const { order } = await ask(`carts/${cart}/complete`, {});
    return order?.['id'] as string | undefined;
  }

  async function conformanceShop(options: Partial<MedusaOptions> = {}): Promise<ConformanceShop> {
    const products = standardProducts.map(product => ({ ...product, variants: product.variants.slice(0, hugeCount) }));
    refs ??= control('standard-catalogue', { products, codes: standardCodes });
    const { ruled: _, ...known } = (await refs).refs;
    await control('reset');
    const market = await look();
    const shoppers = new Map<CommerceAdapter, MedusaShopper>();
    const enter = (shopper: MedusaShopper) => {
      shoppers.set(shopper.adapter, shopper);
      return shopper.adapter;
    };
    const first = open(market, options);
    const of = (adapter: CommerceAdapter) => shoppers.get(adapter) ?? first;
    return {
      adapter: enter(first),
      another: () => enter(open(market, options)),
      secondTab: lost => enter(first.tab(lost)),
      inCurrency: () => enter(open(market, { ...options, region: market.regions.jpy, country: 'JP' })),
      refs: known,
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

  return { control, enter: async (options = {}) => open(await look(), options), placeOrder, conformanceShop };
}
