import type { CartChange, CartResult, Product } from '@shopcast/commerce';
import { fromBambuser } from '@shopcast/commerce/adapters/bambuser';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { moneyToDecimal } from '@shopcast/core';
import type { MemoryAdapterOf } from '../commerce-conformance/memory-conformance.js';
import type { MeetFault } from './page-faults.js';

// Merchants' handlers are JavaScript, and are written as such.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment */
type Loose = any;
const html = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** How a merchant's page is made. */
export interface BambuserPageOptions {
  /** Whether it answers `SYNC_CART_STATE` with its cart. Default: it tells of changes from elsewhere only. */
  readonly tellsCart?: boolean;
  /** Comes between the handlers and their shop. Default: nothing does. */
  readonly meet?: MeetFault;
  readonly timeoutMs?: number;
}

/** A merchant's page with handlers in the documented manner, its shop the one in memory. For `memoryConformanceShop`. */
export function bambuserPage({
  tellsCart = false,
  meet = (_, run) => run(),
  timeoutMs = 10_000,
}: BambuserPageOptions = {}): MemoryAdapterOf {
  return (shop, shopper, currency) => {
    const store = memoryCommerce({ shop, shopper, currency });
    const change = (name: string, wish: CartChange) => meet(name, () => store.change([wish]));
    const lineOf = async (sku: string) => (await store.cart()).cart.lines.find(line => line.variantId === sku);
    const verdict = (issues: readonly { code: string }[]) =>
      issues.length
        ? { success: false, reason: issues.every(({ code }) => /stock|limited/.test(code)) ? 'out-of-stock' : 'custom-error' }
        : true;
    const hydrate = (player: Loose, id: string, product: Product) =>
      player.updateProduct(id, (factory: Loose) =>
        factory.product((details: Loose) =>
          details
            .name(html(product.title))
            .description(product.description ?? '')
            .sku(product.id)
            .defaultVariationIndex(0)
            .variations((variation: Loose) =>
              (product.options.length > 1 ? (product.options[0]?.values ?? []) : [{ id: product.id, label: product.title }]).map(colour =>
                variation()
                  .name(colour.label)
                  .sku(`${product.id}-${colour.id}`)
                  .attributes((attributes: Loose) => attributes.colorName(colour.label).colorHexCode('#123456'))
                  .imageUrls(['/a.jpg'])
                  .sizes((size: Loose) =>
                    product.variants
                      .filter(({ options }) => product.options.length < 2 || Object.values(options).includes(colour.id))
                      .map(variant =>
                        size()
                          .name(variant.title.split(' / ').at(-1))
                          .sku(variant.id)
                          .inStock((variant.stock.quantity ?? 0) > 0)
                          .price((price: Loose) => price.current(Number(moneyToDecimal(variant.price))).currency(currency)),
                      ),
                  ),
              ),
            ),
        ),
      );
    return fromBambuser(
      (player: Loose) => {
        player.configure({ currency, locale: 'en-GB', buttons: { dismiss: player.BUTTON.MINIMIZE, checkout: player.BUTTON.NONE } });
        player.on(player.EVENT.PROVIDE_PRODUCT_DATA, (event: Loose) =>
          event.products.forEach(({ ref, id }: { ref: string; id: string }) =>
            store.products([ref]).then(found => {
              const product = found.get(ref);
              if (product) hydrate(player, id, product);
              else player.updateProduct(id, (factory: Loose) => factory.hidden(true));
            }),
          ),
        );
        player.on(player.EVENT.ADD_TO_CART, async (item: Loose, callback: Loose) => {
          const { issues } = await change('add', { type: 'add', variantId: item.sku, quantity: 1 });
          callback(verdict(issues));
        });
        player.on(player.EVENT.UPDATE_ITEM_IN_CART, async (item: Loose, callback: Loose) => {
          const line = await lineOf(item.sku);
          const { issues } = await change('update', { type: 'set', lineKey: line?.key ?? '', quantity: item.quantity });
          callback(verdict(issues));
        });
        player.on(player.EVENT.CHECKOUT, () => meet('checkout', () => Promise.resolve(player.showCheckout('https://shop.example/cart'))));
        // The page tells its whole cart when something else changed it; a careful one, whenever it is asked.
        const tell = ({ cart }: CartResult) =>
          player.updateCart({ items: cart.lines.map(line => ({ sku: line.variantId, quantity: line.quantity })) });
        player.on(player.EVENT.SYNC_CART_STATE, () => (tellsCart ? meet('cart', () => store.cart()).then(tell) : undefined));
        store.onExternalChange?.(() => void store.cart().then(tell));
      },
      { currency, timeoutMs },
    );
  };
}
