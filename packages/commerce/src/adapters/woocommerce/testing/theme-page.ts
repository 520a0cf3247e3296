import { wooTwin, type WooProductSeed, type WooTwinOptions } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import type { CommerceAdapter, Product } from '../../../commerce-adapter.js';
import type { Fetch } from '../../../internal/request.js';
import { wooCommerce, type WooCommerceOptions } from '../woocommerce.js';

export const lamp: WooProductSeed = { slug: 'lamp', title: 'Lamp "No 5"', price: 5000, stock: 20 };

/** What stands between an adapter and its shop. */
export type Line = (ask: Fetch) => Fetch;

/** A theme page of a twin, with what its adapter asked. `line` is put between the two. */
export function open(
  products: readonly WooProductSeed[],
  { line = ask => ask, ...options }: Omit<WooCommerceOptions, 'fetch'> & { line?: Line } = {},
  twinOptions: Partial<WooTwinOptions> = {},
) {
  const twin = wooTwin({ products, ...twinOptions });
  const browser = twin.browser();
  const asked: string[] = [];
  const sent: Headers[] = [];
  const fetch: Fetch = (url, init) => {
    asked.push(`${init.method} ${url.replace(/^.*\/v1/, '')}`);
    sent.push(new Headers(init.headers));
    return line(browser.fetch)(url, init);
  };
  const make = () => wooCommerce({ page: browser.page, fetch, ...options });
  return { adapter: make(), secondTab: make, twin, browser, asked, sent };
}

export async function productOf(adapter: CommerceAdapter, ref: string): Promise<Product> {
  return (await adapter.products([ref])).get(ref) ?? expect.fail(`There is no ${ref}.`);
}
