import { CommerceError, type CommerceFailure } from '../commerce-error.js';
import { requestJson, type JsonRequest } from './request.js';

/** An entry of `errors` in a GraphQL answer. */
export interface GraphqlProblem {
  readonly message: string;
  /** `extensions.code`, upper case by custom; '' where the shop sends none. */
  readonly code: string;
}

/** A GraphQL answer. `data` is the shop's word, typed by whoever wrote the operation and not checked. */
export interface GraphqlAnswer<Data> {
  readonly data: Data | null | undefined;
  readonly problems: readonly GraphqlProblem[];
  readonly headers: Headers;
}

/** Asks a GraphQL shop. Problems of the operation are returned, since shops refuse wishes with them; all else rejects as a `CommerceError`. */
export async function requestGraphql<Data>(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  request: Omit<JsonRequest, 'body' | 'method'> = {},
): Promise<GraphqlAnswer<Data>> {
  // Servers answer an operation they cannot read with 400 and say why in JSON.
  const { body, headers } = await requestJson(url, { ...request, body: { query, variables }, refusals: [400] });
  const answer = body as { readonly data?: Data | null; readonly errors?: unknown } | null | undefined;
  const errors = Array.isArray(answer?.errors) ? (answer.errors as readonly unknown[]) : [];
  if (!answer || typeof answer !== 'object' || (!answer.data && !errors.length)) {
    throw new CommerceError('protocol', `${url} answered with something that is not GraphQL.`);
  }
  return { data: answer.data, problems: errors.map(readProblem), headers };
}

function readProblem(error: unknown): GraphqlProblem {
  const { message, extensions } = (error ?? {}) as { message?: unknown; extensions?: { code?: unknown } | null };
  const code = extensions?.code;
  return { message: typeof message === 'string' ? message : '', code: typeof code === 'string' ? code : '' };
}

const kinds: Readonly<Record<string, CommerceFailure>> = {
  THROTTLED: 'rate-limited',
  CONFLICT: 'conflict',
  ACCESS_DENIED: 'unauthorized',
  UNAUTHORIZED: 'unauthorized',
  FORBIDDEN: 'unauthorized',
  INTERNAL_SERVER_ERROR: 'unavailable',
  SHOP_INACTIVE: 'unavailable',
  MAX_COMPLEXITY_EXCEEDED: 'config',
  MAX_COST_EXCEEDED: 'config',
  CHANNEL_NOT_FOUND: 'config',
  USER_INPUT_ERROR: 'config',
  BAD_USER_INPUT: 'config',
  GRAPHQL_VALIDATION_FAILED: 'config',
};

/** What a problem that is no refusal means for the call; without one, that the answer said nothing. */
export function problemError(shop: string, problem: GraphqlProblem | undefined): CommerceError {
  return new CommerceError(kinds[problem?.code.toUpperCase() ?? ''] ?? 'protocol', `${shop} answered: ${problem?.message ?? 'nothing'}`);
}
