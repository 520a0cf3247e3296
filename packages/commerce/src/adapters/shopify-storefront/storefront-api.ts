import { CommerceError, type CommerceFailure } from '../../commerce-error.js';
import { requestGraphql, type GraphqlProblem } from '../../internal/graphql.js';
import type { ShopifyStorefrontOptions } from './shopify-storefront.js';

/** The Storefront API of one shop and context. */
export interface StorefrontApi {
  /** Opens an operation: the country and language that prices and texts are asked for. */
  readonly context: string;
  /** Whether the token may read quantities; undefined until something was asked that tells. */
  readonly mayCount: boolean | undefined;
  /** Asks. `$q`, whether quantities are read, is set here; a problem rejects. */
  ask<Data>(operation: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<Data>;
}

/**
 * Makes the Storefront API of a shop.
 * @throws CommerceError `config` when the options cannot be right.
 */
export function storefrontApi(options: ShopifyStorefrontOptions): StorefrontApi {
  const { shop, token, version = '2026-04', country, language, timeoutMs, fetch } = options;
  demand(/^[\w-]+(\.[\w-]+)+$/.test(shop), `"${shop}" is not the domain of a shop. Write it like "lamps.myshopify.com".`);
  demand(
    token && !token.startsWith('shpat_') && !token.startsWith('shpss_'),
    'A public token of the Storefront API is needed, and no other.',
  );
  demand(/^(\d{4}-\d\d|unstable)$/.test(version), `"${version}" is not a version of the API.`);
  demand(/^([A-Z]{2})?$/.test(country ?? ''), `"${country}" is not a country. Write it like "DE".`);
  demand(/^([A-Z]{2}(_[A-Z]{2})?)?$/.test(language ?? ''), `"${language}" is not a language of Shopify's. Write it like "DE" or "PT_BR".`);
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
      if (problem || !data) throw failureOf(problem ?? problems[0]);
      if (counts) mayCount ??= !denied;
      return data;
    },
  };
}

const kinds: Readonly<Record<string, CommerceFailure>> = {
  THROTTLED: 'rate-limited',
  CONFLICT: 'conflict',
  ACCESS_DENIED: 'unauthorized',
  UNAUTHORIZED: 'unauthorized',
  INTERNAL_SERVER_ERROR: 'unavailable',
  SHOP_INACTIVE: 'unavailable',
  MAX_COMPLEXITY_EXCEEDED: 'config',
  MAX_COST_EXCEEDED: 'config',
};

function failureOf(problem: GraphqlProblem | undefined): CommerceError {
  return new CommerceError(kinds[problem?.code.toUpperCase() ?? ''] ?? 'protocol', `Shopify answered: ${problem?.message ?? 'nothing'}`);
}

function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new CommerceError('config', message);
}
