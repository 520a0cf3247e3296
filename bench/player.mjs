/**
 * Low-latency HLS from our own origin in Chromium.
 *   - How far the picture is behind what happens: the wall clock minus the program date-time of the frame on screen, over half a minute. hls.js as it
 *     comes plays the same stream as the peer, one after the other.
 *   - The longest time without a new frame when a stream fails or stands still and the player goes on with the next one. hls.js has one stream.
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

/** Breaks the first of two streams while it plays; the longest gap between two frames, in ms, until the second has played for a second. */
async function failOver(fault, run) {
  const { page } = await openPage(browser, `${server.url}live-badge.html`);
  try {
    return await page.evaluate(
      async (origin, name, kind) => {
        const streams = [`${name}-first`, `${name}-second`].map(stream => ({ url: `${origin}${stream}/ll/main.m3u8` }));
        const player = Object.assign(document.createElement('shopcast-player'), { streams, autoplay: true });
        document.body.replaceChildren(player);
        const video = () => player.shadowRoot.querySelector('video');
        const moved = seconds =>
          new Promise(resolve => {
            let from;
            const look = () => {
              from ??= player.state === 'playing' ? player.playhead : undefined;
              if (player.playhead - from < seconds * 1000) return;
              player.removeEventListener('timeupdate', look);
              resolve();
            };
            player.addEventListener('timeupdate', look);
          });
        await moved(3);
        let last = performance.now();
        let longest = 0;
        const note = () => {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        };
        // A new frame reports the playhead; `timeupdate` of a video that stands still does not move it.
        let shown = player.playhead;
        player.addEventListener('timeupdate', () => {
          if (player.playhead === shown || video().paused) return;
          shown = player.playhead;
          note();
        });
        const changed = new Promise(resolve => player.addEventListener('shopcast-stream-changed', resolve, { once: true }));
        await fetch(`${origin}control?stream=${name}-first`, { method: 'POST', body: JSON.stringify({ fault: kind }) });
        await changed;
        await moved(1);
        note();
        return longest;
      },
      new URL('/live-origin/', server.url).href,
      `over-${fault}-${run}`,
      fault,
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
  for (const [fault, words] of Object.entries({ error: 'fails', stall: 'stands still' })) {
    let run = 0;
    await compare({
      bench: 'player',
      metric: `longest time without a new frame when a stream ${words}`,
      unit: 'ms',
      better: 'lower',
      runs: 5,
      warmUp: false,
      ours: () => failOver(fault, run++),
    });
  }
} finally {
  await browser.close();
  await server.stop();
}
