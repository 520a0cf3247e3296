/** What the playlists say. A stream begins at `began` (ms); everything else follows from the number of parts that are done. */
import { partsPerSegment, partTime, renditions, segmentTime } from './media.mjs';

/** How far one can rewind while live, in segments. */
export const window = 20;
/** Segments of a recording. */
export const recordedSegments = 16;

const seconds = ms => String(ms / 1000);
const captions =
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="captions.m3u8"';

/** @param {'vod' | 'live' | 'll'} mode */
export function multivariant() {
  const variants = Object.entries(renditions).map(([name, { bandwidth, size, codecs }]) => {
    const picture = size ? `,RESOLUTION=${size},FRAME-RATE=25` : '';
    return `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="${codecs}"${picture},SUBTITLES="captions"\n${name}.m3u8`;
  });
  return lines('#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS', captions, ...variants);
}

/**
 * The playlist of one rendition.
 * @param {{ mode: 'vod' | 'live' | 'll', name: string, began: number, done: number, tags: readonly string[] }} stream `done`: parts there are
 */
export function mediaPlaylist({ mode, name, began, done, tags }) {
  const last = Math.floor(done / partsPerSegment); // the first segment that is not complete
  const first = mode === 'vod' ? 0 : Math.max(0, last - window);
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

/** The captions of a segment: one that says its number. */
export function captionSegment(segment) {
  const clock = ms => new Date(ms).toISOString().slice(11, 23);
  return lines(
    'WEBVTT',
    `X-TIMESTAMP-MAP=MPEGTS:${segment * segmentTime * 90},LOCAL:00:00:00.000`,
    '',
    `${clock(0)} --> ${clock(segmentTime)}`,
    `Caption ${segment}`,
  );
}

const lines = (...all) => `${all.join('\n')}\n`;
