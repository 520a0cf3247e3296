/**
 * `node tools/heap.mjs [CYCLES]`: opens and closes the cart's drawer in a show so often (1,000 unless told), then again with a change of the cart
 * each time, and prints heap, nodes and listeners after a collection before and after. Fails when something grows with the cycles.
 */
import { openPage, startChrome } from './lib/gallery-browser.mjs';
import { serveGallery } from './lib/gallery-server.mjs';

const cycles = Number(process.argv[2] ?? 1000);
const server = await serveGallery();
const browser = await startChrome();
try {
  const { page } = await openPage(browser, `${server.url}cart-drawer.html?modal`, { width: 390 });
  const devtools = await page.createCDPSession();
  await devtools.send('Performance.enable');
  const run = (times, change) =>
    page.evaluate(
      async (times, change) => {
        const drawer = globalThis.document.querySelector('shopcast-cart-drawer[data-modal]');
        const show = drawer.closest('shopcast-show');
        const { cart } = show.session;
        for (let cycle = 0; cycle < times; cycle++) {
          show.openPanel('cart');
          await show.updateComplete;
          await drawer.updateComplete;
          if (!drawer.shadowRoot.querySelector('dialog').open) throw new Error(`It did not open in cycle ${cycle}.`);
          if (change) await cart.setQuantity(cart.$cart.get().lines[0].id, 1 + (cycle % 3));
          show.closePanel('cart');
          await show.updateComplete;
          await drawer.updateComplete;
        }
      },
      times,
      change,
    );
  const measure = async () => {
    for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = name => metrics.find(metric => metric.name === name)?.value ?? 0;
    return { heapKB: Math.round(of('JSHeapUsedSize') / 1024), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  for (const change of [false, true]) {
    await run(200, change);
    const before = await measure();
    await run(cycles, change);
    const after = await measure();
    console.log(JSON.stringify({ cycles, change, before, after }));
    const grown = after.nodes > before.nodes + 50 || after.listeners > before.listeners + 20 || after.heapKB > before.heapKB + cycles;
    if (grown) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.stop();
}
