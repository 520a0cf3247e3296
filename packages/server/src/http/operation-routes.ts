import { httpRoutes } from '@shopcast/core';
import type { FastifyInstance } from 'fastify';
import type { AppContext } from './context.js';
import { describe } from './descriptions.js';

/** What those who run the server ask it, and the clock that every reader asks for. */
export function operationRoutes(app: FastifyInstance, context: AppContext): void {
  const { metrics, now, rooms, store } = context;

  app.get('/health', { schema: describe.health }, async (_, reply) => {
    store.check();
    return reply.header('cache-control', 'no-store').send({ status: 'ok', shows: rooms.open.length });
  });

  app.get('/metrics', { schema: describe.metrics }, async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));

  app.get(httpRoutes.time, { schema: describe.time }, (_, reply) => reply.header('cache-control', 'no-store').send({ serverTime: now() }));

  app.get('/openapi.json', { schema: { hide: true } }, (_, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(app.swagger()),
  );
}
