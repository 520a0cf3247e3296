import { createTestEnvironment, seededRandom, type TestEnvironment } from '@shopcast/testing';
import { expect } from 'chai';
import type { TimeSample } from '../live-transport.js';
import { createServerClock, type ServerClock } from './server-clock.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** What the device and the network are like. */
interface World {
  readonly seed: number;
  /** How wrong the device's own clock is, ms. */
  readonly wrongBy: number;
  /** How much faster the device's clocks run than the server's, ms per ms. */
  readonly drift: number;
  /** The shortest way there and back, ms. */
  readonly up: number;
  readonly down: number;
  /** What each way may take longer, ms, exponentially rare. */
  readonly jitter: number;
}

/** A device, a network and a server in simulated time. True time goes on; the device's clocks run as the world says. */
function simulate(world: World) {
  const device: TestEnvironment = createTestEnvironment({ seed: world.seed });
  const random = seededRandom(world.seed);
  device.clock.jump(device.clock.now() + world.wrongBy);
  const start = device.monotonic();
  let slept = 0;
  const server = () => Date.UTC(2030, 0, 1) + slept + (device.monotonic() - start) / (1 + world.drift);
  const delay = (least: number) => least + Math.min(world.jitter, -Math.log(1 - random()) * (world.jitter / 4));
  /** After so much true time. In callbacks, so that every moment is exact. */
  const later = (ms: number, callback: () => void) => device.after(ms * (1 + world.drift), callback);
  const sample = () =>
    new Promise<TimeSample>(resolve => {
      const sentAt = device.monotonic();
      later(delay(world.up), () => {
        const serverTime = Math.floor(server());
        later(delay(world.down), () => resolve({ serverTime, sentAt, receivedAt: device.monotonic() }));
      });
    });
  const clock: ServerClock = createServerClock({ sample, environment: device });
  return {
    clock,
    sample,
    device,
    server,
    /** Lets true time go by; both clocks of the device go on with it. */
    async go(ms: number) {
      device.clock.advance(ms * (1 + world.drift));
      for (let turn = 0; turn < 6; turn++) await Promise.resolve(); // what the timers began
    },
    /** The device sleeps: its timers and its monotonic clock stand still, its wall clock does not. */
    sleep(ms: number) {
      slept += ms;
      device.clock.jump(device.clock.now() + ms);
    },
  };
}

/** Runs for a while, and says by how much the clock was wrong each 100 ms once it had settled. */
async function run(world: World, ms: number, warmUp = 3 * second) {
  const { clock, server, go } = simulate(world);
  const errors: number[] = [];
  let last = -Infinity;
  let back = 0;
  for (let passed = 0; passed < ms; passed += 100) {
    await go(100);
    const now = clock.now();
    if (clock.settled && passed >= warmUp) {
      errors.push(Math.abs(now - server()));
      back = Math.max(back, last - now);
      last = now;
    }
  }
  clock.dispose();
  errors.sort((a, b) => a - b);
  return {
    p99: errors[Math.floor(errors.length * 0.99)]!,
    worst: errors.at(-1)!,
    median: errors[errors.length >> 1]!,
    back,
    count: errors.length,
  };
}

describe('server clock', () => {
  const rtt = 80;
  for (const [name, world] of Object.entries<Partial<World>>({
    'on a sound device': {},
    'a day behind': { wrongBy: -24 * hour },
    'a day ahead': { wrongBy: 24 * hour },
    '500 ppm too fast': { drift: 0.0005 },
    '500 ppm too slow': { drift: -0.0005 },
    'with jitter to 300 ms': { jitter: 300 },
    'with lopsided ways': { up: rtt - 5, down: 5 },
    'with everything at once': { wrongBy: -24 * hour, drift: 0.0005, jitter: 300, up: rtt - 10, down: 10 },
  })) {
    it(`is right within 50 ms + RTT/2, ${name}`, async () => {
      for (let seed = 1; seed <= 6; seed++) {
        const result = await run({ seed, wrongBy: 0, drift: 0, up: rtt / 2, down: rtt / 2, jitter: 20, ...world }, 40 * minute);
        expect(result.count).to.be.greaterThan(20_000);
        expect(result.p99, `p99 of the error, seed ${seed}: ${JSON.stringify(result)}`).to.be.at.most(50 + rtt / 2);
        expect(result.back, `ms that time ran backwards, seed ${seed}`).to.equal(0);
      }
    });
  }

  it('is needed: the middle of the newest reading alone is not right', async () => {
    const { clock, sample, server, device, go } = simulate({ seed: 2, wrongBy: 0, drift: 0, up: rtt / 2, down: rtt / 2, jitter: 300 });
    let offset = 0;
    const errors: number[] = [];
    for (let step = 0; step < 6000; step++) {
      if (step % 300 === 0) void sample().then(({ serverTime, sentAt, receivedAt }) => (offset = serverTime - (sentAt + receivedAt) / 2));
      await go(100);
      if (step > 30) errors.push(Math.abs(device.monotonic() + offset - server()));
    }
    errors.sort((a, b) => a - b);
    expect(errors[Math.floor(errors.length * 0.99)]).to.be.greaterThan(50 + rtt / 2);
    clock.dispose();
  });

  it('shows no offer open after its end when the device wakes up', async () => {
    const { clock, server, go, sleep } = simulate({ seed: 3, wrongBy: -24 * hour, drift: 0.0003, up: 40, down: 40, jitter: 100 });
    for (let step = 0; step < 600; step++) await go(100);
    expect(clock.settled).to.equal(true);
    sleep(hour);
    expect(server() - clock.now(), 'ms that the clock is late at the moment of waking').to.be.at.most(90);
    expect(clock.settled, 'settled right after sleep').to.equal(false);
    for (let step = 0; step < 20; step++) await go(100);
    expect(clock.settled, 'settled two seconds later').to.equal(true);
    expect(Math.abs(clock.now() - server())).to.be.at.most(90);
    clock.dispose();
  });

  it('does not believe a device whose clock is set while it runs', async () => {
    const { clock, device, server, go } = simulate({ seed: 4, wrongBy: 0, drift: 0, up: 40, down: 40, jitter: 50 });
    for (let step = 0; step < 100; step++) await go(100);
    for (const by of [24 * hour, -48 * hour]) {
      device.clock.jump(device.clock.now() + by);
      clock.now();
      for (let step = 0; step < 20; step++) await go(100);
      expect(Math.abs(clock.now() - server()), `after the clock was set by ${by / hour} h`).to.be.at.most(90);
    }
    clock.dispose();
  });

  it('knows how wrong it may be', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { clock, server, go } = simulate({ seed, wrongBy: hour, drift: 0.0004, up: 30, down: 5, jitter: 200 });
      expect(clock.uncertainty).to.equal(Infinity);
      for (let step = 0; step < 3000; step++) {
        await go(100);
        if (clock.settled) expect(Math.abs(clock.now() - server()), `seed ${seed}, step ${step}`).to.be.at.most(clock.uncertainty + 25);
      }
      clock.dispose();
    }
  });
});
