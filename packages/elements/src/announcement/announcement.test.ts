import { expect, fixture, html } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import type { ShopcastAnnouncement } from './announcement.js';
import './define.js';

const text = (element: Element): string => element.shadowRoot!.querySelector('[part="text"]')?.textContent ?? '';

describe('shopcast-announcement', () => {
  it('works alone, and is its own live region then', async () => {
    const element = await fixture<ShopcastAnnouncement>('<shopcast-announcement text="Free delivery"></shopcast-announcement>');
    await expect(element).to.be.accessible();
    expect(text(element)).to.equal('Free delivery');
    expect(element.shadowRoot!.querySelector('[role="status"]')!.textContent).to.include('Free delivery');
  });

  it('lets one read all of a long one', async () => {
    const place = await fixture<HTMLElement>(html`<div><shopcast-announcement></shopcast-announcement></div>`);
    place.style.inlineSize = '280px';
    const element = place.querySelector('shopcast-announcement')!;
    element.text = 'The clay was dug in the valley, the linen woven across the river. '.repeat(6);
    const more = (): HTMLElement | null => element.shadowRoot!.querySelector('button');
    await waitUntil(() => more() !== null);
    // While it fades in, nobody could tell its contrast.
    await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished));
    await expect(element).to.be.accessible();
    const { height } = element.getBoundingClientRect();
    more()!.focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(more()!.textContent.trim()).to.equal('Read less');
    expect(element.getBoundingClientRect().height).to.be.above(height);
    element.text = 'Short';
    await waitUntil(() => more() === null);
  });

  describe('inside a show', () => {
    let stage: TestStage;
    let session: ShowSession;
    const announce = (announcementId: string, words: string, until?: number) =>
      stage.run({ type: 'announce', data: { announcementId, text: words, ...(until !== undefined && { until }) } });
    beforeEach(async () => {
      stage = await createTestStage();
      session = createShowSession(stage.parts);
    });
    afterEach(async () => {
      session.dispose();
      await stage.close();
    });
    const put = async (): Promise<{ show: Element; element: Element }> => {
      const show = await fixture(
        html`<shopcast-show without-layout .session=${session}><shopcast-announcement></shopcast-announcement></shopcast-show>`,
      );
      return { show, element: show.querySelector('shopcast-announcement')! };
    };

    it('shows what is announced as long as it holds, as text', async () => {
      const { element } = await put();
      await announce('a', '<img src=x onerror=alert(1)> & more', stage.environment.clock.now() + 10_000);
      await stage.until(() => text(element) === '<img src=x onerror=alert(1)> & more');
      await stage.pass(11_000);
      await stage.until(() => text(element) === '');
    });

    it('has the show speak what arrives, once, and not what a newcomer finds there', async () => {
      await announce('old', 'Found here');
      await stage.until(() => session.$announcement.get() !== undefined);
      const { show, element } = await put();
      await stage.until(() => text(element) === 'Found here');
      const region = show.shadowRoot!.querySelector('[role="status"]')!;
      expect(region.textContent).to.equal('');
      await announce('new', 'Fresh from the kiln');
      await stage.until(() => text(element) === 'Fresh from the kiln');
      await waitUntil(() => region.textContent === 'Fresh from the kiln');
      expect(element.shadowRoot!.querySelector('[role="status"]')).to.equal(null);
    });
  });
});
