/// <reference types="node" />
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an answer breaks: the connection resets, ends too early as if it were done, or falls silent. */
export type LineBreak = 'reset' | 'end' | 'stall';

/** What happens to an event of a stream, or to none. `swap`: it comes after the next one. */
export type EventFault = 'lose' | 'repeat' | 'swap';

/** Decides what goes wrong by itself; each is asked anew for every answer or event. */
export interface Weather {
  /** Whether and how this answer breaks, and after how many bytes of its body. */
  answer?(path: string): { readonly how: LineBreak; readonly after: number } | undefined;
  event?(): EventFault | undefined;
}

/** What goes wrong on demand. */
export interface LineFaults {
  /** The next so many attempts to connect are answered 502, or 503 with `retryAfter` (s). */
  refuse: number;
  retryAfter: number | undefined;
  /** The next so many frames of streams get lost, or come twice. */
  lose: number;
  repeat: number;
  /** Commands pass, and the connection breaks in place of their answers. */
  swallow: boolean;
  /** The next so many files break in the middle. */
  breakFiles: number;
}

/** A proxy before a room server that knows lines: it passes streams on as they come, and breaks them anywhere. */
export interface LineProxy {
  /** Where the server is; may be changed while it runs. */
  target: string;
  readonly faults: LineFaults;
  /** Attempts to read: streams and heads asked for so far. */
  readonly attempts: number;
  /** Answers that were broken so far. */
  readonly broken: number;
  weather: Weather;
  /** Breaks every open stream now, every other one in the middle of an event. */
  cut(): void;
  /** Serves one request: for servers that do more than this. */
  handle(from: IncomingMessage, to: ServerResponse): void;
  /** Listens on a free port of this machine, and resolves with the address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

const half = 'event: frame\nid: e:9\ndata: {"epoch":"';

/** Makes a {@link LineProxy} for the server at `target`: `http://127.0.0.1:4100`. */
export function createLineProxy(target: string): LineProxy {
  const agent = new Agent({ keepAlive: true });
  const streams = new Set<ServerResponse>();
  const faults: LineFaults = { refuse: 0, retryAfter: undefined, lose: 0, repeat: 0, swallow: false, breakFiles: 0 };
  let attempts = 0;
  let broken = 0;
  let cuts = 0;

  const eventFault = (event: string): EventFault | undefined => {
    if (!event.startsWith('event: frame')) return undefined;
    if (faults.lose > 0 && faults.lose--) return 'lose';
    if (faults.repeat > 0 && faults.repeat--) return 'repeat';
    return proxy.weather.event?.();
  };

  /** Passes a body on until it breaks, if it does. */
  const pass = (answer: IncomingMessage, to: ServerResponse, fault: ReturnType<NonNullable<Weather['answer']>>): void => {
    let left = fault?.after ?? Infinity;
    let over = false;
    const write = (bytes: Buffer | string): void => {
      if (over) return;
      const chunk = Buffer.from(bytes);
      to.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left > 0) return;
      over = true;
      broken += 1;
      if (fault?.how !== 'stall') answer.destroy();
      if (fault?.how === 'reset') to.write('', () => to.socket?.resetAndDestroy());
      // Not `end`: a body that ends before its length is what an early close looks like.
      if (fault?.how === 'end') to.write('', () => to.socket?.end());
    };
    if (answer.headers['content-type']?.startsWith('text/event-stream')) {
      streams.add(to);
      const events = createEventFaults(eventFault, write);
      answer.setEncoding('utf8').on('data', events);
    } else answer.on('data', write);
    answer.on('end', () => !over && to.end());
    answer.on('error', () => !over && to.destroy());
    to.on('close', () => {
      streams.delete(to);
      answer.destroy();
    });
  };

  const forward = (from: IncomingMessage, to: ServerResponse): void => {
    const path = from.url ?? '/';
    const { connection: _connection, host: _host, ...headers } = from.headers;
    const sent = ask(proxy.target + path, { agent, method: from.method, headers }, answer => {
      if (faults.swallow && from.method === 'POST') {
        answer.resume().on('end', () => to.destroy());
        return;
      }
      const isFile = from.method === 'GET' && answer.statusCode === 200 && /\.json($|\?)/.test(path);
      const cutFile = isFile && faults.breakFiles > 0 && faults.breakFiles--;
      const fault = cutFile ? ({ how: 'end', after: 20 } as const) : proxy.weather.answer?.(path);
      const { connection: _own, 'keep-alive': _alive, ...passed } = answer.headers;
      to.writeHead(answer.statusCode ?? 502, passed);
      to.flushHeaders();
      pass(answer, to, fault);
    });
    sent.on('error', () => (to.headersSent ? to.destroy() : refuse(from, to, 502)));
    to.on('close', () => sent.destroy());
    from.pipe(sent);
  };

  const proxy: LineProxy = {
    target,
    faults,
    weather: {},
    get attempts() {
      return attempts;
    },
    get broken() {
      return broken;
    },
    cut() {
      for (const stream of streams) {
        broken += 1;
        if (++cuts % 2) stream.write(half, () => stream.destroy());
        else stream.destroy();
      }
      streams.clear();
    },
    handle(from, to) {
      if (from.method === 'GET' && /\/(events|head\.json)($|\?)/.test(from.url ?? '')) {
        attempts += 1;
        if (faults.refuse > 0) {
          faults.refuse -= 1;
          const { retryAfter } = faults;
          return refuse(from, to, retryAfter === undefined ? 502 : 503, retryAfter);
        }
      }
      forward(from, to);
    },
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    close() {
      agent.destroy();
      for (const stream of streams) stream.destroy();
      if (!server.listening) return Promise.resolve();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
  const server = createServer((from, to) => proxy.handle(from, to));
  return proxy;
}

/** Puts pieces of a stream together into events, and passes on what becomes of each. Comments and `retry` pass as they are. */
function createEventFaults(fault: (event: string) => EventFault | undefined, write: (text: string) => void): (piece: string) => void {
  let text = '';
  let waiting = '';
  return piece => {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = text.slice(0, end + 2);
      text = text.slice(end + 2);
      const what = fault(event);
      if (what === 'swap' && waiting === '') waiting = event;
      else if (what !== 'lose') {
        write(what === 'repeat' ? event + event : event);
        if (waiting !== '') write(waiting);
        waiting = '';
      }
    }
  };
}

/** An answer of the proxy's own. It allows the page that asks, so that a browser sees the status and not a CORS error. */
function refuse(from: IncomingMessage, to: ServerResponse, status: number, retryAfter?: number): void {
  const { origin } = from.headers;
  to.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(origin !== undefined && { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  to.end(JSON.stringify({ error: { code: 'server/failed', message: 'The line is broken.' } }));
}
