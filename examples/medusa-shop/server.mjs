/**
 * A Medusa shop for trying and testing Shopcast:
 *
 *   node server.mjs --port 0 [--seed-only]
 *
 * Prints one line of JSON with its address when the shop is ready. Everything else goes to stderr. SIGTERM ends it. It needs Postgres:
 * a server at SHOPCAST_POSTGRES_URL, or Debian's binaries, from which it runs a cluster of its own. Each start works on a fresh copy of
 * the seeded database.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openPostgres } from './shop/postgres.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '.cache');
const say = text => process.stderr.write(`[medusa-shop] ${text}\n`);

const { values: flags } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'seed-only': { type: 'boolean', default: false } },
});

// Medusa talks on stdout, which here belongs to the one line that says the shop is ready.
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
process.env.LOG_LEVEL ??= 'error';
// Medusa finds its modules from where the process stands.
process.chdir(here);

await installWhenMissing();
await silenceTelemetry();
const dump = join(cache, `seeded-${await seedVersion()}.dump`);
const postgres = await openPostgres(say);
let stopShop = async () => {};
let ending = false;
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void end(0));
try {
  process.env.DATABASE_URL = postgres.url;
  const warm = existsSync(dump) && (await postgres.restore(dump));
  if (!warm) await fill();
  if (flags['seed-only']) await end(0);
  const began = Date.now();
  const { startShop } = await import('./shop/start.mjs');
  const shop = await startShop({ port: Number(flags.port) });
  stopShop = shop.stop;
  say(`Ready in ${seconds(began)} s.`);
  print(`${JSON.stringify({ url: shop.url, ...shop.description })}\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  await end(1);
}

/** Installs what the lockfile names, once for each lockfile. */
async function installWhenMissing() {
  const lock = await readFile(join(here, 'package-lock.json'), 'utf8');
  const stamp = join(here, 'node_modules', `.shopcast-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
  if (existsSync(stamp)) return;
  say('Installing Medusa and its packages, 680 MB. This happens once and takes one to three minutes.');
  const began = Date.now();
  // Under Windows npm is a script, and only a shell starts scripts.
  await run('npm', ['ci', '--ignore-scripts'], { shell: process.platform === 'win32' });
  await writeFile(stamp, '');
  say(`Installed in ${seconds(began)} s.`);
}

/** Nothing is collected or sent, no process is started for it at the end, and nothing is written into the user's home. */
async function silenceTelemetry() {
  process.env.MEDUSA_DISABLE_TELEMETRY = 'true';
  process.env.XDG_CONFIG_HOME = join(cache, 'config');
  await mkdir(join(cache, 'config', 'medusa'), { recursive: true });
  await writeFile(join(cache, 'config', 'medusa', 'config.json'), JSON.stringify({ telemetry: { enabled: false } }));
}

async function seedVersion() {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'shop/seed.mjs', 'shop/goods.mjs', '../table-goods/catalogue.mjs'];
  for (const file of files) hash.update(await readFile(join(here, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Makes the tables, fills them, and keeps a dump for the next start. */
async function fill() {
  say('Making and filling the shop. This happens once for each change of the seed and takes about a minute.');
  const began = Date.now();
  await run('node', ['node_modules/@medusajs/cli/cli.js', 'db:migrate']);
  say(`Tables made in ${seconds(began)} s.`);
  await run('node', ['shop/fill.mjs']);
  await mkdir(cache, { recursive: true });
  for (const old of await readdir(cache)) if (old.startsWith('seeded-')) await rm(join(cache, old));
  await postgres.dump(dump);
  say(`Filled in ${seconds(began)} s.`);
}

async function run(command, args, options) {
  const child = spawn(command === 'node' ? process.execPath : command, args, { cwd: here, stdio: ['ignore', 2, 2], ...options });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}.`);
}

async function end(code) {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 12_000).unref();
  await stopShop().catch(() => {});
  await postgres.close().catch(() => {});
  process.exit(code);
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
