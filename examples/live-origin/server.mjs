/**
 * A small origin of HLS for trying and testing the player:
 *
 *   node server.mjs [--port 0]
 *
 * Prints one line of JSON with its address, then serves until SIGTERM. `show` is the show of ours; any other NAME is a stream of its own, with test pictures:
 *
 *   /NAME/live/main.m3u8   live, in segments of 1.6 s; the last 32 s can be seen again
 *   /NAME/ll/main.m3u8     the same with low latency: parts of 0.32 s, blocking reload, preload hints
 *   /NAME/vod/main.m3u8    a recording: of test pictures 25.6 s, of the show 64 s
 *   /show/vod/main.m3u8?from=MS&to=MS   the show as it was on the air from and to that time, six hours at most
 *   /show/scenes.json      which product is on the air when
 *   /show/poster.jpg       its poster
 *   GET  /control?stream=NAME   { "fault", "asked": the last files that were asked for }
 *   POST /control?stream=NAME   body { "fault": "error" | "stall" | "missing" | "frozen" | "none", "tags": ["#EXT-X-DATERANGE:…"], "texts": [["NAME", "TEXT"]] }
 *
 * `error` answers 503, `missing` 404, `stall` never answers, `frozen` serves the playlist as it was. Every live segment begins with an ID3 text, its number, and
 * with `texts`, each in an ID3 tag of its own.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { eventMessage, partAt } from './fmp4.mjs';
import { loadTestProgramme } from './media.mjs';
import { captionSegment, mediaPlaylist, multivariant } from './playlists.mjs';
import { loadShow, schedule } from './show.mjs';
import { partsPerSegment, partTime } from './timing.mjs';

const { values: flags } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const showProgramme = await loadShow();
const poster = await readFile(new URL('../show/poster.jpg', import.meta.url));
/** Made when first asked for: a show needs no ffmpeg. */
let testProgramme;
const programmeOf = name => (name === 'show' ? showProgramme : (testProgramme ??= loadTestProgramme()));
const partsDone = ({ epoch }) => Math.floor((Date.now() - epoch) / partTime);

/** @type {Map<string, { fault: string, tags: string[], texts: [name: string, text: string][], asked: string[], frozenAt?: number, waiting: Set<import('node:http').ServerResponse> }>} */
const streams = new Map();
const streamOf = name => {
  if (!streams.has(name)) streams.set(name, { fault: 'none', tags: [], texts: [], asked: [], waiting: new Set() });
  return streams.get(name);
};

/** So many of the files that were asked for are told. */
const mostAsked = 1000;

/** The longest that an answer is held back, ms; what is farther off is nobody's next part. */
const longestWait = 8000;

/** Resolves when a part is there, or nobody waits for it any more; false when it is too far off. */
function untilPart({ epoch }, index, response) {
  const left = epoch + (index + 1) * partTime - Date.now();
  if (left > longestWait) return Promise.resolve(false);
  if (left <= 0) return Promise.resolve(true);
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(true), left + 2);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

const types = { m3u8: 'application/vnd.apple.mpegurl', mp4: 'video/mp4', m4s: 'video/iso.segment', vtt: 'text/vtt' };
const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'timing-allow-origin': '*' };

async function serve(request, response) {
  const url = new URL(request.url, 'http://origin');
  const answer = (status, body = '', type = 'text/plain') => {
    if (!response.destroyed) response.writeHead(status, { ...headers, 'content-type': type }).end(body);
  };
  if (url.pathname === '/control') return control(request, url.searchParams.get('stream') ?? '', answer);
  if (url.pathname === '/show/poster.jpg') return answer(200, poster, 'image/jpeg');
  if (url.pathname === '/show/scenes.json') return answer(200, JSON.stringify({ ...schedule, now: Date.now() }), 'application/json');
  const [, name, mode, file] = /^\/([\w-]+)\/(vod|live|ll)\/(.+)$/.exec(url.pathname) ?? [];
  if (!name) return answer(404);
  const stream = streamOf(name);
  stream.asked.push(file);
  if (stream.asked.length > mostAsked) stream.asked.shift();
  if (stream.fault === 'error') return answer(503);
  if (stream.fault === 'missing') return answer(404);
  if (stream.fault === 'stall') {
    stream.waiting.add(response);
    response.once('close', () => stream.waiting.delete(response));
    return;
  }
  const programme = await programmeOf(name);
  const body = await fileOf({ programme, mode, file, stream, query: url.searchParams, response });
  if (body === undefined) return answer(404);
  answer(200, body, types[file.split('.').at(-1)]);
}

async function fileOf({ programme, mode, file, stream, query, response }) {
  const { epoch, media, renditions } = programme;
  const stretch = query.has('from') ? `?from=${Number(query.get('from'))}&to=${Number(query.get('to'))}` : '';
  if (file === 'main.m3u8') return multivariant(renditions, mode === 'vod' ? stretch : '');
  const [, playlist] = /^(\w+)\.m3u8$/.exec(file) ?? [];
  if (playlist === 'captions' || Object.hasOwn(media, playlist ?? '')) {
    if (mode === 'vod') {
      const recording = stretch ? programme.recordingOf?.(Number(query.get('from')), Number(query.get('to'))) : programme.recording;
      if (!recording) return undefined;
      const { began, first, end } = recording;
      return mediaPlaylist({ mode, name: playlist, began, first, done: end * partsPerSegment, tags: stream.tags });
    }
    if (mode === 'll' && query.has('_HLS_msn') && !(await untilPart(programme, wantedPart(query), response))) return undefined;
    const done = stream.frozenAt ?? partsDone(programme);
    return mediaPlaylist({ mode, name: playlist, began: epoch, done, tags: stream.tags });
  }
  const [, name, kind, number] = /^(\w+)\/(init|s|p)(\d*)\.\w+$/.exec(file) ?? [];
  const index = Number(number);
  if (name === 'captions') return captionSegment(index, programme.captionsOf(index));
  if (!Object.hasOwn(media, name ?? '')) return undefined;
  if (kind === 'init') return media[name].init;
  const parts = media[name];
  if (kind === 's')
    return Buffer.concat(Array.from({ length: partsPerSegment }, (_, part) => partOf(parts, index * partsPerSegment + part, stream)));
  return (await untilPart(programme, index, response)) ? partOf(parts, index, stream) : undefined;
}

function wantedPart(query) {
  const segment = Number(query.get('_HLS_msn'));
  return segment * partsPerSegment + (query.has('_HLS_part') ? Number(query.get('_HLS_part')) : partsPerSegment - 1);
}

function partOf(parts, index, { texts }) {
  const part = partAt(parts, index, partTime);
  if (index % partsPerSegment > 0) return part;
  const all = [['segment', String(index / partsPerSegment)], ...texts];
  return Buffer.concat([...all.map(([name, text]) => eventMessage(index * partTime, name, text)), part]);
}

async function control(request, name, answer) {
  const programme = await programmeOf(name);
  let text = '';
  for await (const chunk of request) text += chunk;
  const { fault, tags, texts } = JSON.parse(text || '{}');
  const stream = streamOf(name);
  if (tags) stream.tags = tags;
  if (texts) stream.texts = texts;
  if (fault) {
    stream.fault = fault;
    stream.frozenAt = fault === 'frozen' ? partsDone(programme) : undefined;
    for (const response of stream.waiting) response.destroy();
  }
  answer(200, JSON.stringify({ fault: stream.fault, asked: stream.asked }), 'application/json');
}

const server = createServer((request, response) => {
  serve(request, response).catch(error => {
    process.stderr.write(`[live-origin] ${error.stack}\n`);
    response.destroy();
  });
});
server.listen(Number(flags.port), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
