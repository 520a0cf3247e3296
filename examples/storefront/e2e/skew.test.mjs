/** Commerce on the video clock: a card comes up with the frame its product comes with, live, after rewinding, whatever the viewer's own latency is. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { inStore } from './in-store.mjs';
import { featuredIn, hostSkews, percentile, skews } from './skew.mjs';

const show = JSON.parse(readFileSync(new URL('../../show/scenes.json', import.meta.url), 'utf8'));

describe('cards and frames', function () {
  this.timeout(240_000);
  // Offers keep a card up over the scenes that follow, and its beginning is then not seen.
  const store = inStore({ width: 390, height: 844 }, { hosting: ['--offer', 'none'] });
  let stack;
  let shopper;
  before(async () => {
    ({ stack, shopper } = store);
    await shopper.visit('/');
    await shopper.watches();
  });

  const expectTogether = async seconds => {
    const frames = await shopper.watchesFrames(seconds);
    const featured = await featuredIn(stack, show);
    const found = skews(frames, featured);
    const off = found.map(({ ms }) => Math.abs(ms));
    const list = all => all.map(({ ms }) => Math.round(ms)).join(', ');
    console.log(
      `      ms after the frame the host featured: ${list(found)}; the host, after the scene: ${list(hostSkews(frames, featured, show))}`,
    );
    expect(found.length).to.be.at.least(2);
    expect(percentile(off, 95)).to.be.at.most(100);
  };

  it('are together live', () => expectTogether(34));

  it('are together after rewinding', async () => {
    const { playhead } = await shopper.video();
    await shopper.rewinds(20_000);
    const { playhead: then } = await shopper.video();
    expect(then - playhead, 'it went back').to.be.below(-10_000);
    await expectTogether(18);
  });
});
