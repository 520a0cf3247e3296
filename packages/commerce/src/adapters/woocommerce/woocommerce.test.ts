import type { CommerceAdapter, CommerceCapabilities, TokenStore } from '@shopcast/commerce';
import { commerceConformance, standardProducts, type ConformanceShop } from '@shopcast/testing';
import { standardWooCoupons, standardWooProducts, wooTwin, type WooBrowser } from '@shopcast/testing/woo-twin';
import { wooCommerce, type WooCommerceOptions } from './woocommerce.js';

const supports: CommerceCapabilities = {
  stock: 'exact-when-low',
  reservation: 'on-checkout',
  overAdd: 'rejects',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'text',
  identity: 'cookie',
  crossOrigin: 'no',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: false,
  order: 'order-secret',
  reviews: true,
  policies: false,
  lowest30Days: true,
};
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);
const fields = { lowest30Days: 'price-history.lowest' };

function mapTokens(): TokenStore {
  const kept = new Map<string, string>();
  return { get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}

function createShop(options: Partial<WooCommerceOptions>): ConformanceShop {
  const twin = wooTwin({ products: standardWooProducts(), coupons: standardWooCoupons() });
  const browsers = new Map<CommerceAdapter, WooBrowser>();
  const open = (browser = twin.browser(), tokens = mapTokens()) => {
    const adapter = wooCommerce({ fields, page: browser.page, fetch: browser.fetch, tokens, ...options });
    browsers.set(adapter, browser);
    return adapter;
  };
  const tokens = mapTokens();
  const browser = twin.browser();
  const userOf = (adapter: CommerceAdapter) => browsers.get(adapter)?.user ?? '';
  const slugs = standardWooProducts().map(({ slug }) => slug);
  return {
    adapter: open(browser, tokens),
    another: () => open(),
    secondTab: () => open(browser, tokens),
    inCurrency: currency => open(twin.browser({ currency })),
    refs: Object.fromEntries(standardProducts.map(({ key }, at) => [key, at % 2 ? slugs[at] : String(twin.idOf(slugs[at] ?? ''))])),
    control: {
      setStock: (id, units) => twin.setStock(id, units),
      setPrice: (id, minor) => twin.setPrice(id, minor),
      removeVariant: id => twin.remove(id),
      loseCart: adapter => twin.loseCart(userOf(adapter)),
      addFromElsewhere: (adapter, id, quantity) => twin.addFromElsewhere(browsers.get(adapter) ?? browser, id, quantity),
      placeOrder(adapter) {
        const order = twin.placeOrder(userOf(adapter));
        return order ? { placed: true, ref: `${order.id}?key=${order.key}&billing_email=${order.email}` } : { placed: false };
      },
      readCart: adapter => twin.units(userOf(adapter)),
    },
    dispose: () => [...browsers.keys()].forEach(adapter => adapter.dispose()),
  };
}

describe('WooCommerce, on a page of the theme, with cookie and nonce', () => {
  commerceConformance({ test: it, skip, supports, create: () => createShop({}) });
});

describe('WooCommerce, from another origin, with a Cart-Token', () => {
  commerceConformance({
    test: it,
    skip,
    supports: { ...supports, identity: 'token', crossOrigin: 'needs-minted-token', checkout: 'url', hostCart: 'none' },
    create: () => createShop({ session: 'token', url: 'https://woo.example/wp-json/wc/store/v1' }),
  });
});
