import { GraphQLError } from 'graphql';

/** What an operation is run with. */
export interface StorefrontContext {
  readonly currency: string;
}

/** Which part of a list. */
export interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A refusal of the API itself. */
export function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** One page of a list, as a connection. Shopify refuses pages of more than 250. */
export function connection<T>(list: readonly T[], { first, after }: Page) {
  if (!first) throw refusal('you must provide one of first or last', 'BAD_REQUEST');
  if (first > 250) throw refusal(`first cannot exceed 250, was ${first}`, 'BAD_REQUEST');
  const start = after ? Number(atob(after)) : 0;
  const end = Math.min(list.length, start + first);
  return {
    nodes: list.slice(start, end),
    pageInfo: { hasNextPage: end < list.length, hasPreviousPage: start > 0, endCursor: btoa(String(end)) },
  };
}
