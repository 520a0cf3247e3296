import type { CommerceCapabilities } from '@shopcast/commerce';
import { compareCarts } from '@shopcast/core';
import { fail, ok, oneOf, same, unitsOf, within } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';
import { issueCodes } from '../scene.js';

/** What happens to a cart that is not alone in the world: other shoppers, other tabs, the shop itself. */
export const sharingCases: readonly ConformanceCase[] = [
  {
    name: 'first adds, one after the other, make one cart',
    async run({ shopper, variant }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      // As the session does it: the next call begins when the one before has ended.
      await shopper.add(plain, 1);
      await shopper.add(carafe, 1);
      await shopper.add(plain, 1);
      await shopper.expectUnits([plain, 2], [carafe, 1]);
    },
  },
  {
    name: 'five adds of one unit, one after the other, make five',
    async run({ shopper, variant }) {
      const plain = await variant('plain');
      for (let round = 1; round <= 5; round++) same(unitsOf((await shopper.add(plain, 1)).cart)[plain.id], round, 'units in the answer');
      await shopper.expectUnits([plain, 5]);
    },
  },
  {
    name: 'five parallel adds of one unit make as many as were acknowledged',
    unless: (supports: CommerceCapabilities) => supports.concurrency === 'lost-updates' && 'the shop loses parallel updates and says so',
    async run({ shopper, variant, supports }) {
      const plain = await variant('plain');
      await shopper.add(plain, 1);
      const answers = await Promise.allSettled(Array.from({ length: 5 }, () => shopper.add(plain, 1)));
      const done = answers.filter(answer => answer.status === 'fulfilled').length;
      for (const answer of answers) {
        if (answer.status === 'fulfilled') continue;
        const { kind } = answer.reason as { kind?: string };
        ok(kind, `A parallel add rejected with something that is no CommerceError: ${String(answer.reason)}`);
        oneOf(kind, supports.concurrency === 'serialised' ? [] : ['conflict'], 'kind of the error of a parallel add');
      }
      await shopper.expectUnits([plain, 1 + done]);
    },
  },
  {
    name: 'two shoppers race for the last unit: at most one order, and the other is told',
    needs: ['lastUnit', 'placeOrder'],
    async run({ shop, shopper, shopperOf, variant, control, supports }) {
      const print = await variant('lastUnit');
      const second = shopperOf(await shop.another());
      const results = await Promise.all([shopper.add(print, 1), second.add(print, 1)]);
      const held = results.map(({ cart }) => unitsOf(cart)[print.id] ?? 0);
      results.forEach((result, at) => ok(held[at] === 1 || result.issues.length > 0, 'A shopper got nothing and was not told.'));
      const holds = supports.reservation === 'in-cart';
      same(held.sort(), [holds ? 0 : 1, 1], `units of the last one in two carts, of a shop whose reservation is "${supports.reservation}"`);
      await shopper.expectTrue(results[0]);
      await second.expectTrue(results[1]);
      const orders = [];
      for (const racer of [shopper, second]) orders.push(await control.placeOrder(racer.adapter));
      same(orders.filter(({ placed }) => placed).length, 1, 'orders placed for one unit');
      const late = shopperOf(await shop.another());
      const result = await late.add(print, 1);
      ok(issueCodes(result).includes('out-of-stock'), `Expected out-of-stock among [${issueCodes(result).join(', ')}].`);
      await late.expectUnits();
      if (supports.stock !== 'none') same((await shop.adapter.stock([print.id])).get(print.id)?.stock.state, 'out', 'state of the stock');
    },
  },
  {
    name: 'stock that falls below what the cart holds shows in a comparison, never as something untrue',
    needs: ['setStock', 'readCart'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      const before = (await shopper.add(plain, 4)).cart;
      await control.setStock(plain.id, 2);
      const read = await shopper.cart();
      same(unitsOf(read.cart), await control.readCart(shopper.adapter), 'units read, compared with the shop itself');
      const lowered = unitsOf(read.cart)[plain.id] !== 4;
      const found = compareCarts(before, read.cart).some(({ type }) => type === 'quantity-limited' || type === 'line-gone');
      same(found, lowered, 'a comparison of before and after finds what the shop lowered by itself');
      const touched = await shopper.set(plain, 3);
      const units = unitsOf(touched.cart)[plain.id] ?? 0;
      if (units !== 3) ok(touched.issues.length > 0, 'The wish for 3 was not fulfilled, and no issue says so.');
      await shopper.expectTrue(touched);
    },
  },
  {
    name: 'a price that changed shows in the cart once its line was touched',
    needs: ['setPrice'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      const before = (await shopper.add(plain, 1)).cart;
      await control.setPrice(plain.id, 2490);
      oneOf((await shopper.cart()).cart.lines[0]?.unit.minor, [1990, 2490], 'price of the line in a read');
      const touched = (await shopper.set(plain, 2)).cart;
      same(touched.lines[0]?.unit.minor, 2490, 'price of the line after it was touched');
      const found = compareCarts(before, touched).filter(({ type }) => type === 'price-changed');
      same(found.length, 1, 'changes of price that a comparison of before and after finds');
    },
  },
  {
    name: 'a variant that vanished from the shop does not vanish from the cart untold, or shows in a comparison',
    needs: ['removeVariant', 'readCart'],
    async run({ shopper, variant, control }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      await shopper.add(plain, 1);
      await shopper.add(carafe, 1);
      await control.removeVariant(carafe.id);
      const read = await shopper.cart();
      same(unitsOf(read.cart)[plain.id], 1, 'units of the other line');
      same(unitsOf(read.cart), await control.readCart(shopper.adapter), 'units read, compared with the shop itself');
    },
  },
  {
    name: 'a lost cart is told once as cart-lost when it is read, and the next add starts another',
    needs: ['loseCart'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      await shopper.add(plain, 2);
      await control.loseCart(shopper.adapter);
      const read = await shopper.cart();
      same(read.cart.lines, [], 'lines of the lost cart');
      const added = await shopper.add(plain, 1);
      const told = [...issueCodes(read), ...issueCodes(added)].filter(code => code === 'cart-lost').length;
      same(told, 1, 'times cart-lost was told');
      if (unitsOf(added.cart)[plain.id] !== 1) await shopper.add(plain, 1);
      await shopper.expectUnits([plain, 1]);
      same(issueCodes(await shopper.cart()), [], 'issues once there is a new cart');
    },
  },
  {
    name: 'a lost cart is told as cart-lost when it is changed, and nothing is doubled',
    needs: ['loseCart'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      await shopper.add(plain, 2);
      await control.loseCart(shopper.adapter);
      const result = await shopper.add(plain, 1);
      ok(issueCodes(result).includes('cart-lost'), `Expected cart-lost among [${issueCodes(result).join(', ')}].`);
      await shopper.expectTrue(result);
      const units = unitsOf(result.cart)[plain.id] ?? 0;
      oneOf(units, [0, 1], 'units in the new cart');
      if (units === 0) same(issueCodes(await shopper.add(plain, 1)), [], 'issues of the replay');
      await shopper.expectUnits([plain, 1]);
    },
  },
  {
    name: 'a second tab of the same shopper sees and changes the same cart',
    needs: ['secondTab'],
    async run({ shop, shopper, shopperOf, variant }) {
      const plain = await variant('plain');
      await shopper.add(plain, 1);
      const tab = shopperOf((await shop.secondTab?.()) ?? fail('create() gives no secondTab.'));
      await tab.expectUnits([plain, 1]);
      await tab.add(plain, 2);
      await shopper.expectUnits([plain, 3]);
    },
  },
  {
    name: 'the cart is found again by the page alone, or by the token store alone, as the capabilities say',
    needs: ['secondTab'],
    async run({ shop, shopper, shopperOf, variant, supports }) {
      const plain = await variant('plain');
      await shopper.add(plain, 1);
      const tab = shopperOf((await shop.secondTab?.('lost')) ?? fail('create() gives no secondTab.'));
      const units = unitsOf((await tab.cart()).cart)[plain.id] ?? 0;
      same(units, supports.identity === 'page' ? 1 : 0, `units found without the token store, where identity is "${supports.identity}"`);
    },
  },
  {
    name: 'what was added from elsewhere shows, and is noticed where the shop tells',
    needs: ['addFromElsewhere'],
    async run({ shopper, variant, control, supports, patienceMs }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      await shopper.add(plain, 1);
      let stop: (() => void) | undefined;
      const noticed = new Promise<void>(resolve => {
        stop = shopper.adapter.onExternalChange?.(resolve);
      });
      if (supports.hostCart === 'events') ok(stop, 'hostCart is "events", but there is no onExternalChange.');
      await control.addFromElsewhere(shopper.adapter, carafe.id, 2);
      if (supports.hostCart === 'events') await within(patienceMs, noticed, 'The call of the onExternalChange listener');
      stop?.();
      await shopper.expectUnits([plain, 1], [carafe, 2]);
    },
  },
  {
    name: 'who stopped listening hears nothing, and own changes are not external',
    needs: ['addFromElsewhere'],
    unless: supports => supports.hostCart === 'none' && 'the shop tells nothing of changes from elsewhere',
    async run({ shopper, variant, control, patienceMs }) {
      const [plain, carafe] = [await variant('plain'), await variant('lowStock')];
      const heard: string[] = [];
      const stop = shopper.adapter.onExternalChange?.(() => heard.push('stopped')) ?? fail('There is no onExternalChange.');
      const own = shopper.adapter.onExternalChange?.(() => heard.push('own')) ?? fail('There is no onExternalChange.');
      await shopper.add(plain, 1);
      same(heard, [], "heard after the adapter's own change");
      stop();
      own();
      const after = new Promise<void>(resolve => shopper.adapter.onExternalChange?.(resolve));
      await control.addFromElsewhere(shopper.adapter, carafe.id, 1);
      await within(patienceMs, after, 'The call of the listener that stayed');
      same(heard, [], 'heard by who stopped listening');
    },
  },
];
