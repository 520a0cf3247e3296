import { expect } from 'chai';
import { failure } from '../testing/ask-shop.js';
import { add, bentShop, refusal } from './testing/bent-shop.js';

describe('UCP, failures', () => {
  for (const [status, body, kind] of [
    [424, { code: 'profile_unreachable', content: 'No answer.' }, 'config'],
    [422, { code: 'version_unsupported', content: 'Too new.' }, 'config'],
    [200, refusal('version_unsupported'), 'config'],
    [400, { code: 'invalid_request', content: 'Bad.' }, 'protocol'],
    [401, { code: 'unauthorized', content: 'Who?' }, 'unauthorized'],
    [404, { code: 'not_found', content: 'No such operation.' }, 'config'],
    [409, { code: 'conflict', content: 'Key used.' }, 'conflict'],
    [429, { code: 'rate_limited', content: 'Slow down.' }, 'rate-limited'],
    [503, { code: 'busy', content: 'Later.' }, 'unavailable'],
    [200, { ucp: { version: '2026-08-25' }, id: 'c', line_items: [] }, 'config'],
    [200, { id: 'c', line_items: [] }, 'protocol'],
    [200, { ucp: { version: '2026-04-08' } }, 'protocol'],
    [200, { ucp: { version: '2026-04-08' }, id: 'c', line_items: [{}], currency: 'EUR' }, 'protocol'],
    [200, [], 'protocol'],
    [200, null, 'protocol'],
    [200, 7, 'protocol'],
  ] as const) {
    it(`${status} ${JSON.stringify(body)} is of kind ${kind}`, async () => {
      const { adapter } = bentShop(operation => (/carts/.test(operation) ? new Response(JSON.stringify(body), { status }) : undefined));
      expect((await failure(adapter.change([add('plain')]))).kind).to.equal(kind);
    });
  }

  it('a product of another form is of kind protocol', async () => {
    for (const products of [undefined, 7, [{}], [{ id: 'x', title: 'X', variants: [{ id: 'x' }] }]]) {
      const { adapter } = bentShop((operation, answer) => (operation === 'POST /catalog/lookup' ? { ...answer, products } : undefined));
      expect((await failure(adapter.products(['plain']))).kind, JSON.stringify(products)).to.equal('protocol');
    }
  });

  it('a cart the shop will not show, for another reason than that it is gone, is none that is lost', async () => {
    const { adapter } = bentShop(operation => (operation === 'GET /carts/{id}' ? refusal('insufficient_scope') : undefined));
    await adapter.change([add('plain')]);
    expect((await failure(adapter.cart())).kind).to.equal('unavailable');
  });
});
