import type { CommerceAdapter, TokenStore } from '@shopcast/commerce';
import { ucpCommerce, type UcpOptions } from '@shopcast/commerce/adapters/ucp';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import { standardProducts } from '../commerce-conformance/standard-catalogue.js';
import { ucpShop, type UcpShop, type UcpShopOptions } from './ucp-shop.js';

/** A UCP shop with the standard catalogue, ready for the kit. */
export function ucpConformanceShop(
  options: UcpShopOptions = {},
  adapterOptions: Partial<UcpOptions> = {},
): ConformanceShop & { readonly ucp: UcpShop } {
  const ucp = ucpShop(options);
  const { shop } = ucp;
  const shoppers = new Map<CommerceAdapter, TokenStore & { readonly cartId: () => string }>();
  const open = (tokens = keptTokens(), currency?: string) => {
    const adapter = ucpCommerce({
      url: ucp.origin,
      profile: 'https://page.example/.well-known/ucp',
      tokens,
      fetch: ucp.fetch,
      ...(currency ? { currency } : {}),
      ...adapterOptions,
    });
    shoppers.set(adapter, tokens);
    return adapter;
  };
  const cartOf = (adapter: CommerceAdapter) => shoppers.get(adapter)?.cartId() ?? '';
  const first = keptTokens();
  return {
    ucp,
    adapter: open(first),
    another: () => open(),
    secondTab: lost => open(lost ? keptTokens() : first),
    inCurrency: currency => open(keptTokens(), currency),
    // The protocol has no words for a quantity rule, so no adapter can tell it.
    refs: Object.fromEntries(standardProducts.filter(({ key }) => key !== 'ruled').map(({ key }) => [key, key])),
    control: {
      setStock: (variantId, units) => shop.setStock(variantId, units),
      setPrice: (variantId, minor) => shop.setPrice(variantId, minor),
      removeVariant: variantId => shop.removeVariant(variantId),
      loseCart: adapter => ucp.forget(cartOf(adapter)),
      addFromElsewhere: (adapter, variantId, quantity) => shop.addFromElsewhere(cartOf(adapter), variantId, quantity),
      async placeOrder(adapter) {
        const ref = await ucp.placeOrder(cartOf(adapter));
        return ref ? { placed: true, ref } : { placed: false };
      },
      readCart: adapter => shop.unitsOf(cartOf(adapter)),
    },
    dispose: () => [...shoppers.keys()].forEach(adapter => adapter.dispose()),
  };
}

/** Tokens of one shopper. The first that is kept is the cart's id. */
function keptTokens() {
  const kept = new Map<string, string>();
  return {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string | null) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    cartId: () => [...kept].find(([key]) => !key.endsWith(':handed-over'))?.[1] ?? '',
  };
}
