/**
 * What one tap in `<shopcast-sku-picker>` costs with 2,048 variants (16 x 16 x 8, one in three sold out), in Chromium with its processor slowed
 * down four times: script from the tap until the element has rendered all 40 values, price, stock words and button. Layout and paint come on
 * top and are not counted. A change of stock that reaches the open picker is taken the same way.
 */
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { findChrome } from '../tools/lib/browsers.mjs';
import { root } from '../tools/lib/run.mjs';
import { compare, median } from './harness.mjs';

const page = `
  import '@shopcast/elements/sku-picker';
  const sizes = [16, 16, 8];
  const options = sizes.map((size, i) => ({ id: 'o' + i, label: 'Option ' + i, values: Array.from({ length: size }, (_, v) => ({ id: 'v' + v, label: 'Value ' + v })) }));
  const variants = Array.from({ length: 2048 }, (_, at) => ({
    id: 'variant' + at, title: 'Variant ' + at, options: { o0: 'v' + (at >> 7), o1: 'v' + ((at >> 3) & 15), o2: 'v' + (at & 7) },
    price: { minor: 1000 + at, currency: 'EUR' }, stock: { state: (at * 7) % 3 ? 'in' : 'out', asOf: Date.now() }, quantityRule: { min: 1, step: 1 },
  }));
  const picker = document.createElement('shopcast-sku-picker');
  picker.product = { id: 'p', title: 'Product', images: [], options, variants };
  document.body.append(picker);
  let turn = 0;
  const timed = async act => {
    const from = performance.now();
    act();
    await picker.updateComplete;
    const spent = performance.now() - from;
    await new Promise(requestAnimationFrame);
    return spent;
  };
  const rounds = async act => { const all = []; for (let i = 0; i < 40; i++) all.push(await timed(act)); return all; };
  window.taps = () => rounds(() => {
    const radios = picker.shadowRoot.querySelectorAll('[role=radiogroup]:nth-of-type(' + (2 + (turn % 3)) + ') input, .option input');
    radios[(turn++ * 11) % radios.length].click();
  });
  window.stocks = () => rounds(() => {
    picker.stock = new Map(variants.map((variant, at) => [variant.id, { state: (at + turn) % 3 ? 'in' : 'out', asOf: Date.now() }]));
    turn++;
  });
  await picker.updateComplete;
  window.ready = true;
`;

const bundle = await build({
  stdin: { contents: page, resolveDir: root, loader: 'js' },
  bundle: true,
  write: false,
  format: 'esm',
  minify: true,
  conditions: ['production'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'silent',
});
const browser = await puppeteer.launch({
  executablePath: findChrome(),
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const tab = await browser.newPage();
  await tab.setContent('<!doctype html><html lang="en"><title>Picker</title><body></body></html>');
  await tab.addScriptTag({ content: bundle.outputFiles[0].text, type: 'module' });
  await tab.waitForFunction('window.ready', { timeout: 20_000 });
  await tab.emulateCPUThrottling(4);
  const common = { bench: 'sku-picker', unit: 'ms', better: 'lower', runs: 5 };
  await compare({ ...common, metric: 'script of a tap, 2,048 variants, CPU/4', ours: async () => median(await tab.evaluate('taps()')) });
  await compare({
    ...common,
    metric: 'script of a stock change of all 2,048, CPU/4',
    ours: async () => median(await tab.evaluate('stocks()')),
  });
} finally {
  await browser.close();
}
