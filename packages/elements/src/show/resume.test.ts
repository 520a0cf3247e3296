import { expect, fixture, html } from '@open-wc/testing';
import { createShowSession, type Playback, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { atom } from 'nanostores';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import type { ShopcastPlayer } from '../player/player.js';
import '../player/define.js';
import '../product-sheet/define.js';
import type { ShopcastSkuPicker } from '../sku-picker/sku-picker.js';
import '../sku-picker/define.js';
import './define.js';
import { resuming } from './later-code.js';
import { placeKey } from './places.js';
import type { ShopcastShow } from './show.js';

before(bringLaterCode);

let stage: TestStage;
let session: ShowSession;
let key: string;

/** What stands in the page after a navigation: another element, the same show. */
const arrive = async (consent?: 'granted' | 'denied'): Promise<ShopcastShow> => {
  const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}></shopcast-show>`);
  if (consent) show.consent = consent;
  await stage.until(() => session.$truth.get().seq > 0);
  await show.updateComplete;
  if (consent) await resuming.bring(); // how it is before that is told in later-code.test.ts
  return show;
};
const leave = (show: ShopcastShow): void => {
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  show.remove();
};
const kept = (): unknown => JSON.parse(sessionStorage.getItem(key) ?? 'null');
const player = (show: ShopcastShow): ShopcastPlayer => show.renderRoot.querySelector('shopcast-player')!;
const picker = (show: ShopcastShow): ShopcastSkuPicker | null | undefined =>
  show.renderRoot.querySelector('shopcast-product-sheet')?.renderRoot?.querySelector('shopcast-sku-picker');
const playback = (date: number): Playback => ({ $playhead: atom<number | undefined>(date), $playing: atom(true), seek: () => undefined });

describe('shopcast-show: from page to page', () => {
  beforeEach(async () => {
    sessionStorage.clear();
    stage = await createTestStage({});
    session = createShowSession(stage.parts);
    key = placeKey + session.manifest.showId;
  });
  afterEach(async () => {
    session.dispose();
    await stage.close();
    sessionStorage.clear();
  });

  it('opens the panel that was open, with what was chosen in it', async () => {
    await stage.list('mug');
    const before = await arrive('granted');
    before.openPanel('sheet', session.$products.get()[0]!.productId);
    await stage.until(() => (picker(before)?.renderRoot?.querySelectorAll('input').length ?? 0) > 1);
    const [radio] = picker(before)!.renderRoot.querySelectorAll<HTMLInputElement>('input[type="radio"]:not(:checked)');
    const first = picker(before)!.selection;
    radio!.click();
    await picker(before)!.updateComplete;
    const { selection } = picker(before)!;
    expect(selection).to.not.deep.equal(first);
    leave(before);

    const after = await arrive('granted');
    await waitUntil(() => JSON.stringify(picker(after)?.selection) === JSON.stringify(selection), 'the choice is there again');
    expect(after.renderRoot.querySelector('shopcast-product-sheet')).to.have.property('open', true);
  });

  it('plays on from where the viewer was, as loud', async () => {
    const before = await arrive('granted');
    const was = session.$now.get() - 60_000;
    player(before).volume = 0.4;
    void player(before).play();
    const detach = session.attach(playback(was));
    leave(before);
    detach();
    expect(kept()).to.include({ at: was, playing: true, sound: true, volume: 0.4, fullWindow: false });

    const asked: (number | undefined)[] = [];
    session.seek = at => void asked.push(at);
    const after = await arrive('granted');
    await waitUntil(() => !player(after).paused, 'it wants to play');
    expect(player(after).volume).to.equal(0.4);
    expect(asked).to.deep.equal([was]);
  });

  it('is live again for who was live, and still for who had paused', async () => {
    const before = await arrive('granted');
    session.attach(playback(session.$now.get() - 3_000));
    leave(before);
    expect(kept()).to.include({ playing: false }).and.not.have.property('at');
    const after = await arrive('granted');
    expect(player(after).paused).to.equal(true);
  });

  it('begins anew, and keeps nothing, without consent; what was kept goes when it is taken back', async () => {
    for (const consent of [undefined, 'denied'] as const) {
      const show = await arrive(consent);
      show.openPanel('cart');
      leave(show);
      expect(kept()).to.equal(null);
    }
    const agreed = await arrive('granted');
    leave(agreed);
    expect(kept()).to.not.equal(null);
    const after = await arrive('denied');
    expect(kept()).to.equal(null);
    after.setAttribute('consent', 'perhaps');
    await after.updateComplete;
    expect(after.consent, 'no agreement').to.equal('denied');
  });

  it('begins anew after half an hour, and with whatever else stands there', async () => {
    const left = Date.now();
    for (const found of [
      '{',
      '7',
      'null',
      '{}',
      JSON.stringify({ left: left - 31 * 60_000, fullWindow: true }),
      JSON.stringify({ left: 'now', fullWindow: true }),
    ]) {
      sessionStorage.setItem(key, found);
      const show = await arrive('granted');
      await new Promise(resolve => requestAnimationFrame(resolve));
      expect(show.fullWindow, found).to.equal(false);
      show.remove();
    }
    sessionStorage.setItem(
      key,
      JSON.stringify({ left, volume: 7, at: 'x', panel: { name: '<b>' }, choice: { selection: 3 }, fullWindow: true }),
    );
    const show = await arrive('granted');
    await waitUntil(() => show.fullWindow);
    show.fullWindow = false;
  });
});
