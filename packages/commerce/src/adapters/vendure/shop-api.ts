import { CommerceError, type CommerceFailure } from '../../commerce-error.js';
import { requestGraphql, type GraphqlAnswer, type GraphqlProblem } from '../../internal/graphql.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import type { VendureOptions } from './vendure.js';

/** The Shop API of one shopper: sends what identifies the session and notices when the shop has forgotten it. */
export interface ShopApi {
  /** Asks and leaves it to the caller what problems mean. `isCart` is false where another session would do as well. */
  ask<Data>(query: string, variables: Record<string, unknown>, signal: AbortSignal, isCart?: boolean): Promise<GraphqlAnswer<Data>>;
  /** Asks what is never refused: a problem rejects. */
  read<Data>(query: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<Data>;
  /** Whether the shopper has no session yet, and so no cart. */
  isNew(): boolean;
  /** Whether the cart was lost since this was asked last. `hasCart` says whether there is one now. */
  takeLost(hasCart: boolean): boolean;
}

/** Makes the Shop API of one shopper. */
export function shopApi(options: VendureOptions): ShopApi {
  const { url, channelToken = '', tokens = memoryTokens(), session } = options;
  const bearer = session !== 'cookie';
  const tokenKey = `vendure:${url}:${channelToken}`;
  const address = withQuery(url, { languageCode: options.language, currencyCode: options.currency });
  let hadCart = false;
  let lost = false;

  async function ask<Data>(
    query: string,
    variables: Record<string, unknown>,
    signal: AbortSignal,
    isCart = true,
  ): Promise<GraphqlAnswer<Data>> {
    const token = bearer ? tokens.get(tokenKey) : null;
    const answer = await requestGraphql<Data>(address, query, variables, {
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(channelToken ? { 'vendure-token': channelToken } : {}) },
      credentials: bearer ? 'omit' : 'include',
      signal,
      timeoutMs: options.timeoutMs,
      fetch: options.fetch,
    });
    const given = answer.headers.get('vendure-auth-token');
    if (isCart && given && given !== token) {
      // Vendure does not refuse a session it has forgotten: it hands out another, with an empty cart.
      lost ||= bearer ? !!token : hadCart;
      if (bearer) tokens.set(tokenKey, given);
    }
    return answer;
  }

  return {
    ask,
    async read<Data>(query: string, variables: Record<string, unknown>, signal: AbortSignal) {
      const { data, problems } = await ask<Data>(query, variables, signal);
      if (problems.length || !data) throw failureOf(problems[0]);
      return data;
    },
    isNew: () => bearer && !tokens.get(tokenKey),
    takeLost(hasCart) {
      const taken = lost;
      lost = false;
      hadCart = hasCart;
      return taken;
    },
  };
}

const kinds: Readonly<Record<string, CommerceFailure>> = {
  FORBIDDEN: 'unauthorized',
  CHANNEL_NOT_FOUND: 'config',
  USER_INPUT_ERROR: 'config',
  BAD_USER_INPUT: 'config',
  GRAPHQL_VALIDATION_FAILED: 'config',
  INTERNAL_SERVER_ERROR: 'unavailable',
};

/** What a problem that is no refusal means for the call. */
export function failureOf(problem: GraphqlProblem | undefined): CommerceError {
  return new CommerceError(kinds[problem?.code ?? ''] ?? 'protocol', `Vendure answered: ${problem?.message ?? 'nothing'}`);
}

function withQuery(url: string, values: Readonly<Record<string, string | undefined>>): string {
  const query = Object.entries(values).flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : []));
  return query.length ? `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}` : url;
}
