import type { CommerceAdapter } from '@shopcast/commerce';
import type { ConformanceShop } from '../commerce-conformance/conformance-shop.js';
import type { ShelfCart, ShopifyShop } from './shopify-shop.js';

/** What a case of the kit may do to the shop of a twin. `cartOf` finds the cart of an adapter. */
export function shopifyControl(shop: ShopifyShop, cartOf: (adapter: CommerceAdapter) => ShelfCart | undefined): ConformanceShop['control'] {
  const variant = (id: string) => {
    const found = shop.variants.get(Number(/\d+$/.exec(id)?.[0]));
    if (!found) throw new Error(`The twin has no variant ${id}.`);
    return found;
  };
  return {
    setStock: (id, units) => void (variant(id).stock = units),
    setPrice: (id, minor) => void (variant(id).price = minor),
    removeVariant: id => void (variant(id).gone = true),
    loseCart: adapter => void shop.carts.delete(cartOf(adapter)?.token ?? ''),
    addFromElsewhere(adapter, id, quantity) {
      const cart = cartOf(adapter);
      if (cart) shop.put(cart, variant(id), shop.lineFor(cart, variant(id), {}), quantity, {});
    },
    placeOrder: adapter => (shop.placeOrder(cartOf(adapter)) ? { placed: true, ref: 'none' } : { placed: false }),
    readCart(adapter) {
      const units: Record<string, number> = {};
      for (const line of cartOf(adapter)?.lines ?? []) {
        if (line.variant.gone) continue;
        const id = `gid://shopify/ProductVariant/${line.variant.id}`;
        units[id] = (units[id] ?? 0) + line.quantity;
      }
      return units;
    },
  };
}

/** The refs of the standard catalogue. Shopify has at most three options, so one product is not there. */
export function shopifyRefs(shop: ShopifyShop): ConformanceShop['refs'] {
  return Object.fromEntries(
    shop.products.filter(({ standard }) => standard.key !== 'fourOptions').map(({ standard, handle }) => [standard.key, handle]),
  );
}
