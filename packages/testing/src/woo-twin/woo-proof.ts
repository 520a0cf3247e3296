import { digest } from './woo-cart.js';

/** How long a `Cart-Token` is good, s. */
export const tokenLife = 172_800;

const base64 = (text: string) => btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** A `Cart-Token` in the form of the shop's. Signed so that the twin knows its own; this keeps nobody out. */
export function issueToken(user: string, secret: string, now: number): string {
  const iat = Math.floor(now / 1000);
  const head = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64(JSON.stringify({ user_id: user, exp: iat + tokenLife, iss: 'store-api', iat }))}`;
  return `${head}.${digest(head + secret)}`;
}

/** Whose token it is; undefined for one that has run out or is not the shop's. */
export function userOfToken(token: string | undefined, secret: string, now: number): string | undefined {
  const [head = '', claims = '', signature] = token?.split('.') ?? [];
  if (signature !== digest(`${head}.${claims}${secret}`)) return undefined;
  const { user_id, exp } = JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))) as { user_id: string; exp: number };
  return exp * 1000 > now ? user_id : undefined;
}
