import type { CommerceCapabilities, Stock } from '@shopcast/commerce';
import { checkStock, fail, ok, oneOf, same } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';
import { findVariant, type Scene } from '../scene.js';

const noStock = (supports: CommerceCapabilities) => supports.stock === 'none' && 'the shop does not tell its stock';

/** Compares what is told about a variant with the level of knowledge the shop claims. */
function expectLevel(stock: Stock, units: number, level: CommerceCapabilities['stock'], what: string): void {
  checkStock(stock, what);
  const { state, quantity } = stock;
  if (level === 'none') return same({ state, quantity }, { state: 'unknown' }, `${what}, of a shop that does not tell its stock`);
  if (units === 0) same(state, 'out', `${what}: state`);
  else oneOf(state, level === 'boolean' ? ['in'] : ['in', 'low'], `${what}: state`);
  if (level === 'boolean' || level === 'level') same(quantity, undefined, `${what}: quantity, of a shop that tells none`);
  if (level === 'exact' || (level === 'exact-when-low' && units > 0 && units <= 3)) same(quantity, units, `${what}: quantity`);
  if (level === 'exact-when-low' && quantity !== undefined) same(quantity, units, `${what}: quantity`);
}

async function stockOf({ shop }: Scene, variantId: string): Promise<Stock> {
  return (await shop.adapter.stock([variantId])).get(variantId)?.stock ?? fail('The answer lacks the variant.');
}

/** What a shop says about its stock, and how it follows. */
export const stockCases: readonly ConformanceCase[] = [
  {
    name: 'stock is told as exactly as the capabilities say, with the product and in the refresh',
    async run(scene) {
      for (const [key, units] of [
        ['lowStock', 3],
        ['soldOut', 0],
        ['plain', 50],
      ] as const) {
        const variant = await scene.variant(key);
        expectLevel(variant.stock, units, scene.supports.stock, `stock of "${key}" with the product`);
        expectLevel(await stockOf(scene, variant.id), units, scene.supports.stock, `stock of "${key}" in the refresh`);
      }
    },
  },
  {
    name: 'one sold out variant among others',
    needs: ['oneOption'],
    unless: noStock,
    async run({ product }) {
      const found = await product('oneOption');
      same(findVariant(found, { Size: 'L' })?.stock.state, 'out', 'state of size L');
      ok(findVariant(found, { Size: 'M' })?.stock.state !== 'out', 'Size M is sold out as well.');
    },
  },
  {
    name: 'the refresh shows stock and price as they are now',
    needs: ['setStock', 'setPrice'],
    async run(scene) {
      const { variant, control, shop, supports } = scene;
      const plain = await variant('plain');
      const before = Date.now();
      await control.setStock(plain.id, 0);
      await control.setPrice(plain.id, 1490);
      const now = (await shop.adapter.stock([plain.id])).get(plain.id) ?? fail('The answer lacks the variant.');
      expectLevel(now.stock, 0, supports.stock, 'stock after it ran out');
      ok(now.stock.asOf >= before - 5000, 'asOf is older than the change: a cached answer.');
      if (now.price) same(now.price.minor, 1490, 'price after it changed');
      same((await variant('plain')).price.minor, 1490, 'price of the product read again');
    },
  },
  {
    name: 'a variant that is gone is absent from the refresh, the others are there',
    needs: ['removeVariant'],
    async run({ variant, control, shop }) {
      const [gone, stays] = [await variant('lowStock'), await variant('plain')];
      await control.removeVariant(gone.id);
      same([...(await shop.adapter.stock([gone.id, stays.id])).keys()], [stays.id], 'variants in the refresh');
    },
  },
  {
    name: 'an unknown variant is absent from the refresh',
    async run({ shop, variant }) {
      const { id } = await variant('plain');
      // An id of the shop's own form, so that it is unknown and not malformed.
      const unknown = id.replace(/\d+(?=\D*$)/, '99999999');
      const asked = unknown === id ? `${id}-unknown` : unknown;
      same((await shop.adapter.stock([asked])).has(asked), false, 'the unknown variant is in the answer');
    },
  },
];
