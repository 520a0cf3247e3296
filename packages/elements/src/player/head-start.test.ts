import { expect, fixture, html } from '@open-wc/testing';
import './define.js';
import { HeadStart } from './head-start.js';
import { loadHls } from './hls-code.js';
import type { ShopcastPlayer } from './player.js';
import { asked, control, stream, videoOf, when } from './testing/watching.js';

/** A page of its own: only while hls.js is not there yet is there anything to begin without it. */
describe('the beginning of a recording', () => {
  const address = (text: string) => `data:application/vnd.apple.mpegurl,${encodeURIComponent(text)}`;
  const headOf = async (url: string, needsHls = () => false, patience = 8_000) => {
    const video = document.createElement('video');
    const head = new HeadStart(video, url, { onFound: () => undefined, needsHls, patience });
    await head.settled;
    return { head, video };
  };

  // First of all: afterwards hls.js is here.
  it('plays before hls.js, which goes on from there without a break', async () => {
    const { name, url } = stream('vod');
    const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay muted></shopcast-player>`);
    const video = videoOf(player);
    const broken: string[] = [];
    await when(player, ['timeupdate'], () => player.state === 'playing');
    for (const type of ['emptied', 'seeking', 'error']) video.addEventListener(type, () => broken.push(type));
    expect(player.playhead, 'the date of the frame is known').to.be.a('number');
    await when(player, ['timeupdate'], () => player.currentTime > 6);
    const files = await asked(name);
    expect(broken).to.deep.equal([]);
    const segments = files.filter(file => file.endsWith('.m4s') && !file.startsWith('captions'));
    const numbers = segments.map(file => Number(/\d+/.exec(file.split('/')[1]!)![0]));
    if (HeadStart.isPossible)
      expect(
        files.filter(file => file === 'main.m3u8'),
        'read by both',
      ).to.have.length(2);
    expect([...new Set(numbers)].slice(0, 3)).to.deep.equal([0, 1, 2]);
    expect(numbers, 'each once, but one that was broken off').to.satisfy(
      (all: readonly number[]) => all.length - new Set(all).size <= 1 && all.filter(number => number === 0).length === 1,
    );
    player.currentTime = 24;
    await when(player, ['ended'], () => player.state === 'ended');
    expect(player.playhead! - 24_000).to.be.above(0);
  });

  if (!HeadStart.isPossible) return;

  it('is handed over with its date and the second where it ends', async () => {
    const { head, video } = await headOf(stream('vod').url);
    expect(head.isUseful).to.equal(true);
    expect(video.buffered.start(0)).to.be.below(0.1);
    expect(head.dateAt(1)! - head.dateAt(0)!).to.equal(1000);
    const begun = (await head.handOver())!;
    expect(begun.next % 1.6).to.be.closeTo(0, 0.001);
    expect(begun.mediaSource.duration).to.be.closeTo(25.6, 0.001);
    expect(Object.keys(begun.tracks)).to.deep.equal(['audiovideo']);
    head.letGo();
    head.discard();
    expect(video.src, 'what was handed over stays').to.not.equal('');
  });

  it('keeps four seconds in advance, and no more', async () => {
    const { name, url } = stream('vod');
    const { head, video } = await headOf(url);
    while (video.buffered.end(0) < 4.7) await asked(name);
    const begun = (await head.handOver())!;
    expect(begun.next).to.be.closeTo(4.8, 0.001);
    expect((await asked(name)).filter(file => file.endsWith('.m4s'))).to.have.length.at.most(3);
  });

  it('leaves to hls.js what is live, broken, or waits for every event', async () => {
    const { name, url } = stream('vod');
    await control(name, { fault: 'error' });
    for (const { head, video } of [await headOf(stream('live').url), await headOf(url), await headOf(stream('vod').url, () => true)]) {
      expect(head.isUseful).to.equal(false);
      expect(video.hasAttribute('src')).to.equal(false);
      expect(await head.handOver()).to.equal(undefined);
    }
  });

  it('lets go of the video when its segment cannot be decoded', async () => {
    const codecs = 'avc1.4d401e,mp4a.40.2';
    for (const bytes of ['a', 'These bytes are nothing that a browser knows.']) {
      const file = `data:,${encodeURIComponent(bytes)}`;
      const media = address(`#EXTM3U\n#EXT-X-MAP:URI="${file}"\n#EXTINF:2,\n${file}\n#EXTINF:2,\n${file}\n#EXT-X-ENDLIST`);
      const { head, video } = await headOf(address(`#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="${codecs}"\n${media}`));
      expect(head.isUseful).to.equal(false);
      expect(video.hasAttribute('src')).to.equal(false);
    }
  });

  it('leaves no gap where picture and sound begin apart, as with B-frames', async () => {
    const url = new URL('./testing/b-frames/main.m3u8', import.meta.url).href;
    const { head, video } = await headOf(url);
    const { Hls, HlsEngine } = await loadHls(false);
    const quiet = () => undefined;
    const options = { light: false, workerSrc: undefined, startAt: undefined, saveData: false, quality: 'auto' };
    const hooks = { onReady: quiet, onChange: quiet, onTrouble: quiet, onStreamEvent: quiet };
    const engine = new HlsEngine(Hls, video, url, options, hooks, head);
    video.muted = true;
    await video.play();
    await when(video, ['timeupdate'], () => video.buffered.end(video.buffered.length - 1) > 8.9);
    expect(video.buffered.length, 'stretches in the buffer').to.equal(1);
    engine.destroy();
  });

  it('gives way to hls.js where a stream stands still', async () => {
    const { name, url } = stream('vod');
    await control(name, { fault: 'stall' });
    const { head, video } = await headOf(url, () => false, 300);
    expect(head.isUseful).to.equal(false);
    expect(video.hasAttribute('src')).to.equal(false);
  });

  it('goes on beside hls.js where the first segment takes long, and hands over nothing until it is there', async () => {
    const { url } = stream('vod');
    const main = await (await fetch(url)).text();
    const whole = (text: string) => text.replace(/^(?!#)(.+)$/gm, path => new URL(path, url).href);
    const low = /^(?!#).+low.+$/m.exec(whole(main))![0];
    const media = await (await fetch(low)).text();
    // Nobody ever answers there.
    const { name, url: silent } = stream('vod');
    await control(name, { fault: 'stall' });
    const stalled = media
      .replace(/URI="([^"]+)"/, (_, path: string) => `URI="${new URL(path, low).href}"`)
      .replace(/^(?!#)(.+)$/gm, silent);
    const variant = /#EXT-X-STREAM-INF.*\n(?=.*low)/.exec(main)![0];
    const { head, video } = await headOf(address(`#EXTM3U\n${variant}${address(stalled)}`), () => false, 500);
    expect(head.isUseful, 'it may come yet').to.equal(true);
    expect(await head.handOver()).to.equal(undefined);
    head.discard();
    expect(video.hasAttribute('src')).to.equal(false);
  });

  it('tells the dates of a recording whose first date comes late', async () => {
    const dated =
      '#EXT-X-MAP:URI="data:,a"\n#EXTINF:2,\ndata:,b\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02Z\n#EXTINF:2,\ndata:,c\n#EXT-X-ENDLIST';
    let date: number | undefined;
    const url = address(`#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.4d401e"\n${address(`#EXTM3U\n${dated}`)}`);
    const head: HeadStart = new HeadStart(document.createElement('video'), url, {
      onFound: () => (date = head.dateAt(0)),
      needsHls: () => false,
      patience: 8_000,
    });
    await head.settled;
    expect(date).to.equal(Date.UTC(2026, 0, 1));
  });

  const plain = '#EXT-X-MAP:URI="data:,a"\n#EXTINF:2,\ndata:,b\n#EXTINF:2,\ndata:,c\n#EXT-X-ENDLIST';
  const cases = {
    'an encrypted one': { media: `#EXT-X-KEY:METHOD=AES-128,URI="k"\n${plain}` },
    'one with breaks': { media: `${plain.replace('#EXTINF:2,\ndata:,c', '#EXT-X-DISCONTINUITY\n#EXTINF:2,\ndata:,c')}` },
    'parts of files': { media: plain.replace('"data:,a"', '"data:,a",BYTERANGE="10@0"') },
    'a transport stream': { media: plain.replace(/#EXT-X-MAP.*\n/, '') },
    'one segment': { media: plain.replace('#EXTINF:2,\ndata:,c\n', '') },
    'sound of its own': { media: plain, more: ',AUDIO="a"' },
    'captions in the picture': { media: plain, more: ',CLOSED-CAPTIONS="cc"' },
    'an unknown codec': { media: plain, codecs: 'avc1.zz' },
    'no codecs at all': { media: plain, codecs: '' },
  };
  for (const [words, { media, more = '', codecs = 'avc1.4d401e' }] of Object.entries<{ media: string; more?: string; codecs?: string }>(
    cases,
  )) {
    it(`leaves to hls.js: ${words}`, async () => {
      const variant = `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="${codecs}"${more}`;
      const video = document.createElement('video');
      const opened = new Promise((_, reject) => video.addEventListener('loadstart', () => reject(new Error('The video was touched.'))));
      const head = new HeadStart(video, address(`#EXTM3U\n${variant}\n${address(`#EXTM3U\n${media}`)}`), {
        onFound: () => expect.fail('It was taken.'),
        needsHls: () => false,
        patience: 8_000,
      });
      await Promise.race([head.settled, opened]);
      expect(head.isUseful).to.equal(false);
    });
  }
});
