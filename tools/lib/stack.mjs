/**
 * The whole story on one machine: a shop, the room server, a live stream, an ordinary store with Shopcast in its pages, and a host who
 * runs the show. `npm start` shows it; the end-to-end tests break it. Every program can be killed and started again by its name.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './programs.mjs';

/** The show that all of them speak of. */
const showId = 'table';

/**
 * @typedef {object} StackOptions
 * @property {'vendure' | 'memory'} [shop] `memory`: the store keeps its goods itself, and no shop server is started
 * @property {string} [host] address the store listens on; the rest stays on loopback behind it
 * @property {number} [port] of the store; a free one unless told
 * @property {readonly string[] | false} [hosting] more flags for the scripted host; `false` for a show that nobody hosts
 * @property {string} [record] file the host writes the show's log to
 * @property {(name: string, line: string) => void} [hear] what the programs say
 * @property {(name: string, url: string, seconds: number) => void} [up] a program answers
 */

/**
 * Starts everything, each as soon as what it needs answers.
 * @param {StackOptions} [options]
 * @returns {Promise<{ url: string, urls: Record<string, string>, showId: string, secret: string, failed: Promise<{ name: string, words: string }>, kill: (name: string) =>
 *   Promise<void>, restart: (name: string) => Promise<void>, stop: () => Promise<void> }>} `failed` resolves when a program ended unasked
 * @throws {Error} naming the program that did not start, with its last words; what had started is stopped
 */
export async function startStack({
  shop = 'vendure',
  host = '127.0.0.1',
  port = 0,
  hosting = [],
  record,
  hear = () => {},
  up = () => {},
} = {}) {
  // Where room and shop keep what they hold, for as long as all of this runs.
  const folder = mkdtempSync(join(tmpdir(), 'shopcast-'));
  const secret = `start:${randomBytes(32).toString('hex')}`;
  const orderSecret = randomBytes(32).toString('hex');
  const urls = {};
  const running = new Map();
  const asked = new Set(); // names whose end is no failure
  let reportFailure;
  const failed = new Promise(resolve => (reportFailure = resolve));

  const programs = {
    shop: { args: ['examples/vendure-shop/server.mjs', '--keep', join(folder, 'shop.sqlite')], env: { NODE_ENV: 'development' } },
    room: {
      args: ['packages/server/dist/cli/main.js', '--data', join(folder, 'room'), '--log-level', 'warn'],
      env: { SHOPCAST_SECRETS: secret, SHOPCAST_ORDER_HOOKS: JSON.stringify([{ shop: 'vendure', secret: orderSecret, show: showId }]) },
      ready: line => {
        const url = /^Shopcast room server: (\S+)/.exec(line)?.[1];
        return url && { url };
      },
    },
    origin: { args: ['examples/live-origin/server.mjs'] },
    store: {
      args: () => [
        'examples/storefront/server.mjs',
        ...(shop === 'memory' ? ['--shop', 'memory'] : ['--vendure', urls.shop]),
        ...['--room', urls.room, '--origin', urls.origin, '--show', showId, '--host', host],
      ],
      env: { ORDER_SECRET: orderSecret },
      port,
    },
    host: {
      args: () => [
        'examples/host-script/host.mjs',
        ...[
          '--room',
          urls.room,
          '--origin',
          urls.origin,
          '--show',
          showId,
          '--control',
          `${shop === 'memory' ? urls.store : urls.shop}/control`,
          // Where viewers find the stream: behind the store, whose pages ask nobody else.
          '--streams',
          '/stream',
        ],
        ...(record ? ['--record', record] : []),
        ...(hosting || []),
      ],
      env: { SHOPCAST_SECRETS: secret },
      portless: true,
    },
  };

  const start = async name => {
    const { args, env, ready, portless, port: wanted = 0 } = programs[name];
    const began = Date.now();
    // Started again, it answers where it did before: others know that address.
    const itsPort = urls[name] ? new URL(urls[name]).port : String(wanted);
    try {
      const program = await startProgram([...(typeof args === 'function' ? args() : args), ...(portless ? [] : ['--port', itsPort])], {
        env,
        ready,
        hear: line => hear(name, line),
        apart: true,
      });
      asked.delete(name);
      running.set(name, program);
      urls[name] = program.said.url;
      void program.ended.then(words => asked.has(name) || reportFailure({ name, words }));
      up(name, urls[name], (Date.now() - began) / 1000);
    } catch (error) {
      throw new Error(`${name} did not start: ${error.message}`, { cause: error });
    }
  };
  const end = async (name, signal) => {
    asked.add(name);
    await running.get(name)?.stop(signal);
    running.delete(name);
  };
  const stop = async () => {
    // Who talks to others goes first.
    for (const names of [['host'], ['store'], ['shop', 'room', 'origin']]) await Promise.all(names.map(name => end(name)));
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    await Promise.all([...(shop === 'memory' ? [] : ['shop']), 'room', 'origin'].map(start));
    await start('store');
    if (hosting) await start('host');
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urls.store, urls, showId, secret, failed, kill: name => end(name, 'SIGKILL'), restart: start, stop };
}
