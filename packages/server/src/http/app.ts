import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import { ShopcastError } from '@shopcast/core';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { version } from '../version.js';
import type { AppContext } from './context.js';
import { answerNoRequest, toErrorAnswer } from './errors.js';
import { hookRoutes } from './hook-routes.js';
import { liveRoutes } from './live-routes.js';
import { logRoutes } from './log-routes.js';
import { operationRoutes } from './operation-routes.js';
import { pageRoutes } from './page-routes.js';
import { showRoutes } from './show-routes.js';

/** The server's addresses as one application. It listens nowhere yet. */
export async function createApp(context: AppContext, logger: Logger): Promise<FastifyInstance> {
  const { config, metrics } = context;
  const proxies = Number(config.trustProxy);
  const app = fastify({
    // As many entries from the end as there are proxies of ours. What stands before them in the header anybody can send.
    trustProxy: proxies > 0 && ((_address: string, hop: number) => hop < proxies),
    bodyLimit: config.bodyBytes,
    // A stop ends streams itself and lets answers under way leave.
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
    clientErrorHandler: answerNoRequest,
    // An address that cannot be read (percent signs of nothing, a name of a kilobyte) is none.
    frameworkErrors: (_error, _request, reply) => void answerNothingHere(reply as FastifyReply),
    // Requests are logged below, without address, query or headers.
    logger: false,
    // The schemas describe; core's parsers judge, and answers are written as they are. Given here, the framework's own compilers are not even loaded.
    schemaController: {
      // Its types know the framework's own validator alone.
      compilersFactory: { buildValidator: (() => () => () => true) as never, buildSerializer: () => () => data => JSON.stringify(data) },
    },
  });
  // JSON alone; addresses that take something else say so themselves.
  app.removeContentTypeParser('text/plain');

  await app.register(cors, {
    // "*" as it is, not the asker's origin: one copy of a segment in a cache then serves the pages of all.
    origin: config.origins.includes('*') ? '*' : [...config.origins],
    strictPreflight: false,
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
    exposedHeaders: ['retry-after', 'etag', 'date'],
    maxAge: 86_400,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Shopcast room server', version, description: 'The log of a live-shopping show. See docs/protocol.md.' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
  });

  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfter } = toErrorAnswer(error);
    if (status >= 500) logger.error({ route: request.routeOptions.url, error: String(error) }, 'request failed');
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    return reply.code(status).header('cache-control', 'no-store').send(body);
  });
  app.setNotFoundHandler((_request, reply) => answerNothingHere(reply));
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    logger.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });

  const methods = collectMethods(app);
  operationRoutes(app, context);
  showRoutes(app, context);
  logRoutes(app, context);
  pageRoutes(app, context);
  liveRoutes(app, context);
  hookRoutes(app, context);
  // Routes registered as plugins come after this function: look at what there is once they are there.
  app.after(() => refuseOtherMethods(app, methods));
  return app;
}

function answerNothingHere(reply: FastifyReply): FastifyReply {
  const { status, body } = toErrorAnswer(new ShopcastError('server/unknown-address', 'There is nothing at this address.'));
  return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Notes which methods each address takes. */
function collectMethods(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    methods.set(url, known);
    for (const one of [method].flat()) known.add(one);
  });
  return methods;
}

/** Answers 405, with what is allowed, where the address is right and the method is not. */
function refuseOtherMethods(app: FastifyInstance, methods: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, allowed] of [...methods]) {
    if (url === '*') continue;
    const allow = [...allowed].sort().join(', ');
    app.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(method => !allowed.has(method)),
      url,
      exposeHeadRoute: false,
      schema: { hide: true },
      onRequest: (_request, reply, done) => {
        void reply.header('allow', allow);
        done(new ShopcastError('server/wrong-method', `This address takes ${allow}.`));
      },
      handler: () => undefined,
    });
  }
}
