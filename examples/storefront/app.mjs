import fastify from 'fastify';
import { fileURLToPath } from 'node:url';
import { pictureOf } from '../table-goods/pictures.mjs';
import { cartRoutes } from './cart-routes.mjs';
import { checkoutRoutes } from './checkout-routes.mjs';
import { departments } from './departments.mjs';
import { serveFiles } from './http/files.mjs';
import { isForeign, pageHeaders } from './http/policy.mjs';
import { proxy } from './http/proxy.mjs';
import { shopApi } from './http/shop-api.mjs';
import { consentOf, consentRoutes } from './http/consent.mjs';
import { createTurns } from './http/turns.mjs';
import { departmentPage, home } from './pages/goods.mjs';
import { layout, shopAttributes } from './pages/layout.mjs';
import { problemPage } from './pages/problem.mjs';
import { choose, productPage } from './pages/product.mjs';
import { ShopSilent } from './shops/refusals.mjs';

const here = path => fileURLToPath(new URL(path, import.meta.url));

/**
 * The store: pages made on the server, forms, one cart.
 * @param {object} options
 * @param {import('./shops/vendure.mjs').vendureShop extends (...args: any) => infer S ? S : never} options.shop
 * @param {string} [options.vendure] address of the shop, handed to Shopcast under the store's own origin
 * @param {string} [options.room] address of the room server
 * @param {string} [options.origin] address of the stream
 * @param {string} [options.show] id of the show that stands in the pages; none without it
 * @param {string} [options.orderSecret] shared with the room: what orders are reported with
 */
export function createStore({ shop, vendure, room, origin, show, orderSecret }) {
  const app = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) =>
    parsed(null, new URLSearchParams(body)),
  );
  const turn = createTurns();
  const shownShow = show && room && { id: show, shop: shopAttributes[shop.kind] };

  const store = {
    shop,
    /** Sends a page. `view` gets what shop and shopper have; the header shows the cart after it. */
    async page(request, reply, { status = 200, shopper = shop.shopper(request.headers.cookie), cart, ...page }) {
      const shownCart = cart ?? (await shopper.cart());
      for (const cookie of shopper.cookies) void reply.header('set-cookie', cookie);
      const path = new URL(request.raw.url, 'http://store').pathname;
      return reply
        .code(status)
        .headers(pageHeaders)
        .type('text/html; charset=utf-8')
        .send(String(layout({ ...page, cart: shownCart, path, show: shownShow, consent: consentOf(request) })));
    },
    notFound: (request, reply, words) =>
      store.page(request, reply, { status: 404, title: 'Not here', main: problemPage({ title: 'There is nothing here.', words }) }),
    /** One change of a shopper's cart at a time. `work` gets the shopper. */
    async change(request, work) {
      const { cookie } = request.headers;
      const session = shop.sessionOf(cookie);
      const run = () => work(shop.shopper(cookie));
      return session ? turn(session, run) : run();
    },
    report: room && show && orderSecret ? { room, showId: show, secret: orderSecret } : undefined,
  };

  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD' || !isForeign(request)) return;
    return reply.code(403).headers(pageHeaders).type('text/plain').send('This store takes forms from its own pages only.');
  });
  app.setErrorHandler((error, request, reply) => {
    const silent = error instanceof ShopSilent;
    const status = silent ? 503 : (error.statusCode ?? 500);
    if (status === 500) process.stderr.write(`[storefront] ${error.stack}\n`);
    const title = silent ? 'The shop did not answer.' : status < 500 ? 'This could not be read.' : 'Something went wrong here.';
    const words = silent ? 'Your cart is safe. Try again in a moment.' : 'Nothing was changed.';
    const again = request.method === 'GET' ? request.raw.url : '/cart';
    const main = problemPage({ title, words, again });
    if (silent) void reply.header('retry-after', '2');
    return reply
      .code(status)
      .headers(pageHeaders)
      .type('text/html; charset=utf-8')
      .send(String(layout({ title, main, path: '', show: shownShow, consent: consentOf(request) })));
  });
  app.setNotFoundHandler((request, reply) => store.notFound(request, reply, 'The address may be old, or mistyped.'));

  app.get('/', async (request, reply) =>
    store.page(request, reply, { title: 'Longtable', kind: 'home', ...home({ goods: await shop.goods() }) }),
  );
  app.get('/shelves/:slug', async (request, reply) => {
    const department = departments.find(({ slug }) => slug === request.params.slug);
    if (!department) return store.notFound(request, reply, 'There is no such department.');
    return store.page(request, reply, { title: department.title, main: departmentPage({ department, goods: await shop.goods() }) });
  });
  app.get('/goods/:handle', async (request, reply) => {
    const product = await shop.product(request.params.handle);
    if (!product) return store.notFound(request, reply, 'We do not have this, or not any more.');
    const form = new URL(request.raw.url, 'http://store').searchParams;
    const main = productPage({ product, ...choose(product, form), quantity: form.get('quantity') ?? undefined });
    return store.page(request, reply, { title: product.title, main });
  });
  app.get('/pictures/:name', async (request, reply) => {
    const picture = pictureOf(request.params.name);
    if (!picture) return reply.code(404).type('text/plain').send('There is no such picture.');
    return reply.header('cache-control', 'max-age=3600').type('image/svg+xml').send(picture);
  });
  app.get('/favicon.ico', (_request, reply) => reply.redirect('/store/icon.svg', 301));

  consentRoutes(app);
  cartRoutes(app, store);
  checkoutRoutes(app, store);
  serveFiles(app, '/store', here('public'));
  serveFiles(app, '/shopcast', here('../../packages/shopcast/cdn'));
  if (vendure) shopApi(app, { vendure, turn, sessionOf: shop.sessionOf });
  if (room) {
    proxy(app, '/room', room);
    showManifest(app, { room, origin });
  }
  if (origin) proxy(app, '/stream', origin);
  shop.routes?.(app, store);
  return app;
}

/** The show's manifest with addresses of this store: a browser then needs to reach nothing else. */
function showManifest(app, { room, origin }) {
  app.get('/live/:show/manifest.json', async (request, reply) => {
    const answer = await fetch(`${room}/shows/${encodeURIComponent(request.params.show)}/manifest.json`, {
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined);
    if (!answer) return reply.code(502).type('text/plain').send('The room does not answer.');
    let text = await answer.text();
    for (const [address, path] of [
      [room, '/room'],
      [origin, '/stream'],
    ])
      if (address) text = text.replaceAll(JSON.stringify(address).slice(0, -1).replace(/\/$/, ''), `"${path}`);
    return reply.code(answer.status).header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(text);
  });
}
