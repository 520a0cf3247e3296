import { expect, fixture, html } from '@open-wc/testing';
import { createShowSession } from '@shopcast/session';
import { createTestStage } from '@shopcast/testing';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import type { ShopcastConnection } from './connection.js';
import './define.js';

const words = (element: Element): string => element.shadowRoot!.querySelector('[part="text"]')?.textContent ?? '';

describe('shopcast-connection', () => {
  it('works alone, and says when all is well again', async () => {
    const element = await fixture<ShopcastConnection>('<shopcast-connection state="offline" patience="0"></shopcast-connection>');
    await waitUntil(() => words(element) === 'You are offline. Your cart is safe.');
    // While it fades in, nobody could tell its contrast.
    await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished));
    await expect(element).to.be.accessible();
    element.state = 'open';
    await element.updateComplete;
    await waitUntil(() => words(element) === 'Back with the show.');
    await waitUntil(() => words(element) === '', 'the good news goes by itself');
  });

  it('says nothing of a short break, and nothing good after it', async () => {
    const element = await fixture<ShopcastConnection>('<shopcast-connection state="retrying" patience="100"></shopcast-connection>');
    element.state = 'open';
    const later = await fixture<ShopcastConnection>('<shopcast-connection state="retrying" patience="150"></shopcast-connection>');
    await waitUntil(() => words(later) !== '');
    expect(words(element)).to.equal('');
  });

  it('names a state it does not know, and stays quiet', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (message: string) => void warned.push(message);
    try {
      const element = await fixture<ShopcastConnection>('<shopcast-connection state="wonky" patience="0"></shopcast-connection>');
      expect(words(element)).to.equal('');
      expect(warned.join()).to.include('state="wonky"');
    } finally {
      console.warn = warn;
    }
  });

  it('follows the line of a show, and has the show speak', async () => {
    const stage = await createTestStage();
    const session = createShowSession(stage.parts);
    try {
      const show = await fixture(
        html`<shopcast-show without-layout .session=${session}><shopcast-connection patience="0"></shopcast-connection></shopcast-show>`,
      );
      const element = show.querySelector('shopcast-connection')!;
      await stage.until(() => session.$connection.get().state === 'open');
      expect(words(element)).to.equal('');
      stage.line.faults.refuse = 3;
      stage.line.cut();
      await waitUntil(() => words(element) === 'The line to the show broke. Trying again.');
      const region = show.shadowRoot!.querySelector('[role="status"]')!;
      await waitUntil(() => region.textContent === 'The line to the show broke. Trying again.');
      expect(element.shadowRoot!.querySelector('[role="status"]')).to.equal(null);
      await stage.until(() => words(element) === 'Back with the show.');
    } finally {
      session.dispose();
      await stage.close();
    }
  });
});
