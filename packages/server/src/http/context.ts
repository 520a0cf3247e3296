import { ShopcastError, type Author, type Viewer } from '@shopcast/core';
import type { FastifyRequest } from 'fastify';
import type { ServerConfig } from '../config/config.js';
import type { Metrics } from '../metrics/metrics.js';
import type { HostedShow, Rooms } from '../rooms/rooms.js';
import type { Store } from '../store/store.js';
import type { TokenClaims, TokenReader, TokenRole, VerifiedClaims } from '../tokens/tokens.js';

/** What every route works with. */
export interface AppContext {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly rooms: Rooms;
  readonly readToken: TokenReader;
  readonly metrics: Metrics;
  /** Server ms. */
  readonly now: () => number;
}

/** Somebody who looks without a token. */
export const anonymous: Viewer = { role: 'viewer' };

/** The show a request names. */
export function showOf(context: AppContext, request: FastifyRequest): Promise<HostedShow> {
  return context.rooms.get((request.params as { readonly showId: string }).showId);
}

/** What the request's token says, if it bears one. Throws `server/bad-token`, `server/expired-token`. */
export async function claimsOf(context: AppContext, request: FastifyRequest): Promise<VerifiedClaims | undefined> {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const token = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/i.exec(header)?.[1];
  if (token === undefined) throw new ShopcastError('server/bad-token', 'Send "Authorization: Bearer TOKEN".');
  return context.readToken(token, context.now());
}

/** The bearer as an author of this show. Throws `server/bad-token` without a token, `server/not-allowed` for another show or role. */
export async function authorOf(
  context: AppContext,
  request: FastifyRequest,
  showId: string,
  roles?: readonly TokenRole[],
): Promise<Author> {
  const claims = await claimsOf(context, request);
  if (!claims) throw new ShopcastError('server/bad-token', 'This needs a token: "Authorization: Bearer TOKEN".');
  assertFor(claims, showId);
  if (roles && !roles.includes(claims.role)) {
    throw new ShopcastError('server/not-allowed', `The role "${claims.role}" may not do this. Ask for a token of: ${roles.join(', ')}.`);
  }
  return { viewerId: claims.viewerId, name: claims.name, role: claims.role };
}

/** Throws `server/not-allowed` when a token is for another show. */
export function assertFor(claims: TokenClaims, showId: string): void {
  if (claims.show !== '*' && claims.show !== showId) {
    throw new ShopcastError('server/not-allowed', `The token is for the show "${claims.show}", not for "${showId}".`);
  }
}
