import type { CommerceAdapter, Fetch, TokenStore } from '@shopcast/commerce';
import { wooCommerce, type WooCommerceOptions } from '@shopcast/commerce/adapters/woocommerce';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { standardProducts } from '../commerce-conformance/standard-catalogue.js';
import { standardWooCoupons, standardWooProducts } from './standard-woo.js';
import type { WooBrowser } from './woo-browser.js';
import { wooTwin, type WooTwin, type WooTwinOptions } from './woo-twin.js';

/** What differs from the adapter as it is made for the twin. */
export interface WooConformanceOptions extends Omit<WooCommerceOptions, 'url' | 'fetch' | 'tokens' | 'page'> {
  /** Put between the adapters and the twin: faults. */
  readonly line?: (ask: Fetch) => Fetch;
}

/** A twin with the standard catalogue, ready for the kit, and the twin at hand. */
export interface WooConformanceShop extends ConformanceShop {
  readonly twin: WooTwin;
  /** The browser an adapter runs in. */
  browserOf(adapter: CommerceAdapter): WooBrowser;
}

/** Opens a twin with the standard catalogue. With `session: 'token'` its adapters ask from another origin. */
export function wooConformanceShop(
  options: Omit<WooTwinOptions, 'products' | 'coupons'> = {},
  adapterOptions: WooConformanceOptions = {},
): WooConformanceShop {
  const twin = wooTwin({ products: standardWooProducts(), coupons: standardWooCoupons(), ...options });
  const { line = ask => ask, ...given } = adapterOptions;
  const browsers = new Map<CommerceAdapter, WooBrowser>();
  const open = (browser = twin.browser(), tokens = mapTokens()) => {
    const adapter = wooCommerce({
      ...(given.session === 'token' ? { url: twin.url } : {}),
      fields: { lowest30Days: 'price-history.lowest' },
      page: browser.page,
      fetch: line(browser.fetch),
      tokens,
      ...given,
    });
    browsers.set(adapter, browser);
    return adapter;
  };
  const browser = twin.browser();
  const tokens = mapTokens();
  const browserOf = (adapter: CommerceAdapter) => browsers.get(adapter) ?? browser;
  const userOf = (adapter: CommerceAdapter) => browserOf(adapter).user ?? '';
  return {
    twin,
    browserOf,
    adapter: open(browser, tokens),
    another: () => open(),
    secondTab: lost => open(browser, lost ? mapTokens() : tokens),
    inCurrency: currency => open(twin.browser({ currency })),
    // A ref is a slug or a number.
    refs: Object.fromEntries(
      standardWooProducts().map(({ slug }, at) => [String(standardProducts[at]?.key), at % 2 ? slug : String(twin.idOf(slug))]),
    ),
    control: {
      setStock: (id, units) => twin.setStock(id, units),
      setPrice: (id, minor) => twin.setPrice(id, minor),
      removeVariant: id => twin.remove(id),
      loseCart: adapter => twin.loseCart(userOf(adapter)),
      addFromElsewhere: (adapter, id, quantity) => twin.addFromElsewhere(browserOf(adapter), id, quantity),
      placeOrder(adapter) {
        const order = twin.placeOrder(userOf(adapter));
        return order ? { placed: true, ref: `${order.id}?key=${order.key}&billing_email=${order.email}` } : { placed: false };
      },
      readCart: adapter => twin.units(userOf(adapter)),
    },
    dispose: () => [...browsers.keys()].forEach(adapter => adapter.dispose()),
  };
}

function mapTokens(): TokenStore {
  const kept = new Map<string, string>();
  return { get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}
