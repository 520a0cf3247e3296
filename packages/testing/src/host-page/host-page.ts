import type { CartResult, CommerceAdapter, CommerceCapabilities } from '@shopcast/commerce';
import { hostCommerce, type HostCartAnswer, type HostOptions, type HostProduct } from '@shopcast/commerce/adapters/host';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { moneyToDecimal } from '@shopcast/core';
import type { MemoryAdapterOf } from '../commerce-conformance/memory-conformance.js';
import type { MeetFault } from './page-faults.js';

const html = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/\n/g, '<br>');

/** How a page is made. */
export interface HostPageOptions {
  /** One function for all wishes of a call, or one for each. */
  readonly wishes: 'together' | 'one by one';
  readonly capabilities?: Partial<CommerceCapabilities>;
  /** Comes between the page's functions and its shop. Default: nothing does. */
  readonly meet?: MeetFault;
  readonly timeoutMs?: number;
}

/**
 * A page whose shop is the one in memory, and whose code knows nothing of the contract: amounts are texts, titles HTML. For
 * `memoryConformanceShop`.
 */
export function hostPage({ wishes, capabilities = {}, meet = (_, run) => run(), timeoutMs = 10_000 }: HostPageOptions): MemoryAdapterOf {
  return (shop, shopper, currency) => {
    const page = memoryCommerce({ shop, shopper, currency });
    const reads = { ...readsOf(page, currency, meet), capabilities, timeoutMs };
    if (wishes === 'together')
      return hostCommerce({ ...reads, change: changes => meet('change', async () => pageCart(await page.change(changes))) });
    return hostCommerce({
      ...reads,
      async stock(ids) {
        const found = [...(await meet('stock', () => page.stock(ids)))];
        return Object.fromEntries(
          found.map(([id, { stock, price }]) => [id, price ? { stock: stock.quantity ?? true, price } : (stock.quantity ?? true)]),
        );
      },
      add: (variantId, quantity, { attributes }) =>
        meet('add', async () => (await page.change([{ type: 'add', variantId, quantity, ...(attributes && { attributes }) }])).issues),
      set: (lineKey, quantity) => meet('set', async () => (await page.change([{ type: 'set', lineKey, quantity }])).issues),
      addCode: code => meet('addCode', async () => (await page.change([{ type: 'add-code', code }])).issues),
      removeCode: code => meet('removeCode', async () => (await page.change([{ type: 'remove-code', code }])).issues),
    });
  };
}

/** The answers of a page's own cart code: amounts as text, the key a number of its own. */
function pageCart({ cart, issues }: CartResult): HostCartAnswer {
  return {
    issues,
    cart: {
      lines: cart.lines.map(line => ({ ...line, title: html(line.title), price: moneyToDecimal(line.unit), total: line.total })),
      total: cart.total,
      subtotal: cart.subtotal,
      discount: cart.discount,
      codes: cart.codes,
    },
  };
}

function readsOf(page: CommerceAdapter, currency: string, meet: MeetFault): Omit<HostOptions, 'change' | 'add' | 'set'> {
  return {
    currency,
    checkout: () => meet('checkout', () => Promise.resolve('/checkout')),
    async products(refs, options): Promise<(HostProduct | null)[]> {
      return [...(await page.products(refs, options)).values()].map(
        product =>
          product && {
            ...product,
            title: html(product.title),
            description: `<p>${html(product.description ?? '')}</p>`,
            variants: product.variants.map(variant => ({ ...variant, price: moneyToDecimal(variant.price), title: html(variant.title) })),
          },
      );
    },
    cart: options => meet('cart', async () => pageCart(await page.cart(options))),
    onExternalChange: listener => page.onExternalChange?.(listener) ?? (() => undefined),
    order: (ref, options) => page.order?.(ref, options) ?? Promise.resolve(null),
    reviews: (id, at, options) => page.reviews?.(id, at, options) ?? Promise.resolve({ items: [], total: 0 }),
    policies: options => page.policies?.(options) ?? Promise.resolve([]),
  };
}
