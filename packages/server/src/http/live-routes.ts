import { httpRoutes, parsePosition, ShopcastError, type Viewer } from '@shopcast/core';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import { anonymous, assertFor, authorOf, claimsOf, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { isPassing } from './errors.js';
import type { StreamLine } from './stream-hub.js';

const commandRequest = v.object({ commandId: v.string(), command: v.unknown() });
/** Ms of silence after which a connection is asked whether its other end is still there. */
const keepAliveAfter = 30_000;

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

/**
 * Takes the answer over from the framework as an endless stream, and gives the line to write it to. What is written in the same turn leaves in one
 * piece. A connection may last for hours, so nothing is kept of it that is over: the framework's own objects, what the reader said of itself.
 */
function startStream(reply: FastifyReply): StreamLine {
  reply.hijack();
  const response = reply.raw;
  for (const event of ['finish', 'error']) response.removeAllListeners(event);
  // An error of a socket that is going away anyhow; `close` follows.
  response.on('error', ignore);
  // The stream ends when the connection does, so chunk headers around every write would only be weight.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Nginx buffers answers unless told not to.
    'x-accel-buffering': 'no',
  });
  const { socket, req } = response;
  req.headers = {};
  req.rawHeaders = [];
  const line = socket ?? response; // an answer that waits behind another one on the same connection has no socket yet
  line.cork();
  process.nextTick(uncork, line);
  response.flushHeaders();
  socket?.setNoDelay(true);
  socket?.setKeepAlive(true, keepAliveAfter);
  line.write(greeting);
  return line;
}

const ignore = (): void => undefined;
const uncork = (line: Writable): void => line.uncork();
const greeting = Buffer.from('retry: 1000\n\n');

/** Calls back once the connection is gone. Apart from the route, so that it holds on to nothing else of it. */
function onceGone(response: ServerResponse, ...callbacks: readonly (() => void)[]): void {
  response.once('close', () => callbacks.forEach(callback => callback()));
}

/** The stream down and the commands up. */
export function liveRoutes(app: FastifyInstance, context: AppContext): void {
  const enter = createConnectionLimit(context);

  app.get(httpRoutes.events, { schema: describe.events, exposeHeadRoute: false }, async (request, reply) => {
    const { hub, room } = await showOf(context, request);
    const claims = await claimsOf(context, request);
    if (claims) assertFor(claims, room.showId);
    const viewer: Viewer = claims ? { role: claims.role, viewerId: claims.viewerId } : anonymous;
    const { after } = request.query as { readonly after?: string | readonly string[] };
    const position = parsePosition(single(request.headers['last-event-id'])) ?? parsePosition(single(after));
    const leave = enter(request.ip);
    // Whoever left while the token was looked at has no `close` to come any more.
    if (reply.raw.destroyed || request.raw.socket.destroyed) return leave();
    const line = startStream(reply);
    const exit = hub.join({ viewer, line, after: position, expiresAt: claims?.expiresAt });
    onceGone(reply.raw, exit, leave);
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
    // Not the room's word on the command: the same one may be heard after a restart, so it is for the sender to send it again.
    if (answer.outcome === 'refused' && isPassing(answer.code)) throw new ShopcastError(answer.code, answer.message);
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

/** The first of what may have been sent more than once. */
function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
