import { ShopcastError } from '@shopcast/core';
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { readOrderHook, verifyOrderHook } from '../webhooks/order-hooks.js';
import { showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';

/** Orders that shops report. The raw body is what was signed, so it is kept as it came. */
export function hookRoutes(app: FastifyInstance, context: AppContext): void {
  void app.register((scope, _, done) => {
    scope.removeContentTypeParser(['application/json', 'text/plain']);
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));

    scope.post('/shows/:showId/orders/:shop', { schema: describe.orderHook }, async (request, reply) => {
      const { showId, shop } = request.params as { readonly showId: string; readonly shop: string };
      const hook = context.config.orderHooks.find(one => one.shop === shop && (one.show === undefined || one.show === showId));
      if (!hook) throw new ShopcastError('server/bad-signature', `No secret is configured for orders of "${shop}".`);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      verifyOrderHook(hook, request.headers, body);
      const order = readOrderHook(hook.shop, body);
      const { room } = await showOf(context, request);
      // Shops report an order more than once; its own number makes the second time no event.
      const commandId = createHash('sha256').update(`${shop}:${order.orderRef}`).digest('base64url');
      const sender = { by: { viewerId: `shop-${shop}`, name: shop, role: 'system' as const }, commandId };
      return reply.send(await room.submit({ type: 'record-order', data: order }, sender));
    });
    done();
  });
}
