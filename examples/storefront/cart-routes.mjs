import { cartPage } from './pages/cart.mjs';
import { choose, productPage } from './pages/product.mjs';

const most = 999;
const nonsense = `A quantity is a whole number from 1 to ${most}.`;
const said = {
  added: 'Put in your cart.',
  changed: 'Your cart is changed.',
  removed: 'Taken out of your cart.',
  code: 'The code is in your cart.',
};

/** A quantity as people type it; `undefined` when it is none. */
export function readQuantity(text, least = 1) {
  const number = /^\s*\d{1,9}\s*$/.test(text ?? '') ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

/** The cart and every change of it, by plain forms: after a change the browser is sent on, so that reloading changes nothing again. */
export function cartRoutes(app, store) {
  const { shop } = store;
  const sendOn = (reply, shopper, word) => {
    for (const cookie of shopper.cookies) void reply.header('set-cookie', cookie);
    return reply.redirect(`/cart?said=${word}`, 303);
  };
  const showCart = (request, reply, { shopper, cart, problem, status = 422 }) =>
    store.page(request, reply, { status, shopper, cart, title: 'Your cart', kind: 'cart-page', main: cartPage({ cart, problem }) });

  app.get('/cart', async (request, reply) => {
    const shopper = shop.shopper(request.headers.cookie);
    const cart = await shopper.cart();
    const words = new URL(request.raw.url, 'http://store').searchParams.get('said');
    return store.page(request, reply, {
      shopper,
      cart,
      title: 'Your cart',
      kind: 'cart-page',
      said: Object.hasOwn(said, words ?? '') ? said[words] : undefined,
      main: cartPage({ cart }),
    });
  });

  app.post('/cart/add', async (request, reply) => {
    const form = formOf(request);
    const product = await shop.product(form.get('goods') ?? '');
    if (!product) return store.notFound(request, reply, 'We do not have this, or not any more.');
    const choice = choose(product, form);
    const quantity = readQuantity(form.get('quantity') ?? '1');
    const refuse = (problem, more) =>
      store.page(request, reply, {
        status: 422,
        ...more,
        title: product.title,
        main: productPage({ product, ...choice, quantity: form.get('quantity') ?? '1', problem }),
      });
    if (quantity === undefined) return refuse(nonsense);
    if (!choice.variant) return refuse('It is not made like this. Change one of the choices.');
    return store.change(request, async shopper => {
      const { refusal } = await shopper.add(choice.variant.id, quantity);
      return refusal ? refuse(refusal.words, { shopper }) : sendOn(reply, shopper, 'added');
    });
  });

  app.post('/cart/lines/:key', async (request, reply) => {
    const { key } = request.params;
    const form = formOf(request);
    const value = form.get('quantity') ?? '';
    const quantity = form.has('remove') ? 0 : readQuantity(value, 0);
    return store.change(request, async shopper => {
      const { refusal } = quantity === undefined ? { refusal: { words: nonsense } } : await shopper.setQuantity(key, quantity);
      if (!refusal) return sendOn(reply, shopper, quantity === 0 ? 'removed' : 'changed');
      const cart = await shopper.cart();
      const there = cart.lines.find(line => line.key === key);
      const problem = there
        ? { key, words: refusal.words, value: quantity === undefined ? value : there.quantity }
        : { words: refusal.words };
      return showCart(request, reply, { shopper, cart, problem });
    });
  });

  app.post('/cart/codes', async (request, reply) => {
    const code = (formOf(request).get('code') ?? '').trim().slice(0, 100);
    return store.change(request, async shopper => {
      const { refusal } = code ? await shopper.addCode(code) : { refusal: { words: 'Type a code first.' } };
      if (!refusal) return sendOn(reply, shopper, 'code');
      return showCart(request, reply, { shopper, cart: await shopper.cart(), problem: { key: 'code', words: refusal.words, value: code } });
    });
  });

  app.post('/cart/codes/remove', async (request, reply) =>
    store.change(request, async shopper => {
      await shopper.removeCode(formOf(request).get('code') ?? '');
      return sendOn(reply, shopper, 'changed');
    }),
  );
}

/** What was sent, whatever it was. */
export const formOf = ({ body }) => (body instanceof URLSearchParams ? body : new URLSearchParams());
