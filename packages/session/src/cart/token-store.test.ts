import { expect } from 'chai';
import { atom } from 'nanostores';
import { createFakeChannels } from './testing/tab-fakes.js';
import { createTokenStore } from './token-store.js';

describe('token store', () => {
  const shelf = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      storage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
        removeItem: (key: string) => void kept.delete(key),
      },
    };
  };
  it('works without any storage', () => {
    const store = createTokenStore({ storage: null, channel: false });
    store.set('cart', 't1');
    expect(store.get('cart')).to.equal('t1');
    store.set('cart', null);
    expect(store.get('cart')).to.equal(null);
  });
  it('writes nothing down before consent, and erases when it is withdrawn', () => {
    const { kept, storage } = shelf();
    const consent = atom(false);
    const store = createTokenStore({ storage, consent, channel: false });
    store.set('cart', 't1');
    expect([store.get('cart'), kept.size]).to.deep.equal(['t1', 0]);
    consent.set(true);
    expect([...kept.values()]).to.deep.equal(['t1']);
    consent.set(false);
    expect([store.get('cart'), kept.size]).to.deep.equal(['t1', 0]);
    store.dispose();
  });
  it('survives a storage that throws', () => {
    const throwing = () => {
      throw new Error('forbidden');
    };
    const store = createTokenStore({ storage: { getItem: throwing, setItem: throwing, removeItem: throwing }, channel: false });
    store.set('cart', 't1');
    expect(store.get('cart')).to.equal('t1');
  });
  it('tells a token in memory to the other tabs', async () => {
    const channel = createFakeChannels();
    const first = createTokenStore({ storage: null, channel });
    first.set('cart', 't1');
    const second = createTokenStore({ storage: null, channel });
    await second.ready;
    expect(second.get('cart')).to.equal('t1');
    second.set('cart', 't2');
    await Promise.resolve();
    expect(first.get('cart')).to.equal('t2');
    first.dispose();
    second.dispose();
  });
});
