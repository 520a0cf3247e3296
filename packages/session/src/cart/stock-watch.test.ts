import { CommerceError } from '@shopcast/commerce';
import { expect } from 'chai';
import type { PageChange } from './platform.js';
import { createStockWatch } from './stock-watch.js';
import { createScene } from './testing/scene.js';

describe('stock watch', () => {
  function watched() {
    const scene = createScene();
    const asked: string[][] = [];
    const adapter = { ...scene.memory, stock: (ids: readonly string[]) => (asked.push([...ids]), scene.memory.stock(ids)) };
    const listeners = new Set<(change: PageChange) => void>();
    let visible = true;
    const page = {
      visible: () => visible,
      subscribe: (listener: (change: PageChange) => void) => (listeners.add(listener), () => void listeners.delete(listener)),
    };
    const turn = (shown: boolean) => {
      visible = shown;
      for (const listener of listeners) listener(shown ? 'shown' : 'hidden');
    };
    scene.memory.shop.setStock('lamp', 4);
    return { ...scene, asked, turn, watch: createStockWatch({ adapter, clock: scene.time, random: () => 0.5, page }), adapter };
  }
  it('asks once for everything on screen, again at intervals, and no more when nothing is', async () => {
    const { watch, asked, time } = watched();
    const stop = watch.watch(['lamp', 'mug']);
    const stopToo = watch.watch(['lamp', 'shirt']);
    await time.pass(100);
    expect(asked).to.deep.equal([['lamp', 'mug', 'shirt']]);
    expect(watch.$stock.get().get('lamp')).to.deep.include({ state: 'low', quantity: 4, price: { minor: 1_000, currency: 'EUR' } });
    await time.pass(15_000);
    expect(asked).to.have.lengthOf(2);
    stop();
    await time.pass(15_000);
    expect(asked.at(-1)).to.deep.equal(['lamp', 'shirt']);
    stopToo();
    stopToo();
    await time.pass(100_000);
    expect([asked.length, time.pending(), watch.$stock.get().size]).to.deep.equal([3, 0, 0]);
  });
  it('rests while the page is hidden', async () => {
    const { watch, asked, time, turn } = watched();
    watch.watch(['lamp']);
    await time.pass(100);
    turn(false);
    await time.pass(100_000);
    expect(asked).to.have.lengthOf(1);
    turn(true);
    await time.pass(100);
    expect(asked).to.have.lengthOf(2);
  });
  it('lets the show lower, never raise, until the shop says something newer', async () => {
    const { watch, time } = watched();
    watch.watch(['lamp', 'mug']);
    await time.pass(100);
    const told = watch.$stock.get().get('lamp')!.asOf;
    await time.pass(10);
    watch.lower('mug', 'backorder');
    watch.lower('lamp', 'out', 0);
    expect(watch.$stock.get().get('lamp')).to.include({ state: 'out', asOf: time.now() });
    watch.lower('lamp', 'in', 50);
    expect(watch.$stock.get().get('lamp')).to.include({ state: 'out' });
    await time.pass(16_000);
    expect(watch.$stock.get().get('lamp')).to.include({ state: 'low', quantity: 4 });
    expect(watch.$stock.get().get('lamp')!.asOf).to.be.above(told);
  });
  it('keeps what it knew, with its age, while the shop fails, and asks less often', async () => {
    const { watch, adapter, time } = watched();
    watch.watch(['lamp']);
    await time.pass(100);
    const known = watch.$stock.get().get('lamp');
    let asked = 0;
    Object.assign(adapter, { stock: () => ((asked += 1), Promise.reject(new CommerceError('unavailable', 'down'))) });
    await time.pass(100_000);
    expect(watch.$stock.get().get('lamp')).to.deep.equal(known);
    expect(asked).to.be.within(2, 3);
    watch.dispose();
    expect(time.pending()).to.equal(0);
  });
  it('says when a variant is gone', async () => {
    const { watch, memory, time } = watched();
    memory.shop.removeVariant('mug');
    watch.watch(['mug']);
    await time.pass(100);
    expect(watch.$stock.get().get('mug')).to.include({ state: 'out', gone: true });
  });
});
