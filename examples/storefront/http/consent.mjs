import { formOf } from '../cart-routes.mjs';

const name = 'longtable-consent';

/** What the shopper has said about the show remembering its place: `granted`, `denied`, or `undefined` until they say. */
export const consentOf = ({ headers }) => new RegExp(`(?:^|; *)${name}=(granted|denied)(?:;|$)`).exec(headers.cookie ?? '')?.[1];

/** Takes the shopper's word, and sends them back to the page they said it on. */
export function consentRoutes(app) {
  app.post('/consent', (request, reply) => {
    const consent = formOf(request).get('consent') === 'granted' ? 'granted' : 'denied';
    const { referer, host } = request.headers;
    const from = URL.canParse(referer) ? new URL(referer) : undefined;
    return reply
      .header('set-cookie', `${name}=${consent}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`)
      .redirect(from?.host === host ? from.pathname + from.search : '/', 303);
  });
}
