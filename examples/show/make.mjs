/**
 * Makes the video of the show again, from the drawings of the goods:
 *
 *   node examples/show/make.mjs              about three minutes: high.mp4, low.mp4, poster.jpg, scenes.json, captions.vtt
 *   node examples/show/make.mjs --frame 250  that frame alone, as frame-250.jpg in .cache/
 *
 * Needs Chromium and ffmpeg; playing the show needs neither.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';
import { drawThing, palette } from '../table-goods/pictures.mjs';
import { captions, frameRate, loopTime, scenes, sceneTime } from './scenes.mjs';
import { makeSound, sampleRate } from './sound.mjs';
import { webVtt } from './web-vtt.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '.cache');
const frames = (loopTime * frameRate) / 1000;
/** The one with the most on the table. */
const posterFrame = 905;
/** A segment of 1.6 s begins with a key frame; a part of 0.32 s is 8 frames and 15 of sound. */
const keyEvery = 40;
const partTime = 320;

const { values: flags } = parseArgs({ options: { frame: { type: 'string', multiple: true } } });
await mkdir(cache, { recursive: true });
const studio = await openStudio();
try {
  if (flags.frame) for (const frame of flags.frame) await writeFile(join(cache, `frame-${frame}.jpg`), await studio.frameAt(Number(frame)));
  else await make();
} finally {
  await studio.close();
}

async function make() {
  await writeFile(join(cache, 'sound.pcm'), makeSound(loopTime / 1000));
  await writeFile(join(here, 'poster.jpg'), await studio.frameAt(posterFrame, { marked: false }));
  // Drawn once, kept nearly without loss, and encoded from there.
  const whole = join(cache, 'whole.mkv');
  await encodeWhole(whole);
  const sound = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', join(cache, 'sound.pcm')];
  for (const { name, scale, quality, level, most } of [
    { name: 'high', scale: '720:1280', quality: '24', level: '3.1', most: '900k' },
    { name: 'low', scale: '360:640', quality: '27', level: '3.0', most: '300k' },
  ]) {
    const draft = join(cache, `${name}.mp4`);
    await ffmpeg([
      ...['-i', whole, ...sound, '-map', '0:v', '-map', '1:a'],
      ...['-vf', `scale=${scale}:flags=area`, '-c:v', 'libx264', '-profile:v', 'main', '-level', level],
      ...['-preset', 'veryslow', '-tune', 'animation', '-refs', '4'],
      ...['-crf', quality, '-maxrate', most, '-bufsize', most, '-pix_fmt', 'yuv420p', '-bf', '0', '-threads', '1'],
      ...['-g', String(keyEvery), '-keyint_min', String(keyEvery), '-sc_threshold', '0'],
      // The first AAC frame is silence that decoders drop; moved by its length, every fragment begins where a part does.
      ...['-c:a', 'aac', '-b:a', '48k', '-bsf:a', 'setts=pts=PTS+1024:dts=DTS+1024'],
      ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'],
      ...['-movflags', 'empty_moov+default_base_moof+frag_custom+frag_keyframe', '-frag_duration', String(partTime * 1000)],
      ...['-f', 'mp4', draft],
    ]);
    await rename(draft, join(here, `${name}.mp4`));
  }
  await rm(whole);
  await writeFile(join(here, 'captions.vtt'), webVtt(captions));
  const told = scenes.map(({ from, to, handle, title }) => ({ from: from / 1000, to: to / 1000, handle, title }));
  await writeFile(join(here, 'scenes.json'), `${JSON.stringify({ frameRate, length: loopTime / 1000, scenes: told }, null, 2)}\n`);
}

function encodeWhole(file) {
  const input = ['-f', 'image2pipe', '-c:v', 'mjpeg', '-framerate', String(frameRate), '-i', 'pipe:0'];
  return ffmpeg([...input, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '4', '-pix_fmt', 'yuv444p', file], async stdin => {
    for (let frame = 0; frame < frames; frame++) {
      if (!stdin.write(await studio.frameAt(frame))) await new Promise(resolve => stdin.once('drain', resolve));
      if (frame % (frameRate * 8) === 0) process.stderr.write(`[show] scene ${frame / frameRate / 8 + 1}\n`);
    }
    stdin.end();
  });
}

async function ffmpeg(args, feed) {
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: [feed ? 'pipe' : 'ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}.`))));
  });
  await Promise.all([ended, feed?.(child.stdin)]);
}

/** A page that draws frames. */
async function openStudio() {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };
  const server = createServer(async (request, response) => {
    const file = join(here, '..', normalize(new URL(request.url, 'http://studio').pathname));
    const body = await readFile(file).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(body);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const browser = await startChrome();
  const page = await browser.newPage();
  page.on('pageerror', error => process.stderr.write(`[show] ${error}\n`));
  await page.goto(`http://127.0.0.1:${server.address().port}/show/studio.html`, { waitUntil: 'load' });
  const pictures = Object.fromEntries(
    scenes.flatMap(({ handle, picture, colours }) => colours.map(colour => [`${handle} ${colour}`, drawThing(picture, colour)])),
  );
  await page.evaluate(plan => globalThis.prepare(plan), { pictures, palette, scenes, sceneTime, frameRate });
  return {
    frameAt: async (frame, look) => Buffer.from(await page.evaluate((...asked) => globalThis.frameAt(...asked), frame, look), 'base64'),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
