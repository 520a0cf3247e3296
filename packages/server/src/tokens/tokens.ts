import { ShopcastError, type Role } from '@shopcast/core';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { KeyRing } from './keys.js';

/** Roles a token can give. `system` is the server itself and never comes from outside. */
export type TokenRole = Exclude<Role, 'system'>;

/** What a token says of its bearer. */
export interface TokenClaims {
  /** The show it is good for; `*` for every show of this server. */
  readonly show: string;
  readonly role: TokenRole;
  /** Pseudonym of the bearer. */
  readonly viewerId: string;
  /** Name that others see: 1 to 60 characters. */
  readonly name: string;
}

/** Claims that were signed here. */
export interface VerifiedClaims extends TokenClaims {
  /** Server ms. */
  readonly expiresAt: number;
}

const roles: readonly TokenRole[] = ['viewer', 'host', 'moderator', 'producer'];
const issuer = 'shopcast';
/** Longest life of a token, in seconds. */
const longest = 24 * 3600;
/** By how much the clocks of whoever signs and of this server may differ, in seconds. */
const tolerance = 5;

/** The role a text names, if it is one that tokens can give. */
export function tokenRole(text: unknown): TokenRole | undefined {
  return roles.find(role => role === text);
}

function checked(claims: { show: unknown; role: unknown; viewerId: unknown; name: unknown }): TokenClaims {
  const role = tokenRole(claims.role);
  const { show, viewerId, name } = claims;
  const fault = (field: string, wanted: string): never => {
    throw new ShopcastError('server/bad-token', `The token's ${field} must be ${wanted}.`, { field });
  };
  if (!role) return fault('role', `one of ${roles.join(', ')}`);
  if (typeof show !== 'string' || !/^(\*|[A-Za-z0-9_-]{1,64})$/.test(show)) return fault('show', 'a show id or *');
  if (typeof viewerId !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(viewerId)) return fault('sub', '1 to 64 of A-Z a-z 0-9 _ -');
  // What core takes for the name of an author: a token is refused once rather than every word of its bearer.
  if (typeof name !== 'string' || name.trim() === '' || name.length > 60 || /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    return fault('name', '1 to 60 characters on one line');
  return { show, role, viewerId, name: name.trim() };
}

/** Signs a token good for `seconds` (60 to 86,400) from `now` (server ms) on. Throws `server/bad-token` naming the field. */
export async function signToken(
  ring: KeyRing,
  claims: TokenClaims,
  options: { readonly now: number; readonly seconds?: number },
): Promise<string> {
  const { show, role, viewerId, name } = checked(claims);
  const seconds = options.seconds ?? 2 * 3600;
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > longest) {
    throw new ShopcastError('server/bad-token', `A token lasts 60 to ${longest} seconds, not ${seconds}.`, { field: 'seconds' });
  }
  const issued = Math.floor(options.now / 1000);
  return new SignJWT({ show, role, name })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: ring.signing.kid })
    .setIssuer(issuer)
    .setSubject(viewerId)
    .setIssuedAt(issued)
    .setExpirationTime(issued + seconds)
    .sign(ring.signing.secret);
}

/** Who bears a token. Throws `server/bad-token` or `server/expired-token`; `now` in server ms. */
export async function verifyToken(ring: KeyRing, token: string, now: number): Promise<VerifiedClaims> {
  try {
    const { payload } = await jwtVerify(
      token,
      header => {
        const key = ring.find(header.kid);
        if (!key) throw new ShopcastError('server/bad-token', 'The key that signed the token is not known here, or no longer.');
        return key.secret;
      },
      { algorithms: ['HS256'], issuer, currentDate: new Date(now), requiredClaims: ['exp', 'sub'], clockTolerance: tolerance },
    );
    const { iat, exp = 0 } = payload;
    // Whoever has the secret can sign what they like; a token that is lost must still not be good for long.
    if (exp - Math.min(iat ?? Infinity, now / 1000) > longest + tolerance)
      throw new ShopcastError('server/bad-token', `A token lasts ${longest / 3600} hours at most.`, { field: 'exp' });
    const claims = checked({ show: payload['show'], role: payload['role'], viewerId: payload.sub, name: payload['name'] });
    return { ...claims, expiresAt: Number(payload.exp) * 1000 };
  } catch (cause) {
    if (cause instanceof ShopcastError) throw cause;
    if (cause instanceof errors.JWTExpired)
      throw new ShopcastError('server/expired-token', 'The token has run out. Ask for a new one.', { cause });
    throw new ShopcastError('server/bad-token', 'The token was not signed by this server, or not for this use.', { cause });
  }
}

/** Reads tokens. Throws as {@link verifyToken} does. */
export type TokenReader = (token: string, now: number) => Promise<VerifiedClaims>;

/** A reader that checks the signature of a token once: its bearer sends it with every command. Remembers the last `most` good ones. */
export function createTokenReader(ring: KeyRing, most = 10_000): TokenReader {
  const known = new Map<string, VerifiedClaims>();
  return async (token, now) => {
    const claims = known.get(token);
    if (claims && now < claims.expiresAt) return claims;
    known.delete(token);
    const verified = await verifyToken(ring, token, now);
    known.set(token, verified);
    if (known.size > most) known.delete(known.keys().next().value as string);
    return verified;
  };
}
