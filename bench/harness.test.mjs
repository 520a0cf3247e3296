import { expect } from 'chai';
import { compare, median, microsecondsPerCall, peerVersion } from './harness.mjs';

const collect = () => {
  const lines = [];
  const failures = [];
  return { lines, failures, out: { print: line => lines.push(JSON.parse(line)), fail: reason => failures.push(reason) } };
};
const from = values => {
  const left = [...values];
  return () => left.shift();
};

describe('bench harness', () => {
  it('prints one line per peer with exactly the agreed fields', async () => {
    const { lines, failures, out } = collect();
    const peers = [
      { name: 'slow', version: '1.2.3', measure: from([0, 20, 30, 40]) },
      { name: 'quick', version: '4.5.6', measure: from([0, 1, 2, 3]) },
    ];
    await compare({ bench: 'b', metric: 'm', unit: 'µs', better: 'lower', runs: 3, ours: from([99, 4, 2, 3]), peers }, out);
    const fields = ['bench', 'metric', 'unit', 'better', 'ours', 'peer', 'peerVersion', 'peerValue', 'ratio', 'runs', 'min', 'max', 'load'];
    for (const line of lines) expect(Object.keys(line)).to.deep.equal(fields);
    expect(lines.map(line => [line.peer, line.peerVersion, line.peerValue, line.ours, line.ratio])).to.deep.equal([
      ['slow', '1.2.3', 30, 3, 10],
      ['quick', '4.5.6', 2, 3, 0.6667],
    ]);
    expect([lines[0].min, lines[0].max, lines[0].runs]).to.deep.equal([2, 4, 3]);
    expect(failures).to.deep.equal([]);
  });

  it('takes turns, beginning with another contender each round', async () => {
    const order = [];
    const contender = name => () => order.push(name);
    const peers = [{ name: 'b', version: '1', measure: contender('b') }];
    await compare({ bench: 'b', metric: 'm', unit: 'x', better: 'lower', runs: 2, ours: contender('a'), peers }, collect().out);
    expect(order.join('')).to.equal('abbaab');
  });

  it('turns the ratio round where more is better', async () => {
    const { lines, out } = collect();
    const peers = [{ name: 'p', version: '1', measure: () => 2 }];
    await compare({ bench: 'b', metric: 'm', unit: 'messages/s', better: 'higher', runs: 1, ours: () => 8, peers }, out);
    expect(lines[0].ratio).to.equal(4);
  });

  it('fails on a ratio below the goal, and only then', async () => {
    const { failures, out } = collect();
    const run = goal =>
      compare(
        {
          bench: 'b',
          metric: 'm',
          unit: 'µs',
          better: 'lower',
          runs: 1,
          ours: () => 10,
          peers: [{ name: 'p', version: '1', goal, measure: () => 20 }],
        },
        out,
      );
    await run(2);
    expect(failures).to.deep.equal([]);
    await run(2.1);
    expect(failures).to.have.length(1);
    expect(failures[0]).to.include('2 times better than p, the goal is 2.1');
  });

  it('prints a figure without a peer, and refuses what is not a number', async () => {
    const { lines, out } = collect();
    await compare({ bench: 'b', metric: 'm', unit: 'µs', better: 'lower', runs: 1, ours: () => 5 }, out);
    expect([lines[0].ours, lines[0].peer, lines[0].ratio]).to.deep.equal([5, null, null]);
    const broken = await compare({ bench: 'b', metric: 'm', unit: 'µs', better: 'lower', runs: 1, ours: () => NaN }, out).catch(
      error => error,
    );
    expect(broken).to.be.instanceOf(Error);
    expect(broken.message).to.include('NaN');
  });

  it('takes the median of odd and even numbers of values', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
  });

  it('fills the batch with calls and gives the time of one', () => {
    let calls = 0;
    const value = microsecondsPerCall(() => ++calls, { batchMs: 5 });
    expect(calls).to.be.greaterThan(1000);
    expect(value).to.be.greaterThan(0).and.lessThan(100);
  });

  it('names the way to install a peer that is missing', () => {
    expect(() => peerVersion('no-such-peer')).to.throw('inside bench/');
  });
});
