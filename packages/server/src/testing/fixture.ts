import type { Role, ShowCommand, ShowManifest } from '@shopcast/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type ServerOptions, type ShopcastServer } from '../server.js';
import { signToken, type TokenClaims, type TokenRole } from '../tokens/tokens.js';

/** What tests of the server share. */

export const secrets = ['first:a signing secret for tests, long enough'];

export const manifest: ShowManifest = { showId: 'summer', title: 'Summer', startsAt: 1_767_225_600_000, streams: [], transports: [] };

const closers: (() => Promise<unknown>)[] = [];

/** Call it in `afterEach`: what the helpers of this file have opened is closed, the newest first. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** A folder that goes away after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shopcast-test-'));
  closers.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  return folder;
}

/** A server on a free port and a folder of its own, unless told otherwise. */
export async function openServer(options: ServerOptions = {}): Promise<ShopcastServer> {
  const data = options.data ?? temporaryFolder();
  const server = await startServer({ port: 0, secrets, logLevel: 'silent', ...options, data });
  closers.push(() => server.close());
  return server;
}

/** A server with one show on the air. */
export async function openShow(options: ServerOptions = {}): Promise<ShopcastServer> {
  const server = await openServer(options);
  await server.rooms.create(manifest);
  await run(server, { type: 'start-show', data: {} });
  return server;
}

let made = 0;

/** Has the show's producer, or another, do something; throws when the room refuses it. */
export async function run(server: ShopcastServer, command: ShowCommand, role: Role = 'producer'): Promise<number> {
  const { room } = await server.rooms.get('summer');
  const by = { viewerId: 'paula', name: 'Paula', role };
  const answer = await room.submit(command, { by, commandId: `run-${++made}` });
  if (answer.outcome === 'accepted') return answer.seq;
  throw new Error(`${command.type}: ${answer.code} ${answer.message}`);
}

export const announce = (text = 'Hello'): ShowCommand => ({ type: 'announce', data: { announcementId: `a${++made}`, text } });

export function tokenFor(server: ShopcastServer, role: TokenRole, claims: Partial<TokenClaims> = {}, now = Date.now()): Promise<string> {
  return signToken(server.keys, { show: 'summer', role, viewerId: `the-${role}`, name: role, ...claims }, { now });
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, when it is JSON. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, text and bytes as they are. */
  readonly body?: object | string | Uint8Array;
}

/** One request, answered whole. */
export function call(server: Pick<ShopcastServer, 'url'>, path: string, options: Call = {}): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', token, body } = options;
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  const headers = {
    ...(isJson && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = ask(server.url + path, { method, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const isJsonAnswer = answer.headers['content-type']?.startsWith('application/json;') === true && text !== '';
        resolve({ status: answer.statusCode!, headers: answer.headers, text, json: isJsonAnswer ? JSON.parse(text) : undefined });
      });
    });
    sent.on('error', reject);
    sent.end(isJson ? JSON.stringify(body) : body);
  });
}

/** Sends one command as the bearer of a token. */
export function send(server: Pick<ShopcastServer, 'url'>, token: string, command: unknown, commandId = `c${++made}`): Promise<Answer> {
  return call(server, '/shows/summer/commands', { token, body: { commandId, command } });
}

export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

export interface OpenStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Everything that came, as text. */
  readonly text: () => string;
  readonly events: () => readonly StreamEvent[];
  /** Resolves once so many events came, or the wish is true of them. */
  until(wish: number | ((events: readonly StreamEvent[]) => boolean)): Promise<readonly StreamEvent[]>;
  /** Resolves when the server has closed the line. */
  readonly closed: Promise<void>;
  /** Stops and goes on reading. */
  pause(): void;
  resume(): void;
  leave(): void;
}

const parseEvents = (text: string): StreamEvent[] =>
  text
    .split('\n\n')
    .slice(0, -1)
    .filter(block => block.startsWith('event:'))
    .map(block => {
      const [, event, id = '', data] = /^event: (.*)\n(?:id: (.*)\n)?data: (.*)$/.exec(block)!;
      return { event: event!, id, data: JSON.parse(data!) as Record<string, unknown> };
    });

/** Reads a show's stream. */
export function openStream(server: Pick<ShopcastServer, 'url'>, options: Call = {}, query = ''): Promise<OpenStream> {
  const headers = { ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }), ...options.headers };
  return new Promise((resolve, reject) => {
    const sent = ask(`${server.url}/shows/summer/events${query}`, { headers, agent: false }, answer => {
      let text = '';
      const waiting = new Set<() => void>();
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        for (const look of waiting) look();
      });
      const closed = new Promise<void>(done => {
        answer.on('close', () => {
          done();
          for (const look of waiting) look();
        });
      });
      answer.on('error', () => undefined);
      closers.push(() => Promise.resolve(sent.destroy()));
      resolve({
        status: answer.statusCode!,
        headers: answer.headers,
        text: () => text,
        events: () => parseEvents(text),
        closed,
        until: wish =>
          new Promise((done, failed) => {
            const look = () => {
              const events = parseEvents(text);
              const true_ = typeof wish === 'number' ? events.length >= wish : wish(events);
              if (true_) done(events);
              else if (answer.closed) failed(new Error(`The line closed after ${events.length} events: ${text.slice(-500)}`));
              else return;
              waiting.delete(look);
            };
            waiting.add(look);
            look();
          }),
        pause: () => void answer.pause(),
        resume: () => void answer.resume(),
        leave: () => void sent.destroy(),
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads a promise that must reject with an error of ours, and gives that. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly field?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { readonly code: string; readonly message: string };
  }
  throw new Error('It was not refused.');
}
