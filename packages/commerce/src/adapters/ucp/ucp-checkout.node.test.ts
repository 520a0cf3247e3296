import { ucpConformanceShop } from '@shopcast/testing';
import { expect } from 'chai';
import { add, bentShop } from './testing/bent-shop.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   answers are bent out of every shape here */

describe('UCP, on to the checkout', () => {
  it('by the cart, by a checkout session, or not at all', async () => {
    const withUrl = (continue_url: unknown) => (operation: string, answer: any) =>
      /carts|checkout/.test(operation) ? { ...answer, continue_url } : undefined;
    for (const [shop, end] of [
      [ucpConformanceShop(), 'https://shop.example/checkout?cart=cart_1'],
      [ucpConformanceShop({ continueUrl: false }), 'https://shop.example/checkout?cart=cart_1'],
      [ucpConformanceShop({ continueUrl: false, has: [] }), 'config'],
      [bentShop(withUrl('javascript:alert(1)')), 'config'],
      [bentShop(withUrl('/checkout')), 'config'],
    ] as const) {
      await shop.adapter.change([add('plain')]);
      const outcome = await shop.adapter.checkout().catch((error: { kind: string }) => error.kind);
      expect(typeof outcome === 'string' ? outcome : 'url' in outcome && outcome.url).to.equal(end);
    }
  });

  it('without a cart it is the shop', async () => {
    const { adapter, ucp } = ucpConformanceShop();
    expect(await adapter.checkout()).to.deep.equal({ url: 'https://shop.example/', target: 'same-tab' });
    expect(ucp.shop.cartsMade).to.equal(0);
  });

  it('a cart that is gone after it has become an order, and is no loss', async () => {
    const { adapter, control } = ucpConformanceShop();
    for (const handed of [true, false]) {
      await adapter.change([add('plain')]);
      if (handed) await adapter.checkout();
      await control.placeOrder?.(adapter);
      expect((await adapter.cart()).issues).to.deep.equal(handed ? [] : [{ code: 'cart-lost' }]);
    }
  });

  it('an order is followed by its lines and its events', async () => {
    const order = (statuses: string[], events?: object[]) => ({
      ucp: { version: '2026-04-08' },
      id: 'o1',
      line_items: statuses.map(status => ({ status })),
      fulfillment: events ? { events } : {},
    });
    const tracking = { tracking_number: '1Z', tracking_url: 'https://track.example/1Z' };
    for (const [answer, state] of [
      [order(['processing']), 'open'],
      [order(['removed']), 'cancelled'],
      [order(['processing'], [{ type: 'processing' }]), 'open'],
      [order(['partial', 'processing']), 'shipped'],
      [order(['processing'], [{ type: 'shipped', ...tracking }]), 'shipped'],
      [order(['fulfilled', 'removed'], [{ type: 'delivered' }]), 'delivered'],
      [order(['fulfilled', 'processing'], [{ type: 'delivered' }]), 'shipped'],
      [order(['fulfilled'], [{ type: 'delivered' }, { type: 'returned_to_sender' }]), 'shipped'],
    ] as const) {
      const { adapter } = bentShop(operation => (/orders/.test(operation) ? answer : undefined));
      await adapter.capabilities();
      const status = await adapter.order?.('o1');
      expect(status, JSON.stringify(answer)).to.deep.include({ number: 'o1', state });
      if (JSON.stringify(answer).includes('1Z')) expect(status?.tracking).to.deep.equal([{ code: '1Z', url: tracking.tracking_url }]);
    }
  });

  it('policies come with the cart, or with the seller of what was read, and only where they are links', async () => {
    const { adapter, ucp, secondTab } = ucpConformanceShop();
    expect(await adapter.policies?.()).to.deep.equal([]);
    await adapter.change([add('plain')]);
    const [first, ...others] = (await adapter.policies?.()) ?? [];
    expect(first).to.deep.equal({ kind: 'returns', title: 'Returns within 30 days', url: 'https://shop.example/policies/returns' });
    expect(others.map(({ kind }) => kind)).to.deep.equal(['delivery', 'privacy', 'terms']);
    const asked = ucp.exchanges.length;
    await adapter.policies?.();
    expect(ucp.exchanges).to.have.length(asked);
    expect(await (await secondTab?.())?.policies?.()).to.have.length(4);
    const seller = {
      links: [
        { type: 'refund_policy', url: 'javascript:0' },
        { type: 'privacy_policy', url: 'https://s.example/p' },
        { type: 'faq', url: 'https://s.example/f' },
      ],
    };
    const other = bentShop((operation, answer) => {
      if (operation !== 'POST /catalog/lookup') return undefined;
      return { ...answer, products: answer.products.map((p: any) => ({ ...p, variants: p.variants.map((v: any) => ({ ...v, seller })) })) };
    });
    await other.adapter.products(['plain']);
    expect(await other.adapter.policies?.()).to.deep.equal([{ kind: 'privacy', title: 'privacy policy', url: 'https://s.example/p' }]);
  });
});
