import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import {
  createShowSession,
  registerShop,
  registerTransport,
  type NamedOptions,
  type ShowManifest,
  type ShowSession,
} from '@shopcast/session';
import { createTestStage, stageProducts, type TestStage } from '@shopcast/testing';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../live-badge/define.js';
import './define.js';
import { ShopcastShow } from './show.js';

const state = (show: Element): string => show.shadowRoot!.querySelector('[part~="state"]')!.textContent.replace(/\s+/g, ' ').trim();
/** Lets promises and updates that need no time come to rest. */
const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

let stage: TestStage;
let session: ShowSession;

afterEach(async () => {
  session?.dispose();
  await stage?.close();
});

describe('shopcast-show: how it comes and goes', () => {
  const manifest: ShowManifest = { showId: 'evening', title: 'Evening', startsAt: Date.UTC(2099, 0, 1), streams: [], transports: [] };

  it('serves elements that were there before it', async () => {
    class LateShow extends ShopcastShow {}
    stage = await createTestStage();
    session = createShowSession(stage.parts);
    const place = await fixture<HTMLElement>('<late-show without-layout><shopcast-live-badge></shopcast-live-badge></late-show>');
    customElements.define('late-show', LateShow);
    (place as LateShow).session = session;
    const badge = place.querySelector('shopcast-live-badge')!;
    await stage.until(() => badge.shadowRoot!.textContent.includes('Live'));
  });

  it('opens from a manifest, with transport and shop by name', async () => {
    stage = await createTestStage();
    let options: NamedOptions | undefined;
    registerTransport('staged', () => stage.line);
    registerShop('shelf', given => {
      options = given;
      return memoryCommerce({ shop: { products: stageProducts() } });
    });
    const data = { ...manifest, transports: [{ kind: 'staged' }] };
    const show = await fixture<ShopcastShow>(
      html`<shopcast-show .manifestData=${data} shop="shelf" shop-url="https://shelf.example" shop-sales-channel="de"></shopcast-show>`,
    );
    await waitUntil(() => show.session !== undefined);
    ({ session } = show as { session: ShowSession });
    expect(options).to.deep.equal({ url: 'https://shelf.example', salesChannel: 'de' });
    expect(session.cart).to.not.equal(undefined);
    await waitUntil(() => session.$phase.get() === 'live');
  });

  it('keeps trying for a manifest that cannot be had, and at once when the device is online again', async () => {
    let there = false;
    const { fetch } = globalThis;
    globalThis.fetch = (...given) =>
      given[0] === 'https://nowhere.example/show.json'
        ? Promise.resolve(there ? Response.json(manifest) : new Response('', { status: 503 }))
        : fetch(...given);
    try {
      const show = await fixture<ShopcastShow>('<shopcast-show manifest="https://nowhere.example/show.json"></shopcast-show>');
      await waitUntil(() => state(show).startsWith('The show cannot be reached.'));
      await expect(show).to.be.accessible();
      there = true;
      globalThis.dispatchEvent(new Event('online'));
      await waitUntil(() => state(show).startsWith('Evening'));
      ({ session } = show as { session: ShowSession });
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('says what is wrong with a manifest, once, to page and developer', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (message: string) => void warned.push(message);
    try {
      const show = document.createElement('shopcast-show');
      show.manifestData = { ...manifest, startsAt: 'soon' } as unknown as ShowManifest;
      const failed = oneEvent(show, 'shopcast-error');
      document.body.append(show);
      expect((await failed).detail).to.include({ code: 'show/bad-manifest' });
      expect(warned.join()).to.include('startsAt');
      show.remove();
    } finally {
      console.warn = warn;
    }
  });

  it('warns of attributes that mean nothing, once, and goes by what they mean without', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (message: string) => void warned.push(message);
    try {
      const show = await fixture<ShopcastShow>(html`<shopcast-show load="soon" consent="maybe" .manifestData=${manifest}></shopcast-show>`);
      show.requestUpdate();
      await show.updateComplete;
      expect(warned.filter(words => words.includes('load is "click"'))).to.have.length(1);
      expect(warned.filter(words => words.includes('consent is "granted"'))).to.have.length(1);
      await waitUntil(() => show.session !== undefined);
      expect(show.consent).to.equal('denied');
    } finally {
      console.warn = warn;
    }
  });

  it('ends what it opened when it is taken out for good, and not when it is moved', async () => {
    const show = await fixture<ShopcastShow>(html`<shopcast-show .manifestData=${manifest}></shopcast-show>`);
    await waitUntil(() => show.session !== undefined);
    const first = show.session!;
    const home = show.parentElement!;
    show.remove();
    home.append(show);
    await settle();
    expect(show.session).to.equal(first);
    show.remove();
    await waitUntil(() => show.session === undefined);
    home.append(show);
    await waitUntil(() => show.session !== undefined);
    expect(show.session).to.not.equal(first);
    ({ session } = show as { session: ShowSession });
  });

  it('leaves a session that the page brought to the page', async () => {
    stage = await createTestStage();
    session = createShowSession(stage.parts);
    const show = await fixture<ShopcastShow>(html`<shopcast-show .session=${session}></shopcast-show>`);
    show.remove();
    await settle();
    await stage.run({ type: 'pause-show', data: {} });
    await stage.until(() => session.$phase.get() === 'paused');
  });
});
