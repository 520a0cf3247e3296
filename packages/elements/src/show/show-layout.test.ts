import { expect, fixture, html } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage, type TestStageOptions } from '@shopcast/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import '../announcement/define.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import './define.js';
import type { ShopcastShow } from './show.js';

const part = (show: Element, name: string): HTMLElement => show.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`)!;
const frames = (): Promise<void> => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

describe('shopcast-show: where its pieces stand', () => {
  let stage: TestStage;
  let session: ShowSession;
  const open = async (width: number, options: TestStageOptions & { landscape?: boolean } = {}): Promise<ShopcastShow> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const place = document.createElement('div');
    place.style.inlineSize = `${width}px`;
    const show = await fixture<ShopcastShow>(
      html`<shopcast-show .session=${session} ?landscape=${options.landscape ?? false}>
        <div slot="card" class="card">Stoneware mug 18,50</div>
        <div slot="cart-button">Cart</div>
      </shopcast-show>`,
      { parentNode: place },
    );
    show.querySelector<HTMLElement>('.card')!.style.cssText = 'block-size: 88px; background: Canvas; color: CanvasText';
    await stage.list('mug', 'espresso');
    await stage.until(() => session.$truth.get().products.length === 2);
    await frames();
    return show;
  };
  afterEach(async () => {
    session.dispose();
    await stage.close();
  });

  for (const width of [340, 390, 600, 768]) {
    it(`leaves the middle third of a portrait video free at ${width} px`, async () => {
      const show = await open(width);
      const video = part(show, 'stage').getBoundingClientRect();
      const third = { top: video.top + video.height / 3, bottom: video.bottom - video.height / 3 };
      for (const piece of [part(show, 'top'), part(show, 'bar'), show.querySelector('.card')!]) {
        const box = piece.getBoundingClientRect();
        expect(box.bottom <= third.top + 1 || box.top >= third.bottom - 1, `${piece.className} is outside it`).to.equal(true);
        expect(box.left).to.be.at.least(video.left - 1);
        expect(box.right).to.be.at.most(video.right + 1);
        expect(box.bottom).to.be.at.most(video.bottom + 1);
      }
    });
  }

  for (const [width, place] of [
    [280, 'panel'],
    [360, 'top'],
    [1100, 'top'],
  ] as const) {
    it(`shows an announcement whole, outside the middle of the video, at ${width} px`, async () => {
      const show = await open(width);
      await stage.run({ type: 'announce', data: { announcementId: 'a', text: 'Free delivery tonight.' } });
      const words = show.shadowRoot!.querySelector('shopcast-announcement')!;
      await waitUntil(() => words.offsetHeight > 20);
      await frames();
      const box = words.getBoundingClientRect();
      const video = part(show, 'stage').getBoundingClientRect();
      const around = words.closest('.announcement')!.getBoundingClientRect();
      expect(box.bottom).to.be.at.most(around.bottom + 1);
      if (place === 'panel') expect(box.top >= video.bottom - 1 || box.left >= video.right - 1, 'it is not over the video').to.equal(true);
      else {
        expect(box.top).to.be.at.least(part(show, 'full-window').getBoundingClientRect().bottom - 1);
        expect(box.bottom).to.be.at.most(video.top + video.height / 3 + 1);
      }
    });
  }

  for (const [width, landscape] of [
    [280, false],
    [320, false],
    [280, true],
    [390, true],
    [768, true],
  ] as const) {
    it(`puts everything below a ${landscape ? 'landscape' : 'portrait'} video at ${width} px`, async () => {
      const show = await open(width, { landscape });
      const video = part(show, 'stage').getBoundingClientRect();
      expect(video.width / video.height).to.be.closeTo(landscape ? 16 / 9 : 9 / 16, 0.02);
      expect(part(show, 'panel').getBoundingClientRect().top).to.be.at.least(video.bottom - 1);
    });
  }

  for (const landscape of [false, true]) {
    it(`puts a panel beside a ${landscape ? 'landscape' : 'portrait'} video at 1100 px`, async () => {
      const show = await open(1100, { landscape });
      const video = part(show, 'stage').getBoundingClientRect();
      const panel = part(show, 'panel').getBoundingClientRect();
      expect(panel.left).to.be.at.least(video.right - 1);
      expect(panel.height).to.be.closeTo(video.height, 1);
      expect(getComputedStyle(part(show, 'tray-button')).display).to.equal('none');
    });
  }

  it('keeps no place for a chat that nobody put in', async () => {
    const show = await open(1100);
    const chat = show.shadowRoot!.querySelector<HTMLElement>('.chat')!;
    expect(chat.offsetHeight).to.equal(0);
    const talk = document.createElement('p');
    talk.slot = 'chat';
    show.append(talk);
    await waitUntil(() => chat.offsetHeight > 40);
  });

  it('mirrors from right to left', async () => {
    const show = await open(1100);
    show.dir = 'rtl';
    await frames();
    expect(part(show, 'panel').getBoundingClientRect().right).to.be.at.most(part(show, 'stage').getBoundingClientRect().left + 1);
  });

  for (const [width, landscape] of [
    [390, false],
    [390, true],
    [1100, false],
    [1100, true],
  ] as const) {
    it(`takes its space before anything is known: ${width} px${landscape ? ', landscape' : ''}`, async () => {
      const show = await open(width, { landscape });
      const boxes = (): number[] =>
        [show, part(show, 'stage'), part(show, 'panel')].flatMap(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight]);
      const later = boxes().slice(0, 4);
      show.session = undefined;
      show.querySelector<HTMLElement>('.card')!.hidden = true;
      await show.updateComplete;
      await frames();
      expect(boxes().slice(0, 4)).to.deep.equal(later);
    });
  }

  it('tells the player what covers the video', async () => {
    const show = await open(390);
    const stageBox = part(show, 'stage');
    const inset = (side: string): number => Number.parseFloat(stageBox.style.getPropertyValue(`--shopcast-player-inset-${side}`));
    expect(inset('end')).to.be.closeTo(part(show, 'panel').offsetHeight, 1);
    expect(inset('start')).to.equal(part(show, 'top').offsetHeight);
    show.parentElement!.style.inlineSize = '1100px';
    await waitUntil(() => inset('end') === 0);
  });

  it('has targets large enough for a thumb', async () => {
    const show = await open(390);
    for (const button of show.shadowRoot!.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height), button.getAttribute('part')!).to.be.at.least(44);
    }
  });

  it('is accessible in every size, light and dark', async function () {
    this.timeout(60_000);
    for (const width of [280, 1100]) {
      for (const landscape of [false, true]) {
        const show = await open(width, { landscape });
        for (const scheme of ['light', 'dark']) {
          show.style.colorScheme = scheme;
          await expect(show).to.be.accessible();
        }
        session.dispose();
        await stage.close();
      }
    }
  });

  it('does not scroll sideways in the narrowest box', async () => {
    const show = await open(280, { phase: 'scheduled', manifest: { title: 'Donaudampfschifffahrtsgesellschaftskapitänsabend am Tisch' } });
    const box = show.shadowRoot!.querySelector<HTMLElement>('.window')!;
    expect(box.scrollWidth).to.be.at.most(box.clientWidth);
  });

  describe('the full window', () => {
    const box = (show: Element): HTMLElement => show.shadowRoot!.querySelector<HTMLElement>('.window')!;
    const fill = async (show: ShopcastShow): Promise<void> => {
      part(show, 'full-window').click();
      await waitUntil(() => box(show).matches(':popover-open'));
      await frames();
    };

    it('fills it, keeps its place in the page, and comes back with Escape', async () => {
      const show = await open(390);
      const { height } = show.getBoundingClientRect();
      await fill(show);
      const filled = box(show).getBoundingClientRect();
      expect([filled.left, filled.top, filled.width, filled.height]).to.deep.equal([0, 0, innerWidth, innerHeight]);
      expect(show.getBoundingClientRect().height).to.be.closeTo(height, 1);
      expect(box(show).getAttribute('aria-modal')).to.equal('true');
      await expect(show).to.be.accessible();
      part(show, 'full-window').focus();
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !show.fullWindow);
      await show.updateComplete;
      expect(box(show).matches(':popover-open')).to.equal(false);
      expect(box(show).role).to.equal('region');
      expect(show.shadowRoot!.activeElement).to.equal(part(show, 'full-window'));
    });

    it('keeps the focus inside', async () => {
      const show = await open(390);
      const outside = document.createElement('button');
      outside.textContent = 'Outside';
      show.parentElement!.append(outside);
      await fill(show);
      outside.focus();
      expect(document.activeElement).to.equal(show);
    });

    it('is the page\u2019s to refuse', async () => {
      const show = await open(390);
      show.addEventListener('shopcast-open', event => event.preventDefault(), { once: true });
      part(show, 'full-window').click();
      await frames();
      expect(show.fullWindow).to.equal(false);
    });

    it('leaves nothing behind when the show is taken out', async () => {
      const show = await open(390);
      await fill(show);
      expect(document.documentElement.style.overflow).to.equal('hidden');
      show.remove();
      expect(document.documentElement.style.overflow).to.equal('');
    });

    it('puts the panel beside the video on a phone held sideways', async function () {
      // WebKit's driver has no way to change the window.
      if (!/chrome/i.test(navigator.userAgent)) return this.skip();
      await setViewport({ width: 844, height: 390 });
      try {
        const show = await open(390);
        await fill(show);
        const video = part(show, 'stage').getBoundingClientRect();
        const panel = part(show, 'panel').getBoundingClientRect();
        expect(panel.left).to.be.at.least(video.right - 1);
        expect(video.height).to.equal(390);
        expect(part(show, 'bar').getBoundingClientRect().bottom).to.be.at.most(391);
      } finally {
        await setViewport({ width: 800, height: 600 });
      }
    });
  });

  it('moves nothing for those who want it still', async function () {
    if (!/chrome/i.test(navigator.userAgent)) return this.skip();
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      const show = await open(390);
      expect(getComputedStyle(part(show, 'notice')).animationDuration).to.equal('0s');
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });
});
