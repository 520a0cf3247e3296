import { ShopcastError, type CommandAnswer } from '@shopcast/core';
import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { isWooPing, readOrderHook, verifyOrderHook } from '../webhooks/order-hooks.js';
import { showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { isPassing } from './errors.js';

/** A shop sends all it knows of each line, some kilobytes. */
const largestOrder = 1024 * 1024;

/** Orders that shops report. The raw body is what was signed, so it is kept as it came. */
export function hookRoutes(app: FastifyInstance, context: AppContext): void {
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));

    scope.post(
      '/shows/:showId/orders/:shop',
      { schema: describe.orderHook, bodyLimit: Math.max(largestOrder, context.config.bodyBytes) },
      async (request, reply) => {
        const { showId, shop } = request.params as { readonly showId: string; readonly shop: string };
        const hooks = context.config.orderHooks.filter(one => one.shop === shop && (one.show === undefined || one.show === showId));
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        if (isWooPing(hooks, body)) return reply.send({});
        const hook = verifyOrderHook(hooks, request.headers, body);
        const order = readOrderHook(hook.shop, body);
        const { room } = await showOf(context, request);
        // Shops report an order more than once, hours apart too; its own number makes the second time no event. The secret tells shops apart
        // that number alike.
        const commandId = createHmac('sha256', hook.secret).update(order.orderRef).digest('base64url');
        const by = { viewerId: `shop:${shop}`, name: shop, role: 'system' as const };
        const known = context.store.placeOfReport(showId, by.viewerId, commandId);
        if (known !== undefined) return reply.send({ outcome: 'accepted', seq: known } satisfies CommandAnswer);
        const answer = await room.submit({ type: 'record-order', data: order }, { by, commandId });
        // A status that makes the shop report it again.
        if (answer.outcome === 'refused' && isPassing(answer.code)) throw new ShopcastError(answer.code, answer.message);
        return reply.send(answer);
      },
    );
    done();
  });
}
