/* global document, location, history, XMLHttpRequest, addEventListener */
/**
 * What the store adds where scripts run: forms change the cart without leaving the page, so that a show plays on, and header, pages and
 * Shopcast always tell the same cart, over all tabs. Without it every form works by itself.
 */
const parts = (page = document) => [...page.querySelectorAll('[data-part]')];
const markIn = page => page.querySelector('[data-mark]')?.dataset.mark ?? '';
const tabs = new BroadcastChannel('longtable-cart');

/** Asks for a page. Resolves with the document, read by the browser itself: no markup is made of text here. */
function load(address, form) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(form ? 'POST' : 'GET', address);
    request.responseType = 'document';
    request.timeout = 30_000;
    for (const type of ['error', 'timeout', 'abort']) request.addEventListener(type, () => reject(new Error(type)));
    request.addEventListener('load', () =>
      request.response && request.status < 500
        ? resolve({ page: request.response, address: new URL(request.responseURL) })
        : reject(new Error(String(request.status))),
    );
    request.send(form);
  });
}

function say(words) {
  document.querySelector('#said').textContent = words;
}

/** Puts the parts of a newer page in the place of ours, and the focus back to where it was. */
function take(page) {
  const before = markIn(document);
  for (const old of parts()) {
    const fresh = page.querySelector(`[data-part="${old.dataset.part}"]`);
    if (!fresh || fresh.outerHTML === old.outerHTML) continue;
    const held = old.contains(document.activeElement) ? document.activeElement : undefined;
    const adopted = document.importNode(fresh, true);
    old.replaceWith(adopted);
    if (held) findAgain(held, adopted)?.focus({ preventScroll: true });
  }
  // What the shopper has agreed to, the show is told at once.
  const consent = page.querySelector('shopcast-show')?.getAttribute('consent');
  if (consent) document.querySelector('shopcast-show')?.setAttribute('consent', consent);
  return markIn(document) !== before;
}

function findAgain(element, within) {
  const same = [...within.querySelectorAll(element.tagName)];
  const action = element.form?.getAttribute('action');
  return (
    same.find(one => one.name === element.name && one.value === element.value && one.form?.getAttribute('action') === action) ??
    same.find(one => one.name === element.name && one.form?.getAttribute('action') === action) ??
    within.querySelector('h1')
  );
}

/** Reads this page anew, the newest wish last. Resolves with whether the cart is another one. */
let reading;
async function refresh() {
  const mine = (reading = {});
  try {
    const { page } = await load(location.href);
    return mine === reading && take(page);
  } catch {
    // The page stays as it is; the next change tries again.
    return false;
  }
}

/** Has the show read the cart anew. */
function tellShow() {
  document.dispatchEvent(new CustomEvent('shopcast-refresh-cart'));
}

/** Tells the other tabs which cart this page has. `news` unless it came from the show: shows tell each other by themselves. */
function tellOthers(news = true) {
  tabs.postMessage({ mark: markIn(document), news });
}

document.addEventListener('submit', event => {
  const form = event.target;
  const { submitter } = event;
  if (!form.matches('[data-quiet]') || submitter?.formMethod === 'get') return;
  event.preventDefault();
  if (form.matches('[aria-busy]')) return;
  form.setAttribute('aria-busy', 'true');
  void change(form, new URLSearchParams(new FormData(form, submitter)));
});

async function change(form, fields) {
  try {
    const { page, address } = await load(form.action, fields);
    reading = undefined;
    const changed = take(page);
    // In the cart by the shop's word: the product page stays, with a word of it.
    const words = page.querySelector('#said')?.textContent.trim() ?? '';
    say(words || page.querySelector('[role="alert"]')?.textContent || '');
    if (!changed && address.pathname === '/cart') return;
    tellShow();
    tellOthers();
  } catch {
    say('The shop did not answer. Look at the cart before you try again.');
  } finally {
    form.removeAttribute('aria-busy');
  }
}

// Another choice is another price, picture and stock.
document.addEventListener('change', async event => {
  const form = event.target.form;
  if (event.target.type !== 'radio' || !form?.matches('[data-choices]')) return;
  const address = new URL(form.dataset.choices, location.href);
  for (const [name, value] of new FormData(form)) if (name !== 'goods') address.searchParams.set(name, value);
  const mine = (reading = {});
  try {
    const { page } = await load(address);
    if (mine !== reading) return;
    if (take(page)) tellShow();
    address.searchParams.delete('quantity');
    history.replaceState(history.state, '', address);
  } catch {
    say('The shop did not answer. The price may be that of another choice.');
  }
});

// Half a form outlives a reload, as long as the tab does: not every browser keeps it by itself. What the store put there itself stays the store's.
const draft = document.querySelector('form[data-draft]');
const typedIn = form => [...new FormData(form)].filter(([name]) => form.elements.namedItem(name).type !== 'hidden');
draft?.addEventListener('input', () => {
  try {
    history.replaceState({ ...history.state, draft: typedIn(draft) }, '');
  } catch {
    // A browser that takes only so many a second: the next letter comes through.
  }
});
if (draft) for (const [name, value] of history.state?.draft ?? []) draft.elements.namedItem(name).value = value;

/** The cart of another tab that the show was told of last. */
let heard;

// Shopcast tells what the cart holds, whoever changed it.
document.addEventListener('shopcast-cart-changed', ({ detail: { cart } }) => {
  heard = undefined;
  const shown = document.querySelector('[data-count]');
  if (shown && shown.textContent !== String(cart.quantity)) {
    shown.textContent = String(cart.quantity);
    void refresh().then(() => tellOthers(false));
  } else if (document.querySelector('[data-part="cart"], [data-part="summary"]')) void refresh();
});

// Other tabs tell when their cart is another one. This page may have it already, by a reading that was on its way; the show has not.
tabs.addEventListener('message', ({ data: { mark, news } }) => {
  if (mark !== markIn(document)) void refresh();
  if (!news || mark === heard) return;
  heard = mark;
  tellShow();
});
tellOthers();

// Back from the browser's memory, or from another tab after a while: the cart may be another one.
const lookAgain = async () => (await refresh()) && tellShow();
addEventListener('pageshow', event => event.persisted && void lookAgain());
addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void lookAgain());
