/**
 * The lockfiles: `npm ci` works from them on every platform, and they name no host. npm leaves an optional package out of the lockfile
 * when it cannot see it at that moment (https://github.com/npm/cli/issues/4828), and `npm ci` then refuses the lockfile elsewhere.
 * `node tools/lockfile.mjs` prints what is wrong; with `--fix` it enters what was left out.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/run.mjs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * @param {string} [from] top of the repository
 * @returns {string[]} one sentence for each thing that is wrong
 */
export function checkLockfiles(from = root) {
  return lockfiles(from).flatMap(file => {
    const text = readFileSync(join(from, file), 'utf8');
    const hosts = new Set([...text.matchAll(/"resolved":\s*"(?:git\+)?https?:\/\/([^/"]+)/g)].map(([, host]) => host));
    return [
      ...[...hosts].map(host => `${file} names the host ${host}: put omit-lockfile-registry-resolved=true into .npmrc and install again.`),
      ...leftOut(JSON.parse(text)).map(({ name, by }) => `${file} lacks ${name}, optional for ${by}: run node tools/lockfile.mjs --fix.`),
    ];
  });
}

/** Enters the optional packages that npm left out. What cannot be told from a package's name (its platform) is left. */
export function completeLockfiles(from = root) {
  for (const file of lockfiles(from)) {
    const lock = JSON.parse(readFileSync(join(from, file), 'utf8'));
    const missing = leftOut(lock);
    if (missing.length === 0) continue;
    for (const { name, version, by } of missing) {
      const platform = platformOf(name);
      if (!platform) continue;
      const { dev, devOptional } = lock.packages[by];
      lock.packages[`node_modules/${name}`] = {
        version,
        ...platform,
        ...(dev ? { dev } : {}),
        ...(devOptional ? { devOptional } : {}),
        optional: true,
      };
    }
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
    writeFileSync(join(from, file), `${JSON.stringify(lock, null, 2)}\n`);
  }
}

const lockfiles = from =>
  ['package-lock.json', 'bench/package-lock.json', 'examples/*/package-lock.json']
    .flatMap(pattern => globSync(pattern, { cwd: from }))
    .sort();

/** Optional dependencies of an exact version that no place in the lockfile has. A range may be left unmet: nobody knows of which version. */
function leftOut({ packages }) {
  return Object.entries(packages).flatMap(([by, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !above(by).some(place => `${place}node_modules/${name}` in packages))
      .map(([name, version]) => ({ name, version, by })),
  );
}

/** Where Node would look from a place in the lockfile: there, then in every folder around it. */
function above(place) {
  const parts = place.split('/node_modules/');
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/`)];
}

function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = words.find(word => systems.includes(word));
  const cpu = words.find(word => processors.includes(word));
  if (!os || !cpu) return undefined;
  const libc =
    os !== 'linux'
      ? undefined
      : words.some(word => word.startsWith('musl'))
        ? 'musl'
        : words.some(word => word.startsWith('gnu'))
          ? 'glibc'
          : undefined;
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--fix')) completeLockfiles();
  const found = checkLockfiles();
  if (found.length > 0) console.error(found.join('\n'));
  process.exitCode = found.length > 0 ? 1 : 0;
}
