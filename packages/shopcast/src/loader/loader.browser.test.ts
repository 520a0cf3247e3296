import { expect, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ShopcastShow } from '@shopcast/elements';
import type { ShopcastNamespace } from './namespace.js';

const cdn = '/packages/shopcast/cdn/';
const widths = [320, 339, 340, 390, 640, 899, 900, 1280];
const inOneYear = Date.now() + 365 * 86_400_000;
const manifest = (more: object = {}): string =>
  `data:application/json,${encodeURIComponent(JSON.stringify({ showId: 's', title: 'Table for six', startsAt: inOneYear, streams: [], transports: [], ...more }))}`;

/** Waits for something to become so, a frame at a time. */
async function until(what: () => unknown): Promise<void> {
  const end = performance.now() + 10_000;
  while (!what()) {
    if (performance.now() > end) throw new Error(`Never: ${String(what)}`);
    await nextFrame();
  }
}

const stage = document.createElement('main');
/** Puts a show at the top of the page, as a store's template would. */
function put(attributes: Record<string, string>, { width = 390, inside = 'Watch us on Thursdays' } = {}): ShopcastShow {
  const place = document.createElement('div');
  place.style.width = `${width}px`;
  const show = document.createElement('shopcast-show');
  for (const [name, value] of Object.entries({ manifest: manifest(), ...attributes })) show.setAttribute(name, value);
  show.append(inside);
  place.append(show);
  stage.prepend(place);
  return show;
}
/** What stands in a show's place until it is loaded. */
const boxOf = (show: Element): Element | undefined =>
  [...(show.shadowRoot?.children ?? [])].find(({ localName, shadowRoot }) => localName === 'div' && shadowRoot);
const buttonOf = (show: Element): HTMLButtonElement | undefined => boxOf(show)?.shadowRoot?.querySelector('button') ?? undefined;
const isDrawn = (show: Element): boolean => show.shadowRoot?.querySelector('.frame') != null;
const heightOf = (show: Element): number => Math.round(show.getBoundingClientRect().height * 2) / 2;
const preloaded = (): string =>
  [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href).join(' ');
const shopcast = (): ShopcastNamespace => window.shopcast as ShopcastNamespace;

describe('the script tag', () => {
  const opened: string[] = [];
  const shows = [false, true].flatMap(landscape =>
    widths.map(width => ({ landscape, width, before: 0, waiting: 0, show: undefined as never as ShopcastShow })),
  );
  let globals: string[];

  before(async () => {
    document.body.append(stage);
    const style = document.createElement('link');
    const styled = new Promise(resolve => (style.onload = resolve));
    Object.assign(style, { rel: 'stylesheet', href: `${cdn}shopcast.css` });
    document.head.append(style);
    await styled;
    for (const one of shows) one.show = put(one.landscape ? { landscape: '' } : {}, { width: one.width });
    for (const one of shows) one.before = heightOf(one.show);
    window.shopcast = [() => opened.push('asked before')];
    const known = new Set(Object.getOwnPropertyNames(window));
    const script = document.createElement('script');
    const loaded = new Promise(resolve => (script.onload = resolve));
    script.src = `${cdn}shopcast.js`;
    document.head.append(script);
    await loaded;
    globals = Object.getOwnPropertyNames(window).filter(name => !known.has(name));
    for (const one of shows) one.waiting = heightOf(one.show);
  });

  it('adds one name to the page, and nothing else', () => {
    expect(globals).to.deep.equal([]);
    expect(shopcast().version).to.match(/^\d+\.\d+\.\d+/);
    expect(customElements.get('shopcast-show')).to.equal(undefined);
  });

  it('tells what the attributes say, and is a button', async () => {
    const show = put({ badge: 'Live', label: 'Evening table', 'starts-at': new Date(inOneYear).toISOString(), lang: 'de' });
    await until(() => buttonOf(show));
    const button = buttonOf(show)!;
    await until(() => button.querySelector('[role=img]')?.getAttribute('aria-label') === 'Abspielen');
    const when = new Date(inOneYear).toLocaleString('de', { dateStyle: 'full', timeStyle: 'short' });
    expect([...button.querySelectorAll('b')].map(({ textContent }) => textContent)).to.deep.equal(['Live', '', 'Evening table', when]);
    await expect(show).to.be.accessible();
    show.parentElement!.remove();
  });

  it('learns from the manifest what the attributes do not say', async () => {
    const show = put({ 'starts-at': 'tonight', lang: 'not_a_language' });
    await until(() => buttonOf(show)?.textContent.includes('Table for six'));
    show.parentElement!.remove();
  });

  it('fetches code, shop and language of a show that is near, before anybody asks', async () => {
    const show = put({ shop: 'woocommerce', lang: 'de-AT' });
    await until(() => preloaded().includes('/woocommerce-'));
    expect(preloaded()).to.match(/\/app-.*\/de-/);
    expect(preloaded()).not.to.include('/hls');
    buttonOf(show)!.focus();
    await until(() => preloaded().includes('/hls-'));
    show.parentElement!.remove();
  });

  it('fetches nothing for who saves data', async () => {
    const connection = Object.getOwnPropertyDescriptor(navigator, 'connection');
    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
    const show = put({ shop: 'medusa', load: 'visible' });
    await until(() => buttonOf(show));
    await new Promise(resolve => new IntersectionObserver(resolve).observe(show));
    await nextFrame();
    expect(preloaded()).not.to.include('/medusa-');
    if (connection) Object.defineProperty(navigator, 'connection', connection);
    else Reflect.deleteProperty(navigator, 'connection');
    show.parentElement!.remove();
  });

  it('begins by keyboard, keeps the focus, and leaves other shows waiting', async () => {
    const [first, other] = shows.map(({ show }) => show) as [ShopcastShow, ShopcastShow];
    shopcast().push(() => opened.push('asked after'));
    shopcast().push(() => {
      throw new Error('of the page');
    });
    const said: Promise<PromiseRejectionEvent> = oneEvent(window, 'unhandledrejection');
    addEventListener('unhandledrejection', event => event.preventDefault(), { once: true });
    buttonOf(first)!.focus();
    await sendKeys({ press: 'Enter' });
    expect((await said).reason).to.have.property('message', 'of the page');
    await until(() => isDrawn(first) && !buttonOf(first));
    expect(document.activeElement).to.equal(first);
    expect(opened).to.deep.equal(['asked before', 'asked after']);
    expect(other.matches(':defined')).to.equal(true);
    expect(isDrawn(other)).to.equal(false);
    expect(other.session).to.equal(undefined);
    expect(buttonOf(other)).to.be.instanceOf(HTMLButtonElement);
  });

  it('keeps the space: before the script, waiting, and as a show', async () => {
    const found = [];
    for (const one of shows) {
      buttonOf(one.show)?.click();
      await until(() => isDrawn(one.show) && !buttonOf(one.show) && one.show.session);
      await one.show.updateComplete;
      found.push({ ...one, show: undefined, loaded: heightOf(one.show) });
    }
    const kept = shows.map(({ landscape, width, before, waiting }) => ({
      landscape,
      width,
      before,
      waiting,
      show: undefined,
      loaded: before,
    }));
    expect(found).to.deep.equal(kept.map(one => ({ ...one, waiting: one.before })));
    expect(found.every(({ before }) => before > 100)).to.equal(true);
    for (const { show } of shows) show.parentElement!.remove();
  });

  it('takes a show that comes later, goes, and comes back', async () => {
    const show = put({ label: 'Later' });
    await until(() => buttonOf(show));
    const place = show.parentElement!;
    place.remove();
    await nextFrame();
    stage.append(place);
    await nextFrame();
    expect(show.shadowRoot!.querySelectorAll('div')).to.have.length(1);
    buttonOf(show)!.click();
    await until(() => show.session);
    place.remove();
    await until(() => !show.session);
    stage.append(place);
    await until(() => show.session);
    expect(buttonOf(show)).to.equal(undefined);
    place.remove();
  });

  it('gives a copy a facade of its own', async () => {
    const show = put({});
    await until(() => buttonOf(show));
    const copy = show.cloneNode(true) as ShopcastShow;
    show.after(copy);
    await until(() => buttonOf(copy));
    buttonOf(copy)!.click();
    await until(() => copy.session);
    expect(buttonOf(show)).to.be.instanceOf(HTMLButtonElement);
    show.parentElement!.remove();
  });

  for (const load of ['eager', 'visible']) {
    it(`begins by itself with load="${load}"`, async () => {
      const show = put({ load });
      await until(() => show.session);
      expect(buttonOf(show)).to.equal(undefined);
      expect(show.hasAttribute('await-start')).to.equal(false);
      expect(document.activeElement).not.to.equal(show);
      show.parentElement!.remove();
    });
  }

  it('does not begin with load="visible" what nobody sees', async () => {
    const far = document.createElement('div');
    far.style.height = '300vh';
    const show = put({ load: 'visible' });
    stage.prepend(far);
    await until(() => buttonOf(show));
    await new Promise(resolve => new IntersectionObserver(resolve).observe(show));
    await nextFrame();
    expect(show.session).to.equal(undefined);
    show.scrollIntoView();
    await until(() => show.session);
    show.parentElement!.remove();
    far.remove();
  });

  it('stays out of a layout of the page', async () => {
    const show = put({ 'without-layout': '' });
    await until(() => show.session);
    expect(boxOf(show)).to.equal(undefined);
    expect(show.shadowRoot!.querySelector('slot')).to.be.instanceOf(HTMLSlotElement);
    show.parentElement!.remove();
  });

  it('knows a shop of the page by its name before a show opens', async () => {
    const asked: unknown[] = [];
    shopcast().push(({ registerShop }) =>
      registerShop('corner', options => {
        asked.push(options);
        throw new Error('closed');
      }),
    );
    const show = put({ shop: 'corner', 'shop-opening-hours': '9-17', load: 'eager' });
    await until(() => show.session);
    expect(asked).to.deep.equal([{ openingHours: '9-17' }]);
    show.parentElement!.remove();
  });

  it('hands everything to code', async () => {
    const api = await shopcast().load();
    expect(api.openShowSession).to.be.a('function');
    expect(customElements.get('shopcast-player')).to.be.a('function');
  });

  it('tells the page what happens in the words of GA4, once the viewer agreed', async () => {
    const page = window as { dataLayer?: { event?: string }[] };
    const told = (page.dataLayer = []) as { event?: string }[];
    const shows = [put({ load: 'eager', consent: 'denied' }), put({ load: 'eager', consent: 'granted' })];
    await until(() => shows.every(({ session }) => session));
    await until(() => {
      for (const show of shows) show.dispatchEvent(new CustomEvent('shopcast-open', { detail: { panel: 'tray' }, bubbles: true }));
      return told.length > 0;
    });
    // Two entries, `ecommerce: null` and the event: those of the one show alone.
    expect(told.map(({ event }) => event)).to.deep.equal([undefined, 'view_item_list']);
    delete page.dataLayer;
    for (const show of shows) show.parentElement!.remove();
  });

  it('counts once where the tag stands twice', async () => {
    const before = window.shopcast;
    await import(`${cdn}shopcast.js?twice`);
    expect(window.shopcast).to.equal(before);
  });
});
