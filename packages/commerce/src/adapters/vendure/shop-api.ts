import { problemError, requestGraphql, type GraphqlAnswer } from '../../internal/graphql.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import { present } from '../../internal/values.js';
import type { VendureOptions } from './vendure.js';

/** The Shop API of one shopper: sends what identifies the session and notices when the shop has forgotten it. */
export interface ShopApi {
  /** Asks and leaves it to the caller what problems mean. `isCart` is false where another session would do as well. */
  readonly ask: <Data>(
    query: string,
    variables: Record<string, unknown>,
    signal: AbortSignal,
    isCart?: boolean,
  ) => Promise<GraphqlAnswer<Data>>;
  /** Asks what is never refused: a problem rejects. */
  readonly read: <Data>(query: string, variables: Record<string, unknown>, signal: AbortSignal) => Promise<Data>;
  /** Whether the shopper has no session yet, and so no cart. */
  readonly isNew: () => boolean;
  /** Whether the cart was lost since this was asked last. `hasCart` says whether there is one now. */
  readonly takeLost: (hasCart: boolean) => boolean;
}

/** Makes the Shop API of one shopper. */
export function shopApi(options: VendureOptions): ShopApi {
  const { url, channelToken = '', tokens = memoryTokens(), session } = options;
  const bearer = session !== 'cookie';
  const tokenKey = `vendure:${url}:${channelToken}`;
  const context = new URLSearchParams(present({ languageCode: options.language, currencyCode: options.currency })).toString();
  const address = context ? `${url}${url.includes('?') ? '&' : '?'}${context}` : url;
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
      headers: present({ authorization: token && `Bearer ${token}`, 'vendure-token': channelToken }),
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
      if (problems.length || !data) throw problemError('Vendure', problems[0]);
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
