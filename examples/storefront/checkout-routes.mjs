import { formOf } from './cart-routes.mjs';
import { reportOrder } from './order-report.mjs';
import { addressFields, checkoutPage, problemsOf } from './pages/checkout.mjs';
import { findOrderPage, orderPage } from './pages/order.mjs';

/** The checkout, to a paid test order, and where an order is followed. */
export function checkoutRoutes(app, store) {
  const { shop } = store;

  app.get('/checkout', async (request, reply) => {
    const shopper = shop.shopper(request.headers.cookie);
    const cart = await shopper.cart();
    if (cart.lines.length === 0) return reply.redirect('/cart', 303);
    const [deliveries, countries] = await Promise.all([shopper.deliveries(), shop.countries()]);
    const form = { ...Object.fromEntries(addressFields.map(({ name, test }) => [name, test])), country: 'DE', delivery: deliveries[0]?.id };
    return show(request, reply, { shopper, cart, deliveries, countries, form });
  });

  app.post('/checkout', async (request, reply) =>
    store.change(request, async shopper => {
      const sent = formOf(request);
      const form = Object.fromEntries(
        [...addressFields.map(({ name }) => name), 'country', 'delivery'].map(name => [name, (sent.get(name) ?? '').trim()]),
      );
      const expected = sent.get('order') ?? '';
      const cart = await shopper.cart();
      // Sent twice, or sent again from an old page: the order is there already.
      if (cart.code !== expected) {
        const order = expected && (await shopper.findOrder(expected));
        if (order) return reply.redirect(`/orders/${encodeURIComponent(order.code)}`, 303);
      }
      if (cart.lines.length === 0) return reply.redirect('/cart', 303);
      const [deliveries, countries] = await Promise.all([shopper.deliveries(), shop.countries()]);
      const known = { shopper, deliveries, countries, form };
      const problems = problemsOf(form, known);
      if (Object.keys(problems).length > 0) return show(request, reply, { ...known, cart, problems, status: 422 });
      if (cart.code !== expected || String(cart.goodsTotal) !== sent.get('goodsTotal'))
        return show(request, reply, {
          ...known,
          cart,
          status: 409,
          words: 'The cart or its price has changed since you saw it. Nothing was ordered: look at the sum, then order.',
        });
      const { order, refusal } = await shopper.placeOrder({ ...form, goodsTotal: cart.goodsTotal });
      if (!order)
        return show(request, reply, { ...known, cart: await shopper.cart(), status: 409, words: `Nothing was ordered. ${refusal.words}` });
      if (store.report) void reportOrder(store.report, order);
      for (const cookie of shopper.cookies) void reply.header('set-cookie', cookie);
      return reply.redirect(`/orders/${encodeURIComponent(order.code)}?placed=now`, 303);
    }),
  );

  function show(request, reply, { status = 200, shopper, ...page }) {
    return store.page(request, reply, {
      status,
      shopper,
      cart: page.cart,
      title: 'Checkout',
      kind: 'checkout-page',
      main: checkoutPage(page),
    });
  }

  app.get('/orders', async (request, reply) => {
    const code = (new URL(request.raw.url, 'http://store').searchParams.get('code') ?? '').trim();
    if (!code) return store.page(request, reply, { title: 'Follow an order', main: findOrderPage({ code }) });
    const order = await shop.shopper(request.headers.cookie).findOrder(code);
    if (order) return reply.redirect(`/orders/${encodeURIComponent(order.code)}`, 303);
    const problem = 'There is no such order, or it is older than two hours and not yours.';
    return store.page(request, reply, { status: 404, title: 'Follow an order', main: findOrderPage({ code, problem }) });
  });

  app.get('/orders/:code', async (request, reply) => {
    const shopper = shop.shopper(request.headers.cookie);
    const order = await shopper.findOrder(request.params.code);
    if (!order) return store.notFound(request, reply, 'There is no such order, or it is older than two hours and not yours.');
    const fresh = new URL(request.raw.url, 'http://store').searchParams.get('placed') === 'now';
    return store.page(request, reply, { shopper, title: `Order ${order.code}`, main: orderPage({ order, fresh }) });
  });
}
