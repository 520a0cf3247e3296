import type { Author, Role } from '@shopcast/core';

const roles: readonly Role[] = ['viewer', 'host', 'moderator', 'producer'];

/**
 * Who a token says its bearer is, so that the viewer's own words show before the room has answered. The signature is the server's business:
 * here nothing is granted. `undefined` for anything that is not a token of a Shopcast server.
 */
export function viewerOfToken(token: string): Author | undefined {
  try {
    const [, body = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
    const { sub, name, role } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof sub !== 'string' || typeof name !== 'string' || !roles.includes(role as Role)) return undefined;
    return { viewerId: sub, name, role: role as Role };
  } catch {
    return undefined; // not a token at all
  }
}
