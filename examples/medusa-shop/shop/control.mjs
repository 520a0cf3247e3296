import { createRequire } from 'node:module';
import { standardGoods } from '../../table-goods/standard-goods.mjs';
import { promotionOf, sellGoods } from './goods.mjs';
import { run } from './seed.mjs';

const { ContainerRegistrationKeys, Modules } = createRequire(import.meta.url)('@medusajs/framework/utils');

/** What a shop window needs to know of this shop. */
export async function describe(container) {
  const regions = await container.resolve(Modules.REGION).listRegions({}, { relations: ['countries'] });
  const [key] = await container.resolve(Modules.API_KEY).listApiKeys({ type: 'publishable', title: 'Shop window' });
  return { publishableKey: key.token, regions: Object.fromEntries(regions.map(region => [region.currency_code, region.id])) };
}

/**
 * The back door of the shop, for tests and demos: `GET /control` tells what there is, `POST /control/<action>` with a JSON body does
 * something to it. It answers only to this machine, since the shop listens on loopback alone.
 */
export function createControl() {
  let container;
  let units = new Map();
  let undo = [];
  const inventory = () => container.resolve(Modules.INVENTORY);

  async function find(variantId, fields) {
    const query = container.resolve(ContainerRegistrationKeys.QUERY);
    const { data } = await query.graph({ entity: 'variant', fields: ['id', 'product_id', ...fields], filters: { id: variantId } });
    if (!data[0]) throw new Error(`There is no variant ${variantId}.`);
    return data[0];
  }

  /** What can be bought is what is stocked minus what sold orders still hold. */
  async function setUnits(levels, wanted) {
    const changed = levels.filter(level => level.stocked_quantity - level.reserved_quantity !== wanted(level));
    if (!changed.length) return;
    await inventory().updateInventoryLevels(
      changed.map(level => ({
        inventory_item_id: level.inventory_item_id,
        location_id: level.location_id,
        stocked_quantity: wanted(level) + Number(level.reserved_quantity),
      })),
    );
  }
  const allLevels = () => inventory().listInventoryLevels({}, { take: 100_000 });

  async function remember() {
    units = new Map((await allLevels()).map(level => [level.inventory_item_id, level.stocked_quantity - level.reserved_quantity]));
  }

  const actions = {
    /** `{ variantId, units }` */
    async stock({ variantId, units: wanted }) {
      const { inventory_items: items } = await find(variantId, ['inventory_items.inventory_item_id']);
      await setUnits(await inventory().listInventoryLevels({ inventory_item_id: items[0].inventory_item_id }), () => wanted);
    },
    /** `{ variantId, price, currency? }`: in the currency's own unit. */
    async price({ variantId, price, currency = 'eur' }) {
      const { price_set: set } = await find(variantId, ['price_set.id']);
      const pricing = container.resolve(Modules.PRICING);
      const [found] = await pricing.listPrices({ price_set_id: [set.id], currency_code: currency });
      const before = found.amount;
      const write = amount => pricing.updatePrices([{ id: found.id, amount }]);
      await write(price);
      undo.push(() => write(before));
    },
    /** `{ variantId, published }`: takes the product of the variant off the shop, or puts it back. */
    async product({ variantId, published }) {
      const { product_id: id } = await find(variantId, []);
      const write = status => run(container, 'updateProductsWorkflow', { selector: { id }, update: { status } });
      await write(published ? 'published' : 'draft');
      undo.push(() => write('published'));
    },
    /** `{ cartId }` */
    async 'lose-cart'({ cartId }) {
      await container.resolve(Modules.CART).deleteCarts([cartId]);
    },
    /** `{ code, percent or amount, minimum?, endsAt?, usageLimit? }` */
    async promotion(input) {
      await run(container, 'createPromotionsWorkflow', { promotionsData: [promotionOf(input)] });
    },
    /** `{ code }` */
    async 'end-promotion'({ code }) {
      const found = await container.resolve(Modules.PROMOTION).listPromotions({ code });
      await run(container, 'updatePromotionsWorkflow', { promotionsData: found.map(({ id }) => ({ id, status: 'inactive' })) });
    },
    /** `{ products, codes }`, the standard catalogue of the commerce kit: sold as well from now on. Answers with `{ refs }`. */
    async 'standard-catalogue'(catalogue) {
      await actions.reset();
      const { refs, ...goods } = standardGoods(catalogue);
      const handles = Object.values(refs);
      const found = await container
        .resolve(Modules.PRODUCT)
        .listProducts({ handle: handles }, { select: ['handle'], take: handles.length });
      if (found.length < handles.length) await sellGoods(container, goods);
      await remember();
      return { refs };
    },
    /** Stock, prices and products as they were. Orders and carts stay, since nobody sees another's. */
    async reset() {
      for (const again of undo.splice(0).reverse()) await again();
      await setUnits(await allLevels(), level => units.get(level.inventory_item_id) ?? 0);
    },
  };

  async function handler(request, response) {
    response.set({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type',
      'content-type': 'application/json',
    });
    if (request.method === 'OPTIONS') return void response.status(204).end();
    if (!container) return void response.status(503).end('{}');
    const action = actions[request.path.slice(1)];
    if (request.path !== '/' && !action) return void response.status(404).end('{"error":"No such action."}');
    try {
      const result = action ? await action(await readJson(request)) : { ...(await describe(container)), actions: Object.keys(actions) };
      response.end(JSON.stringify(result ?? { ok: true }));
    } catch (error) {
      response.status(400).end(JSON.stringify({ error: error.message }));
    }
  }

  return {
    handler,
    async open(opened) {
      container = opened;
      await remember();
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
