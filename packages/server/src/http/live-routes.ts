import { httpRoutes, parsePosition, ShopcastError, type Viewer } from '@shopcast/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { anonymous, assertFor, authorOf, claimsOf, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';

const commandRequest = v.object({ commandId: v.string(), command: v.unknown() });
const longestTimer = 2 ** 31 - 1;

/** How many streams are open in all and per address. The address is counted, never kept or logged. */
function createConnectionLimit({ config, metrics }: AppContext): (address: string) => () => void {
  const perAddress = new Map<string, number>();
  let all = 0;
  return address => {
    const own = perAddress.get(address) ?? 0;
    if (all >= config.connections || own >= config.connectionsPerAddress) {
      metrics.refusedConnections.inc();
      throw new ShopcastError('server/too-many', 'Too many streams are open. Come back in a moment.');
    }
    all += 1;
    perAddress.set(address, own + 1);
    return () => {
      all -= 1;
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    };
  };
}

/** Takes the answer over from the framework as an endless stream. */
function startStream(reply: FastifyReply): void {
  reply.hijack();
  const response = reply.raw;
  // The stream ends when the connection does, so chunk headers around every write would only be weight.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Nginx buffers answers unless told not to.
    'x-accel-buffering': 'no',
  });
  response.socket?.setNoDelay(true);
  response.write('retry: 1000\n\n');
}

/** The stream down and the commands up. */
export function liveRoutes(app: FastifyInstance, context: AppContext): void {
  const enter = createConnectionLimit(context);

  app.get(httpRoutes.events, { schema: describe.events }, async (request, reply) => {
    const show = await showOf(context, request);
    const claims = await claimsOf(context, request);
    if (claims) assertFor(claims, show.room.showId);
    const viewer: Viewer = claims ? { role: claims.role, viewerId: claims.viewerId } : anonymous;
    const { after } = request.query as { readonly after?: string };
    const position = parsePosition(single(request.headers['last-event-id'])) ?? parsePosition(after);
    const leave = enter(request.ip);
    startStream(reply);
    const response = reply.raw;
    const exit = show.hub.join(viewer, response, position);
    const expiry =
      claims &&
      setTimeout(
        () => {
          const body = { error: { code: 'server/expired-token', message: 'The token has run out.' } };
          response.end(`event: refused\ndata: ${JSON.stringify(body)}\n\n`);
        },
        Math.min(Math.max(claims.expiresAt - context.now(), 0), longestTimer),
      );
    response.once('close', () => {
      clearTimeout(expiry);
      exit();
      leave();
    });
    // An error of a socket that is going away anyhow; `close` follows.
    response.on('error', () => undefined);
  });

  app.post(httpRoutes.commands, { schema: describe.commands }, async (request, reply) => {
    const show = await showOf(context, request);
    const by = await authorOf(context, request, show.room.showId);
    const body = v.safeParse(commandRequest, request.body);
    if (!body.success) {
      throw new ShopcastError('server/bad-request', 'Send {"commandId", "command"}.', { field: v.getDotPath(body.issues[0]) ?? 'body' });
    }
    const { command, commandId } = body.output;
    const answer = await show.room.submit(command, { by, commandId, address: request.ip });
    context.metrics.commands.inc({ outcome: answer.outcome });
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

function single(header: FastifyRequest['headers'][string]): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
