/**
 * `npm start`: an ordinary store with a live show in it, on this machine. Installs what is missing, builds, starts shop, room server,
 * stream, store and host on free ports, prints one address, and stops everything on Ctrl-C.
 */
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { rerunUnderCurrentNode } from './lib/current-node.mjs';
import { installMedia, installPackages } from './lib/install.mjs';
import { endChildrenOnSignal } from './lib/run.mjs';

const usage = `npm start                     a store with a live show, on free ports of this machine
  --shop=memory               without a shop server: the store keeps its goods itself
  --host                      for phones on the same network too, with a QR code
  --port=NUMBER               of the store; a free one unless told
  --record=FILE               writes the show's log into a file, for a replay`;

const colours = { shop: 'magenta', room: 'cyan', origin: 'yellow', store: 'green', host: 'blue' };
const what = {
  shop: 'Vendure with 15 products',
  room: 'the log of the show',
  origin: 'a live stream',
  store: 'the pages',
  host: 'runs the show',
};

await main().catch(error => {
  console.error(`\n${styleText('red', error.message)}\nNothing is left running.`);
  process.exitCode = 1;
});

async function main() {
  const options = readArguments();
  if (!options) return;
  const began = Date.now();
  await installPackages();
  if (rerunUnderCurrentNode(fileURLToPath(import.meta.url))) return;
  const problem = await installMedia();
  if (problem) throw new Error(problem);
  const [{ build }, { startStack }] = await Promise.all([import('./build.mjs'), import('./lib/stack.mjs')]);
  let stop = async () => {};
  endChildrenOnSignal(() => stop());
  const built = await build({ shipped: true });
  if (built.some(({ failed }) => failed > 0)) throw new Error('The packages could not be built; the compiler said why above.');

  const starting = startStack({ ...options, hear: log, up });
  stop = () => starting.then(stack => stack.stop()).catch(() => {}); // what did not start is told below
  const stack = await starting;
  await greet(stack.url, options, began);
  const { name, words } = await stack.failed;
  await stack.stop();
  throw new Error(`${name} (${what[name]}) ended by itself: ${words}`);
}

/** @returns {import('./lib/stack.mjs').StackOptions | undefined} nothing when only help was asked for */
function readArguments() {
  const flags = {
    shop: { type: 'string' },
    host: { type: 'boolean' },
    port: { type: 'string' },
    record: { type: 'string' },
    help: { type: 'boolean' },
  };
  let values;
  try {
    ({ values } = parseArgs({ options: flags }));
  } catch (error) {
    throw new Error(`${error.message}\n\n${usage}`, { cause: error });
  }
  const { shop = 'vendure', host, port = '0', record, help } = values;
  if (help) return void console.log(usage);
  if (shop !== 'vendure' && shop !== 'memory') throw new Error(`There is no shop "${shop}" here. Known are: vendure, memory.`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`"${port}" is no port.`);
  return {
    shop,
    port: Number(port),
    host: host ? '0.0.0.0' : '127.0.0.1',
    ...(record !== undefined && { record: resolve(record) }),
  };
}

/** One log for all, each program in its colour. */
function log(name, line) {
  console.log(`${styleText(colours[name], name.padEnd(6))} ${line}`);
}

function up(name, url, seconds) {
  log(name, `${styleText('dim', `${url ?? ''}`.padEnd(24))} ${what[name]}, ready in ${seconds.toFixed(1)} s`);
}

async function greet(url, { host }, began) {
  const { port } = new URL(url);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`\n  ${styleText('bold', `http://127.0.0.1:${port}`)}  is the store. On air after ${seconds} s. Ctrl-C stops everything.\n`);
  if (host !== '0.0.0.0') return;
  const { renderUnicodeCompact } = await import('uqr');
  const addresses = lanAddresses();
  if (addresses.length === 0) console.log('  This machine has no address in a local network, so a phone cannot reach it.\n');
  for (const address of addresses) {
    const outside = `http://${address}:${port}`;
    console.log(`  ${styleText('bold', outside)}  for a phone on the same network:\n\n${renderUnicodeCompact(outside)}\n`);
  }
}

function lanAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
