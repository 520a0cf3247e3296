import type { CommerceAdapter } from '@shopcast/commerce';
import { shopifyThemeCommerce, type ShopifyThemeOptions, type ThemePage } from '@shopcast/commerce/adapters/shopify-theme';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { shopifyControl, shopifyRefs } from './shopify-control.js';
import { createShopifyShop, type ShopifyShop, type ShopifyShopOptions } from './shopify-shop.js';
import { createThemePage, type CookieJar, type ThemePageOptions, type TwinThemePage } from './theme-page.js';

/**
 * A Shopify shop behind pages of a theme, ready for the kit. `page` is that of the first shopper; `before` puts something between page and adapter,
 * such as faults.
 */
export function themeConformanceShop(
  options: ThemePageOptions & ShopifyShopOptions = {},
  adapterOptions: Omit<ShopifyThemeOptions, 'page'> = {},
  before: (page: TwinThemePage) => ThemePage = page => page,
): ConformanceShop & { readonly page: TwinThemePage; readonly shop: ShopifyShop } {
  const shop = createShopifyShop(options);
  const pages = new Map<CommerceAdapter, TwinThemePage>();
  const open = (jar: CookieJar, country?: string) => {
    const page = createThemePage(shop, { ...options, ...(country ? { country } : {}) }, jar);
    const adapter = shopifyThemeCommerce({ page: before(page), ...adapterOptions });
    pages.set(adapter, page);
    return adapter;
  };
  const jar: CookieJar = {};
  const adapter = open(jar);
  const pageOf = (of: CommerceAdapter) => pages.get(of) as TwinThemePage;
  return {
    shop,
    page: pageOf(adapter),
    adapter,
    another: () => open({}),
    secondTab: () => open(jar),
    inCurrency: currency => open({}, { JPY: 'JP', KWD: 'KW' }[currency]),
    refs: shopifyRefs(shop),
    control: {
      ...shopifyControl(shop, of => pageOf(of).cart()),
      addFromElsewhere: (of, variantId, quantity) => pageOf(of).addByForm(Number(/\d+$/.exec(variantId)?.[0]), quantity),
    },
    dispose: () => [...pages.keys()].forEach(each => each.dispose()),
  };
}
