import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { expect } from 'chai';
import { createTokenStore } from '../cart/token-store.js';
import { openShop, openTransport, registerShop, registerTransport } from './registry.js';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('registered shops and transports', () => {
  it('opens what was registered last under a name, with its options', async () => {
    registerShop('corner', () => memoryCommerce({ shop: { products: [], currency: 'EUR' } }));
    registerShop('corner', ({ currency }) => memoryCommerce({ shop: { products: [], currency: String(currency) } }));
    const shop = await openShop('corner', { currency: 'JPY' }, { tokens: createTokenStore() });
    expect((await shop.cart()).cart.currency).to.equal('JPY');
    shop.dispose();
  });

  it('says which names there are when one is not known', async () => {
    registerShop('corner', () => memoryCommerce({ shop: { products: [], currency: 'EUR' } }));
    expect(await failure(openShop('korner', {}, { tokens: createTokenStore() }))).to.include({
      code: 'session/unknown-shop',
      field: 'shop',
    });
    expect(String(await failure(openShop('korner', {}, { tokens: createTokenStore() })))).to.contain('corner');
    expect(await failure(openTransport('pigeon', { showId: 's' }))).to.include({ code: 'session/unknown-transport' });
  });

  it('hands on what a factory throws', async () => {
    registerTransport('broken', () => {
      throw new RangeError('no line');
    });
    expect(await failure(openTransport('broken', { showId: 's' }))).to.be.instanceOf(RangeError);
  });
});
