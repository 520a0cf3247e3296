import type { CommerceAdapter, Fetch } from '@shopcast/commerce';
import { vendureCommerce, type VendureOptions } from '@shopcast/commerce/adapters/vendure';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { standardCodes, standardProducts } from '../commerce-conformance/standard-catalogue.js';
import { askBackDoor, mapTokens } from './back-door.js';

/** One shopper of the example shop, with the way to ask the shop past the adapter. */
export interface VendureShopper {
  readonly adapter: CommerceAdapter;
  /** Asks the Shop API as this shopper; answers `data`. */
  readonly ask: (query: string) => Promise<Record<string, Record<string, unknown> | null>>;
  /** What tells the shop whose cart it is, where there is a cart. */
  readonly token: () => string | undefined;
  /** The same shopper in another tab. `lost`: with an empty token store. */
  readonly tab: (tokens?: 'lost') => VendureShopper;
}

/** The shop of examples/vendure-shop, running. */
export interface VendureExample {
  /** Does something by the shop's back door; its README names the actions. */
  readonly control: <Answer>(action: string, body?: unknown) => Promise<Answer>;
  readonly enter: (options?: Partial<VendureOptions>) => VendureShopper;
  /** Checks out as a storefront would. Answers the code of the order, or nothing when the shop refused. */
  readonly placeOrder: (shopper: Pick<VendureShopper, 'ask'>) => Promise<string | undefined>;
  /** The shop as it was seeded, with the standard catalogue, ready for the kit. It takes a minute the first time. */
  readonly conformanceShop: (options?: Partial<VendureOptions>) => Promise<ConformanceShop>;
}

/** The shop of examples/vendure-shop, which runs at `url`. */
export function vendureExample(url: string): VendureExample {
  const control = <Answer>(action: string, body: unknown = {}) => askBackDoor<Answer>(url, action, body);
  let refs: Promise<{ refs: ConformanceShop['refs'] }> | undefined;

  function enter(options: Partial<VendureOptions> = {}, tokens = mapTokens(), jar = new Map<string, string>()): VendureShopper {
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
      tab: lost => enter(options, lost ? mapTokens() : tokens, jar),
      async ask(query) {
        const authorization = cookies ? {} : { authorization: `Bearer ${token()}` };
        const init = { method: 'POST', headers: { 'content-type': 'application/json', ...authorization }, body: JSON.stringify({ query }) };
        const { data } = (await (await (cookies ?? fetch)(`${url}/shop-api`, init)).json()) as { data: never };
        return data;
      },
    };
  }

  async function placeOrder({ ask }: Pick<VendureShopper, 'ask'>): Promise<string | undefined> {
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

  async function conformanceShop(options: Partial<VendureOptions> = {}): Promise<ConformanceShop> {
    refs ??= control('standard-catalogue', { products: standardProducts, codes: standardCodes });
    const { ruled: _, ...known } = (await refs).refs;
    await control('reset');
    const shoppers = new Map<CommerceAdapter, VendureShopper>();
    const open = (shopper: VendureShopper) => {
      shoppers.set(shopper.adapter, shopper);
      return shopper.adapter;
    };
    const first = enter(options);
    const of = (adapter: CommerceAdapter) => shoppers.get(adapter) ?? first;
    return {
      adapter: open(first),
      another: () => open(enter(options)),
      secondTab: lost => open(first.tab(lost)),
      inCurrency: () => open(enter({ ...options, channelToken: 'table-jpy' })),
      refs: known,
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

  return { control, enter: options => enter(options), placeOrder, conformanceShop };
}

/** A fetch that keeps cookies, as a browser does. */
function cookieFetch(jar: Map<string, string>): Fetch {
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
