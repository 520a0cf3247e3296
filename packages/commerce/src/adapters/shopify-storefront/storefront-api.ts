import { problemError, requestGraphql } from '../../internal/graphql.js';
import { demand } from '../../internal/values.js';
import type { ShopifyStorefrontOptions } from './shopify-storefront.js';

/** The Storefront API of one shop and context. */
export interface StorefrontApi {
  /** Opens an operation: the country and language that prices and texts are asked for. */
  readonly context: string;
  /** Whether the token may read quantities; undefined until something was asked that tells. */
  readonly mayCount: boolean | undefined;
  /** Asks. `$q`, whether quantities are read, is set here; a problem rejects. */
  readonly ask: <Data>(operation: string, variables: Record<string, unknown>, signal: AbortSignal) => Promise<Data>;
}

/**
 * Makes the Storefront API of a shop.
 * @throws CommerceError `config` when the options cannot be right.
 */
export function storefrontApi(options: ShopifyStorefrontOptions): StorefrontApi {
  const { shop, token, version = '2026-04', country, language, timeoutMs, fetch } = options;
  for (const [name, value, form, like] of [
    ['shop', shop, /^[\w-]+(\.[\w-]+)+$/, 'lamps.myshopify.com'],
    ['version', version, /^(\d{4}-\d\d|unstable)$/, '2026-04'],
    ['country', country, /^([A-Z]{2})?$/, 'DE'],
    ['language', language, /^([A-Z]{2}(_[A-Z]{2})?)?$/, 'PT_BR'],
  ] as const) {
    demand(form.test(value ?? ''), `"${value}" is no ${name}. Write it like "${like}".`);
  }
  demand(token && !/^shp(at|ss)_/.test(token), 'The token has to be a public one of the Storefront API.');
  const chosen = Object.entries({ country, language }).flatMap(([name, value]) => (value ? [`${name}:${value}`] : []));
  let mayCount: boolean | undefined;

  return {
    context: chosen.length ? `@inContext(${chosen.join()})` : '',
    get mayCount() {
      return mayCount;
    },
    async ask<Data>(operation: string, variables: Record<string, unknown>, signal: AbortSignal) {
      const counts = operation.includes('quantityAvailable');
      const { data, problems } = await requestGraphql<Data>(
        `https://${shop}/api/${version}/graphql.json`,
        operation,
        operation.includes('$q:') ? { ...variables, q: mayCount !== false } : variables,
        { headers: { 'x-shopify-storefront-access-token': token }, credentials: 'omit', signal, timeoutMs, fetch },
      );
      // A token that may not count gets all the rest of the answer.
      const denied = counts && mayCount !== false && problems.some(({ code }) => code === 'ACCESS_DENIED');
      const problem = problems.find(({ code }) => !(denied && code === 'ACCESS_DENIED'));
      if (problem || !data) throw problemError('Shopify', problem ?? problems[0]);
      if (counts) mayCount ??= !denied;
      return data;
    },
  };
}
