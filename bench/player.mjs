/**
 * How far the picture is behind what happens, with low-latency HLS from our own origin in Chromium: the wall clock minus the program date-time of
 * the frame on screen, over half a minute. hls.js as it comes plays the same stream as the peer, one after the other.
 */
/* global document */
import { createRequire } from 'node:module';
import { openPage, startChrome } from '../tools/lib/gallery-browser.mjs';
import { serveGallery } from '../tools/lib/gallery-server.mjs';
import { compare, median } from './harness.mjs';

const seconds = 30;
// The peer is the very hls.js that the player uses.
const { version } = createRequire(import.meta.url)('hls.js/package.json');
const server = await serveGallery();
const browser = await startChrome();
const url = new URL('/live-origin/bench/ll/main.m3u8', server.url).href;

/** Plays in a page of its own and says how late each report was, in ms. The first seconds, until it has settled, do not count. */
async function watch(kind) {
  const { page } = await openPage(browser, `${server.url}live-badge.html`);
  try {
    return await page.evaluate(
      async (player, source, time) => {
        const late = [];
        const mount = {
          async shopcast() {
            const element = Object.assign(document.createElement('shopcast-player'), { src: source, autoplay: true });
            document.body.replaceChildren(element);
            return [element, () => element.playhead];
          },
          async 'hls.js'() {
            const { default: Hls } = await import('/node_modules/hls.js/dist/hls.mjs');
            const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
            document.body.replaceChildren(video);
            const hls = new Hls({ enableWorker: false });
            hls.attachMedia(video);
            hls.loadSource(source);
            return [video, () => hls.playingDate?.getTime()];
          },
        };
        const [target, playhead] = await mount[player]();
        const from = performance.now() + 5_000;
        target.addEventListener('timeupdate', () => {
          const date = playhead();
          if (date !== undefined && performance.now() > from) late.push(Date.now() - date);
        });
        await new Promise(resolve => setTimeout(resolve, time + 5_000));
        return late;
      },
      kind,
      url,
      seconds * 1000,
    );
  } finally {
    await page.close();
  }
}

const once = work => {
  let result;
  return () => (result ??= work());
};
const ours = once(() => watch('shopcast'));
const theirs = once(() => watch('hls.js'));
const percentile95 = values => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)];

try {
  for (const [name, of] of Object.entries({ median, '95th percentile': percentile95 })) {
    await compare({
      bench: 'player',
      metric: `latency of low-latency HLS over ${seconds} s, ${name}`,
      unit: 'ms',
      better: 'lower',
      runs: 1,
      warmUp: false,
      ours: async () => of(await ours()),
      peers: [{ name: 'hls.js', version, measure: async () => of(await theirs()) }],
    });
  }
} finally {
  await browser.close();
  await server.stop();
}
