import { ContextProvider } from '@lit/context';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import {
  createShowSession,
  encodeInStream,
  formatDateRange,
  initialShow,
  parseDateRange,
  type ShowSession,
  type Stream,
} from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ShopcastPlayerState, ShopcastSeekEvent, ShopcastStreamChangedEvent } from '../events.js';
import { showContext } from '../internal/show-context.js';
import './define.js';
import type { ShopcastPlayer } from './player.js';
import { StreamOrder } from './stream-order.js';

/** The loop of the test video, and the time of a frame, ms. */
const loop = 6400;
const frame = 40;

/** There, what is appended before the buffered range never shows up in it, and hls.js takes the gap for a hole and skips it. */
const cannotRewind = navigator.userAgent.includes('Linux') && navigator.vendor.startsWith('Apple');

describe('shopcast-player', () => {
  let origin: string;
  let count = 0;
  before(async () => {
    ({ url: origin } = (await (await fetch('/__live-origin')).json()) as { url: string });
  });

  /** Streams are told apart by name, so that breaking one breaks no other test's. */
  const stream = (mode: 'vod' | 'live' | 'll', name = `s${Date.now()}-${count++}`) => ({
    name,
    url: `${origin}/${name}/${mode}/main.m3u8`,
  });
  const control = async (name: string, order: { fault?: string; tags?: string[] }) => {
    await fetch(`${origin}/control?stream=${name}`, { method: 'POST', body: JSON.stringify(order) });
  };
  /** What has been asked of a stream, as the origin counts. */
  const asked = async (name: string) => ((await (await fetch(`${origin}/control?stream=${name}`)).json()) as { asked: string[] }).asked;
  const videoOf = (player: ShopcastPlayer) => player.shadowRoot!.querySelector('video')!;
  const part = (player: ShopcastPlayer, name: string) => player.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);

  /** Resolves as soon as something holds, looked at with each event of a kind. */
  const when = (target: EventTarget, types: readonly string[], holds: () => boolean) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (!holds()) return;
        for (const type of types) target.removeEventListener(type, look);
        resolve();
      };
      for (const type of types) target.addEventListener(type, look);
      look();
    });
  const inState = (player: ShopcastPlayer, state: ShopcastPlayerState) =>
    when(player, ['shopcast-player-state'], () => player.state === state);
  const moves = async (player: ShopcastPlayer, seconds = 0.5) => {
    await when(player, ['timeupdate', 'seeked'], () => !videoOf(player).seeking);
    const from = player.currentTime;
    await when(player, ['timeupdate'], () => player.state === 'playing' && player.currentTime > from + seconds);
  };
  const shows = async (player: ShopcastPlayer, name: string) => {
    await when(player, ['timeupdate'], () => part(player, name) !== null);
    return part(player, name)!;
  };

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

  describe('streams', () => {
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
  });

  describe('for the viewer', () => {
    const open = async (mode: 'vod' | 'live' | 'll', more = {}) => {
      const made = stream(mode);
      const player = await fixture<ShopcastPlayer>(
        html`<shopcast-player src=${made.url} autoplay label="Table for six"></shopcast-player>`,
      );
      Object.assign(player, more);
      await inState(player, 'playing');
      await player.updateComplete;
      return { ...made, player };
    };

    it('shows a poster and a button, and fetches nothing, until somebody wants to see it', async () => {
      const { name, url } = stream('vod');
      const player = await fixture<ShopcastPlayer>(
        html`<shopcast-player src=${url} poster="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" aspect="9/16"></shopcast-player>`,
      );
      const { width, height } = player.getBoundingClientRect();
      expect(height / width).to.be.closeTo(16 / 9, 0.01);
      expect(player.state).to.equal('idle');
      await expect(player).to.be.accessible();
      expect(await asked(name)).to.deep.equal([]);
      part(player, 'start')!.click();
      await inState(player, 'playing');
      await when(player, ['timeupdate'], () => part(player, 'poster')!.hidden === true);
      const after = player.getBoundingClientRect();
      expect([after.width, after.height], 'the box stays as it was').to.deep.equal([width, height]);
    });

    it('begins without sound, offers it, and is accessible while it plays', async () => {
      const { player } = await open('vod');
      expect(player.silent).to.equal(true);
      await expect(player).to.be.accessible();
      const sound = part(player, 'sound')!;
      expect(sound.textContent.trim()).to.equal('Tap for sound');
      sound.click();
      await player.updateComplete;
      expect(player.silent).to.equal(false);
      expect(part(player, 'sound') === null).to.equal(true);
    });

    it('asks for a tap where the browser refuses to begin even muted', async () => {
      const { url } = stream('vod');
      const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url}></shopcast-player>`);
      const video = videoOf(player);
      const refused = () => Promise.reject(new DOMException('low power', 'NotAllowedError'));
      video.play = refused;
      player.autoplay = true;
      await inState(player, 'blocked');
      await player.updateComplete;
      delete (video as Partial<HTMLVideoElement>).play;
      part(player, 'start')!.click();
      await inState(player, 'playing');
    });

    (cannotRewind ? it.skip : it)('rewinds while live and comes back', async () => {
      const { player } = await open('live');
      await moves(player);
      const slider = (await shows(player, 'position')) as HTMLInputElement;
      const before = player.playhead!;
      slider.value = String(Number(slider.value) - 15);
      slider.dispatchEvent(new Event('input'));
      slider.dispatchEvent(new Event('change'));
      await moves(player);
      await player.updateComplete;
      expect(before - player.playhead!).to.be.within(10_000, 20_000);
      expect(slider.getAttribute('aria-valuetext')).to.match(/^0:1\d behind live$/);
      part(player, 'to-live')!.click();
      await when(player, ['timeupdate'], () => player.playhead! > before && player.state === 'playing');
      await player.updateComplete;
      expect(part(player, 'to-live') === null).to.equal(true);
    });

    it('works with the keys alone', async () => {
      const { player } = await open('vod');
      player.shadowRoot!.querySelector<HTMLElement>('.window')!.focus();
      const focused = () => player.shadowRoot!.activeElement?.getAttribute('part')?.split(' ').at(-1);
      const reach = async (name: string) => {
        for (let presses = 0; presses < 12 && focused() !== name; presses++) await sendKeys({ press: 'Tab' });
        expect(focused()).to.equal(name);
      };
      await reach('position');
      const at = player.currentTime;
      await sendKeys({ press: 'PageUp' });
      await when(player, ['seeked', 'timeupdate'], () => player.currentTime > at + 1.5);
      await reach('play');
      const paused = oneEvent(player, 'pause');
      await sendKeys({ press: 'Enter' });
      await paused;
      expect(player.paused).to.equal(true);
      const playing = oneEvent(player, 'playing');
      await sendKeys({ press: ' ' });
      await playing;
      await reach('mute');
      const heard = oneEvent(player, 'volumechange');
      await sendKeys({ press: 'Enter' });
      await heard;
      expect(player.silent).to.equal(false);
      await reach('settings-button');
      await sendKeys({ press: 'Enter' });
      await player.updateComplete;
      expect(part(player, 'settings') !== null).to.equal(true);
      expect(focused(), 'the focus goes along').to.equal('select');
      await expect(player).to.be.accessible();
      await sendKeys({ press: 'Escape' });
      await player.updateComplete;
      expect(part(player, 'settings') === null).to.equal(true);
      expect(focused(), 'focus returns').to.equal('settings-button');
      await reach('fill');
      await sendKeys({ press: 'Enter' });
      await player.updateComplete;
      const { width, height } = player.shadowRoot!.querySelector('.window')!.getBoundingClientRect();
      expect([width, height]).to.deep.equal([document.documentElement.clientWidth, innerHeight]);
      await moves(player);
      await sendKeys({ press: 'Escape' });
      await when(player, ['timeupdate'], () => !player.fullWindow);
    });

    describe('on another device', () => {
      /** Gives every video this property until the test is over. */
      const pretend = (name: string, value: unknown) => {
        const before = Object.getOwnPropertyDescriptor(HTMLVideoElement.prototype, name);
        Object.defineProperty(HTMLVideoElement.prototype, name, { value, configurable: true, writable: true });
        undo.push(() =>
          before
            ? Object.defineProperty(HTMLVideoElement.prototype, name, before)
            : Reflect.deleteProperty(HTMLVideoElement.prototype, name),
        );
      };
      const undo: (() => void)[] = [];
      afterEach(() => {
        for (const one of undo.splice(0)) one();
      });

      it('has a button only while the browser knows of one', async () => {
        let tell = (_available: boolean): void => undefined;
        let prompts = 0;
        const stopped: number[] = [];
        pretend('webkitShowPlaybackTargetPicker', undefined);
        pretend('remote', {
          watchAvailability: (callback: (available: boolean) => void) => {
            tell = callback;
            return Promise.resolve(7);
          },
          cancelWatchAvailability: (id: number) => Promise.resolve(void stopped.push(id)),
          prompt: () => {
            prompts++;
            return Promise.reject(new DOMException('The viewer closed the list.', 'NotAllowedError'));
          },
        });
        const { player } = await open('vod');
        expect(part(player, 'cast') === null).to.equal(true);
        tell(true);
        expect((await shows(player, 'cast')).getAttribute('aria-label')).to.equal('Play on another device');
        await expect(player).to.be.accessible();
        part(player, 'cast')!.click();
        expect(prompts).to.equal(1);
        tell(false);
        await player.updateComplete;
        expect(part(player, 'cast') === null).to.equal(true);
        player.remove();
        expect(stopped).to.deep.equal([7]);
      });

      it('has none where the browser cannot look for devices', async () => {
        pretend('webkitShowPlaybackTargetPicker', undefined);
        pretend('remote', { watchAvailability: () => Promise.reject(new DOMException('Not here.', 'NotSupportedError')) });
        const { player } = await open('vod');
        expect(part(player, 'cast') === null).to.equal(true);
      });

      it('takes AirPlay where it is', async () => {
        let shown = 0;
        pretend('webkitShowPlaybackTargetPicker', () => shown++);
        const { player } = await open('vod');
        const say = async (availability: string) => {
          videoOf(player).dispatchEvent(Object.assign(new Event('webkitplaybacktargetavailabilitychanged'), { availability }));
          await player.updateComplete;
        };
        expect(part(player, 'cast') === null).to.equal(true);
        await say('available');
        (await shows(player, 'cast')).click();
        expect(shown).to.equal(1);
        await say('not-available');
        expect(part(player, 'cast') === null).to.equal(true);
      });
    });

    it('shows the captions of the stream, and those of the page, and makes them larger', async () => {
      const { url } = stream('vod');
      const own = URL.createObjectURL(new Blob(['WEBVTT\n\n00:00.000 --> 00:59.000\n<i>Tassen</i> &amp; Leinen\n'], { type: 'text/vtt' }));
      const player = await fixture<ShopcastPlayer>(
        html`<shopcast-player src=${url} autoplay captions="en"
          ><track kind="captions" srclang="de" label="Deutsch" src=${own}
        /></shopcast-player>`,
      );
      const shows = (text: RegExp) => when(player, ['timeupdate'], () => text.test(part(player, 'captions')?.textContent ?? ''));
      await shows(/^\s*Caption \d+\s*$/);
      const second = Math.floor(player.currentTime / 1.6);
      expect(part(player, 'captions')!.textContent.trim()).to.be.oneOf([`Caption ${second}`, `Caption ${second - 1}`]);
      part(player, 'settings-button')!.click();
      await player.updateComplete;
      const choose = (label: string, value: string) => {
        const select = [...player.shadowRoot!.querySelectorAll('label')]
          .find(one => one.textContent.includes(label))!
          .querySelector('select')!;
        const option = [...select.options].find(one => one.text === value)!;
        select.value = option.value;
        select.dispatchEvent(new Event('change'));
        return player.updateComplete;
      };
      await choose('Captions', 'Deutsch');
      await shows(/^\s*Tassen & Leinen\s*$/);
      const size = () => parseFloat(getComputedStyle(part(player, 'captions')!).fontSize);
      const before = size();
      await choose('Caption size', 'Large');
      expect(size()).to.be.greaterThan(before * 1.3);
      await choose('Captions', 'Off');
      await shows(/^\s*$/);
    });

    it('plays sound alone where the network is poor, and the picture again', async () => {
      const { player } = await open('vod');
      await moves(player);
      player.quality = 'sound';
      await when(player, ['timeupdate', 'playing'], () => player.state === 'playing' && videoOf(player).videoWidth === 0);
      await moves(player);
      player.quality = 'auto';
      await when(player, ['timeupdate', 'playing'], () => player.state === 'playing' && videoOf(player).videoWidth > 0);
      await moves(player);
    });

    it('stays small and waits to be asked where the viewer saves data', async () => {
      const { name, url } = stream('vod');
      const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay save-data></shopcast-player>`);
      expect(player.state).to.equal('idle');
      await player.play();
      await inState(player, 'playing');
      await moves(player, 3);
      const files = await asked(name);
      expect(files, files.join(' ')).to.include('low/s3.m4s');
      expect(files.some(file => file.startsWith('high/'))).to.equal(false);
    });

    it('leaves nothing behind when it goes, and plays again when it returns', async () => {
      const { name, player } = await open('ll');
      const parent = player.parentElement!;
      player.remove();
      await new Promise(resolve => setTimeout(resolve));
      expect(videoOf(player).hasAttribute('src')).to.equal(false);
      expect(videoOf(player).readyState).to.equal(HTMLMediaElement.HAVE_NOTHING);
      expect(player.playhead).to.equal(undefined);
      expect([...document.head.querySelectorAll('link')].filter(link => link.href.startsWith(origin)).length).to.equal(0);
      // Another player counts the time in which this one must ask for nothing.
      const other = await open('ll');
      const before = await asked(name);
      await moves(other.player, 1.5);
      expect(await asked(name)).to.deep.equal(before);
      other.player.remove();
      parent.append(player);
      await inState(player, 'playing');
      await moves(player);
    });

    it('goes on playing when it is moved in the page', async () => {
      const { player } = await open('vod');
      await moves(player);
      const at = player.currentTime;
      const place = document.createElement('div');
      player.parentElement!.append(place);
      place.append(player);
      await moves(player);
      expect(player.currentTime).to.be.greaterThan(at);
    });

    it('warns of an attribute that makes no sense, and plays all the same', async () => {
      const { url } = stream('vod');
      const said: string[] = [];
      const { warn } = console;
      console.warn = (words: string) => said.push(words);
      try {
        const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} aspect="tall" autoplay></shopcast-player>`);
        await inState(player, 'playing');
        const { width, height } = player.getBoundingClientRect();
        expect(width / height).to.be.closeTo(16 / 9, 0.01);
      } finally {
        console.warn = warn;
      }
      expect(said.filter(words => words.includes('player/bad-aspect'))).to.have.length(1);
    });
  });

  describe('inside a show', () => {
    let stage: TestStage | undefined;
    let session: ShowSession | undefined;
    afterEach(async () => {
      session?.dispose();
      await stage?.close();
      session = stage = undefined;
    });
    const enter = async (streams: readonly Stream[], phase: 'scheduled' | 'live' = 'live') => {
      stage = await createTestStage({ phase, manifest: { streams } });
      session = createShowSession(stage.parts);
      const place = await fixture(html`<div></div>`);
      new ContextProvider(place as HTMLElement, { context: showContext, initialValue: session });
      const player = document.createElement('shopcast-player');
      place.addEventListener('shopcast-seek', event => session!.seek((event as ShopcastSeekEvent).detail.at));
      place.append(player);
      return player;
    };

    it('plays the show and gives it the playhead, as long as it is there', async () => {
      const { url } = stream('live');
      const player = await enter([{ url, kind: 'live' }]);
      await inState(player, 'playing');
      await moves(player);
      expect(session!.$playhead.get()).to.be.closeTo(player.playhead!, 100);
      expect(part(player, 'fill') === null, 'the show fills the window, not the video').to.equal(true);
      player.remove();
      await new Promise(resolve => setTimeout(resolve));
      expect(session!.$playhead.get()).to.equal(undefined);
    });

    (cannotRewind ? it.skip : it)('sends moments through the show', async () => {
      const { url } = stream('live');
      const player = await enter([{ url, kind: 'live' }]);
      await inState(player, 'playing');
      await moves(player);
      const slider = (await shows(player, 'position')) as HTMLInputElement;
      slider.value = String(Number(slider.value) - 12);
      const wished = oneEvent<ShopcastSeekEvent>(player, 'shopcast-seek');
      slider.dispatchEvent(new Event('input'));
      slider.dispatchEvent(new Event('change'));
      const { detail } = await wished;
      await moves(player);
      expect(player.playhead! - detail.at!).to.be.within(0, 5_000);
    });

    it('fetches nothing before the show, and replays it when asked', async () => {
      const [live, recorded] = [stream('live'), stream('vod')];
      const streams = [
        { url: live.url, kind: 'live' },
        { url: recorded.url, kind: 'recorded' },
      ] as const;
      const player = await enter(streams, 'scheduled');
      await player.updateComplete;
      expect(player.state).to.equal('idle');
      await stage!.run({ type: 'start-show', data: {} }, { type: 'end-show', data: {} });
      await stage!.until(() => session!.$truth.get().phase === 'ended');
      await player.updateComplete;
      expect(player.state).to.equal('idle');
      const at = Date.UTC(2026, 0, 1) + 8_000;
      session!.seek(at);
      await inState(player, 'playing');
      await when(player, ['timeupdate'], () => Math.abs((player.playhead ?? 0) - at) < 5_000);
    });

    it('hands on what the stream carries for the in-stream transport, also to whoever comes late', async () => {
      const { name, url } = stream('live');
      const item = { type: 'snapshot', snapshot: { epoch: 'e', seq: 3, at: 1, state: initialShow } } as const;
      const parts = encodeInStream(item, 200);
      await control(name, { tags: parts.map(one => formatDateRange(one, new Date().toISOString())) });
      const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay></shopcast-player>`);
      const texts: string[] = [];
      player.streamEvents.on('hlsFragParsingMetadata', (_, { samples }: { samples: { data: Uint8Array }[] }) =>
        texts.push(...samples.map(sample => new TextDecoder().decode(sample.data))),
      );
      await inState(player, 'playing');
      const found: unknown[] = [];
      type Level = { details: { dateRanges: Record<string, { attr: Record<string, string> }> } };
      const listen = (_: string, { details }: Level) =>
        found.push(...Object.values(details.dateRanges).map(({ attr }) => parseDateRange(attr)));
      player.streamEvents.on('hlsLevelUpdated', listen);
      expect(found.slice(0, parts.length)).to.have.deep.members(parts);
      player.streamEvents.off('hlsLevelUpdated', listen);
      await when(player, ['timeupdate'], () => texts.some(text => text.includes('segment')));
    });
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
