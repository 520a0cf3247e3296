/** Browsers as a shopper holds them: one small set of deeds over puppeteer (Chromium, Firefox) and WebDriver (WebKit). */
import puppeteer from 'puppeteer-core';
import WebDriver from 'webdriver';
import { findChrome, findFirefox, findWebKit } from '../../../tools/lib/browsers.mjs';
import { startWebKitDriver } from '../../../tools/lib/webkit.mjs';

/**
 * @typedef {object} Tab
 * @property {(url: string) => Promise<void>} goto
 * @property {() => Promise<void>} reload
 * @property {() => Promise<string>} url
 * @property {<A, R>(run: (argument: A) => R | Promise<R>, argument?: A) => Promise<R>} run something inside the page
 * @property {(x: number, y: number) => Promise<void>} tap
 * @property {(text: string) => Promise<void>} type
 * @property {(key: string) => Promise<void>} press one key by its DOM name
 * @property {(path: string) => Promise<void>} screenshot
 * @property {readonly string[]} complaints of the page: errors, refusals of its policy
 * @property {() => Promise<void>} close
 */

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-backgrounding-occluded-windows',
  '--disable-dev-shm-usage',
];

/**
 * Opens a browser.
 * @param {'chrome' | 'firefox' | 'webkit'} engine
 * @param {{ width: number, height: number, args?: readonly string[] }} screen
 * @returns {Promise<{ newTab: () => Promise<Tab>, close: () => Promise<void> } | undefined>} undefined where the engine is not installed
 */
export async function openBrowser(engine, { width, height, args = [] }) {
  if (engine === 'webkit') return openWebKit({ width, height });
  const executablePath = engine === 'chrome' ? findChrome() : findFirefox();
  if (!executablePath) return undefined;
  const browser = await puppeteer.launch({
    browser: engine,
    executablePath,
    headless: true,
    protocolTimeout: 240_000,
    args: engine === 'chrome' ? [...flags, ...args] : [...args],
    ...(engine === 'firefox' && { extraPrefsFirefox: { 'media.autoplay.default': 0 } }),
  });
  return {
    // A window each: a tab behind another has no frames.
    newTab: async () =>
      puppeteerTab(await browser.newPage({ type: 'window' }), { width, height, touch: engine === 'chrome' && width < 600 }),
    close: () => browser.close(),
  };
}

async function puppeteerTab(page, { width, height, touch }) {
  const complaints = [];
  await page.setViewport({ width, height, ...(touch && { hasTouch: true, isMobile: true }) });
  page.on('pageerror', error => complaints.push(`${error}`));
  page.on('console', message => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url ?? ''}`.trim()));
  page.on('dialog', dialog => void dialog.accept());
  return {
    page,
    complaints,
    goto: async url => void (await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 60_000 })),
    reload: async () => void (await page.reload({ waitUntil: 'domcontentloaded', timeout: 60_000 })),
    url: async () => page.url(),
    run: (run, argument) => page.evaluate(run, argument),
    tap: (x, y) => (touch ? page.touchscreen.tap(x, y) : page.mouse.click(x, y)),
    type: text => page.keyboard.type(text),
    press: key => page.keyboard.press(key),
    screenshot: async path => void (await page.screenshot({ path })),
    close: () => page.close(),
  };
}

const webDriverKeys = {
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  ' ': ' ',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
};
const webDriver = { logLevel: 'silent', connectionRetryCount: 0, connectionRetryTimeout: 240_000 };

async function openWebKit({ width, height }) {
  const programs = findWebKit();
  if (!programs) return undefined;
  const port = await startWebKitDriver(programs);
  const driver = await WebDriver.newSession({
    ...webDriver,
    hostname: '127.0.0.1',
    port,
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: programs.miniBrowser, args: ['--automation'] } } },
  });
  await driver.setWindowRect(0, 0, width, height);
  await driver.setTimeouts(240_000, 60_000, 240_000);
  let opened = 0;
  const newTab = async () => {
    if (opened++ > 0) await driver.switchToWindow((await driver.createWindow('tab')).handle);
    const handle = await driver.getWindowHandle();
    const here = async deed => {
      if ((await driver.getWindowHandle()) !== handle) await driver.switchToWindow(handle);
      return deed();
    };
    const actions = (type, id, steps) =>
      driver.performActions([{ type, id, actions: steps, ...(type === 'pointer' && { parameters: { pointerType: 'mouse' } }) }]);
    const stroke = key => [
      { type: 'keyDown', value: key },
      { type: 'keyUp', value: key },
    ];
    return {
      complaints: [],
      goto: url => here(() => driver.navigateTo(url)),
      reload: () => here(() => driver.refresh()),
      url: () => here(() => driver.getUrl()),
      run: (run, argument) =>
        here(async () => {
          const script = `const done = arguments[1]; Promise.resolve().then(() => (${run})(arguments[0])).then(value => done({ value }), error => done({ error: String(error) }));`;
          const { value, error } = await driver.executeAsyncScript(script, [argument ?? null]);
          if (error !== undefined) throw new Error(error);
          return value ?? undefined;
        }),
      tap: (x, y) =>
        here(() =>
          actions('pointer', 'finger', [
            { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ]),
        ),
      type: text => here(() => actions('key', 'keys', [...text].flatMap(stroke))),
      press: key => here(() => actions('key', 'keys', stroke(webDriverKeys[key] ?? key))),
      screenshot: async () => undefined,
      close: () => here(() => driver.closeWindow()),
    };
  };
  return { newTab, close: () => driver.deleteSession() };
}
