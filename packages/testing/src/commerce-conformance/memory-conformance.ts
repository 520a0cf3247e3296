import type { CommerceAdapter } from '@shopcast/commerce';
import { createMemoryShop, memoryCommerce, type MemoryShop, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import type { ConformanceShop } from './conformance-shop.js';
import { standardProducts } from './standard-catalogue.js';
import { standardMemoryCodes, standardMemoryProducts } from './standard-memory.js';

/** How {@link memoryConformanceShop} makes adapters: by default the memory adapter itself, else one that stands before the shop in memory. */
export type MemoryAdapterOf = (shop: MemoryShop, shopper: string, currency: string) => CommerceAdapter;

/**
 * A shop in memory with the standard catalogue, ready for the kit. Put an adapter of your own before it with `adapterOf`: the `host`
 * adapter, one with faults, one that lies.
 */
export function memoryConformanceShop(
  options: Partial<MemoryShopOptions> = {},
  adapterOf: MemoryAdapterOf = plainAdapter,
): ConformanceShop {
  const shop = createMemoryShop({ products: standardMemoryProducts(), discountCodes: standardMemoryCodes(), ...options });
  const shoppers = new Map<CommerceAdapter, string>();
  const open = (shopper: string, currency = shop.options.currency) => {
    const adapter = adapterOf(shop, shopper, currency);
    shoppers.set(adapter, shopper);
    return adapter;
  };
  const shopperOf = (adapter: CommerceAdapter) => shoppers.get(adapter) ?? '';
  const adapter = open('first');
  return {
    adapter,
    another: () => open(`shopper-${shoppers.size}`),
    secondTab: () => open('first'),
    inCurrency: currency => open(`shopper-${currency}`, currency),
    refs: Object.fromEntries(standardProducts.map(({ key }) => [key, key])),
    control: {
      setStock: (variantId, units) => shop.setStock(variantId, units),
      setPrice: (variantId, minor) => shop.setPrice(variantId, minor),
      removeVariant: variantId => shop.removeVariant(variantId),
      loseCart: of => shop.loseCart(shopperOf(of)),
      addFromElsewhere: (of, variantId, quantity) => shop.addFromElsewhere(shopperOf(of), variantId, quantity),
      async placeOrder(of) {
        const order = await shop.placeOrder(shopperOf(of));
        return order ? { placed: true, ref: order.ref } : { placed: false };
      },
      readCart: of => shop.unitsOf(shopperOf(of)),
    },
    dispose() {
      for (const each of shoppers.keys()) each.dispose();
    },
  };
}

function plainAdapter(shop: MemoryShop, shopper: string, currency: string): CommerceAdapter {
  return memoryCommerce({ shop, shopper, currency });
}
