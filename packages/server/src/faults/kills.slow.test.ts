import { expect } from 'chai';

describe('faults, at length', function () {
  this.timeout(600_000);

  it('100 kills while writing: nothing acknowledged is lost, doubled, moved or out of order', async () => {
    const path = new URL('../../test/chaos/server-kill.mjs', import.meta.url).href;
    const { runKills } = (await import(path)) as { runKills(options: { kills: number }): Promise<Record<string, number>> };
    const figures = await runKills({ kills: 100 });
    process.stdout.write(`      killed: ${JSON.stringify(figures)}\n`);
    expect(figures).to.include({ lost: 0, doubled: 0, moved: 0, reordered: 0, unheard: 0 });
    expect(figures['acknowledged']).to.be.greaterThan(500);
  });
});
