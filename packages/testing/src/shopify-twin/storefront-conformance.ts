import type { CommerceAdapter, TokenStore } from '@shopcast/commerce';
import { shopifyStorefrontCommerce, type ShopifyStorefrontOptions } from '@shopcast/commerce/adapters/shopify-storefront';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { shopifyControl, shopifyRefs } from './shopify-control.js';
import { createStorefrontTwin, type StorefrontTwin, type StorefrontTwinOptions } from './storefront-twin.js';

/** A Shopify shop on its twin, ready for the kit, with the adapter for the Storefront API before it. */
export function storefrontConformanceShop(
  options: StorefrontTwinOptions = {},
  adapterOptions: Partial<ShopifyStorefrontOptions> = {},
): ConformanceShop & { readonly twin: StorefrontTwin } {
  const twin = createStorefrontTwin(options);
  const shoppers = new Map<CommerceAdapter, TokenStore & { readonly id: () => string | null }>();
  const open = (tokens = keptToken(), country?: string) => {
    const adapter = shopifyStorefrontCommerce({
      shop: 'lamps.myshopify.com',
      token: 'public',
      tokens,
      fetch: twin.fetch,
      lowest30Days: { namespace: 'custom', key: 'lowest_30_days' },
      ...(country ? { country } : {}),
      ...adapterOptions,
    });
    shoppers.set(adapter, tokens);
    return adapter;
  };
  const cartOf = (adapter: CommerceAdapter) => twin.cartOf(shoppers.get(adapter)?.id() ?? null);
  const first = keptToken();
  return {
    twin,
    adapter: open(first),
    another: () => open(),
    secondTab: lost => open(lost ? keptToken() : first),
    inCurrency: currency => open(keptToken(), { JPY: 'JP', KWD: 'KW' }[currency]),
    refs: shopifyRefs(twin.shop),
    control: shopifyControl(twin.shop, cartOf),
    dispose: () => [...shoppers.keys()].forEach(adapter => adapter.dispose()),
  };
}

function keptToken() {
  let kept: string | null = null;
  return { get: () => kept, set: (_: string, value: string | null) => void (kept = value), id: () => kept };
}
