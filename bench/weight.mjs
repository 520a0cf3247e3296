/**
 * What a page has to download and to run.
 *   - Bytes, brotli: the loader against lite-youtube-embed and the Buy Button; a whole shoppable page against players that show a video and sell
 *     nothing. Ours as `npm run build` made it, the peers bundled and minified for production by esbuild, those that come as one file as they come.
 *   - Script time of the loader at 4x CPU throttle in Chromium, against lite-youtube-embed minified, with one picture each: the time of
 *     the processor that Chromium's trace gives for compiling and running that file. Long tasks and layout shift beside.
 */
/* global document, requestAnimationFrame */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { startChrome } from '../tools/lib/gallery-browser.mjs';
import { compare, peerVersion } from './harness.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const cdn = fileURLToPath(new URL('../packages/shopcast/cdn/', import.meta.url));
const { files, parts } = JSON.parse(readFileSync(join(cdn, 'shopcast.json'), 'utf8'));

const kilobytes = (...texts) => texts.reduce((sum, text) => sum + brotliCompressSync(text).length, 0) / 1024;
const fileOf = path => readFileSync(join(here, 'node_modules', path));
const ours = (...names) => {
  const wanted = new Set(names.flatMap(name => parts[name] ?? [name]));
  return files.filter(({ file }) => wanted.has(file)).reduce((sum, { brotli }) => sum + brotli, 0) / 1024;
};

/** Everything a page loads for this code. */
async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

const litePlayer = await build({
  entryPoints: [
    join(here, 'node_modules/lite-youtube-embed/src/lite-yt-embed.js'),
    join(here, 'node_modules/lite-youtube-embed/src/lite-yt-embed.css'),
  ],
  minify: true,
  write: false,
  outdir: 'lite',
});
const [liteScript, liteStyle] = litePlayer.outputFiles.map(({ contents }) => contents);

const sized = (name, value, goal) => ({ name, version: peerVersion(name), measure: () => value, ...(goal !== undefined && { goal }) });
const figure = { bench: 'weight', unit: 'KB brotli', better: 'lower', runs: 1, warmUp: false };
const first = ['shopcast.js', 'shopcast.css'];
const page = [
  ...first,
  'app',
  'session/parsers',
  'session/shop-parts',
  'player/player',
  'player/engine',
  'adapters/woocommerce',
  'transports/sse',
];

await compare({
  ...figure,
  metric: 'what stands in a page before anybody clicks',
  ours: () => ours(...first),
  peers: [
    sized('lite-youtube-embed', kilobytes(...['js', 'css'].map(kind => fileOf(`lite-youtube-embed/src/lite-yt-embed.${kind}`))), 1.5),
    { ...sized('lite-youtube-embed', kilobytes(liteScript, liteStyle), 1), name: 'lite-youtube-embed, minified by us' },
    sized('@shopify/buy-button-js', kilobytes(fileOf('@shopify/buy-button-js/dist/buybutton.min.js')), 20),
  ],
});
await compare({
  ...figure,
  metric: 'a whole show with player, cart and shop, with hls.js',
  ours: () => ours(...page, 'player/hls'),
  peers: [
    sized(
      'vidstack',
      kilobytes(
        await bundled(
          `import 'vidstack/player'; import 'vidstack/player/layouts'; import 'vidstack/player/ui'; export { default } from 'hls.js';`,
        ),
      ),
    ),
    sized('media-chrome', kilobytes(await bundled(`import 'media-chrome'; export { default } from 'hls.js';`))),
  ],
});
await compare({
  ...figure,
  metric: 'a whole show with player, cart and shop, without hls.js',
  ours: () => ours(...page),
  peers: [
    sized('vidstack', kilobytes(await bundled(`import 'vidstack/player'; import 'vidstack/player/layouts'; import 'vidstack/player/ui';`))),
    sized('media-chrome', kilobytes(await bundled(`import 'media-chrome';`))),
    sized('@shopify/buy-button-js', kilobytes(fileOf('@shopify/buy-button-js/dist/buybutton.min.js'))),
  ],
});

const types = { js: 'text/javascript', css: 'text/css', html: 'text/html; charset=utf-8', svg: 'image/svg+xml' };
const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="16"><path d="M0 0h9v16H0z" fill="#678"/></svg>';
const html = (head, body) =>
  `<!doctype html><html lang="en"><head><title>Store</title>${head}</head><body><p>Before</p>${body}<p>After</p></body></html>`;
const served = {
  '/ours.html': html(
    '<link rel="stylesheet" href="/shopcast.css"><script async src="/shopcast.js"></script>',
    '<shopcast-show landscape poster="/picture.svg" label="Tonight at eight"></shopcast-show>',
  ),
  '/lite.html': html(
    '<link rel="stylesheet" href="/lite.css"><script async src="/lite.js"></script>',
    '<lite-youtube videoid="x" videotitle="Tonight at eight" style="background-image:url(/picture.svg)"></lite-youtube>',
  ),
  '/lite.js': liteScript,
  '/lite.css': liteStyle,
  '/picture.svg': picture,
};
const server = createServer(({ url }, response) => {
  try {
    const body = served[url] ?? readFileSync(join(cdn, url));
    response.writeHead(200, { 'content-type': types[url.split('.').at(-1)] }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await startChrome();
const seen = { moved: 0, longTasks: 0 };

/**
 * Milliseconds of one file's script from navigation until two frames after the element stands, in a browser that has nothing of it yet. The viewer saves
 * data, so that no warm-up is in it.
 */
async function scriptTime(path, file, isThere) {
  const context = await browser.createBrowserContext();
  try {
    const opened = await context.newPage();
    await opened.evaluateOnNewDocument(() => {
      Object.assign(globalThis, { moved: 0, longTasks: 0 });
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
      new PerformanceObserver(list => list.getEntries().forEach(({ value }) => (globalThis.moved += value))).observe({
        type: 'layout-shift',
        buffered: true,
      });
      new PerformanceObserver(list => (globalThis.longTasks += list.getEntries().length)).observe({ type: 'longtask', buffered: true });
    });
    await opened.setRequestInterception(true);
    // The picture of a video that nobody has stays away.
    opened.on('request', request => (request.url().startsWith(origin) ? request.continue() : request.abort()));
    await opened.emulateCPUThrottling(4);
    await opened.tracing.start({ categories: ['devtools.timeline'] });
    await opened.goto(`${origin}${path}`, { waitUntil: 'load' });
    await opened.waitForFunction(isThere);
    await opened.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const { traceEvents } = JSON.parse(new TextDecoder().decode(await opened.tracing.stop()));
    const spent = traceEvents
      .filter(({ name, args }) => ['EvaluateScript', 'FunctionCall'].includes(name) && args.data?.url?.endsWith(file))
      .reduce((sum, { tdur }) => sum + (tdur ?? 0) / 1000, 0);
    if (path === '/ours.html') {
      const { moved, longTasks } = await opened.evaluate(() => ({ moved: globalThis.moved, longTasks: globalThis.longTasks }));
      seen.moved = Math.max(seen.moved, moved);
      seen.longTasks = Math.max(seen.longTasks, longTasks);
    }
    return spent;
  } finally {
    await context.close();
  }
}

try {
  await compare({
    bench: 'weight',
    metric: 'script time of the loader at 4x CPU throttle',
    unit: 'ms',
    better: 'lower',
    runs: 15,
    ours: () => scriptTime('/ours.html', '/shopcast.js', () => document.querySelector('shopcast-show')?.shadowRoot != null),
    peers: [
      {
        name: 'lite-youtube-embed',
        version: peerVersion('lite-youtube-embed'),
        goal: 1,
        measure: () =>
          scriptTime('/lite.html', '/lite.js', () => document.querySelector('lite-youtube > button, lite-youtube > .lty-playbtn') !== null),
      },
    ],
  });
  await compare({ ...figure, unit: 'score', metric: 'layout shift of the loader, worst of all runs', ours: () => seen.moved });
  await compare({ ...figure, unit: 'tasks', metric: 'long tasks of the loader, most of all runs', ours: () => seen.longTasks });
  if (seen.moved > 0) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
