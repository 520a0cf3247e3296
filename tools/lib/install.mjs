/** Brings what tests need: npm packages always, browsers on Debian as root. Uses nothing but Node itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngines } from './browsers.mjs';
import { root, run } from './run.mjs';

/** Debian packages each engine needs; `media` is what plays and makes test streams. */
const debianPackages = {
  chrome: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb', 'gstreamer1.0-libav', 'gstreamer1.0-plugins-bad', 'gstreamer1.0-plugins-good'],
  media: ['ffmpeg'],
};

/**
 * Does node_modules hold what the lockfile asks for? Compares the two lists, so neither a checkout's file times nor a package
 * added by hand start an install that is not needed.
 */
export function packagesAreCurrent(folder = root) {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(folder, 'node_modules/.package-lock.json'))?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional, peer }]) => {
    if (!path.includes('node_modules/')) return true;
    const found = present[path];
    if (!found) return Boolean(optional || devOptional || peer);
    return link ? Boolean(found.link) : found.version === version;
  });
}

/** Runs `npm ci` where it is needed. Ends the program with a message when that fails. */
export async function installPackages(folder = root, say = console.log) {
  if (packagesAreCurrent(folder)) return;
  say(
    `Packages: ${existsSync(join(folder, 'node_modules')) ? 'node_modules is not what the lockfile says' : 'none yet'}, running npm ci ...`,
  );
  const { code, output, seconds } = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  if (code !== 0) {
    say(output);
    throw new Error('npm ci failed; its output is above.');
  }
  say(`Packages: installed in ${seconds.toFixed(0)} s.`);
}

/**
 * Brings the browsers where it can, and says what to type where it cannot.
 * @param {readonly ('chrome' | 'firefox' | 'webkit')[]} wanted
 * @param {boolean} media whether ffmpeg and the codecs are wanted too
 * @returns {Promise<{ missing: string[], problem?: string }>} engines that cannot run here; `problem` when an install failed
 */
export async function installBrowsers(wanted, media, say = console.log) {
  const packages = [...wanted, ...(media ? ['media'] : [])].flatMap(name => debianPackages[name]);
  let problem;
  if (isDebian() && process.getuid?.() === 0) problem = await aptInstall(packages, say);
  const found = findEngines();
  const missing = wanted.filter(engine => !found.includes(engine));
  if (missing.length > 0) say(`Browsers: ${missing.join(', ')} not found, going on without. To bring them: ${howToInstall(missing)}`);
  return { missing, ...(problem ? { problem } : {}) };
}

/**
 * Brings ffmpeg, which cuts recordings into streams.
 * @returns {Promise<string | undefined>} what is wrong and what to type, where it cannot
 */
export async function installMedia(say = console.log) {
  if ((await run('ffmpeg', ['-version'])).code === 0) return undefined;
  if (isDebian() && process.getuid?.() === 0) return aptInstall(debianPackages.media, say);
  const command = isDebian()
    ? 'sudo apt-get install ffmpeg'
    : { darwin: 'brew install ffmpeg', win32: 'winget install ffmpeg' }[process.platform];
  return `ffmpeg is missing. To bring it: ${command ?? "install ffmpeg with the system's package manager"}`;
}

async function aptInstall(packages, say) {
  const absent = await absentPackages(packages);
  if (absent.length === 0) return undefined;
  say(`System packages: installing ${absent.join(' ')} with apt-get ...`);
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const started = Date.now();
  for (const args of [['update'], ['install', '--no-install-recommends', ...absent]]) {
    const { code, output } = await run('apt-get', [...options, ...args], { env, timeout: 1_200_000 });
    if (code !== 0) {
      say(output);
      return `apt-get ${args[0]} failed; its output is above.`;
    }
  }
  say(`System packages: installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  return undefined;
}

async function absentPackages(packages) {
  const { output } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n', ...packages]);
  const installed = new Set(
    output
      .split('\n')
      .map(line => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  );
  return packages.filter(name => !installed.has(name));
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function howToInstall(missing) {
  if (isDebian()) return `sudo apt-get install --no-install-recommends ${missing.flatMap(name => debianPackages[name]).join(' ')}`;
  const names = missing.filter(name => name !== 'webkit');
  const webkit = missing.includes('webkit') ? ' (WebKit is driven on Linux only: WebKitWebDriver, MiniBrowser and Xvfb)' : '';
  if (process.platform === 'darwin')
    return `brew install --cask ${names.map(name => (name === 'chrome' ? 'google-chrome' : name)).join(' ')}${webkit}`;
  if (process.platform === 'win32')
    return `winget install ${names.map(name => (name === 'chrome' ? 'Google.Chrome' : 'Mozilla.Firefox')).join(' ')}${webkit}`;
  return `install ${missing.join(', ')} with the system's package manager, or set CHROME_PATH and FIREFOX_PATH${webkit}`;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
