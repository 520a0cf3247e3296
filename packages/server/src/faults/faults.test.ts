import { expect } from 'chai';

/** Short forms of what `npm run chaos` does at length; SHOPCAST_KILLS and SHOPCAST_CUTS make them longer. */
const kills = Number(process.env['SHOPCAST_KILLS'] ?? 10);
const cuts = Number(process.env['SHOPCAST_CUTS'] ?? 300);

interface Kills {
  readonly acknowledged: number;
  readonly told: number;
  readonly lost: number;
  readonly doubled: number;
  readonly moved: number;
  readonly reordered: number;
  readonly unheard: number;
  readonly backInMedian: number;
}
interface Programs {
  runKills(options: { kills: number; control?: boolean }): Promise<Kills>;
  runCuts(
    way: 'sse' | 'poll',
    options: { cuts: number },
  ): Promise<{ readonly cuts: number; readonly compared: number; readonly events: number }>;
  runFlood(options: { readers: number; seconds: number }): Promise<object>;
  faultOf(figures: object, options: { clock: boolean }): string | undefined;
}
const program = async (name: string) => (await import(new URL(`../../test/chaos/${name}.mjs`, import.meta.url).href)) as Programs;
const print = (what: string, figures: object) => void process.stdout.write(`      ${what}: ${JSON.stringify(figures)}\n`);

describe('faults', function () {
  this.timeout(300_000);

  it(`${kills} kills while writing: nothing acknowledged is lost, doubled, moved or out of order`, async () => {
    const { runKills } = await program('server-kill');
    const figures = await runKills({ kills });
    print('killed', figures);
    const { lost, doubled, moved, reordered, unheard } = figures;
    expect({ lost, doubled, moved, reordered, unheard }).to.deep.equal({ lost: 0, doubled: 0, moved: 0, reordered: 0, unheard: 0 });
    expect(figures.acknowledged).to.be.greaterThan(kills * 5);
    expect(figures.told).to.be.greaterThan(kills * 5);
  });

  it('finds what a server loses that answers before it has written', async () => {
    const { runKills } = await program('server-kill');
    const figures = await runKills({ kills: 4, control: true });
    print('the control', figures);
    expect(figures.lost).to.be.greaterThan(0);
  });

  for (const way of ['sse', 'poll'] as const)
    it(`${way}: after ${cuts} cuts between server and readers their state is the server’s`, async () => {
      const { runCuts } = await program('cuts');
      const figures = await runCuts(way, { cuts });
      print('cut', figures);
      expect(figures.cuts).to.be.at.least(cuts);
      expect(figures.compared).to.be.greaterThan(10);
    });

  it('a flood, and readers who do not read: limits hold, memory is bounded, who reads hears everything', async () => {
    const { runFlood, faultOf } = await program('flood');
    const figures = await runFlood({ readers: 200, seconds: 2 });
    print('flooded', figures);
    expect(faultOf(figures, { clock: false })).to.equal(undefined);
  });
});
