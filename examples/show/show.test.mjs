import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { products } from '../table-goods/catalogue.mjs';
import { markOf, readMark } from './marks.mjs';
import { captions, frameRate, loopTime, scenes } from './scenes.mjs';
import { makeSound, sampleRate } from './sound.mjs';
import { webVtt } from './web-vtt.mjs';

const file = name => new URL(name, import.meta.url);
const frames = (loopTime * frameRate) / 1000;

/** A look at a mark drawn without a picture: what is light, what is dark. */
const drawn = mark => {
  let place = 0;
  return () => (mark[place++] ? 230 : 40);
};

describe('the show', () => {
  it('is committed as it was made: small files, and what is told of them is so', () => {
    const bytes = ['high.mp4', 'low.mp4', 'poster.jpg', 'scenes.json'].reduce((sum, name) => sum + statSync(file(name)).size, 0);
    expect(bytes).to.be.below(4_000_000);
    const told = JSON.parse(readFileSync(file('scenes.json'), 'utf8'));
    expect(told.scenes).to.deep.equal(scenes.map(({ from, to, handle, title }) => ({ from: from / 1000, to: to / 1000, handle, title })));
    expect(readFileSync(file('captions.vtt'), 'utf8')).to.equal(webVtt(captions));
  });

  it('shows what the store sells', () => {
    const sold = new Map(products.map(({ handle, title }) => [handle, title]));
    for (const { handle, title } of scenes) expect(title).to.equal(sold.get(handle));
  });

  it('says in every frame of both files which one it is', () => {
    for (const [name, width, height] of [
      ['high.mp4', 720, 1280],
      ['low.mp4', 360, 640],
    ]) {
      const top = height / 8;
      const decoded = ['-i', file(name).pathname, '-an', '-vf', `crop=iw:${top}:0:0`, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
      const { stdout } = spawnSync('ffmpeg', ['-v', 'error', ...decoded], { maxBuffer: 2 ** 30 });
      const size = width * top;
      expect(stdout.length / size, name).to.equal(frames);
      for (let frame = 0; frame < frames; frame++) {
        const lightAt = (x, y) => stdout[frame * size + Math.round(y * height) * width + Math.round(x * width)];
        expect(readMark(lightAt), `frame ${frame} of ${name}`).to.equal(frame);
      }
    }
  }).timeout(60_000);

  it('reads no number where there is none', () => {
    expect(readMark(() => 128)).to.equal(undefined);
    expect(readMark(drawn(markOf(1234)))).to.equal(1234);
    const flipped = markOf(1234);
    flipped[5] = !flipped[5];
    expect(readMark(drawn(flipped)), 'one square read wrongly').to.equal(undefined);
    let place = 0;
    const half = markOf(1234).map((isLight, index) => (index === 4 ? 135 : isLight ? 230 : 40));
    expect(
      readMark(() => half[place++]),
      'a square between light and dark',
    ).to.equal(undefined);
  });

  it('sounds without a click at the seam', () => {
    const sound = makeSound(16);
    const samples = new Int16Array(sound.buffer, sound.byteOffset, sound.length / 2);
    expect(samples).to.have.length(16 * sampleRate);
    let steepest = 0;
    for (let at = 1; at < samples.length; at++) steepest = Math.max(steepest, Math.abs(samples[at] - samples[at - 1]));
    expect(Math.abs(samples[0] - samples.at(-1))).to.be.at.most(steepest);
    expect(Math.max(...samples.subarray(0, 100_000))).to.be.within(1000, 20_000);
  });
});
