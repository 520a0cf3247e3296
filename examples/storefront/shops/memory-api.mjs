import { memoryProducts } from './memory-catalogue.mjs';

/** Longest delay of a timer, ms. */
const longest = 2 ** 31 - 1;

/**
 * What a store brings that has no shop server: the three addresses of docs/adapters/host.md for the show in its pages, and the back door that
 * the host's script knows from the Vendure example, open to this machine only.
 */
export function memoryApi(app, store, { kept, commerceOf, idOf }) {
  const somebody = commerceOf('somebody who looks');

  app.get('/api/products', async request => {
    const refs = new URL(request.raw.url, 'http://store').searchParams.getAll('ref').slice(0, 500);
    const found = await somebody.products(refs);
    return refs.map(ref => found.get(ref) ?? null);
  });
  app.get('/api/cart', async request => {
    const id = idOf(request.headers.cookie);
    return tellCart(await (id ? commerceOf(id) : somebody).cart());
  });
  app.post('/api/cart', async (request, reply) => {
    const changes = request.body?.changes;
    if (!Array.isArray(changes)) return reply.code(400).send({ error: 'Send { "changes": […] }.' });
    return store.change(request, async shopper => {
      const commerce = shopper.known();
      for (const cookie of shopper.cookies) void reply.header('set-cookie', cookie);
      return tellCart(await commerce.change(changes));
    });
  });

  const prices = new Map(memoryProducts.flatMap(({ variants }) => variants.map(({ id, price }) => [id, price])));
  const running = new Map();
  const end = title => {
    const promotion = running.get(title);
    if (!promotion) return 0;
    running.delete(title);
    promotion.timers.forEach(clearTimeout);
    for (const sku of promotion.skus) kept.setPrice(sku, prices.get(sku));
    return 1;
  };
  const at = (time, run) => setTimeout(run, Math.min(longest, Math.max(0, Date.parse(time) - Date.now()))).unref();

  const actions = {
    stock: ({ sku, variantId = sku, units }) => kept.setStock(variantId, units),
    price({ sku, variantId = sku, price }) {
      prices.set(variantId, Math.round(price * 100));
      kept.setPrice(variantId, Math.round(price * 100));
    },
    promotion({ title, percent, skus, startsAt, endsAt }) {
      if (!title || !(percent > 0 && percent <= 100) || !skus?.every(sku => prices.has(sku)))
        throw new Error('A promotion here has a title, percent and skus.');
      end(title);
      const begin = () => skus.forEach(sku => kept.setPrice(sku, Math.round((prices.get(sku) * (100 - percent)) / 100)));
      const timers = endsAt ? [at(endsAt, () => end(title))] : [];
      running.set(title, { skus, timers });
      if (startsAt && Date.parse(startsAt) > Date.now()) timers.push(at(startsAt, begin));
      else begin();
    },
    'end-promotion': ({ code }) => ({ ended: end(code) }),
  };
  const fromHere = async (request, reply) => {
    if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress) || request.headers['sec-fetch-site'])
      return reply.code(403).send({ error: 'The back door is for programs on this machine.' });
  };
  app.get('/control', { onRequest: fromHere }, async () => ({
    actions: Object.keys(actions),
    variants: Object.fromEntries([...prices.keys()].map(sku => [sku, sku])),
  }));
  app.post('/control/:action', { onRequest: fromHere }, async (request, reply) => {
    if (!Object.hasOwn(actions, request.params.action)) return reply.code(404).send({ error: 'No such action.' });
    try {
      return (await actions[request.params.action](request.body ?? {})) ?? { ok: true };
    } catch (error) {
      return reply.code(400).send({ error: error.message });
    }
  });
}

/** A cart in the words of the host adapter. */
const tellCart = ({ cart: { lines, total, subtotal, discount, codes, taxes }, issues }) => ({
  cart: {
    lines: lines.map(({ unit, unitCompareAt, ...line }) => ({ ...line, price: unit, compareAt: unitCompareAt })),
    total,
    subtotal,
    discount,
    codes,
    taxes,
  },
  issues,
});
