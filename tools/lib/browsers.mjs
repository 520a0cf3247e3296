/** Where the browsers are on this machine. An engine that is not found is `undefined`. */
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The engines in the order they run, fastest first. */
export const engines = /** @type {const} */ (['chrome', 'webkit', 'firefox']);

const programs = process.env.PROGRAMFILES ?? 'C:\\Program Files';
const candidates = {
  chrome: [
    process.env.CHROME_PATH,
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(programs, 'Google/Chrome/Application/chrome.exe'),
  ],
  firefox: [
    process.env.FIREFOX_PATH,
    'firefox-esr',
    'firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    join(programs, 'Mozilla Firefox/firefox.exe'),
  ],
};

/** Path of Chromium or Chrome. */
export const findChrome = () => first(candidates.chrome);
/** Path of Firefox. */
export const findFirefox = () => first(candidates.firefox);

/** WebKit takes three programs: its driver, its small browser and a screen to draw on. */
export function findWebKit() {
  const driver = first(['WebKitWebDriver']);
  const display = first(['Xvfb']);
  const miniBrowser = first(miniBrowsers());
  return driver && display && miniBrowser ? { driver, display, miniBrowser } : undefined;
}

/** Which engines can run here. */
export function findEngines() {
  const found = { chrome: findChrome(), firefox: findFirefox(), webkit: findWebKit() };
  return engines.filter(engine => found[engine]);
}

function miniBrowsers() {
  const paths = [];
  for (const lib of ['/usr/lib', '/usr/libexec', ...children('/usr/lib')]) {
    for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) paths.push(join(lib, version, 'MiniBrowser'));
  }
  return paths;
}

function children(folder) {
  try {
    return readdirSync(folder)
      .filter(name => name.includes('-linux-gnu'))
      .map(name => join(folder, name));
  } catch {
    return [];
  }
}

function first(names) {
  for (const name of names) {
    if (!name) continue;
    const paths = /[\\/]/.test(name) ? [name] : (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name));
    for (const path of paths) {
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}
