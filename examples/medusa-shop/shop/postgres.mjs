/** A Postgres database of our own: on a server that is given, or in a cluster that lives as long as the shop. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const windows = process.platform === 'win32';

/**
 * @param {(text: string) => void} say
 * @returns {Promise<{ url: string, restore(file: string): Promise<boolean>, dump(file: string): Promise<void>, close(): Promise<void> }>}
 *   `restore` is false where the tools for it are missing; rejects with the reason where there is no Postgres
 */
export async function openPostgres(say) {
  const given = process.env.SHOPCAST_POSTGRES_URL;
  const server = given ? { url: given, close: async () => {} } : await startCluster(await findBinaries(say));
  const name = `shopcast_medusa_${process.pid}`;
  await query(server.url, `CREATE DATABASE ${name}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const tools = binaries();
  return {
    url: address.href,
    async restore(file) {
      if (!tools) return false;
      await execute(join(tools, 'pg_restore'), ['--no-owner', '--jobs=2', '-d', address.href, file]);
      return true;
    },
    async dump(file) {
      if (tools) await execute(join(tools, 'pg_dump'), ['-Fc', '-f', file, address.href]);
    },
    async close() {
      if (given) await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.close();
    },
  };
}

/** The folder with `initdb` and its kin: the newest of Debian's, or one of the PATH. */
function binaries() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map(version => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find(folder => folder && existsSync(join(folder, windows ? 'initdb.exe' : 'initdb')));
}

async function findBinaries(say) {
  const found = binaries();
  if (found) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    say('Installing Postgres with apt-get.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { env, timeout: 300_000 };
    await execute('apt-get', ['update'], options).catch(() => {});
    await execute('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], options).catch(() => {});
  }
  const installed = binaries();
  if (!installed) throw new Error('There is no Postgres: set SHOPCAST_POSTGRES_URL, or install it.');
  return installed;
}

/** A cluster in a temporary folder, listening on loopback, for as long as this process lives. */
async function startCluster(bin) {
  const data = await mkdtemp(join(tmpdir(), 'shopcast-postgres-'));
  const user = await userForPostgres();
  if (user.uid !== undefined) await chown(data, user.uid, user.gid);
  const options = { ...user, cwd: tmpdir() };
  await execute(join(bin, 'initdb'), ['-D', data, '-U', 'shopcast', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'], options);
  const port = await freePort();
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', `port=${port}`];
  const args = ['-D', data, '-k', data, ...settings.flatMap(setting => ['-c', setting])];
  const child = spawn(join(bin, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8');
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Postgres did not start within 30 s: ${words}`)), 30_000);
    child.stderr.on('data', chunk => {
      words = (words + chunk).slice(-4000);
      if (!words.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('close', code => reject(new Error(`Postgres ended with ${code}: ${words}`)));
  });
  // Whatever ends this process, the cluster does not outlive it.
  process.once('exit', () => {
    child.kill('SIGQUIT');
    rmSync(data, { recursive: true, force: true });
  });
  const close = async () => {
    const closed = new Promise(resolve => child.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGINT')) await closed;
    await rm(data, { recursive: true, force: true });
  };
  await ready.catch(async error => {
    await close();
    throw error;
  });
  return { url: `postgres://shopcast@127.0.0.1:${port}/postgres`, close };
}

/** Postgres refuses to run as root: then it runs as its own user, or as nobody. */
async function userForPostgres() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async flag => Number((await execute('id', [flag, name])).stdout)));
      return { uid, gid };
    } catch {
      // no such user
    }
  }
  throw new Error('Postgres does not run as root, and there is no user "postgres" or "nobody".');
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function query(url, text) {
  // Comes with Medusa, so it is there only once that is installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
