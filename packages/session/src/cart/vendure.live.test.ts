import { vendureCommerce } from '@shopcast/commerce/adapters/vendure';
import { vendureExample } from '@shopcast/testing/live-shops';
import { expect } from 'chai';
import { createCartEngine } from './cart-engine.js';
import type { CartEngine } from './cart-types.js';
import { createStockWatch } from './stock-watch.js';
import { matrixFaults, runFaultMatrix } from './testing/fault-matrix.js';
import { vendureMatrixShop } from './testing/live-matrix-shops.js';
import { createFakeBrowser, type FakeBrowser } from './testing/tab-fakes.js';
import { createTokenStore } from './token-store.js';

const url = process.env['SHOPCAST_VENDURE_URL'] ?? '';
const { control, placeOrder } = vendureExample(url);
const quick = { backoffMs: 20, backoffMaxMs: 200, settleMs: [0, 50, 100], tries: 40 } as const;

/** One shopper in one tab; `beside` is a tab of the same shopper. */
function enter(beside?: { readonly kept: Map<string, string>; readonly browser: FakeBrowser }) {
  const kept = beside?.kept ?? new Map<string, string>();
  const browser = beside?.browser ?? createFakeBrowser();
  const line = { up: true };
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const tokens = createTokenStore({ storage, channel: browser.channel });
  const adapter = vendureCommerce({
    url: `${url}/shop-api`,
    checkout: 'https://shop.example/checkout',
    tokens,
    // While the shop is down nothing listens where it was.
    fetch: (address, init) => fetch(line.up ? address : 'http://127.0.0.1:9/', init),
  });
  const engine = createCartEngine({ adapter, tokens, tabs: browser, policy: quick });
  opened.push(() => (engine.dispose(), adapter.dispose()));
  const ask = async (query: string): Promise<Record<string, Record<string, unknown> | null>> => {
    const authorization = `Bearer ${[...kept.values()][0]}`;
    const init = { method: 'POST', headers: { 'content-type': 'application/json', authorization }, body: JSON.stringify({ query }) };
    return ((await (await fetch(`${url}/shop-api`, init)).json()) as { data: never }).data;
  };
  return { adapter, engine, ask, kept, browser, line };
}
type Shopper = ReturnType<typeof enter>;
const opened: (() => void)[] = [];

async function variantOf({ adapter }: Shopper, slug: string, at = 0): Promise<string> {
  return (await adapter.products([slug])).get(slug)?.variants[at]?.id ?? '';
}

/** Fails unless what is shown, in every engine, is what the shop has; answers the units by variant. */
async function expectTruth({ ask }: Shopper, ...engines: readonly CartEngine[]): Promise<Record<string, number>> {
  type Line = { readonly quantity: number; readonly productVariant: { readonly id: string } };
  const { activeOrder } = await ask('{activeOrder{totalWithTax lines{quantity productVariant{id}}}}');
  const units = Object.fromEntries(((activeOrder?.['lines'] ?? []) as Line[]).map(line => [line.productVariant.id, line.quantity]));
  for (const engine of engines) {
    const { lines, shop, pending } = engine.$cart.get();
    expect(pending).to.equal(false);
    expect(Object.fromEntries(lines.map(line => [line.variantId, line.quantity]))).to.deep.equal(units);
    expect(shop?.total.minor).to.equal(activeOrder?.['totalWithTax'] ?? 0);
  }
  return units;
}

describe('cart engine at a live Vendure shop', function () {
  this.timeout(60_000);
  beforeEach(() => control('reset'));
  afterEach(() => opened.splice(0).forEach(close => close()));

  it('adds, sets, removes and takes codes, shows what the shop has each time, and hands over to the checkout', async () => {
    const shopper = enter();
    const { engine } = shopper;
    const [cups, tea] = [await variantOf(shopper, 'espresso-cups'), await variantOf(shopper, 'sencha-tea')];
    const five = await Promise.all(Array.from({ length: 5 }, () => engine.add({ variantId: cups })));
    expect(five.map(({ applied, issues }) => [applied, issues])).to.deep.equal(Array(5).fill(['all', []]));
    await engine.add({ variantId: tea, quantity: 2 });
    expect(await expectTruth(shopper, engine)).to.deep.equal({ [cups]: 5, [tea]: 2 });
    const lineOf = (variantId: string) => engine.$cart.get().lines.find(line => line.variantId === variantId)?.id ?? '';
    await Promise.all([engine.setQuantity(lineOf(cups), 2), engine.remove(lineOf(tea)), engine.addCode('table10')]);
    expect(await expectTruth(shopper, engine)).to.deep.equal({ [cups]: 2 });
    expect(engine.$cart.get().codes).to.deep.equal([{ code: 'TABLE10', applied: true, pending: false }]);
    expect(engine.$cart.get().shop?.discount.minor).to.be.greaterThan(0);
    for (const [code, told] of [
      ['HARVEST', 'code-expired'],
      ['冬10', 'code-invalid'],
    ] as const)
      expect((await engine.addCode(code)).issues.map(issue => issue.code)).to.deep.equal([told]);
    await engine.$removed.get()[0]?.undo();
    await engine.removeCode('TABLE10');
    expect(await expectTruth(shopper, engine)).to.deep.equal({ [cups]: 2, [tea]: 2 });
    expect((await engine.checkout()).handOff).to.deep.equal({ url: 'https://shop.example/checkout', target: 'same-tab' });
    expect(await placeOrder(shopper)).to.be.a('string');
    await engine.refresh();
    expect(await expectTruth(shopper, engine)).to.deep.equal({});
  });

  it('tells how many there are, and lets the shopper look before the checkout', async () => {
    const shopper = enter();
    const cups = await variantOf(shopper, 'espresso-cups');
    await control('stock', { variantId: cups, units: 3 });
    const [{ applied, issues }, { failure }] = await Promise.all([
      shopper.engine.add({ variantId: cups, quantity: 9 }),
      shopper.engine.checkout(),
    ]);
    expect([applied, failure?.code]).to.deep.equal(['part', 'cart/look-first']);
    expect(issues).to.have.length(1);
    expect(issues[0]).to.deep.include({ code: 'quantity-limited', variantId: cups, available: 3 });
    expect(await expectTruth(shopper, shopper.engine)).to.deep.equal({ [cups]: 3 });
  });

  it('comes over a shop that goes down with everything it knew and comes back empty', async () => {
    const shopper = enter();
    const { engine, line } = shopper;
    const [cups, tea] = [await variantOf(shopper, 'espresso-cups'), await variantOf(shopper, 'sencha-tea')];
    await engine.add({ variantId: cups, quantity: 2 });
    line.up = false;
    const done = engine.add({ variantId: tea });
    await new Promise<void>(resolve => {
      const stop = engine.$shop.listen(({ state }) => state === 'unreachable' && (stop(), resolve()));
    });
    expect(engine.$cart.get()).to.deep.include({ pending: true, quantity: 3 });
    await control('reset');
    line.up = true;
    const { applied, issues, failure } = await done;
    expect([applied, failure, issues.map(({ code }) => code)]).to.deep.equal(['all', undefined, ['cart-lost']]);
    expect(await expectTruth(shopper, engine)).to.deep.equal({ [tea]: 1 });
  });

  it('makes one cart of first adds in two tabs, and both show it', async () => {
    const first = enter();
    const second = enter(first);
    const cups = await variantOf(first, 'espresso-cups');
    const outcomes = await Promise.all([first, second, first, second, first, second].map(({ engine }) => engine.add({ variantId: cups })));
    expect(outcomes.map(({ applied }) => applied)).to.deep.equal(Array(6).fill('all'));
    expect(await expectTruth(first, first.engine, second.engine)).to.deep.equal({ [cups]: 6 });
    expect(first.kept.size).to.equal(1);
    await second.engine.remove(second.engine.$cart.get().lines[0]?.id ?? '');
    expect(await expectTruth(first, first.engine, second.engine)).to.deep.equal({});
  });

  it('tells two shoppers who race for the last unit the truth', async () => {
    const [ann, ben] = [enter(), enter()];
    const cups = await variantOf(ann, 'espresso-cups');
    await control('stock', { variantId: cups, units: 1 });
    const watch = createStockWatch({ adapter: ben.adapter, everyMs: 50 });
    opened.push(() => watch.dispose());
    await ben.adapter.products(['espresso-cups']);
    // Nothing is held in a cart here: both may have it there, and neither more than one.
    const both = await Promise.all([ann, ben].map(({ engine }) => engine.add({ variantId: cups, quantity: 2 })));
    for (const { applied, issues } of both) expect([applied, issues[0]?.available]).to.deep.equal(['part', 1]);
    for (const each of [ann, ben]) expect(await expectTruth(each, each.engine)).to.deep.equal({ [cups]: 1 });
    const out = new Promise<void>(resolve => watch.$stock.listen(known => known.get(cups)?.state === 'out' && resolve()));
    watch.watch([cups]);
    expect(await placeOrder(ann)).to.be.a('string');
    expect(await placeOrder(ben)).to.equal(undefined);
    await out;
    await Promise.all([ann.engine.refresh(), ben.engine.refresh()]);
    expect(await expectTruth(ann, ann.engine)).to.deep.equal({});
    await expectTruth(ben, ben.engine);
    // Who lost hears so as soon as the cart is touched, and so does who comes later.
    const again = await ben.engine.add({ variantId: cups });
    const late = await enter().engine.add({ variantId: cups });
    for (const { applied, issues } of [again, late]) {
      expect(applied).to.equal('none');
      expect(issues.map(({ code }) => code)).to.include.oneOf(['out-of-stock', 'quantity-limited', 'cart-locked']);
    }
    await expectTruth(ben, ben.engine);
  });
});

describe('fault matrix of the cart engine at a live Vendure shop, in short', function () {
  this.timeout(400_000);
  it('every fault meets an add, and what tears the answer off every operation: nothing doubled, lost or shown wrong', async () => {
    const torn = new Set(['timeout-after', 'reset-after']);
    const figures = await runFaultMatrix(
      await vendureMatrixShop(url),
      1,
      20_260_403,
      (fault, operation) => operation === 'add' || torn.has(fault),
    );
    expect(figures.firstProblem).to.equal(undefined);
    expect(figures).to.include({ doubled: 0, lost: 0, different: 0, operations: matrixFaults.length + torn.size * 4 });
    expect(figures.naiveDoubled, 'doubled by the control').to.be.at.least(1);
  });
});
