/// <reference types="node" />
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WooTwin } from './woo-twin.js';

/** A twin that can be reached by HTTP. */
export interface WooListener {
  /** Where its Store API is, on this machine only. */
  readonly url: string;
  close(): Promise<void>;
}

const largestBody = 1_048_576;
// What the shop was seen to send. Without an origin a page elsewhere may not read the answer, and that is what it gets without a good token.
const corsHeaders = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type, Cart-Token, Nonce',
  'access-control-allow-methods': 'OPTIONS, GET, POST, PUT, PATCH, DELETE',
  'access-control-expose-headers': 'X-WP-Total, X-WP-TotalPages, Link, Cart-Token',
  vary: 'Origin',
};

/** Puts a twin behind a port of this machine, for pages and programs that ask by HTTP. */
export async function listenAsWoo(twin: WooTwin): Promise<WooListener> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    request.on('end', () => {
      const { origin } = request.headers;
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const url = request.url ?? '/';
      const cors = (allowed: boolean) => ({ ...corsHeaders, ...(origin && allowed ? { 'access-control-allow-origin': origin } : {}) });
      if (size > largestBody) return void response.writeHead(413).end();
      if (request.method === 'OPTIONS') return void response.writeHead(200, cors(true)).end();
      const body = chunks.length ? Buffer.concat(chunks).toString() : undefined;
      twin.handle({ method: request.method ?? 'GET', url, headers, body }).then(
        answer => response.writeHead(answer.status, { ...answer.headers, ...cors(twin.isToken(headers['cart-token'])) }).end(answer.body),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(twin.url).pathname}`,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
