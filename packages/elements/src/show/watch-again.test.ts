import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { bringLaterCode } from '../internal/testing/later-code.js';
import '../player/define.js';
import '../product-card/define.js';
import './define.js';
import type { ShopcastShow } from './show.js';

before(bringLaterCode);

/** When the recording of the test video begins. */
const recordedAt = Date.UTC(2026, 0, 1);
/** How much of it lies before the show: whole segments. WebKitGTK can stand still for good on a seek away from where it is about to begin. */
const lead = 5_000;

describe('watching a show again', () => {
  let stage: TestStage;
  let session: ShowSession;
  afterEach(async () => {
    session.dispose();
    await stage.close();
  });

  it('plays the recording from where the show began, and shows each card at the moment it was shown', async function () {
    this.timeout(60_000);
    const { url: origin } = (await (await fetch('/__live-origin')).json()) as { url: string };
    const streams = [
      { url: `${origin}/gone/live/main.m3u8`, kind: 'live' },
      { url: `${origin}/again/vod/main.m3u8`, kind: 'recorded' },
    ] as const;
    stage = await createTestStage({ phase: 'scheduled', now: recordedAt, manifest: { streams, startsAt: recordedAt + lead } });
    session = createShowSession(stage.parts); // somebody who was there: the line brings newcomers the show as it is now
    await stage.pass(lead);
    await stage.run({ type: 'start-show', data: {} });
    await stage.list('mug');
    await stage.pass(3_000);
    await stage.run({ type: 'feature-product', data: { productId: 'mug' } });
    const shownAt = stage.environment.clock.now();
    await stage.pass(4_000);
    await stage.run({ type: 'unfeature-product', data: { productId: 'mug' } });
    const endedAt = stage.environment.clock.now();
    await stage.run({ type: 'end-show', data: {} });
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}></shopcast-show>`);
    await stage.until(() => session.$phase.get() === 'ended' && session.$products.get()[0]?.reading === 'ready');
    await show.updateComplete;
    const within = (selector: string): HTMLElement => show.shadowRoot!.querySelector<HTMLElement>(selector)!;
    const player = show.shadowRoot!.querySelector('shopcast-player')!;
    const card = show.shadowRoot!.querySelector('shopcast-product-card')!;
    /** However slowly a busy machine plays. */
    const reaches = (at: number): Promise<void> =>
      new Promise(resolve => {
        const stop = session.$playhead.listen(now => {
          if (now === undefined || now < at) return;
          stop();
          resolve();
        });
      });
    expect(player.state, 'nothing is fetched before somebody asks').to.equal('idle');

    const seen: { readonly at: number; readonly card: boolean }[] = [];
    const stop = session.$playhead.listen(at => {
      if (at !== undefined) seen.push({ at, card: session.$featured.get().length > 0 });
    });
    const changed = oneEvent(player, 'shopcast-stream-changed');
    // A real key: browsers let somebody who has done something hear the sound.
    within('[part="watch-again"]').focus();
    await sendKeys({ press: 'Enter' });
    expect((await changed).detail).to.include({ url: streams[1].url, reason: 'start' });
    await reaches(shownAt + 200);
    expect(session.$phase.get()).to.equal('replay');
    expect(within('[part="state"]').textContent.trim()).to.equal('');
    await card.updateComplete;
    expect(card.shadowRoot!.querySelector('[part="title"]')?.textContent?.trim()).to.equal('Stoneware mug');
    await reaches(endedAt + 200);
    await card.updateComplete;
    expect(card.hasAttribute('empty'), 'the card is gone').to.equal(true);
    stop();

    expect(seen[0]!.at - session.$truth.get().startedAt!, 'it begins where the show began').to.be.within(-100, 1_000);
    // What is shown is that of the frame before while the frame is being reported.
    const settled = seen.filter(({ at }) => [shownAt, endedAt].every(edge => Math.abs(at - edge) > 200));
    for (const { at, card: up } of settled) expect(up, `a card at ${at - recordedAt} ms`).to.equal(at >= shownAt && at < endedAt);
    expect(settled.some(({ card: up }) => up) && settled.some(({ card: up }) => !up)).to.equal(true);
  });
});
