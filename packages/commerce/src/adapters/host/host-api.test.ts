import { expect } from 'chai';
import { hostApi, hostCommerce } from './host.js';

describe('a store with a JSON API of its own', () => {
  const asked: [string, unknown][] = [];
  const answers: Record<string, unknown> = {
    '/api/products?ref=mug&ref=a%26b': [{ id: 'mug', title: 'Mug', price: '19.90' }, null],
    '/api/cart': { cart: { lines: [{ variantId: 'mug', title: 'Mug', quantity: 2, price: 19.9 }], total: 39.8 }, issues: ['code-expired'] },
  };
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    asked.push([url, init.body === undefined ? undefined : JSON.parse(init.body as string)]);
    return url in answers ? Response.json(answers[url]) : new Response('Nothing here.', { status: 503 });
  };
  const shop = hostCommerce({ ...hostApi({ url: '/api/', fetch }), currency: 'EUR', checkout: '/checkout' });

  it('is asked at three addresses', async () => {
    const found = await shop.products(['mug', 'a&b']);
    expect([found.get('mug')?.title, found.get('a&b')]).to.deep.equal(['Mug', null]);
    expect((await shop.cart()).cart.total).to.deep.equal({ minor: 3980, currency: 'EUR' });
    const changes = [{ type: 'add', variantId: 'mug', quantity: 2 }] as const;
    const { cart, issues } = await shop.change(changes);
    expect([cart.quantity, issues.map(({ code }) => code)]).to.deep.equal([2, ['code-expired']]);
    expect(asked.slice(-2)).to.deep.equal([
      ['/api/cart', undefined],
      ['/api/cart', { changes }],
    ]);
  });

  it('that does not answer is unavailable', async () => {
    const problem = await shop.products(['lamp']).catch((error: unknown) => error);
    expect(problem).to.have.property('kind', 'unavailable');
  });
});
