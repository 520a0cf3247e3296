/**
 * Browser tests. `npm test` runs this once per engine; by hand: `SHOPCAST_BROWSERS=firefox npx wtr --files packages/core/src/x.test.ts`.
 *   SHOPCAST_BROWSERS    chrome, firefox, webkit, comma separated; chrome unless told
 *   SHOPCAST_TEST_FILES  a JSON file with the list of test files; else all that run in browsers
 *   SHOPCAST_RESULTS     where to write the counts as JSON
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';
import { findChrome, findFirefox, findWebKit } from './tools/lib/browsers.mjs';
import { findTests } from './tools/lib/test-files.mjs';
import { freePort, startWebKitDriver } from './tools/lib/webkit.mjs';
import { liveTestServers } from './tools/lib/live-test-server.mjs';
import { bundled, countingReporter, mswWorker } from './tools/lib/wtr-plugins.mjs';

const { SHOPCAST_BROWSERS = 'chrome', SHOPCAST_TEST_FILES, SHOPCAST_RESULTS } = process.env;

const chromeArgs = [
  '--no-sandbox', // Chromium refuses to run as root with it, and containers run tests as root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** How each engine is launched. */
const launchers = {
  chrome: path => chromeLauncher({ launchOptions: { executablePath: path, headless: true, args: chromeArgs } }),
  firefox: path =>
    chromeLauncher({
      puppeteer,
      launchOptions: {
        browser: 'firefox',
        executablePath: path,
        headless: true,
        extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0 },
      },
    }),
  webkit: async programs =>
    webdriverLauncher({
      hostname: '127.0.0.1',
      port: await startWebKitDriver(programs),
      path: '/',
      logLevel: 'error',
      // A page that stands still answers no question; asking again only makes everybody wait.
      connectionRetryTimeout: 60_000,
      connectionRetryCount: 0,
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': { binary: programs.miniBrowser, args: ['--automation'] },
      },
    }),
};
const finders = { chrome: findChrome, firefox: findFirefox, webkit: findWebKit };

async function launcher(name) {
  const found = finders[name]?.();
  if (!found) throw new Error(`There is no browser "${name}" on this machine; known are ${Object.keys(launchers).join(', ')}.`);
  return launchers[name](found);
}

const files = SHOPCAST_TEST_FILES
  ? JSON.parse(readFileSync(SHOPCAST_TEST_FILES, 'utf8'))
  : findTests()
      .filter(test => test.browser && !test.slow)
      .map(test => test.path);

export default {
  files,
  port: await freePort(),
  browsers: await Promise.all(SHOPCAST_BROWSERS.split(',').map(launcher)),
  nodeResolve: { exportConditions: ['@shopcast/source', 'development', 'browser'] },
  // One page at a time: two cores, and tests that measure focus and time.
  concurrency: 1,
  concurrentBrowsers: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 20_000 } },
  plugins: [
    a11ySnapshotPlugin(),
    mswWorker(),
    liveTestServers(),
    bundled(['fast-check', 'axe-core', '@nats-io']),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('./tsconfig.base.json', import.meta.url)) }),
  ],
  // nanostores reads process.env in the page when nobody bundled it.
  testRunnerHtml: framework => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Tests</title><script>globalThis.process = { env: { NODE_ENV: 'development' } };</script></head>
  <body><script type="module" src="${framework}"></script></body>
</html>`,
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    ...(SHOPCAST_RESULTS ? [countingReporter(SHOPCAST_RESULTS)] : []),
  ],
};
