/**
 * A Vendure shop for trying and testing Shopcast:
 *
 *   node server.mjs --port 0 [--stock level|number] [--seed-only] [--keep FILE]
 *
 * Prints one line of JSON with the addresses when the shop is ready. Everything else goes to stderr. SIGTERM ends it.
 * Each start works on a fresh copy of the seeded database in memory: nothing a shopper does outlives the process, unless `--keep` names a
 * file, which is written whenever something changed and read at the next start.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '.cache');
const say = text => process.stderr.write(`[vendure-shop] ${text}\n`);

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    stock: { type: 'string', default: 'number' },
    'seed-only': { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
if (!['level', 'number'].includes(flags.stock)) throw new Error(`--stock is level or number, not "${flags.stock}".`);

process.env.VENDURE_DISABLE_TELEMETRY = 'true';
await installWhenMissing();
const seeded = await seedWhenChanged();
if (!flags['seed-only']) await serve(seeded);

/** Installs what the lockfile names, once for each lockfile. */
async function installWhenMissing() {
  const lock = await readFile(join(here, 'package-lock.json'), 'utf8');
  const stamp = join(here, 'node_modules', `.shopcast-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
  if (existsSync(stamp)) return;
  say('Installing Vendure and its packages. This happens once and takes about half a minute.');
  const began = Date.now();
  // Under Windows npm is a script, and only a shell starts scripts.
  const child = spawn('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`npm ci ended with ${code}.`);
  await writeFile(stamp, '');
  say(`Installed in ${seconds(began)} s.`);
}

/** The seeded database and the version of its seed: from the cache, or made now when the seed or the packages changed. */
async function seedWhenChanged() {
  const hash = createHash('sha256');
  for (const file of [
    'package-lock.json',
    'shop/config.mjs',
    'shop/seed.mjs',
    '../table-goods/catalogue.mjs',
    '../table-goods/pictures.mjs',
    '../table-goods/standard-goods.mjs',
    'shop/promotion.mjs',
  ]) {
    hash.update(await readFile(join(here, file)));
  }
  const seedVersion = hash.digest('hex').slice(0, 16);
  const file = join(cache, `seeded-${seedVersion}.sqlite`);
  if (existsSync(file)) return { seedVersion, database: await readFile(file) };
  say('Filling the shop. This happens once for each change of the seed.');
  const began = Date.now();
  const { startShop } = await import('./shop/start.mjs');
  const { seed } = await import('./shop/seed.mjs');
  const shop = await startShop({ port: 0, stock: 'number' });
  await seed(shop.app);
  const database = Buffer.from(shop.exportDatabase());
  await shop.stop();
  await mkdir(cache, { recursive: true });
  for (const old of await readdir(cache)) if (old.endsWith('.sqlite')) await rm(join(cache, old));
  // Written aside and moved, so that two starts at once never read half a file.
  await writeFile(`${file}.${process.pid}`, database);
  await rename(`${file}.${process.pid}`, file);
  say(`Filled in ${seconds(began)} s: ${Math.round(database.length / 1024)} kB.`);
  return { seedVersion, database };
}

async function serve({ seedVersion, database: seededDatabase }) {
  const began = Date.now();
  const database = flags.keep && existsSync(flags.keep) ? await readFile(flags.keep) : seededDatabase;
  const { startShop } = await import('./shop/start.mjs');
  const shop = await startShop({ port: Number(flags.port), stock: flags.stock, database, seedVersion, keep: flags.keep });
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      // A closed shop has nothing left to save; whatever hangs is not waited for.
      setTimeout(() => process.exit(0), 3000).unref();
      void shop.stop().finally(() => process.exit(0));
    });
  }
  say(`Ready in ${seconds(began)} s.`);
  console.log(JSON.stringify({ url: shop.url, shopApi: `${shop.url}/shop-api`, control: `${shop.url}/control`, channels: shop.channels }));
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
