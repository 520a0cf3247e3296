/** The show of ours as a programme: examples/show, for ever, without a seam. */
import { readFile } from 'node:fs/promises';
import { captions, frameRate, loopTime, scenes } from '../show/scenes.mjs';
import { codecsOf, readFragments } from './fmp4.mjs';
import { partsPerSegment, partTime, segmentTime } from './timing.mjs';

const sizes = { low: '360x640', high: '720x1280' };

/** Segment 0 was at the first whole loop of 2026, so who knows the time knows the frame, and an origin that starts again goes on where it was. */
const epoch = Math.ceil(Date.UTC(2026, 0, 1) / loopTime) * loopTime;
const segmentsOfLoop = loopTime / segmentTime;
/** The longest recording, in segments: six hours. */
const mostRecorded = (6 * 3_600_000) / segmentTime;

/** Which scene is on the air when, for whoever wants to know: ms, counted from `epoch` and repeating after `loopTime`. */
export const schedule = {
  epoch,
  loopTime,
  frameTime: 1000 / frameRate,
  scenes: scenes.map(({ from, to, handle, title }) => ({ from, to, handle, title })),
};

/** @returns {Promise<import('./playlists.mjs').Programme & { recordingOf: typeof recordingOf }>} */
export async function loadShow() {
  const read = async name => {
    const file = await readFile(new URL(`../show/${name}.mp4`, import.meta.url));
    return [name, readFragments(file, loopTime / partTime)];
  };
  const media = Object.fromEntries(await Promise.all(Object.keys(sizes).map(read)));
  const renditions = Object.fromEntries(
    Object.entries(media).map(([name, { init, parts }]) => {
      const segments = Array.from({ length: segmentsOfLoop }, (_, segment) => bitsOf(parts, segment));
      const average = segments.reduce((sum, bits) => sum + bits, 0) / segments.length;
      const perSecond = bits => Math.ceil((bits * 1000) / segmentTime);
      return [
        name,
        { bandwidth: perSecond(Math.max(...segments)), average: perSecond(average), size: sizes[name], codecs: codecsOf(init) },
      ];
    }),
  );
  return { epoch, renditions, media, captionsOf, recording: recordingOf(epoch, epoch + loopTime), recordingOf };
}

function bitsOf(parts, segment) {
  const own = parts.slice(segment * partsPerSegment, (segment + 1) * partsPerSegment);
  return own.reduce((sum, part) => sum + part.length * 8, 0);
}

/** Any stretch of the endless stream, in whole segments, can be seen again. Times in ms since 1970; undefined when there is no such stretch. */
function recordingOf(from, to) {
  const first = Math.floor((from - epoch) / segmentTime);
  const end = Math.ceil((to - epoch) / segmentTime);
  return to > from && first >= 0 && end - first <= mostRecorded ? { began: epoch, first, end } : undefined;
}

/** The captions that are on during a segment, cut to it. */
function captionsOf(segment) {
  const start = (segment * segmentTime) % loopTime;
  return captions
    .map(({ from, to, text }) => ({ from: Math.max(0, from - start), to: Math.min(segmentTime, to - start), text }))
    .filter(({ from, to }) => to > from);
}
