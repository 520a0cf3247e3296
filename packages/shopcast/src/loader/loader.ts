/**
 * The script tag: `cdn/shopcast.js`. Gives each `<shopcast-show>` of the page its space, its poster and a button at once, and loads the rest when it is
 * wanted. A classic script or a module, so nothing here may say `export` at run time or `import.meta`. A browser too old for it shows what stands
 * inside the element.
 */
import type { ShopcastShow } from '@shopcast/elements';
import { drawFacade } from './facade.js';
import { styles } from './facade.styles.js';
import type { ShopcastApi, ShopcastCall, ShopcastNamespace } from './namespace.js';

declare const __SHOPCAST_VERSION__: string;

const known = new WeakSet<ShopcastShow>();
let tellReady: (api: ShopcastApi) => void;
const ready = new Promise<ShopcastApi>(resolve => (tellReady = resolve));

/** Loads everything, and does what the page has asked for before whoever waits here goes on. A failure may be tried again. */
const load = (): Promise<ShopcastApi> =>
  import('../app.js').then(api => {
    tellReady(api);
    return api;
  });

const push = (...calls: ShopcastCall[]): void => calls.forEach(call => void ready.then(call));

function whenSeen(show: Element, rootMargin: string, then: () => void): void {
  new IntersectionObserver(
    (entries, observer) => {
      if (!entries.pop()?.isIntersecting) return;
      observer.disconnect();
      then();
    },
    { rootMargin },
  ).observe(show);
}

/** Whether somebody who agreed to it left this show on the page before: see packages/elements/src/show/resume.ts. */
function goesOn(show: ShopcastShow): boolean {
  try {
    return (
      show.getAttribute('consent') === 'granted' &&
      `shopcast:place:${String(new URL(show.getAttribute('manifest')!, show.baseURI))}` in sessionStorage
    );
  } catch {
    return false; // no manifest yet, or a page that may keep nothing
  }
}

/** Gives a show its facade, and lets it begin when it should. */
function take(show: ShopcastShow, sheet: CSSStyleSheet): void {
  if (known.has(show)) return;
  known.add(show);
  // Only the page knows what space its own layout takes, and what stands in it meanwhile.
  if (show.hasAttribute('without-layout')) return void load();
  const facade = drawFacade(show, sheet);
  const { box, button } = facade;
  const way = show.getAttribute('load');
  const warmUp = (soon = false): void =>
    void import('./warm.js').then(
      ({ warm }) => warm(show, facade, soon),
      () => undefined,
    );
  const begin = async (byViewer = false): Promise<void> => {
    button.ariaBusy = 'true';
    warmUp(true);
    try {
      await load();
      // It may have been taken out of the page meanwhile.
      customElements.upgrade(show);
      show.awaitStart = false;
      if (byViewer) void show.start();
      await show.updateComplete;
      box.remove();
    } finally {
      button.ariaBusy = null;
    }
  };
  show.setAttribute('await-start', '');
  const root = show.shadowRoot ?? show.attachShadow({ mode: 'open' });
  if (!root.firstChild) root.adoptedStyleSheets = [sheet];
  root.append(box);
  button.onclick = () => void begin(true);
  button.onfocus = button.onpointerenter = () => warmUp(true);
  if (way === 'eager' || goesOn(show)) void begin();
  else if (!(navigator as { connection?: { saveData?: boolean } }).connection?.saveData) {
    whenSeen(show, '600px', () => warmUp());
    if (way === 'visible') whenSeen(show, '0px', () => void begin());
  }
}

// Of two tags the first counts.
if ('adoptedStyleSheets' in document && !(window.shopcast as Partial<ShopcastNamespace> | undefined)?.load) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  const shows = document.getElementsByTagName('shopcast-show');
  const look = (): void => [...shows].forEach(show => take(show, sheet));
  if (window.shopcast) push(...(window.shopcast as ShopcastCall[]));
  window.shopcast = { version: __SHOPCAST_VERSION__, load, push };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
