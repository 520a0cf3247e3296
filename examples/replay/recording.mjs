/** Playlists for a recording that lies still: each segment is a stretch of bytes of ../show/*.mp4, so the same files are seen live, again, and by themselves. */
import { readFile } from 'node:fs/promises';
import { codecsOf, readFragments } from '../live-origin/fmp4.mjs';
import { partsPerSegment, partTime, segmentTime } from '../live-origin/timing.mjs';
import { loopTime } from '../show/scenes.mjs';

const sizes = { high: '720x1280', low: '360x640' };
const lines = (...all) => `${all.join('\n')}\n`;

/**
 * @param {number} began ms since 1970: the date of the first frame
 * @returns {Promise<Record<string, string>>} by name of the file
 */
export async function playlists(began) {
  const main = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  main.push(
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="recording-captions.m3u8"',
  );
  const files = {};
  for (const [name, size] of Object.entries(sizes)) {
    const { text, bandwidth, codecs } = await mediaPlaylist(name, began);
    main.push(
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="${codecs}",RESOLUTION=${size},FRAME-RATE=25,SUBTITLES="captions"`,
      `recording-${name}.m3u8`,
    );
    files[`recording-${name}.m3u8`] = text;
  }
  const seconds = loopTime / 1000;
  files['recording-captions.m3u8'] = lines(
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${seconds}`, '#EXT-X-PLAYLIST-TYPE:VOD'],
    ...[`#EXT-X-PROGRAM-DATE-TIME:${new Date(began).toISOString()}`, `#EXTINF:${seconds},`, '../show/captions.vtt', '#EXT-X-ENDLIST'],
  );
  return { 'recording.m3u8': lines(...main), ...files };
}

async function mediaPlaylist(name, began) {
  const file = await readFile(new URL(`../show/${name}.mp4`, import.meta.url));
  const { init, parts } = readFragments(file, loopTime / partTime);
  const start = parts[0].byteOffset - file.byteOffset;
  const text = ['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(segmentTime / 1000)}`, '#EXT-X-PLAYLIST-TYPE:VOD'];
  text.push('#EXT-X-INDEPENDENT-SEGMENTS', `#EXT-X-MAP:URI="../show/${name}.mp4",BYTERANGE="${init.length}@0"`);
  text.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(began).toISOString()}`);
  if (init.length !== start) throw new Error(`There is something between the head and the first part of ${name}.mp4.`);
  let at = start;
  let most = 0;
  for (let first = 0; first < parts.length; first += partsPerSegment) {
    const bytes = parts.slice(first, first + partsPerSegment).reduce((sum, part) => sum + part.length, 0);
    text.push(`#EXTINF:${segmentTime / 1000},`, `#EXT-X-BYTERANGE:${bytes}@${at}`, `../show/${name}.mp4`);
    at += bytes;
    most = Math.max(most, bytes);
  }
  return { text: lines(...text, '#EXT-X-ENDLIST'), bandwidth: Math.ceil((most * 8000) / segmentTime), codecs: codecsOf(init) };
}
