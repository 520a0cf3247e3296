import {
  buildSchema,
  getOperationAST,
  graphqlSync,
  parse,
  validate,
  valueFromASTUntyped,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { storefrontSchema } from './fixtures/storefront-schema.js';
import type { StorefrontContext } from './storefront-answers.js';
import { storefrontCarts } from './storefront-carts.js';
import { storefrontProducts } from './storefront-products.js';
import { createShopifyShop, type ShopifyShop, type ShopifyShopOptions } from './shopify-shop.js';

/** How the twin behaves where shops differ. */
export interface StorefrontTwinOptions extends ShopifyShopOptions {
  /** Whether the token may read quantities. Default true. */
  readonly mayCount?: boolean;
  /** Whether the answer to an add of something sold out is an error (as since 2025-10) or a warning. Default warning. */
  readonly soldOut?: 'warning' | 'error';
  /** Whether the id of a cart, and so those of its lines, changes with every answer. Default false. */
  readonly changingIds?: boolean;
  /** Policies the shop has, by their name in the schema; HTML. */
  readonly policies?: Readonly<Partial<Record<'refundPolicy' | 'shippingPolicy' | 'privacyPolicy' | 'termsOfService', string>>>;
}

/** What the next request meets before the shop sees it; `none` lets it pass. */
export type StorefrontTrouble = 'none' | 'throttled' | 'conflict' | '429' | '430' | '409' | 'internal';

/** A Shopify shop that answers the Storefront API. */
export interface StorefrontTwin {
  /** The shop itself. */
  readonly shop: ShopifyShop;
  /** Stands for the network. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Every operation that was asked, with its variables. */
  readonly asked: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }[];
  /** The next requests, one each, end like this. */
  trouble(...next: readonly StorefrontTrouble[]): void;
  /** The cart an id stands for. */
  cartOf(id: string | null): ReturnType<ShopifyShop['carts']['get']>;
}

let schema: GraphQLSchema | undefined;
const documents = new Map<string, DocumentNode>();

/** The schema of Shopify's Storefront API 2026-04. */
export function readStorefrontSchema(): GraphQLSchema {
  return (schema ??= buildSchema(storefrontSchema, { assumeValid: true }));
}

/** Reads an operation. One that the schema does not know throws: that is a mistake of who wrote it, no answer of a shop. */
function readOperation(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  const [error] = validate(readStorefrontSchema(), document);
  if (error) throw new Error(`Shopify would not know this operation: ${error.message} in ${query}`);
  documents.set(query, document);
  return document;
}

/** The country an operation is asked for. */
function countryOf(document: DocumentNode): string {
  const context = getOperationAST(document)?.directives?.find(({ name }) => name.value === 'inContext');
  const country = context?.arguments?.find(({ name }) => name.value === 'country');
  return country ? String(valueFromASTUntyped(country.value)) : 'DE';
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (message: string, code: string) => json({ errors: [{ message, extensions: { code } }] });

const troubles: Readonly<Record<Exclude<StorefrontTrouble, 'none'>, () => Response>> = {
  throttled: () => problem('Throttled', 'THROTTLED'),
  conflict: () => problem('Cart is being changed by another request', 'CONFLICT'),
  internal: () => problem('Internal error. Looks like something went wrong on our end.', 'INTERNAL_SERVER_ERROR'),
  429: () => json({ errors: 'Too many requests' }, 429, { 'retry-after': '2' }),
  430: () => json({ errors: 'Shopify Security Rejection' }, 430),
  409: () => json({ errors: 'Conflict' }, 409),
};

/**
 * A twin of Shopify's Storefront API, executed by graphql-js on the real schema: an operation the schema does not know throws, and so does
 * an answer of the twin's that is not of the schema's types. Knows what a cart needs; no search, collections or customers.
 */
export function createStorefrontTwin(options: StorefrontTwinOptions = {}): StorefrontTwin {
  const shop = createShopifyShop(options);
  const products = storefrontProducts(shop, options.mayCount ?? true);
  const carts = storefrontCarts(shop, products, options);
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  const waiting: StorefrontTrouble[] = [];
  const rootValue = {
    ...products.root,
    ...carts.root,
    shop: Object.fromEntries(
      (['refundPolicy', 'shippingPolicy', 'privacyPolicy', 'termsOfService'] as const).map((name, at) => {
        const body = options.policies?.[name];
        return [
          name,
          body
            ? { id: `gid://shopify/ShopPolicy/${at}`, title: name, handle: name, body, url: `https://shop.example/policies/${name}` }
            : null,
        ];
      }),
    ),
    localization: (_: unknown, { currency }: StorefrontContext) => ({ country: { currency: { isoCode: currency } } }),
  };

  return {
    shop,
    asked,
    trouble: (...next) => void waiting.push(...next),
    cartOf: carts.cartOf,
    async fetch(url, init) {
      init.signal?.throwIfAborted();
      if (!/^https:\/\/[^/]+\/api\/2026-04\/graphql\.json$/.test(url)) return new Response('Not found', { status: 404 });
      if (!new Headers(init.headers).get('x-shopify-storefront-access-token'))
        return json({ errors: [{ message: '', extensions: { code: 'UNAUTHORIZED' } }] });
      const trouble = waiting.shift();
      if (trouble && trouble !== 'none') return troubles[trouble]();
      const { query, variables } = JSON.parse(init.body as string) as { query: string; variables: Record<string, unknown> };
      asked.push({ query, variables });
      const document = readOperation(query);
      const contextValue: StorefrontContext = { currency: shop.currencyOf(countryOf(document)) };
      const { data, errors } = graphqlSync({
        schema: readStorefrontSchema(),
        source: query,
        rootValue,
        variableValues: variables,
        contextValue,
      });
      const unmeant = errors?.find(error => !error.extensions['code']);
      if (unmeant) throw new Error(`The twin's answer is not one of Shopify's: ${unmeant.message}`);
      return json({ ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) });
    },
  };
}
