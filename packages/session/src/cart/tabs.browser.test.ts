import type { CommerceAdapter } from '@shopcast/commerce';
import { createMemoryShop, memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { expect } from 'chai';
import { createCartEngine } from './cart-engine.js';
import type { CartEngine } from './cart-types.js';
import type { TabsOptions } from './tabs.js';

/** A tab of its own: locks and channel are those of a frame, and end with it as those of a closed tab do. */
function openFrame(): { readonly tabs: TabsOptions; readonly close: () => void } {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const view = frame.contentWindow as Window & typeof globalThis;
  return { tabs: { locks: view.navigator.locks, channel: name => new view.BroadcastChannel(name) }, close: () => frame.remove() };
}

/** A shop whose page is silent, so that the tabs have only each other; it counts who writes at the same time. */
function openShop() {
  const shop = createMemoryShop({ products: ['lamp', 'mug', 'shirt'].map(id => ({ id, title: id, price: 1_000 })) });
  let writers = 0;
  const count = { mostWriters: 0 };
  const name = `tabs-${performance.now()}-${Math.random()}`;
  const tab = (tabs: TabsOptions): CartEngine => {
    const memory = memoryCommerce({ shop, shopper: 'anna' });
    const adapter: CommerceAdapter = {
      ...memory,
      async change(changes, options) {
        count.mostWriters = Math.max(count.mostWriters, (writers += 1));
        // A task of its own, so that two at a time would be seen.
        await new Promise(resolve => setTimeout(resolve));
        writers -= 1;
        return memory.change(changes, options);
      },
    };
    delete adapter.onExternalChange;
    return createCartEngine({ adapter, shop: name, tabs });
  };
  return { shop, tab, count, units: () => shop.unitsOf('anna') };
}

const shown = ({ $cart }: CartEngine) => Object.fromEntries($cart.get().lines.map(line => [line.variantId, line.quantity]));

/** Resolves once every engine shows these units. */
function allShow(engines: readonly CartEngine[], units: Record<string, number>): Promise<unknown> {
  const same = (engine: CartEngine) => Object.keys(units).every(id => shown(engine)[id] === units[id]);
  return Promise.all(
    engines.map(
      engine =>
        new Promise<void>(resolve => {
          const stop = engine.$cart.listen(look);
          function look() {
            if (!same(engine)) return;
            stop();
            resolve();
          }
          look();
        }),
    ),
  );
}

describe('cart engines and the locks and channels of a real browser', () => {
  it('write one at a time and agree, five frames', async () => {
    const { tab, count, units, shop } = openShop();
    const frames = Array.from({ length: 5 }, openFrame);
    const engines = frames.map(({ tabs }) => tab(tabs));
    const asked = engines.flatMap((engine, at) => [
      engine.add({ variantId: 'lamp' }),
      engine.add({ variantId: 'mug', quantity: at + 1 }),
      engine.add({ variantId: 'shirt' }),
    ]);
    expect((await Promise.all(asked)).map(({ applied }) => applied)).to.deep.equal(Array(15).fill('all'));
    const expected = { lamp: 5, mug: 15, shirt: 5 };
    expect([units(), count.mostWriters, shop.cartsMade]).to.deep.equal([expected, 1, 1]);
    await allShow(engines, expected);
    for (const engine of engines) engine.dispose();
    for (const { close } of frames) close();
  });

  it('agree within one page too', async () => {
    const { tab, units } = openShop();
    const engines = [tab({}), tab({})];
    await Promise.all(engines.map(engine => engine.add({ variantId: 'lamp' })));
    expect(units()).to.deep.equal({ lamp: 2 });
    await allShow(engines, { lamp: 2 });
    for (const engine of engines) engine.dispose();
  });

  it('go on when a frame is closed in the middle of its turn', async () => {
    const { tab, units } = openShop();
    const [first, second] = [openFrame(), openFrame()];
    const closing = tab(first.tabs);
    const staying = tab(second.tabs);
    void closing.add({ variantId: 'lamp' });
    first.close(); // no farewell
    expect((await staying.add({ variantId: 'mug' })).applied).to.equal('all');
    expect(units()).to.include({ mug: 1 });
    closing.dispose();
    staying.dispose();
    second.close();
  });

  it('do without locks and channels where a browser forbids them', async () => {
    const { tab, units } = openShop();
    const forbidden = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    const engine = tab({
      locks: { request: () => Promise.reject(new DOMException('forbidden', 'SecurityError')), query: forbidden },
      channel: forbidden,
    });
    expect((await engine.add({ variantId: 'lamp' })).applied).to.equal('all');
    expect(units()).to.deep.equal({ lamp: 1 });
    engine.dispose();
  });

  it('leave no lock behind', async () => {
    const { tab } = openShop();
    const engine = tab({});
    await engine.add({ variantId: 'lamp' });
    const held = async () => ((await navigator.locks.query()).held ?? []).filter(({ name }) => name?.startsWith('shopcast-cart:tabs-'));
    expect(await held(), 'a mark for the next writer').to.have.lengthOf(1);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    while ((await held()).length > 0); // or the test runs out of time
    await engine.add({ variantId: 'lamp' });
    engine.dispose();
    while ((await held()).length > 0); // or the test runs out of time
  });
});
