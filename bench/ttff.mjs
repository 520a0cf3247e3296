/**
 * How long until the first frame: from the navigation to the first picture that Chromium paints (requestVideoFrameCallback), with a cold cache, a slow
 * line (1.6 Mbit/s, 150 ms) and a quarter of the processor. One fresh Chromium for each run, players in turn, the same recording from our own origin;
 * code bundled and minified for production by esbuild and sent with gzip, its static parts named in the page as bundlers do. Ours is the player as
 * docs/elements/player.md writes it, on a page of its own.
 */
/* global document, requestAnimationFrame, window */
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { startChrome } from '../tools/lib/gallery-browser.mjs';
import { startProgram } from '../tools/lib/programs.mjs';
import { compare, peerVersion } from './harness.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = '/stream/show/vod/main.m3u8';
const hls = createRequire(import.meta.url)('hls.js/package.json').version;
/** Seconds after which a player that shows nothing has failed. */
const patience = 60;

/** By player: the code of its page, and what stands in it. */
const players = {
  shopcast: {
    script: `import '@shopcast/elements/player';`,
    body: `<shopcast-player src="${source}" autoplay muted aspect="9/16"></shopcast-player>`,
  },
  'hls.js': {
    script: `import Hls from 'hls.js'; const video = document.querySelector('video'); const hls = new Hls(); hls.loadSource('${source}'); hls.attachMedia(video); video.play();`,
    body: '<video muted autoplay playsinline></video>',
  },
  vidstack: {
    script: `import 'vidstack/player'; import 'vidstack/player/layouts/default'; import 'vidstack/player/ui';`,
    body: `<media-player src="${source}" autoplay muted playsinline load="eager"><media-provider></media-provider><media-video-layout></media-video-layout></media-player>`,
    prepare: `import Hls from 'hls.js'; document.querySelector('media-player').addEventListener('provider-change', ({ detail }) => { if (detail?.type === 'hls') detail.library = Hls; });`,
  },
  'video.js': {
    script: `import videojs from 'video.js'; videojs('v', { autoplay: 'muted', controls: true, sources: [{ src: '${source}', type: 'application/x-mpegURL' }] });`,
    body: '<video id="v" class="video-js" muted playsinline></video>',
  },
  'media-chrome': {
    script: `import 'hls-video-element'; import 'media-chrome';`,
    body: `<media-controller><hls-video slot="media" src="${source}" muted autoplay playsinline></hls-video><media-control-bar><media-play-button></media-play-button><media-time-range></media-time-range><media-mute-button></media-mute-button></media-control-bar></media-controller>`,
  },
};

/** By player: the files that its code needs at once, which whoever builds pages names in them (Vite and others do), so that none waits for another. */
const neededAtOnce = {};

/** Every file of a player's page, packed, by address. */
async function filesOf(name) {
  const { script, prepare = '' } = players[name];
  const { outputFiles, metafile } = await build({
    stdin: { contents: prepare + script, resolveDir: here },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: `/${name}`,
    entryNames: 'page',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  neededAtOnce[name] = filesAtOnce(
    metafile.outputs,
    Object.keys(metafile.outputs).find(path => path.endsWith(`/${name}/page.js`)),
  );
  return outputFiles.map(({ path, contents }) => [path.replaceAll('\\', '/'), gzipSync(contents)]);
}

/** What a file imports statically, and what that does. */
function filesAtOnce(outputs, path, found = new Set()) {
  for (const { path: next, kind } of outputs[path].imports) {
    if (kind !== 'import-statement' || found.has(next)) continue;
    found.add(next);
    filesAtOnce(outputs, next, found);
  }
  return found;
}

const files = new Map((await Promise.all(Object.keys(players).map(filesOf))).flat());
const origin = await startProgram([fileURLToPath(new URL('../examples/live-origin/server.mjs', import.meta.url)), '--port', '0']);
const server = createServer((asked, response) => {
  const name = asked.url.slice(1, -'.html'.length);
  if (players[name]) {
    const hints = [...neededAtOnce[name]].map(path => `<link rel="modulepreload" href="/${name}/${basename(path)}">`).join('');
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>${hints}<script type="module" src="/${name}/page.js"></script></head><body>${players[name].body}</body></html>`;
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  }
  if (files.has(asked.url))
    return response.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'gzip' }).end(files.get(asked.url));
  if (!asked.url.startsWith('/stream/')) return response.writeHead(404).end();
  asked.pipe(
    request(`${origin.said.url}/${asked.url.slice('/stream/'.length)}`, { headers: asked.headers }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }),
  );
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}/`;

/** Seconds until a fresh browser has painted the first frame. */
async function firstFrame(name) {
  const browser = await startChrome(['--autoplay-policy=no-user-gesture-required']);
  try {
    const page = await browser.newPage();
    await page.emulateCPUThrottling(4);
    await page.emulateNetworkConditions({ download: 1_600_000 / 8, upload: 750_000 / 8, latency: 150 });
    await page.evaluateOnNewDocument(() => {
      const videos = function* (root) {
        for (const element of root.querySelectorAll('*')) {
          if (element.localName === 'video') yield element;
          if (element.shadowRoot) yield* videos(element.shadowRoot);
        }
      };
      const seen = new WeakSet();
      const look = () => {
        for (const video of videos(document)) {
          if (seen.has(video)) continue;
          seen.add(video);
          video.requestVideoFrameCallback(now => (window.firstFrame ??= now));
        }
        if (window.firstFrame === undefined) requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(`${base}${name}.html`, { waitUntil: 'domcontentloaded' });
    const handle = await page.waitForFunction(() => window.firstFrame, { timeout: patience * 1000, polling: 100 });
    return (await handle.jsonValue()) / 1000;
  } finally {
    await browser.close();
  }
}

/** How many times sooner than these we must be. */
const goals = { 'hls.js': 1.54, vidstack: 1.67 };
const versions = {
  'hls.js': hls,
  vidstack: peerVersion('vidstack'),
  'video.js': peerVersion('video.js'),
  'media-chrome': peerVersion('media-chrome'),
};
try {
  await compare({
    bench: 'ttff',
    metric: 'navigation to first frame, recording, slow line, quarter of the processor',
    unit: 's',
    better: 'lower',
    runs: 3,
    warmUp: false,
    ours: () => firstFrame('shopcast'),
    peers: Object.entries(versions).map(([name, version]) => ({ name, version, goal: goals[name], measure: () => firstFrame(name) })),
  });
} finally {
  server.close();
  server.closeAllConnections();
  await origin.stop();
}
