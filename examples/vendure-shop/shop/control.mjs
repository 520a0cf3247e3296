import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import core from '@vendure/core';
import { standardGoods } from '../../table-goods/standard-goods.mjs';
import { channels } from './config.mjs';
import { createPromotion, endPromotion } from './promotion.mjs';
import { adminContext, findProduct, findVariant, hundredths, seedGoods } from './seed.mjs';

const { ConfigService, Order, OrderService, Product, ProductService, ProductVariant, ProductVariantService } = core;
const { Session, TransactionalConnection } = core;

/**
 * The back door of the shop, for tests and demos: `GET /control` tells what there is, `POST /control/<action>` with a JSON body
 * does something to it. It answers only to this machine, since the shop listens on loopback alone.
 */
export function createControl(seedVersion) {
  let shop;
  const actions = {
    /** `{ sku or variantId, units }` */
    async stock({ variantId, sku, units }) {
      const ctx = await adminContext(shop.app);
      const variant = await findVariant(shop.app, ctx, { id: variantId, sku });
      await shop.app.get(ProductVariantService).update(ctx, [{ id: variant.id, stockOnHand: await withAllocated(ctx, variant, units) }]);
    },
    /** `{ sku or variantId, price, currency? }`: gross, in the currency's own unit. */
    async price({ variantId, sku, price, currency = 'eur' }) {
      const ctx = await adminContext(shop.app, channels[currency.toLowerCase()]);
      const variant = await findVariant(shop.app, ctx, { id: variantId, sku });
      await shop.app.get(ProductVariantService).update(ctx, [{ id: variant.id, price: hundredths(price) }]);
    },
    /** `{ sku or variantId, enabled }` */
    async variant({ variantId, sku, enabled }) {
      const ctx = await adminContext(shop.app);
      const variant = await findVariant(shop.app, ctx, { id: variantId, sku });
      await shop.app.get(ProductVariantService).update(ctx, [{ id: variant.id, enabled }]);
    },
    /** `{ handle, enabled }` */
    async product({ handle, enabled }) {
      const ctx = await adminContext(shop.app);
      const { id } = await findProduct(shop.app, ctx, handle);
      await shop.app.get(ProductService).update(ctx, { id, enabled });
    },
    /** `{ show: 'level' | 'number' }` */
    async 'stock-display'({ show }) {
      if (!['level', 'number'].includes(show)) throw new Error('show is level or number.');
      shop.stockDisplay.show = show;
    },
    /** Forgets one session, or all of them without a token. */
    async 'expire-sessions'({ token }) {
      const sessions = shop.app.get(TransactionalConnection).rawConnection.getRepository(Session);
      await (token ? sessions.delete({ token }) : sessions.clear());
      await shop.app.get(ConfigService).authOptions.sessionCacheStrategy.clear();
    },
    async promotion(input) {
      return { id: await createPromotion(shop.app, await adminContext(shop.app), input) };
    },
    /** `{ code }`: the code, or the title of a promotion without one. */
    async 'end-promotion'({ code }) {
      return { ended: await endPromotion(shop.app, await adminContext(shop.app), code) };
    },
    /** `{ code, trackingCode? }`: ships everything in a paid order. */
    async ship({ code, trackingCode }) {
      const ctx = await adminContext(shop.app);
      const order = await shop.app.get(OrderService).findOneByCode(ctx, code);
      const lines = order.lines.map(line => ({ orderLineId: line.id, quantity: line.quantity }));
      const handler = {
        code: 'manual-fulfillment',
        arguments: [
          { name: 'method', value: 'Parcel' },
          { name: 'trackingCode', value: trackingCode ?? '' },
        ],
      };
      const fulfilment = await shop.app.get(OrderService).createFulfillment(ctx, { lines, handler });
      if (!fulfilment.id) throw new Error(fulfilment.message);
      await shop.app.get(OrderService).transitionFulfillmentToState(ctx, fulfilment.id, 'Pending');
      await shop.app.get(OrderService).transitionFulfillmentToState(ctx, fulfilment.id, 'Shipped');
    },
    /**
     * `{ products, codes }`, the standard catalogue of the commerce kit: sold as well from now on, also after a reset. Kept, so that the
     * next time is quick. Answers with `{ refs }`, the handle of every product.
     */
    async 'standard-catalogue'(catalogue) {
      const { refs, ...goods } = standardGoods(catalogue);
      const hash = createHash('sha256').update(JSON.stringify(goods)).update(seedVersion).digest('hex').slice(0, 16);
      const file = fileURLToPath(new URL(`../.cache/goods-${hash}.sqlite`, import.meta.url));
      if (existsSync(file)) {
        await shop.database.load(await readFile(file));
      } else {
        await shop.database.reset();
        await seedGoods(shop.app, goods);
        await mkdir(new URL('../.cache/', import.meta.url), { recursive: true });
        await writeFile(file, shop.database.save());
      }
      return { refs };
    },
    /** Back to the seeded state: sessions, carts, orders, stock, prices, promotions. */
    async reset() {
      await shop.database.reset();
    },
  };

  async function describe() {
    const connection = shop.app.get(TransactionalConnection).rawConnection;
    const variants = await connection.getRepository(ProductVariant).find({ select: { id: true, sku: true } });
    const products = await connection.getRepository(Product).find({ relations: { translations: true } });
    return {
      vendure: core.VENDURE_VERSION,
      channels,
      actions: Object.keys(actions),
      orders: await connection.getRepository(Order).count(),
      products: Object.fromEntries(products.map(product => [product.translations[0].slug, String(product.id)])),
      variants: Object.fromEntries(variants.map(variant => [variant.sku, String(variant.id)])),
    };
  }

  /** Vendure subtracts what sold orders still hold; `units` is what can be bought. */
  async function withAllocated(ctx, variant, units) {
    const available = await shop.app.get(core.StockLevelService).getAvailableStock(ctx, variant.id);
    return units + available.stockAllocated;
  }

  async function handler(request, response) {
    response.set({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type',
      'content-type': 'application/json',
    });
    if (request.method === 'OPTIONS') return void response.status(204).end();
    if (!shop) return void response.status(503).end('{}');
    const action = actions[request.path.slice(1)];
    if (request.path !== '/' && !action) return void response.status(404).end('{"error":"No such action."}');
    try {
      const result = action ? await action(await readJson(request)) : await describe();
      response.end(JSON.stringify(result ?? { ok: true }));
    } catch (error) {
      response.status(400).end(JSON.stringify({ error: error.message }));
    }
  }

  return {
    handler,
    open(opened) {
      shop = opened;
    },
  };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 2_000_000) throw new Error('The body is too long.');
  }
  return text ? JSON.parse(text) : {};
}
