/**
 * A small origin of HLS for trying and testing the player:
 *
 *   node server.mjs [--port 0]
 *
 * Prints one line of JSON with its address, then serves until SIGTERM. Any name is a stream of its own, with the same pictures:
 *
 *   /NAME/vod/main.m3u8    a recording of 25.6 s
 *   /NAME/live/main.m3u8   live, in segments of 1.6 s; the last 32 s can be seen again
 *   /NAME/ll/main.m3u8     the same with low latency: parts of 0.32 s, blocking reload, preload hints
 *   GET  /control?stream=NAME   { "fault", "asked": the last files that were asked for }
 *   POST /control?stream=NAME   body { "fault": "error" | "stall" | "missing" | "frozen" | "none", "tags": ["#EXT-X-DATERANGE:…"] }
 *
 * `error` answers 503, `missing` 404, `stall` never answers, `frozen` serves the playlist as it was. Every live segment begins with an ID3 text.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { eventMessage, partAt } from './fmp4.mjs';
import { loadMedia, loopTime, partsPerSegment, partTime, segmentTime } from './media.mjs';
import { captionSegment, mediaPlaylist, multivariant, recordedSegments, window } from './playlists.mjs';

const { values: flags } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const media = await loadMedia();

/** As if the streams had begun a window ago, at a whole loop of the clock: the time of day names the frame. */
const began = Math.floor((Date.now() - (window + 2) * segmentTime) / loopTime) * loopTime;
const recordedBegan = Math.floor(Date.UTC(2026, 0, 1) / loopTime) * loopTime;
const partsDone = () => Math.floor((Date.now() - began) / partTime);

/** @type {Map<string, { fault: string, tags: string[], asked: string[], frozenAt?: number, waiting: Set<import('node:http').ServerResponse> }>} */
const streams = new Map();
const streamOf = name => {
  if (!streams.has(name)) streams.set(name, { fault: 'none', tags: [], asked: [], waiting: new Set() });
  return streams.get(name);
};

/** So many of the files that were asked for are told. */
const mostAsked = 1000;

/** Resolves when a part is there, or nobody waits for it any more. */
function untilPart(index, response) {
  const left = began + (index + 1) * partTime - Date.now();
  if (left <= 0) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(resolve, left + 2);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
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
  const body = await fileOf({ mode, file, stream, query: url.searchParams, response });
  if (body === undefined) return answer(404);
  answer(200, body, types[file.split('.').at(-1)]);
}

async function fileOf({ mode, file, stream, query, response }) {
  if (file === 'main.m3u8') return multivariant();
  const [, playlist] = /^(\w+)\.m3u8$/.exec(file) ?? [];
  if (playlist === 'captions' || media[playlist]) {
    if (mode === 'vod') {
      const done = recordedSegments * partsPerSegment;
      return mediaPlaylist({ mode, name: playlist, began: recordedBegan, done, tags: stream.tags });
    }
    if (mode === 'll' && query.has('_HLS_msn')) await untilPart(wantedPart(query), response);
    const done = stream.frozenAt ?? partsDone();
    return mediaPlaylist({ mode, name: playlist, began, done, tags: stream.tags });
  }
  const [, name, kind, number] = /^(\w+)\/(init|s|p)(\d*)\.\w+$/.exec(file) ?? [];
  const index = Number(number);
  if (name === 'captions') return captionSegment(index);
  if (!media[name]) return undefined;
  if (kind === 'init') return media[name].init;
  if (kind === 's')
    return Buffer.concat(Array.from({ length: partsPerSegment }, (_, part) => partOf(name, index * partsPerSegment + part)));
  await untilPart(index, response);
  return partOf(name, index);
}

function wantedPart(query) {
  const segment = Number(query.get('_HLS_msn'));
  return segment * partsPerSegment + (query.has('_HLS_part') ? Number(query.get('_HLS_part')) : partsPerSegment - 1);
}

function partOf(name, index) {
  const part = partAt(media[name], index, partTime);
  if (index % partsPerSegment > 0) return part;
  return Buffer.concat([eventMessage(index * partTime, 'segment', String(index / partsPerSegment)), part]);
}

async function control(request, name, answer) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { fault, tags } = JSON.parse(text || '{}');
  const stream = streamOf(name);
  if (tags) stream.tags = tags;
  if (fault) {
    stream.fault = fault;
    stream.frozenAt = fault === 'frozen' ? partsDone() : undefined;
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
