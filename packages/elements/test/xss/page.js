/**
 * The real elements in one page, fed with hostile words through the stores of a session. `globalThis.tryAll` is what `xss.mjs` calls. A session of
 * plain stores stands where the real one would: so nothing is refused or cut on the way, and the elements get every payload as it is.
 */
import '@shopcast/elements/define';
import { ShopcastCheckoutEvent } from '@shopcast/elements';
import { initialShow } from '@shopcast/session';
import { atom } from 'nanostores';
import { hostileScene, readable } from './scene.js';

// Sheets stand side by side instead of over each other.
const { show: showDialog } = globalThis.HTMLDialogElement.prototype;
globalThis.HTMLDialogElement.prototype.showModal = showDialog;
/** Addresses a checkout was sent to. */
const opened = [];
globalThis.open = url => void opened.push(String(url));

const stores = {
  $now: atom(Date.UTC(2030, 0, 1, 12)),
  $playhead: atom(undefined),
  $featured: atom([]),
  $products: atom([]),
  $offers: atom([]),
  $chat: atom([]),
  $announcement: atom(undefined),
  $connection: atom({ state: 'open', canSend: true, since: 0 }),
};
const cartStores = {
  $cart: atom({ shop: null, lines: [], quantity: 0, codes: [], pending: false, unsure: false }),
  $pending: atom([]),
  $issues: atom([]),
  $removed: atom([]),
  $shop: atom({ state: 'idle' }),
};
let handOff = '';
const nothing = async () => ({ cart: null, applied: 'all', issues: [] });
const cart = {
  ...cartStores,
  add: nothing,
  setQuantity: nothing,
  remove: nothing,
  addCode: nothing,
  removeCode: nothing,
  refresh: nothing,
  checkout: async () => ({ cart: null, applied: 'all', issues: [], handOff: { url: handOff, target: 'new-tab' } }),
  dispose: () => undefined,
};

/** A session in one phase; all read the same stores but that of the show. */
function sessionIn(phase) {
  const $show = atom({ ...initialShow, phase });
  return {
    ...stores,
    $show,
    $truth: $show,
    $phase: atom(phase),
    manifest: { showId: 'x', title: 'x', startsAt: 0, streams: [], transports: [] },
    viewer: { viewerId: 'ann', name: 'Ann', role: 'viewer' },
    cart,
    send: async () => ({ outcome: 'refused' }),
    seek: () => undefined,
    attach: () => () => undefined,
    watchStock: () => () => undefined,
    reviews: async () => undefined,
    policies: async () => undefined,
    dispose: () => undefined,
  };
}

const make = (tag, given = {}) => Object.assign(document.createElement(tag), given);
const phases = ['live', 'scheduled', 'paused'];
const sessions = Object.fromEntries(['parts', ...phases].map(phase => [phase, sessionIn(phase === 'parts' ? 'live' : phase)]));
const shows = phases.map(phase => make('shopcast-show', { session: sessions[phase] }));
/** One sheet is open at a time in a show: each has a show of its own. */
const panels = { tray: make('shopcast-product-tray'), sheet: make('shopcast-product-sheet'), cart: make('shopcast-cart-drawer') };
const sheets = Object.entries(panels).map(([panel, element]) => {
  const show = make('shopcast-show', { session: sessions.parts, withoutLayout: true });
  show.append(element);
  return { panel, show };
});
const parts = {
  card: make('shopcast-product-card'),
  picker: make('shopcast-sku-picker'),
  button: make('shopcast-cart-button'),
  countdown: make('shopcast-countdown-offer'),
  announcement: make('shopcast-announcement'),
  badge: make('shopcast-live-badge'),
  connection: make('shopcast-connection'),
};
const inShow = make('shopcast-show', { session: sessions.parts, withoutLayout: true });
inShow.append(...Object.values(parts));
const alone = {
  card: make('shopcast-product-card'),
  sheet: make('shopcast-product-sheet', { open: true }),
  picker: make('shopcast-sku-picker'),
  drawer: make('shopcast-cart-drawer', { open: true }),
  countdown: make('shopcast-countdown-offer'),
  announcement: make('shopcast-announcement'),
  badge: make('shopcast-live-badge'),
  player: make('shopcast-player'),
};
const outside = make('div');
outside.append(...Object.values(alone));
document.body.append(...shows, inShow, ...sheets.map(({ show }) => show), outside);

const everyElement = [
  ...shows,
  inShow,
  ...sheets.map(({ show }) => show),
  ...[parts, panels, alone].flatMap(group => Object.values(group)),
];

/** Hands every word to its place. */
function set(scene) {
  const { products, offer, details, manifest, pauseReason, message } = scene;
  const [many, one] = products;
  for (const session of Object.values(sessions)) {
    session.manifest = manifest;
    session.$show.set({
      ...session.$show.get(),
      details,
      pauseReason,
      startedAt: scene.now,
      messages: [message],
      announcements: [scene.announcement],
    });
  }
  ({ handOff } = scene);
  stores.$chat.set([message]);
  stores.$products.set(products);
  stores.$featured.set([many, one]);
  stores.$offers.set([offer]);
  stores.$announcement.set(scene.announcement);
  cartStores.$cart.set(scene.cart);
  cartStores.$issues.set(scene.issues);
  cartStores.$removed.set(scene.removed);

  for (const { panel, show } of sheets) show.openPanel(panel, many.productId);
  panels.sheet.details = scene.productDetails;
  parts.picker.productId = many.productId;
  Object.assign(parts.countdown, { offerId: offer.offerId, productId: one.productId });
  Object.assign(alone.card, { product: many.product });
  Object.assign(alone.sheet, { product: one.product, details: scene.productDetails });
  Object.assign(alone.picker, { product: many.product, name: scene.alone.name });
  // Of issues about codes the latest is told: here another one than in the show.
  Object.assign(alone.drawer, { cart: scene.cart, issues: scene.issues.filter(({ code }) => code !== 'code-invalid') });
  Object.assign(alone.player, { label: scene.alone.label, poster: scene.alone.poster });
  alone.announcement.setAttribute('text', scene.alone.text);
  alone.countdown.setAttribute('offer-id', scene.alone.offerId);
  alone.countdown.setAttribute('ends-at', scene.alone.endsAt);
  alone.badge.setAttribute('phase', scene.alone.phase);
  outside.lang = scene.alone.lang;
}

/** Elements that our templates make; every other one came out of a payload. */
const known = new Set(
  (
    'a article bdi button canvas circle dd details dialog div dl dt ellipse footer form g h2 h3 header img input label li line ol option p path polygon polyline rect ' +
    's section select slot span strong style summary svg time ul video'
  ).split(' '),
);
const addressed = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc'];
const isCode = address =>
  /^(?:javascript|vbscript|data:text\/html|data:[^,]*xml|blob|filesystem)/.test(address.replace(/[\p{Cc} ]/gu, '').toLowerCase());

/** Every node of the page, shadow trees included. */
function* everyNode(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    yield node;
    if (node.shadowRoot) yield* everyNode(node.shadowRoot);
  }
}

/** What is in the page that must not be, and what can be read there. */
function inspect() {
  const wrong = [];
  let text = '';
  const elements = [];
  for (const node of everyNode(document.body)) {
    if (node.nodeType === Node.TEXT_NODE) {
      text += `\n${node.data}`;
      continue;
    }
    elements.push(node);
    const tag = node.localName;
    if (!known.has(tag) && !tag.startsWith('shopcast-')) wrong.push(`<${tag}>`);
    for (const { name, value } of node.attributes) {
      if (name.startsWith('on')) wrong.push(`${tag}[${name}]`);
      // A picture is never run as code, whatever its address.
      if (addressed.includes(name) && tag !== 'img' && isCode(value)) wrong.push(`${tag}[${name}=${value.slice(0, 60)}]`);
    }
  }
  return { wrong, text, elements };
}

const eventTypes = [
  'error',
  'load',
  'focus',
  'blur',
  'mouseover',
  'mouseenter',
  'pointerover',
  'animationstart',
  'toggle',
  'begin',
  'input',
  'contextmenu',
];

/** Lets the page come to rest: elements render in microtasks, one after the other. */
const settle = async () => {
  for (let round = 0; round < 6; round++) await null;
  await Promise.all(everyElement.map(element => element.updateComplete));
  await new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
};

/**
 * Puts every payload of a list into every field: with each step all fields take the next payload, each from another place of the list.
 * @param {string[]} payloads
 * @param {{ from: number, to: number, stride: number, eventsEvery: number }} range steps of this call
 */
globalThis.tryAll = async (payloads, { from, to, stride, eventsEvery }) => {
  const wrong = [];
  const fields = new Set();
  const unread = {};
  let dispatched = 0;
  for (let step = from; step < to; step++) {
    const said = {};
    const word = field => {
      if (field in said) return said[field];
      const at = Object.keys(said).length;
      fields.add(field);
      return (said[field] = payloads[(step + at * stride) % payloads.length]);
    };
    set(hostileScene(word));
    await settle();
    panels.cart.dispatchEvent(new ShopcastCheckoutEvent());
    await settle();
    const seen = inspect();
    for (const what of seen.wrong) wrong.push(`${what} at step ${step}`);
    for (const field of readable) if (!seen.text.includes(said[field].trim())) unread[field] = [...(unread[field] ?? []), said[field]];
    if (step % eventsEvery === 0)
      for (const element of seen.elements)
        for (const type of eventTypes) {
          element.dispatchEvent(new Event(type));
          dispatched++;
        }
  }
  const sentTo = opened.splice(0).filter(url => !/^https?:/.test(url));
  return { wrong: [...wrong, ...sentTo.map(url => `checkout at ${url.slice(0, 60)}`)], fields: [...fields], unread, dispatched };
};

/** What the inspection finds when there is something: the proof that it looks. */
globalThis.checkInspection = () => {
  const link = make('a', { href: 'java\tscript:alert(1)' });
  const frame = make('iframe');
  parts.card.shadowRoot.append(link, frame);
  const { wrong } = inspect();
  link.remove();
  frame.remove();
  return wrong;
};
document.documentElement.dataset.ready = 'true';
