import { expect } from 'chai';
import { requestJson } from '@shopcast/commerce';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { faults, faultyAdapter, faultyFetch, listedFaults, randomFaults, type Fault } from '../index.js';

/** What each fault looks like to a caller, and how often the shop carried the request out. */
const expected: Readonly<Record<Fault, readonly [string, number]>> = {
  'timeout-before': ['timeout', 0],
  'timeout-after': ['timeout', 1],
  'rate-limited': ['rate-limited', 0],
  'server-error': ['unavailable', 0],
  'html-502': ['unavailable', 1],
  malformed: ['protocol', 1],
  truncated: ['protocol', 1],
  'duplicated-answer': ['protocol', 1],
  'duplicated-request': ['answered', 2],
  slow: ['answered', 1],
  'reset-before': ['network', 0],
  'reset-after': ['network', 1],
};
const outcomeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: { kind?: string }) => error.kind,
  );

describe('faultyFetch', () => {
  for (const fault of faults) {
    it(`${fault}: seen as ${expected[fault].join(', carried out ')} times`, async () => {
      let carriedOut = 0;
      const shop = () => Promise.resolve(Response.json({ units: ++carriedOut }));
      const fetch = faultyFetch(shop, { plan: listedFaults([fault]), retryAfter: '7', delay: () => Promise.resolve() });
      const call = requestJson('https://shop.example/cart', { body: {}, fetch, timeoutMs: fault.startsWith('timeout') ? 5 : 5000 });
      expect([await outcomeOf(call), carriedOut]).to.deep.equal(expected[fault]);
      if (fault === 'rate-limited')
        expect(await call.catch((error: { retryAfterMs: number }) => error)).to.include({ retryAfterMs: 7000, status: 429 });
      expect((await requestJson('https://shop.example/cart', { fetch })).body).to.deep.equal({ units: carriedOut });
      expect(fetch.counts).to.deep.equal({ requests: 2, forwarded: carriedOut, faults: { [fault]: 1 } });
    });
  }
  it('gives up a slow answer with its caller', async () => {
    const fetch = faultyFetch(() => Promise.resolve(Response.json({})), { plan: () => 'slow', delay: () => new Promise(() => undefined) });
    expect(await outcomeOf(requestJson('https://shop.example/', { fetch, timeoutMs: 5 }))).to.equal('timeout');
  });
});

describe('faultyAdapter', () => {
  for (const fault of faults) {
    it(`${fault}: seen as ${expected[fault].join(', carried out ')} times`, async () => {
      const shop = memoryCommerce({ shop: { products: [{ id: 'mug', title: 'Mug', price: 100 }] } });
      const adapter = faultyAdapter(shop, { plan: listedFaults([fault]), delay: () => Promise.resolve() });
      const call = adapter.change([{ type: 'add', variantId: 'mug', quantity: 1 }]);
      expect(await outcomeOf(call)).to.equal(expected[fault][0]);
      expect((await adapter.cart()).cart.quantity).to.equal(expected[fault][1]);
      expect([adapter.name, adapter.counts.requests]).to.deep.equal(['memory', 2]);
    });
  }
});

describe('randomFaults', () => {
  const take = (seed: number, rate?: number) => {
    const plan = randomFaults({ seed, ...(rate === undefined ? {} : { rate }) });
    return Array.from({ length: 5000 }, (_, number) => plan({ number, name: '' }));
  };
  it('repeats itself for the same seed, and for no other', () => {
    expect(take(1)).to.deep.equal(take(1));
    expect(take(1)).to.not.deep.equal(take(2));
  });
  it('meets about the share asked for, with every fault but the one no client can undo', () => {
    const met = take(3, 0.3).filter(fault => fault !== undefined);
    expect(met.length / 5000).to.be.within(0.27, 0.33);
    expect(new Set(met)).to.deep.equal(new Set(faults.filter(fault => fault !== 'duplicated-request')));
  });
});
