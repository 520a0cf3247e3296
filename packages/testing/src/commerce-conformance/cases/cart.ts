import type { CartResult, CommerceCapabilities } from '@shopcast/commerce';
import { fail, ok, oneOf, same, unitsOf } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';
import { issueCodes } from '../scene.js';
import { standardProduct } from '../standard-catalogue.js';

const refused = ['out-of-stock', 'quantity-limited'] as const;

/** Fails unless the wish for too many was answered as the shop claims, told with the number where the shop knows it. */
function expectOverAdd(result: CartResult, supports: CommerceCapabilities, units: number, before: number, available: number): void {
  const allowed = { rejects: [before], clamps: [available], varies: [before, available] }[supports.overAdd];
  oneOf(units, allowed, `units in the cart of a shop whose overAdd is "${supports.overAdd}"`);
  const issue = result.issues.find(({ code }) => (refused as readonly string[]).includes(code));
  ok(issue, `The shop gave less than was wished, and no issue says so; found [${issueCodes(result).join(', ')}].`);
  if (supports.stock === 'exact' || supports.stock === 'exact-when-low') same(issue.code, 'quantity-limited', 'code of the issue');
  if (issue.available !== undefined) same(issue.available, available, 'units the cart can hold, as the issue tells');
  else ok(supports.stock !== 'exact', 'The shop knows its stock exactly, so the issue tells the number.');
}

/** The cart and everything one wishes for it. */
export const cartCases: readonly ConformanceCase[] = [
  {
    name: 'a new shopper has an empty cart',
    async run({ shopper }) {
      const { cart, issues } = await shopper.cart();
      same(cart.lines, [], 'lines');
      same(cart.total.minor, 0, 'total');
      same(cart.codes, [], 'codes');
      same(issues, [], 'issues');
    },
  },
  {
    name: 'add puts a line into the cart, with the price of the variant',
    async run({ shopper, variant, product }) {
      const plain = await variant('plain');
      const result = await shopper.add(plain, 2);
      same(result.issues, [], 'issues');
      const line = result.cart.lines[0] ?? fail('The cart has no line.');
      same(line.variantId, plain.id, 'variant of the line');
      same(line.unit, plain.price, 'price of one unit');
      same(line.quantity, 2, 'quantity');
      same(line.title, (await product('plain')).title, 'title of the line, as plain text');
      await shopper.expectUnits([plain, 2]);
    },
  },
  {
    name: 'add of a variant already there raises its line',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      await shopper.add(plain, 2);
      const result = await shopper.add(plain, 3);
      same(result.cart.lines.length, 1, 'number of lines');
      await shopper.expectTrue(result);
      await shopper.expectUnits([plain, 5]);
    },
  },
  {
    name: 'two variants of one product are two lines, told apart by id and by words',
    needs: ['twoOptions'],
    async run({ shopper, variant }) {
      const blue = await variant('twoOptions', { Colour: 'Blue', Size: 'M' });
      const red = await variant('twoOptions', { Colour: 'Red', Size: 'M' });
      await shopper.add(blue, 1);
      const { cart } = await shopper.add(red, 2);
      await shopper.expectUnits([blue, 1], [red, 2]);
      const words = cart.lines.map(line => `${line.title} ${line.variantTitle ?? ''}`);
      ok(words[0] !== words[1], `Both lines read "${words[0]}".`);
    },
  },
  {
    name: 'several changes in one call are applied in order',
    async run({ shopper, variant }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      const result = await shopper.change(
        { type: 'add', variantId: plain.id, quantity: 1 },
        { type: 'add', variantId: carafe.id, quantity: 2 },
        { type: 'add', variantId: plain.id, quantity: 1 },
      );
      await shopper.expectTrue(result);
      await shopper.expectUnits([plain, 2], [carafe, 2]);
    },
  },
  {
    name: 'a refused change does not take back the others of its call',
    async run({ shopper, variant }) {
      const [plain, gone] = [await variant('plain'), await variant('soldOut')];
      const result = await shopper.change(
        { type: 'add', variantId: plain.id, quantity: 1 },
        { type: 'add', variantId: gone.id, quantity: 1 },
        { type: 'add', variantId: plain.id, quantity: 2 },
      );
      ok(
        result.issues.some(({ code }) => code === 'out-of-stock'),
        'No issue says that one is sold out.',
      );
      await shopper.expectTrue(result);
      await shopper.expectUnits([plain, 3]);
    },
  },
  {
    name: 'no changes answer the cart as it is',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      await shopper.add(plain, 1);
      same(unitsOf((await shopper.change()).cart), { [plain.id]: 1 }, 'units in the cart');
    },
  },
  {
    name: 'set is absolute and may be repeated',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      await shopper.add(plain, 5);
      await shopper.set(plain, 2);
      const result = await shopper.set(plain, 2);
      same(result.issues, [], 'issues');
      await shopper.expectTrue(result);
      await shopper.expectUnits([plain, 2]);
    },
  },
  {
    name: 'set to 0 and remove both take the line away',
    async run({ shopper, variant }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      await shopper.add(plain, 2);
      await shopper.add(carafe, 1);
      same((await shopper.set(plain, 0)).issues, [], 'issues of set to 0');
      await shopper.expectUnits([carafe, 1]);
      same((await shopper.remove(carafe)).issues, [], 'issues of remove');
      await shopper.expectUnits();
      same((await shopper.cart()).cart.total.minor, 0, 'total of the emptied cart');
    },
  },
  {
    name: 'a line that is not there is told as line-gone, and the cart stays',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      const key = (await shopper.add(plain, 1)).cart.lines[0]?.key ?? fail('The cart has no line.');
      const removed = await shopper.change({ type: 'remove', lineKey: key });
      same(removed.cart.lines, [], 'lines');
      await shopper.add(await variant('lowStock'), 1);
      const result = await shopper.change({ type: 'set', lineKey: key, quantity: 4 });
      ok(issueCodes(result).includes('line-gone'), `Expected line-gone among [${issueCodes(result).join(', ')}].`);
      await shopper.expectTrue(result);
      await shopper.expectUnits([await variant('lowStock'), 1]);
    },
  },
  {
    name: 'add of more than there is: told, with the number where the shop knows it, and the cart true',
    async run({ shopper, variant, supports }) {
      const carafe = await variant('lowStock');
      const result = await shopper.add(carafe, 9);
      expectOverAdd(result, supports, unitsOf(result.cart)[carafe.id] ?? 0, 0, 3);
      await shopper.expectTrue(result);
    },
  },
  {
    name: 'add of more than is left beside what the cart holds',
    async run({ shopper, variant, supports }) {
      const carafe = await variant('lowStock');
      await shopper.add(carafe, 2);
      const result = await shopper.add(carafe, 2);
      expectOverAdd(result, supports, unitsOf(result.cart)[carafe.id] ?? 0, 2, 3);
      await shopper.expectTrue(result);
    },
  },
  {
    name: 'set to more than there is',
    async run({ shopper, variant, supports }) {
      const carafe = await variant('lowStock');
      await shopper.add(carafe, 1);
      const result = await shopper.set(carafe, 9);
      expectOverAdd(result, supports, unitsOf(result.cart)[carafe.id] ?? 0, 1, 3);
      await shopper.expectTrue(result);
    },
  },
  {
    name: 'a wish for a million is told and cut or refused, and the cart true',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      const result = await shopper.add(plain, 1_000_000);
      const units = unitsOf(result.cart)[plain.id] ?? 0;
      oneOf(units <= (standardProduct('plain').variants[0]?.stock ?? 0), [true], `${units} units in the cart are no more than there are`);
      ok(result.issues.length > 0, `${units} of a million wished are in the cart, and no issue says so.`);
      await shopper.expectTrue(result);
    },
  },
  {
    name: 'a quantity that is none is refused, does nothing, and leaves the other changes of its call alone',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      const lineKey = (await shopper.add(plain, 2)).cart.lines[0]?.key ?? fail('The cart has no line.');
      const none = [-1, 1.5, NaN, Infinity, '2', null, undefined] as number[];
      for (const quantity of [0, ...none]) {
        const result = await shopper.change({ type: 'add', variantId: plain.id, quantity });
        same(issueCodes(result), ['quantity-rule'], `issues of an add of ${String(quantity)}`);
      }
      for (const quantity of none) {
        const result = await shopper.change({ type: 'set', lineKey, quantity }, { type: 'add', variantId: plain.id, quantity: 1 });
        same(issueCodes(result), ['quantity-rule'], `issues of a set to ${String(quantity)} with an add of 1`);
      }
      for (const quantity of [1e9, Number.MAX_SAFE_INTEGER]) {
        const result = await shopper.change({ type: 'add', variantId: plain.id, quantity });
        oneOf(issueCodes(result)[0], [...refused, 'quantity-rule'], `issue of an add of ${quantity}`);
        await shopper.expectTrue(result);
        await shopper.set(plain, 2 + none.length);
      }
      await shopper.expectUnits([plain, 2 + none.length]);
    },
  },
  {
    name: 'add of a sold out variant is refused as out-of-stock',
    async run({ shopper, variant }) {
      const result = await shopper.add(await variant('soldOut'), 1);
      ok(issueCodes(result).includes('out-of-stock'), `Expected out-of-stock among [${issueCodes(result).join(', ')}].`);
      await shopper.expectTrue(result);
      await shopper.expectUnits();
    },
  },
  {
    name: 'sold out between reading and adding',
    needs: ['setStock'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      await control.setStock(plain.id, 0);
      const result = await shopper.add(plain, 1);
      ok(issueCodes(result).includes('out-of-stock'), `Expected out-of-stock among [${issueCodes(result).join(', ')}].`);
      await shopper.expectTrue(result);
      await shopper.expectUnits();
    },
  },
  {
    name: 'a variant that is gone is refused as variant-gone',
    needs: ['removeVariant'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      await control.removeVariant(plain.id);
      const result = await shopper.add(plain, 1);
      ok(issueCodes(result).includes('variant-gone'), `Expected variant-gone among [${issueCodes(result).join(', ')}].`);
      await shopper.expectUnits();
    },
  },
  {
    name: 'quantity rules: what they forbid is not in the cart without a word',
    needs: ['ruled'],
    async run({ shopper, variant }) {
      const { min, max, step } = standardProduct('ruled').quantityRule ?? fail('The catalogue lost its rule.');
      const lights = await variant('ruled');
      for (const wish of [min - 1, min + 1, max + step]) {
        const result = await shopper.add(lights, wish);
        const units = unitsOf(result.cart)[lights.id] ?? 0;
        ok(
          units === 0 || (units >= min && units <= max && (units - min) % step === 0),
          `${wish} wished, and ${units} in the cart break the rule.`,
        );
        const told = issueCodes(result).some(code => code === 'quantity-rule' || code === 'quantity-limited');
        ok(told, `${wish} wished, ${units} in the cart, and the issues are [${issueCodes(result).join(', ')}].`);
        await shopper.expectTrue(result);
        if (units) await shopper.remove(lights);
      }
      same((await shopper.add(lights, min + step)).issues, [], 'issues of what the rule allows');
      await shopper.expectUnits([lights, min + step]);
    },
  },
  {
    name: 'attributes of a line come back exactly where the shop keeps them',
    async run({ shopper, variant, supports }) {
      const attributes = { show: 'summer', lot: '3' };
      const { cart } = await shopper.change({ type: 'add', variantId: (await variant('plain')).id, quantity: 1, attributes });
      if (supports.lineAttributes) same(cart.lines[0]?.attributes, attributes, 'attributes of the line');
      else same(cart.lines[0]?.attributes ?? {}, {}, 'attributes of the line, in a shop that keeps none');
    },
  },
  {
    name: 'two shoppers have two carts',
    async run({ shop, shopper, shopperOf, variant }) {
      const plain = await variant('plain');
      const second = shopperOf(await shop.another());
      await shopper.add(plain, 1);
      await second.add(plain, 4);
      await shopper.expectUnits([plain, 1]);
      await second.expectUnits([plain, 4]);
    },
  },
];
