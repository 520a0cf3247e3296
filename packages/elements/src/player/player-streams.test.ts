import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { ShopcastStreamChangedEvent } from '../events.js';
import './define.js';
import type { ShopcastPlayer } from './player.js';
import { StreamOrder } from './stream-order.js';
import { control, inState, moves, part, stream, videoOf, when } from './testing/watching.js';

/** The loop of the test video, and the time of a frame, ms. */
const loop = 6400;
const frame = 40;

describe('the streams of shopcast-player', () => {
  /** The number of the frame on screen, read from its squares; `undefined` for a grey one, decoded before its key frame has come. */
  const frameNumber = (player: ShopcastPlayer) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
    const drawing = canvas.getContext('2d', { willReadFrequently: true })!;
    drawing.drawImage(videoOf(player), 0, 0, 160, 90);
    const squares = Array.from({ length: 8 }, (_, bit) => drawing.getImageData(bit * 10 + 5, 5, 1, 1).data[0]!);
    if (squares.some(light => light > 64 && light < 192)) return undefined;
    return squares.reduce((sum, light, bit) => sum + (light > 128 ? 2 ** bit : 0), 0);
  };
  /** How far the playhead is from the moment of the frame on screen, in ms, the least first. */
  const skews = async (player: ShopcastPlayer, samples: number) => {
    const video = videoOf(player);
    const found: number[] = [];
    while (found.length < samples) {
      await new Promise(resolve => video.requestVideoFrameCallback(resolve));
      const shown = frameNumber(player);
      if (shown === undefined) continue;
      const away = (((player.playhead! - shown * frame) % loop) + loop) % loop;
      found.push(away > loop / 2 ? away - loop : away);
    }
    return found.map(Math.abs).sort((a, b) => a - b);
  };

  for (const mode of ['vod', 'live', 'll'] as const) {
    it(`plays ${mode}, and knows the date of the frame on screen`, async () => {
      const { url } = stream(mode);
      const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay></shopcast-player>`);
      await inState(player, 'playing');
      await moves(player);
      const found = await skews(player, 15);
      expect(found[7], `median of ${found.join(', ')}`).to.be.below(100);
      expect(found[13], `second most of ${found.join(', ')}`).to.be.below(100);
      expect(player.shadowRoot!.querySelector('[part="live"]') !== null, 'says that it is live').to.equal(mode !== 'vod');
    });
  }

  const changes = async (player: ShopcastPlayer, index: number) => {
    for (;;) {
      const { detail } = await oneEvent<ShopcastStreamChangedEvent>(player, 'shopcast-stream-changed');
      if (detail.index === index) return detail;
    }
  };

  for (const fault of ['error', 'stall'] as const) {
    it(`goes to the next stream when one ${fault === 'error' ? 'fails' : 'stands still'}, and returns`, async () => {
      const [good, spare] = [stream('ll'), stream('ll')];
      const player = await fixture<ShopcastPlayer>(html`<shopcast-player .streams=${[good, spare]} autoplay></shopcast-player>`);
      await inState(player, 'playing');
      await moves(player);
      const failed = changes(player, 1);
      await control(good.name, { fault });
      expect((await failed).reason).to.equal('failed');
      await moves(player);
      const back = changes(player, 0);
      await control(good.name, { fault: 'none' });
      expect((await back).reason).to.equal('better');
      await moves(player);
    });
  }

  it('waits for a stream that is not there yet, says so, and plays it when it comes', async () => {
    const { name, url } = stream('live');
    await control(name, { fault: 'missing' });
    const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay></shopcast-player>`);
    await inState(player, 'missing');
    await player.updateComplete;
    expect(part(player, 'words')!.textContent).to.include('not there yet');
    await expect(player).to.be.accessible();
    await control(name, { fault: 'none' });
    part(player, 'retry')!.click();
    await inState(player, 'playing');
  });

  it('comes back by itself after every stream has failed', async () => {
    const { name, url } = stream('ll');
    const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay></shopcast-player>`);
    await inState(player, 'playing');
    await control(name, { fault: 'error' });
    await when(player, ['shopcast-player-state'], () => player.state === 'interrupted' || player.state === 'waiting');
    await control(name, { fault: 'none' });
    await inState(player, 'playing');
    await moves(player);
  });

  it('says that what nothing can decode cannot be played, once', async () => {
    const errors: string[] = [];
    const player = await fixture<ShopcastPlayer>(
      html`<shopcast-player
        src="data:application/vnd.apple.mpegurl,${encodeURIComponent('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="nope.1"\nx.m3u8\n')}"
      ></shopcast-player>`,
    );
    player.addEventListener('shopcast-error', ({ detail }) => errors.push(detail.code));
    void player.play();
    await inState(player, 'failed');
    await player.updateComplete;
    expect(part(player, 'words')!.getAttribute('role')).to.equal('alert');
    expect(errors).to.deep.equal(['player/cannot-play']);
  });

  it('takes the next best stream that is not resting', () => {
    const order = new StreamOrder(3, () => 0.5);
    expect(order.best(0)).to.equal(0);
    order.fail(0, 0);
    expect(order.best(0)).to.equal(1);
    expect(order.best(999, 1), 'a better one than the second, before its rest is over').to.equal(undefined);
    expect(order.best(1_000, 1)).to.equal(0);
    order.fail(0, 1_000);
    expect(order.best(2_999, 1), 'the second rest is twice as long').to.equal(undefined);
    order.fail(1, 3_000, true);
    order.fail(2, 3_000, true);
    order.fail(0, 3_000, true);
    expect(order.nextAttempt).to.equal(Infinity);
  });
});
