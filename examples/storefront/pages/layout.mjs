import { departments } from '../departments.mjs';
import { counted, html } from './html.mjs';

/**
 * What is the same on every page.
 * @typedef {object} Frame
 * @property {object | undefined} cart the shopper's; `undefined` while the shop does not answer
 * @property {string} path of the page
 * @property {object | undefined} show `{ id, shop }`: the show to put into the page
 * @property {'granted' | 'denied' | undefined} consent whether the shopper wants the show to go on where they were; `undefined` until they say
 */

/** The two tags that bring Shopcast into this store. */
export const shopcast = ({ id, shop }, consent) =>
  html`<script type="module" src="/shopcast/shopcast.js" async></script>
    <shopcast-show manifest="/live/${id}/manifest.json" ${shop}${consent && html` consent="${consent}"`}></shopcast-show>`;

/** Where the store's pages of products are, and where its shop keeps former prices. */
const goods = html`shop-product-url="/goods/{handle}" shop-lowest30-days="lowest30Days" shop-compare-at="compareAt"`;
/** What differs between the shops behind the store: where their cart is. */
export const shopAttributes = {
  vendure: html`shop="vendure" shop-url="/shop-api" shop-session="cookie" shop-checkout="/checkout" ${goods}`,
  memory: html`shop="host" shop-url="/api" shop-currency="EUR" shop-checkout="/checkout"`,
};

/** The style sheets, in the order they build on each other. */
const styles = ['store', 'goods', 'controls', 'cart', 'show'];

/**
 * A whole page.
 * @param {Frame & { title: string, kind?: string, main: unknown, rest?: unknown, said?: string }} page `rest`: what comes after the show; without it the show
 *   comes last
 */
export function layout({ title, kind = 'page', main, rest, said, cart, path, show, consent }) {
  const stage = show && html`<section class="show" id="show" aria-label="The show">${shopcast(show, consent)}</section>`;
  return html`<!doctype html>
    <html lang="en" class="${kind}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${title === 'Longtable' ? 'Longtable, things for the table' : `${title} · Longtable`}</title>
        <link rel="icon" href="/store/icon.svg" type="image/svg+xml" />
        <link rel="preload" href="/store/fonts/young-serif.woff2" as="font" type="font/woff2" crossorigin />
        <link rel="preload" href="/store/fonts/instrument-sans.woff2" as="font" type="font/woff2" crossorigin />
        ${styles.map(name => html`<link rel="stylesheet" href="/store/${name}.css" />`)}
        <script type="module" src="/store/store.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="head">
          <a class="name" href="/">Longtable</a>
          <nav class="shelves" aria-label="Departments">
            ${departments.map(({ slug, title: name }) => html`<a href="/shelves/${slug}" ${path === `/shelves/${slug}` && html`aria-current="page"`}>${name}</a>`)}
          </nav>
          ${cartLink(cart)}
        </header>
        <main id="main" tabindex="-1">
          <p class="said" id="said" role="status">${said}</p>
          ${main} ${rest && [stage, rest]}
        </main>
        ${!rest && stage}
        <footer class="foot">
          <p><strong>Longtable</strong> is a store made up to try Shopcast in. Nothing is charged and nothing is sent.</p>
          <p><a href="/orders">Follow an order</a></p>
          ${show && remember(consent)}
        </footer>
      </body>
    </html> `;
}

/** Asks whether the show may go on, on the next page, where the shopper was: for that it keeps the place in the tab. */
const remember = consent =>
  html`<form class="consent" method="post" action="/consent" data-part="consent" data-quiet>
    ${
      consent === 'granted'
        ? html`The show goes on where you were, on every page. For that this tab remembers the place.
            <button class="plain" name="consent" value="denied">Do not remember it</button>`
        : html`May this tab remember where you are in the show? Then it goes on there, on every page.
            <button class="plain" name="consent" value="granted">Remember it</button>`
    }
  </form>`;

function cartLink(cart) {
  const quantity = cart?.quantity ?? 0;
  return html`<a class="cart-link" href="/cart" data-part="cart-link" data-mark="${cart ? cartMark(cart) : ''}">
    Cart <span class="count" data-count>${cart ? quantity : '…'}</span
    ><span class="hidden"> ${cart && counted(quantity, 'thing')} in it</span>
  </a>`;
}

/** Tells carts apart: two pages with the same mark show the same cart. */
export function cartMark({ lines, codes, total }) {
  return [...lines.map(({ variantId, quantity }) => `${variantId}*${quantity}`), ...codes.map(({ code }) => code), total].join('|');
}
