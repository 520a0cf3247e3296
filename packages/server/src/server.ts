import { ShopcastError, type Moderate } from '@shopcast/core';
import pino, { type Logger } from 'pino';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { defaultConfig, type ServerConfig } from './config/config.js';
import { createApp } from './http/app.js';
import { createMetrics } from './metrics/metrics.js';
import { createRooms, type Rooms } from './rooms/rooms.js';
import { openStore } from './store/store.js';
import { keyRingOf, loadKeyRing, type KeyRing } from './tokens/keys.js';
import { createTokenReader } from './tokens/tokens.js';
import { createDeliveries } from './webhooks/deliveries.js';

/** What a server may be handed besides its configuration. */
export interface ServerOptions extends Partial<ServerConfig> {
  /** Judges viewers' words before they are posted. */
  readonly moderate?: Moderate;
  readonly logger?: Logger;
  /** Server ms; `Date.now` by default. */
  readonly now?: () => number;
}

/** A server that listens. */
export interface ShopcastServer {
  /** Where it can be reached: `http://127.0.0.1:4100`. */
  readonly url: string;
  readonly config: ServerConfig;
  readonly rooms: Rooms;
  readonly keys: KeyRing;
  /** Finishes what is under way, saves snapshots, ends streams and lets go of the disk. Safe to call twice. */
  close(): Promise<void>;
}

const deliverEvery = 1000;
/** Whoever has not read the end of its answer after so long, in ms, is not waited for. */
const closePatience = 2000;

function listenError(error: unknown, { host, port }: ServerConfig): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const found = code === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
    const remedy = 'Name another with --port, or --port 0 for any free one.';
    return new ShopcastError('server/port-taken', `Port ${port} of ${host} ${found}. ${remedy}`, { cause: error });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ShopcastError('server/bad-config', `This machine has no address "${host}".`, { field: 'host', cause: error });
  }
  return error;
}

/**
 * Starts a room server. Throws `server/bad-config`, `server/port-taken`, `server/unwritable-folder`, `server/folder-in-use`,
 * `server/newer-format` or `server/damaged-log`, each with what to do.
 */
export async function startServer(options: ServerOptions = {}): Promise<ShopcastServer> {
  const { moderate, logger: given, now = Date.now, ...settings } = options;
  const config: ServerConfig = { ...defaultConfig, ...settings };
  const logger = given ?? pino({ level: config.logLevel, base: null });
  const store = openStore(config.data);
  if (store.restored) logger.warn({ data: config.data }, 'the data folder was copied or restored: viewers start again from a snapshot');
  try {
    const keys = config.secrets.length > 0 ? keyRingOf(config.secrets) : loadKeyRing(config.data);
    const deliveries = createDeliveries({
      store,
      webhooks: config.webhooks,
      now,
      report: ({ id, attempt, status, done }) => {
        metrics.webhooks.inc({ outcome: String(status) });
        logger.info({ webhook: id, attempt, status, done }, 'webhook');
      },
    });
    const rooms = createRooms({
      config,
      store,
      deliveries,
      now,
      ticketSalt: createHmac('sha256', keys.signing.secret).update('tickets of draws').digest('base64url'),
      report: (showId, problem) => logger.error({ showId, error: String(problem) }, 'room'),
      ...(moderate && { moderate }),
    });
    const metrics = createMetrics(() => rooms.open);
    const app = await createApp({ config, store, rooms, readToken: createTokenReader(keys), metrics, now }, logger);
    const delivering = setInterval(() => {
      deliveries.run().catch((error: unknown) => logger.error({ error: String(error) }, 'webhooks'));
    }, deliverEvery);
    delivering.unref();

    const close = async (): Promise<void> => {
      clearInterval(delivering);
      // Rooms first: what was accepted is written, then streams end and nothing new comes in.
      await rooms.close();
      const stalled = setTimeout(() => app.server.closeAllConnections(), closePatience);
      await app.close();
      clearTimeout(stalled);
      await deliveries.close();
      metrics.close();
      await store.close();
    };
    await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
      await rooms.close();
      await app.close();
      clearInterval(delivering);
      throw listenError(error, config);
    });
    const { port } = app.server.address() as AddressInfo;
    const name = config.host.includes(':') ? `[${config.host}]` : config.host === '0.0.0.0' ? '127.0.0.1' : config.host;
    const url = config.publicUrl ?? `http://${name}:${port}`;
    logger.info({ url, data: config.data }, 'listening');
    let closing: Promise<void> | undefined;
    return { url, config, rooms, keys, close: () => (closing ??= close()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
