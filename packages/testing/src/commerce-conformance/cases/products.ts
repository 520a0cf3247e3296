import { checkProduct, fail, ok, print, same } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';
import { findVariant, type Scene } from '../scene.js';
import { standardProduct, type StandardProductKey } from '../standard-catalogue.js';

/** Reads a product and compares everything the catalogue says about it. */
async function expectStandard({ product }: Scene, key: StandardProductKey): Promise<void> {
  const found = await product(key);
  const wanted = standardProduct(key);
  same(found.title, wanted.title, 'title, as plain text');
  same(found.options.map(option => option.label).sort(), wanted.options.map(option => option.label).sort(), 'labels of the options');
  for (const option of wanted.options) {
    const values = found.options.find(({ label }) => label === option.label)?.values.map(({ label }) => label);
    same(values?.sort(), [...option.values].sort(), `values of ${option.label}`);
  }
  same(found.variants.length, wanted.variants.length, 'number of variants; a combination the shop does not sell has none');
  for (const { values, price } of wanted.variants) {
    const variant = findVariant(found, values) ?? fail(`There is no variant ${print(values)}.`);
    same(variant.price, { minor: price, currency: 'EUR' }, `price of ${print(values)}`);
  }
}

function standard(name: string, key: Exclude<StandardProductKey, 'plain' | 'lowStock' | 'soldOut'>): ConformanceCase {
  return { name, needs: [key], run: scene => expectStandard(scene, key) };
}

function otherCurrency(currency: 'JPY' | 'KWD', digits: string): ConformanceCase {
  return {
    name: `prices in ${currency}, which has ${digits} decimals, are whole minor units`,
    needs: [currency],
    async run({ shop, shopperOf, ref }) {
      const shopper = shopperOf((await shop.inCurrency?.(currency)) ?? fail(`create() gives no inCurrency for ${currency}.`));
      const product = (await shopper.adapter.products([ref('plain')])).get(ref('plain'));
      ok(product?.variants[0], 'The product is not there.');
      checkProduct(product);
      const price = { minor: standardProduct('plain').otherPrices?.[currency], currency };
      same(product.variants[0].price, price, 'price of the variant');
      const { cart } = await shopper.add(product.variants[0], 2);
      same(cart.currency, currency, 'currency of the cart');
      same(cart.lines[0]?.unit, price, 'price of the cart line');
    },
  };
}

/** What a shop says about its products. */
export const productCases: readonly ConformanceCase[] = [
  { name: 'a product without options has one variant', run: scene => expectStandard(scene, 'plain') },
  standard('a product with one option', 'oneOption'),
  standard('a product with two options and a missing combination', 'twoOptions'),
  standard('a product with three options', 'threeOptions'),
  standard('a product with four options', 'fourOptions'),
  {
    name: 'a product with 2,048 variants is whole, or says that it is not',
    needs: ['huge'],
    async run({ product, shop, shopper }) {
      const found = await product('huge');
      const count = shop.hugeCount ?? standardProduct('huge').variants.length;
      if (found.truncated)
        ok(found.variants.length > 0 && found.variants.length < count, `truncated, with ${found.variants.length} variants`);
      else same(found.variants.length, count, 'number of variants');
      const last = found.variants.at(-1) ?? fail('It has no variants.');
      await shopper.add(last, 1);
      await shopper.expectUnits([last, 1]);
    },
  },
  {
    name: 'texts of the shop are plain text, entities decoded and tags gone',
    async run({ product }) {
      const { title, description } = await product('plain');
      same(title, standardProduct('plain').title, 'title');
      if (description === undefined) return;
      ok(!/<\/?p>|&nbsp;|&amp;/.test(description), `description has markup or entities: ${print(description)}`);
      same(/Stoneware, 30\s?cl\.\s*Dishwasher & microwave safe\./.test(description), true, `description reads well: ${print(description)}`);
    },
  },
  {
    name: 'a ref the shop does not know answers null, and the others of the call are there',
    async run({ shop, ref }) {
      const missing = 'no-such-product-999999';
      const found = await shop.adapter.products([missing, ref('plain'), ref('soldOut')]);
      same([...found.keys()].sort(), [missing, ref('plain'), ref('soldOut')].sort(), 'every ref asked for is a key of the answer');
      same(found.get(missing), null, 'the unknown ref');
      for (const key of ['plain', 'soldOut'] as const) {
        const product = found.get(ref(key)) ?? fail(`"${key}" is missing from the answer.`);
        same(product.title, standardProduct(key).title, `title of "${key}"`);
      }
    },
  },
  {
    name: 'no refs and no variants asked for answer nothing',
    async run({ shop }) {
      same((await shop.adapter.products([])).size, 0, 'products of no refs');
      same((await shop.adapter.stock([])).size, 0, 'stock of no variants');
    },
  },
  {
    name: 'the ref asked for twice in one call is one key',
    async run({ shop, ref }) {
      same([...(await shop.adapter.products([ref('plain'), ref('plain')])).keys()], [ref('plain')], 'keys of the answer');
    },
  },
  {
    name: 'the price it compares with, and the lowest of 30 days exactly where the shop states it',
    needs: ['reduced'],
    async run({ variant, supports }) {
      const { price, compareAt, lowest30Days } = await variant('reduced');
      const wanted = standardProduct('reduced');
      same(price.minor, wanted.variants[0]?.price, 'price');
      if (compareAt) same(compareAt.minor, wanted.compareAt, 'compareAt');
      same(lowest30Days?.minor, supports.lowest30Days ? wanted.lowest30Days : undefined, 'lowest30Days');
    },
  },
  {
    name: 'a quantity rule is told with the variant',
    needs: ['ruled'],
    async run({ variant }) {
      const { min, max, step } = (await variant('ruled')).quantityRule;
      same({ min, max, step }, standardProduct('ruled').quantityRule, 'quantity rule');
    },
  },
  otherCurrency('JPY', 'no'),
  otherCurrency('KWD', 'three'),
];
