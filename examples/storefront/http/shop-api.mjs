/** Longest request to the shop, in bytes. */
const longest = 256 * 1024;

/**
 * Hands Shopcast's questions to Vendure under the store's own origin, so that both have the same session cookie, and so the same cart.
 * @param {import('fastify').FastifyInstance} app
 * @param {{ vendure: string, turn: (key: string, work: () => Promise<any>) => Promise<any>, sessionOf: (cookie?: string) => string | undefined }} options
 */
export function shopApi(app, { vendure, turn, sessionOf }) {
  const target = new URL('/shop-api', vendure);
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: longest }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post('/shop-api', async (request, reply) => {
      const { search } = new URL(request.raw.url, 'http://store');
      const session = sessionOf(request.headers.cookie);
      const ask = () =>
        fetch(new URL(search, target), {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(request.headers['vendure-token'] && { 'vendure-token': request.headers['vendure-token'] }),
            ...(session && { cookie: session }),
          },
          body: request.body,
          signal: AbortSignal.timeout(30_000),
        }).then(async response => ({ response, text: await response.text() }));
      const changes = isChange(request.body);
      let answered;
      try {
        answered = await (changes && session ? turn(session, ask) : ask());
      } catch {
        return reply.code(502).type('application/json').send('{"errors":[{"message":"The shop does not answer."}]}');
      }
      const { response, text } = answered;
      // Who only looks gets no session: the first thing in the cart makes one.
      if (changes || session) {
        for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie);
        const token = response.headers.get('vendure-auth-token');
        if (token) void reply.header('vendure-auth-token', token);
      }
      const wait = response.headers.get('retry-after');
      if (wait) void reply.header('retry-after', wait);
      return reply.code(response.status).header('cache-control', 'no-store').type('application/json').send(ownPictures(text, vendure));
    });
    done();
  });
}

/** Whether a GraphQL request changes something; what cannot be read is taken for a change. */
function isChange(body) {
  try {
    return !/^\s*(?:query\b|\{)/.test(JSON.parse(body).query);
  } catch {
    return true;
  }
}

/** Pictures are served under the store's own origin as well. */
const ownPictures = (text, vendure) => text.replaceAll(`${new URL(vendure).origin}/pictures/`, '/pictures/');
