/** What the playlists say. A stream begins at its epoch; everything else follows from the number of parts that are done. */
import { webVtt } from '../show/web-vtt.mjs';
import { partsPerSegment, partTime, segmentTime } from './timing.mjs';

/**
 * What a stream shows.
 * @typedef {object} Programme
 * @property {number} epoch ms since 1970 when segment 0 began
 * @property {Record<string, { bandwidth: number, average?: number, size?: string, codecs: string }>} renditions bits per second; without a `size` of sound alone
 * @property {Record<string, import('./fmp4.mjs').Fragments>} media the loop, by rendition
 * @property {(segment: number) => { from: number, to: number, text: string }[]} captionsOf in ms of the segment
 * @property {{ began: number, first: number, end: number }} recording what is seen again: segments from `first` up to `end`; segment 0 of it was at `began`
 */

/** How far one can rewind while live, in segments. */
export const window = 20;

const seconds = ms => String(ms / 1000);
const captions =
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="captions.m3u8';

/**
 * @param {Programme['renditions']} renditions
 * @param {string} query goes with every address
 */
export function multivariant(renditions, query = '') {
  const variants = Object.entries(renditions).map(([name, { bandwidth, average, size, codecs }]) => {
    const mean = average ? `,AVERAGE-BANDWIDTH=${average}` : '';
    const picture = size ? `,RESOLUTION=${size},FRAME-RATE=25` : '';
    return `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth}${mean},CODECS="${codecs}"${picture},SUBTITLES="captions"\n${name}.m3u8${query}`;
  });
  return lines('#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS', `${captions}${query}"`, ...variants);
}

/**
 * The playlist of one rendition.
 * @param {{ mode: 'vod' | 'live' | 'll', name: string, began: number, first?: number, done: number, tags: readonly string[] }} stream `done`: parts there are,
 *   counted from `began`; `first`: the first segment of a recording
 */
export function mediaPlaylist({ mode, name, began, first: recordedFirst = 0, done, tags }) {
  const last = Math.floor(done / partsPerSegment); // the first segment that is not complete
  const first = mode === 'vod' ? recordedFirst : Math.max(0, last - window);
  const isText = name === 'captions';
  const low = mode === 'll' && !isText;
  const written = ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${Math.ceil(segmentTime / 1000)}`, '#EXT-X-INDEPENDENT-SEGMENTS'];
  if (low) {
    written.push(`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(partTime * 3)}`);
    written.push(`#EXT-X-PART-INF:PART-TARGET=${seconds(partTime)}`);
  }
  if (mode === 'vod') written.push('#EXT-X-PLAYLIST-TYPE:VOD');
  written.push(`#EXT-X-MEDIA-SEQUENCE:${first}`);
  if (!isText) written.push(`#EXT-X-MAP:URI="${name}/init.mp4"`);
  written.push(...tags);
  for (let segment = first; segment <= last; segment++) {
    const parts = low && segment > last - 3 ? partsOf(name, segment, done) : [];
    if (segment === last && parts.length === 0) break;
    written.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(began + segment * segmentTime).toISOString()}`, ...parts);
    if (segment < last) written.push(`#EXTINF:${seconds(segmentTime)},`, `${name}/s${segment}.${isText ? 'vtt' : 'm4s'}`);
  }
  if (low) written.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${name}/p${done}.m4s"`);
  if (mode === 'vod') written.push('#EXT-X-ENDLIST');
  return lines(...written);
}

function partsOf(name, segment, done) {
  const first = segment * partsPerSegment;
  return Array.from({ length: Math.max(0, Math.min(partsPerSegment, done - first)) }, (_, index) => {
    const independent = index === 0 ? ',INDEPENDENT=YES' : '';
    return `#EXT-X-PART:DURATION=${seconds(partTime)},URI="${name}/p${first + index}.m4s"${independent}`;
  });
}

/** The captions of a segment. Their clock has 33 bits, so it starts again from 0 every 26 hours. */
export const captionSegment = (segment, cues) =>
  webVtt(cues, `X-TIMESTAMP-MAP=MPEGTS:${(segment * segmentTime * 90) % 2 ** 33},LOCAL:00:00:00.000`);

const lines = (...all) => `${all.join('\n')}\n`;
