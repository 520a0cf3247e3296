import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import './define.js';
import type { ShopcastPlayer } from './player.js';
import { asked, cannotRewind, inState, moves, origin, part, shows, stream, videoOf, when } from './testing/watching.js';

describe('shopcast-player, for the viewer', () => {
  const open = async (mode: 'vod' | 'live' | 'll', more = {}) => {
    const made = stream(mode);
    const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${made.url} autoplay label="Table for six"></shopcast-player>`);
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
    // A real key: WebKit lets nothing begin with sound in a page that nobody has touched yet.
    part(player, 'start')!.focus();
    await sendKeys({ press: 'Enter' });
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
        before ? Object.defineProperty(HTMLVideoElement.prototype, name, before) : Reflect.deleteProperty(HTMLVideoElement.prototype, name),
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
