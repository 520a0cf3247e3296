import type { Fetch } from '../../../internal/request.js';
import { wooCommerce, type WooCommerceOptions } from '../woocommerce.js';

/** An answer of a WooCommerce 10.0.2 that was running. Some were kept without what was asked. */
export interface Recording {
  readonly request?: { readonly method: string; readonly path: string };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Names of the recordings that are no carts: products, reviews, orders. */
export const besideCarts = /^(?:product|review|order)/;

/** What was recorded, and which of it was `used`; one for each file of tests. */
export function recordings() {
  const used = new Set<string>();

  async function recording(name: string, status = 200): Promise<Recording> {
    used.add(name);
    const file = (await import(`../fixtures/${name}.json`, { with: { type: 'json' } })) as { readonly default: object };
    const json = file.default;
    return 'status' in json ? (json as Recording) : { status, headers: {}, body: json };
  }

  /** A shop that answers `name` to whatever changes it, or to every address like `path`, and else what belongs to it. */
  function replay(
    name: string,
    { path = /POST/, status = 200, ...options }: { path?: RegExp; status?: number } & Partial<WooCommerceOptions> = {},
  ) {
    const asked: { readonly line: string; readonly headers: Headers }[] = [];
    const others: readonly [RegExp, string][] = [
      [/GET \/cart$/, 'cart'],
      [/GET \/products\?type=variation/, 'product_variations_list'],
      [/GET \/products\/\d+$/, 'product_variation'],
    ];
    const fetch: Fetch = async (url, init) => {
      const line = `${init.method} ${url.replace('https://shop.example/wp-json/wc/store/v1', '')}`;
      asked.push({ line, headers: new Headers(init.headers) });
      const found = path.test(line) ? name : others.find(([address]) => address.test(line))?.[1];
      if (!found) throw new Error(`Nothing was recorded for ${line}.`);
      const { status: told, headers, body } = await recording(found, status);
      const shown = Object.entries(headers).filter(([key]) => key !== 'set-cookie');
      return new Response(JSON.stringify(body), { status: told, headers: shown });
    };
    const adapter = wooCommerce({ url: 'https://shop.example/wp-json/wc/store/v1', nonce: 'n0', fetch, ...options });
    return { adapter, asked };
  }

  return { used, recording, replay };
}
