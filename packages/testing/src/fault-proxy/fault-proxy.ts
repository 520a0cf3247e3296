/// <reference types="node" />
import { Agent, createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countFaults, gatewayPage, malformedBody, realDelay, type FaultCounts, type FaultOptions } from '../faults/faults.js';

export * from '../faults/faults.js';
export * from './line-proxy.js';

/** How to make a proxy. */
export interface FaultProxyOptions extends FaultOptions {
  /** Where the shop is: `http://127.0.0.1:3000`. */
  readonly target: string;
  /** Largest request, bytes. Default 1 MiB; a larger one is answered 413. */
  readonly maxBody?: number;
}

/** A proxy that is up. */
export interface FaultProxy {
  /** Where it listens, on this machine only. */
  readonly url: string;
  readonly counts: FaultCounts;
  /** Ends it with every connection, also those that hang. */
  close(): Promise<void>;
}

/** A shop's answer, whole. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

// What belongs to one connection and not to the message; the body is sent whole, so its length is counted anew.
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'content-length',
  'host',
  'accept-encoding',
]);

/**
 * Stands before any shop that speaks HTTP and lets things go wrong as the plan says. A preflight (OPTIONS) passes unharmed and uncounted, and
 * answers of the proxy's own allow the page that asks, so that a browser sees the fault and not a CORS error.
 */
export async function createFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { retryAfter = '1', slowMs = 30_000, delay = realDelay, maxBody = 1024 * 1024 } = options;
  const target = new URL(options.target);
  const { counts, next, forwarded } = countFaults(options.plan);
  const agent = new Agent({ keepAlive: true });

  const forward = (from: IncomingMessage, body: Buffer) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = Object.fromEntries(Object.entries(from.headers).filter(([name]) => !notForwarded.has(name)));
      const path = target.pathname.replace(/\/$/, '') + (from.url ?? '/');
      const to = { agent, host: target.hostname, port: target.port, path, method: from.method };
      const sent = ask({ ...to, headers: { ...headers, 'content-length': body.length } }, answer => {
        readAll(answer, Infinity).then(
          all => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: all as Buffer }),
          reject,
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const serve = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const body = await readAll(from, maxBody);
    if (!body) return reply(from, to, 413, 'text/plain', 'too large');
    const pass = () => {
      forwarded();
      return forward(from, body);
    };
    if (from.method === 'OPTIONS') return send(to, await forward(from, body));
    const fault = next(`${from.method} ${from.url}`);
    switch (fault) {
      case undefined:
        return send(to, await pass());
      case 'timeout-before':
        return; // The connection stays open until the client gives up or the proxy closes.
      case 'timeout-after':
        await pass();
        return;
      case 'rate-limited':
        return reply(from, to, 429, 'application/json', '{"error":"too many requests"}', { 'retry-after': retryAfter });
      case 'server-error':
        return reply(from, to, 500, 'application/json', '{"error":"internal server error"}');
      case 'html-502':
        await pass();
        return reply(from, to, 502, 'text/html', gatewayPage);
      case 'malformed':
        await pass();
        return reply(from, to, 200, 'application/json', malformedBody);
      case 'truncated': {
        const answer = await pass();
        to.writeHead(answer.status, { ...sendable(answer.headers), 'content-length': answer.body.length + 1 });
        to.write(answer.body.subarray(0, answer.body.length / 2), () => to.destroy());
        return;
      }
      case 'duplicated-answer': {
        const answer = await pass();
        return send(to, { ...answer, body: Buffer.concat([answer.body, answer.body]) });
      }
      case 'duplicated-request':
        await pass();
        return send(to, await pass());
      case 'slow': {
        const answer = await pass();
        await delay(slowMs);
        return send(to, answer);
      }
      case 'reset-before':
        from.socket.resetAndDestroy();
        return;
      case 'reset-after':
        await pass();
        from.socket.resetAndDestroy();
        return;
    }
  };

  const server = createServer((from, to) => {
    // A shop that is down is a fault of its own: the client sees the connection break.
    serve(from, to).catch(() => from.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close() {
      agent.destroy();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function sendable(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !notForwarded.has(name)));
}

function send(to: ServerResponse, { status, headers, body }: Answer): void {
  to.writeHead(status, { ...sendable(headers), 'content-length': body.length });
  to.end(body);
}

function reply(
  from: IncomingMessage,
  to: ServerResponse,
  status: number,
  type: string,
  text: string,
  more: IncomingHttpHeaders = {},
): void {
  const { origin } = from.headers;
  const cors = origin
    ? { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'retry-after' }
    : {};
  to.writeHead(status, { 'content-type': type, ...cors, ...more });
  to.end(text);
}

async function readAll(from: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of from as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
