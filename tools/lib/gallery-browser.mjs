/** Opens pages of the gallery in Chromium. */
import puppeteer from 'puppeteer-core';
import { findChrome } from './browsers.mjs';

/**
 * Chromium without a window. The caller closes it.
 * @param {readonly string[]} [more] further arguments
 */
export function startChrome(more = []) {
  const executablePath = findChrome();
  if (!executablePath) throw new Error('There is no Chromium on this machine. Set CHROME_PATH.');
  return puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', ...more] });
}

/**
 * Opens one page and waits until it says that it stands.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @param {{ width?: number, height?: number, scheme?: 'light' | 'dark', before?: () => void }} [look] `before` runs in the page before its own scripts
 * @returns {Promise<{ page: import('puppeteer-core').Page, complaints: string[] }>} `complaints`: errors of the page so far, those about files named
 *   `missing` left out: pages show what happens then
 */
export async function openPage(browser, url, { width = 1280, height = 900, scheme = 'light', before } = {}) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    const { url } = message.location();
    if (message.type() === 'error' && !url?.includes('missing')) complaints.push(`${message.text()} ${url ?? ''}`.trim());
  });
  await page.setViewport({ width, height, hasTouch: width < 600, isMobile: width < 600 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
  await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 }).catch(() => {
    throw new Error(`${url} did not get ready. ${complaints.join(' ')}`);
  });
  return { page, complaints };
}
