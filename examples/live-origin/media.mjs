/**
 * A test programme, made by ffmpeg once and kept in `.cache/`.
 *
 * The loop is 6.4 s: 160 frames at 25 fps and 300 AAC frames at 48 kHz are exactly as long, so it repeats for ever without drift. The number of each frame is
 * burnt in as eight squares, so that a test can read from the screen which moment it sees.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readFragments } from './fmp4.mjs';
import { window } from './playlists.mjs';
import { partTime, segmentTime } from './timing.mjs';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

/** ms */
const loopTime = 6400;

/** Bits per second, size, and codecs of each rendition. */
const renditions = {
  low: { bandwidth: 208_000, size: '320x180', codecs: 'avc1.4d400d,mp4a.40.2', video: '160k' },
  high: { bandwidth: 448_000, size: '640x360', codecs: 'avc1.4d401e,mp4a.40.2', video: '400k' },
  audio: { bandwidth: 52_000, codecs: 'mp4a.40.2' },
};

/** Segments of the recording. */
const recordedSegments = 16;

/** Eight squares at the top: the number of the frame, the lowest bit first, white is 1. */
const squares = [
  'drawbox=x=0:y=0:w=iw/2:h=ih/8:color=black:t=fill',
  ...Array.from(
    { length: 8 },
    (_, bit) => `drawbox=x=iw/16*${bit}:y=0:w=iw/16:h=ih/8:color=white:t=fill:enable='gte(mod(n\\,${2 ** (bit + 1)})\\,${2 ** bit})'`,
  ),
].join(',');

function ffmpegArguments({ size, video }, file) {
  const length = String(loopTime / 1000);
  // The first AAC frame is silence that decoders drop; moved by its length, every fragment begins where a part does.
  const sound = ['-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-bsf:a', 'setts=pts=PTS+1024:dts=DTS+1024'];
  const sine = ['-f', 'lavfi', '-i', `sine=frequency=440:beep_factor=4:sample_rate=48000:duration=${length}`];
  const fragments = ['-frag_duration', String(partTime * 1000), '-f', 'mp4', '-y', file];
  if (!video) return ['-v', 'error', ...sine, ...sound, '-movflags', 'empty_moov+default_base_moof', ...fragments];
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${length}`];
  const h264 = ['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryfast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'];
  const steady = ['-b:v', video, '-maxrate', video, '-bufsize', video, '-g', '40', '-keyint_min', '40', '-sc_threshold', '0', '-bf', '0'];
  const flags = ['-frames:v', '160', '-movflags', 'empty_moov+default_base_moof+frag_custom+frag_keyframe'];
  return ['-v', 'error', ...picture, ...sine, '-vf', squares, ...h264, ...steady, ...sound, ...flags, ...fragments];
}

/**
 * Made when missing.
 * @returns {Promise<import('./playlists.mjs').Programme>}
 */
export async function loadTestProgramme() {
  const recipe = JSON.stringify(Object.values(renditions).map(one => ffmpegArguments(one, '')));
  const folder = join(here, '.cache', createHash('sha256').update(recipe).digest('hex').slice(0, 16));
  if (!existsSync(folder)) await make(folder);
  const read = async name => [name, readFragments(await readFile(join(folder, `${name}.mp4`)), loopTime / partTime)];
  return {
    // As if the stream had begun a window ago, at a whole loop of the clock: the time of day names the frame.
    epoch: Math.floor((Date.now() - (window + 2) * segmentTime) / loopTime) * loopTime,
    renditions,
    media: Object.fromEntries(await Promise.all(Object.keys(renditions).map(read))),
    captionsOf: segment => [{ from: 0, to: segmentTime, text: `Caption ${segment}` }],
    recording: { began: Math.floor(Date.UTC(2026, 0, 1) / loopTime) * loopTime, first: 0, end: recordedSegments },
  };
}

async function make(folder) {
  // Into a folder of its own first: two that start at once must not read each other's halves.
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    for (const [name, rendition] of Object.entries(renditions)) await run('ffmpeg', ffmpegArguments(rendition, join(draft, `${name}.mp4`)));
    await rename(draft, folder).catch(error => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('There is no ffmpeg to make the test video with. Install ffmpeg.', { cause: error });
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
