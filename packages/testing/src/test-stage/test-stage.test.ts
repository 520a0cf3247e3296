import { parseState } from '@shopcast/core';
import { expect } from 'chai';
import { createTestStage } from './test-stage.js';

describe('a test stage', () => {
  it('has a show that runs, a line to it and a shop that sells', async () => {
    const stage = await createTestStage({ manifest: { title: 'Tea at four' } });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const item of stage.line.connect()) {
        if (item.type === 'frame') seen.push(...item.frame.events.map(({ type }) => type));
        else {
          const { phase, details } = parseState(item.snapshot.state);
          seen.push(phase, details?.title ?? '');
        }
      }
    })();
    await stage.until(() => seen.length === 2);
    await stage.list('mug');
    await stage.run({ type: 'count-viewers', data: { viewers: 5 } });
    await stage.until(() => seen.length > 2);
    expect(seen.slice(0, 3)).to.deep.equal(['live', 'Tea at four', 'product-listed']);
    const products = await stage.commerce!.products(['mug', 'nothing']);
    expect(products.get('mug')?.variants).to.have.length(4);
    expect(products.get('nothing')).to.equal(null);
    await stage.close();
    await reading;
  });

  it('starts when it is told to, and may have no shop', async () => {
    const now = Date.UTC(2031, 5, 1);
    const stage = await createTestStage({ phase: 'scheduled', shop: false, now });
    expect(stage.environment.clock.now()).to.equal(now);
    expect(stage.parts).to.not.have.property('commerce');
    await stage.pass(1000);
    expect(stage.environment.clock.now()).to.equal(now + 1000);
    await stage.close();
  });

  it('says when a wish does not come true', async () => {
    const stage = await createTestStage();
    let said = '';
    await stage.until(() => false).catch((problem: Error) => (said = problem.message));
    expect(said).to.include('did not come true');
    await stage.close();
  });
});
