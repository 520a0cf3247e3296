import { expect, fixture, html } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import '../show/define.js';
import './define.js';
import type { ShopcastLiveBadge } from './live-badge.js';

/** What a person reads: the words, without those that only the other kind of reader gets. */
const seen = (badge: Element): string =>
  [...badge.shadowRoot!.querySelectorAll('.badge, .viewers > [aria-hidden]')].map(({ textContent }) => textContent.trim()).join(' ');
const heard = (badge: Element): string => badge.shadowRoot!.querySelector('.viewers > .visually-hidden')?.textContent.trim() ?? '';

describe('shopcast-live-badge', () => {
  it('works alone, from its attributes', async () => {
    const badge = await fixture<ShopcastLiveBadge>('<shopcast-live-badge phase="live" viewers="1204"></shopcast-live-badge>');
    await expect(badge).to.be.accessible();
    expect(seen(badge)).to.equal('Live 1,204');
    expect(heard(badge)).to.equal('1,204 viewers');
    badge.phase = 'replay';
    await badge.updateComplete;
    expect(seen(badge)).to.equal('Replay');
  });

  it('shows nothing for a phase that is none', async () => {
    const badge = await fixture<ShopcastLiveBadge>('<shopcast-live-badge phase="soon"></shopcast-live-badge>');
    expect(seen(badge)).to.equal('');
  });

  it('speaks the language around it', async () => {
    const badge = await fixture('<div lang="de-DE"><shopcast-live-badge phase="live" viewers="1204"></shopcast-live-badge></div>');
    expect(seen(badge.firstElementChild!)).to.include('1.204');
  });

  describe('inside a show', () => {
    let stage: TestStage;
    let session: ShowSession;
    let badge: ShopcastLiveBadge;
    beforeEach(async () => {
      stage = await createTestStage();
      session = createShowSession(stage.parts);
      const show = await fixture(
        html`<shopcast-show without-layout .session=${session}><shopcast-live-badge></shopcast-live-badge></shopcast-show>`,
      );
      badge = show.querySelector('shopcast-live-badge')!;
    });
    afterEach(async () => {
      session.dispose();
      await stage.close();
    });
    const until = async (words: string): Promise<void> => {
      await stage.until(() => seen(badge) === words);
    };

    it('follows it', async () => {
      await until('Live');
      await stage.run({ type: 'pause-show', data: {} });
      await until('Pause');
      await stage.run({ type: 'resume-show', data: {} }, { type: 'end-show', data: {} });
      await until('');
    });

    it('tells a number only when the room has counted, and how old it is', async () => {
      await until('Live');
      await stage.run({ type: 'count-viewers', data: { viewers: 3 } });
      await until('Live 3');
      await stage.pass(3 * 60_000);
      await stage.until(() => seen(badge).startsWith('Live 3 · 3'));
      expect(heard(badge)).to.match(/^3 viewers 3/);
    });
  });
});
