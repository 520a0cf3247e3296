import type { CommandAnswer, ShowState } from '@shopcast/core';
import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import type { OrderHookConfig } from '../config/config.js';
import { call, closeAll, openServer, openShow, run, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';

const secret = 'shared with the shop';
type Shop = OrderHookConfig['shop'];

/** An order of two units of variant 7 of product 5, as each shop tells it, and what it becomes. */
const orders: Readonly<
  Record<
    Shop,
    { readonly header: string; readonly encoding: 'base64' | 'hex'; readonly body: Record<string, unknown>; readonly becomes: object }
  >
> = {
  shopify: {
    header: 'x-shopify-hmac-sha256',
    encoding: 'base64',
    body: {
      id: 820_982_911_946_154_500,
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
      currency: 'EUR',
      total_price: '39.80',
      email: 'anna@example.com',
      customer: { first_name: 'Anna' },
      shipping_address: { address1: 'Main Street 1' },
      line_items: [
        { id: 1, variant_id: 7, product_id: 5, quantity: 2, title: 'Lamp', price: '19.90' },
        { id: 2, variant_id: null, product_id: null, quantity: 1, title: 'Tip' },
      ],
    },
    becomes: {
      lines: [{ variantId: 'gid://shopify/ProductVariant/7', productId: 'gid://shopify/Product/5', quantity: 2 }, { variantId: 'deleted', quantity: 1 }], // prettier-ignore
      total: { minor: 3980, currency: 'EUR' },
    },
  },
  woocommerce: {
    header: 'x-wc-webhook-signature',
    encoding: 'base64',
    body: {
      id: 723,
      number: '723',
      currency: 'EUR',
      total: '39.80',
      billing: { first_name: 'Anna', email: 'anna@example.com' },
      line_items: [
        { id: 1, product_id: 5, variation_id: 7, quantity: 2, total: '39.80' },
        { id: 2, product_id: 9, variation_id: 0, quantity: 1 },
      ],
    },
    becomes: { lines: [{ variantId: '7', productId: '5', quantity: 2 }, { variantId: '9', productId: '9', quantity: 1 }], total: { minor: 3980, currency: 'EUR' } }, // prettier-ignore
  },
  vendure: {
    header: 'x-shopcast-signature',
    encoding: 'hex',
    body: {
      code: 'T3XA',
      currencyCode: 'EUR',
      totalWithTax: 3980,
      customer: 'Anna',
      lines: [{ productVariantId: 7, productId: 5, quantity: 2 }],
    },
    becomes: { lines: [{ variantId: '7', productId: '5', quantity: 2 }], total: { minor: 3980, currency: 'EUR' } },
  },
  hmac: {
    header: 'x-shopcast-signature',
    encoding: 'hex',
    body: { orderRef: 'A-1', name: 'Anna', lines: [{ variantId: '7', productId: '5', quantity: 2 }] },
    becomes: { lines: [{ variantId: '7', productId: '5', quantity: 2 }] },
  },
};

const sign = (shop: Shop, body: string, key = secret) => createHmac('sha256', key).update(body).digest(orders[shop].encoding);
const report = (server: ShopcastServer, shop: Shop, body: object | string, signature?: string) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', [orders[shop].header]: signature ?? sign(shop, text) };
  return call(server, `/shows/summer/orders/${shop}`, { body: text, headers });
};
const placed = async (server: ShopcastServer) => {
  const { events } = await (await server.rooms.get('summer')).room.read(0, 1000, { role: 'producer' });
  return events.filter(({ type }) => type === 'order-placed').map(({ data }) => data as { orderRef?: string });
};
const codeOf = ({ json }: { json: unknown }) => (json as { error: { code: string } }).error.code;

describe('orders that shops report', () => {
  let server: ShopcastServer;
  beforeEach(async () => (server = await openShow({ orderHooks: (Object.keys(orders) as Shop[]).map(shop => ({ shop, secret })) })));
  afterEach(closeAll);

  for (const [shop, { body, becomes, header, encoding }] of Object.entries(orders) as [Shop, (typeof orders)[Shop]][]) {
    describe(`from ${shop}`, () => {
      it('become anonymous facts', async () => {
        const answer = await report(server, shop, body);
        expect([answer.status, answer.json]).to.deep.equal([200, { outcome: 'accepted', seq: 3 }]);
        const [order] = await placed(server);
        expect(order).to.deep.include(becomes);
        const everything = JSON.stringify(order);
        for (const word of ['Anna', 'anna@', 'Main Street', 'Lamp', '19.90']) expect(everything).to.not.contain(word);
        const { text } = await call(server, '/shows/summer/log.jsonl');
        expect(text).to.contain('order-placed').and.not.to.contain(order!.orderRef);
      });

      it('are refused, and leave nothing, when the signature is not the shop’s', async () => {
        const text = JSON.stringify(body);
        const good = sign(shop, text);
        const flipped = (good.startsWith('a') ? 'b' : 'a') + good.slice(1);
        for (const signature of [
          flipped,
          sign(shop, `${text} `),
          sign(shop, text, 'another secret of a shop'),
          good.slice(0, -4),
          '',
          `${good}00`,
          'ü',
        ]) {
          const answer = await report(server, shop, text, signature);
          expect([answer.status, codeOf(answer)], signature).to.deep.equal([401, 'server/bad-signature']);
        }
        const without = await call(server, `/shows/summer/orders/${shop}`, { body });
        expect(codeOf(without)).to.equal('server/bad-signature');
        expect(await placed(server)).to.deep.equal([]);
        expect([header, encoding]).to.have.lengthOf(2);
      });

      it('count once, however often they come', async () => {
        const answers = await Promise.all(Array.from({ length: 5 }, () => report(server, shop, body)));
        for (const { json } of answers) expect(json).to.deep.equal(answers[0]!.json);
        expect(await placed(server)).to.have.lengthOf(1);
      });

      it('are refused when signed and no order', async () => {
        const broken: unknown[] = ['no JSON', '', '[]', 'null', {}, { ...body, line_items: 'x', lines: 'x' }];
        const lists = ['line_items', 'lines'].filter(name => name in body);
        for (const name of lists) {
          const [first] = body[name] as [Record<string, unknown>];
          for (const quantity of [0, -1, 1.5, 1e9, '2']) broken.push({ ...body, [name]: [{ ...first, quantity }] });
        }
        for (const one of broken) {
          const answer = await report(server, shop, one as object);
          expect(answer.status, JSON.stringify(one)).to.equal(400);
          expect(codeOf(answer)).to.be.oneOf(['server/bad-request', 'money/bad-amount']);
        }
        expect(await placed(server)).to.deep.equal([]);
      });
    });
  }

  it('count once after hours and a restart too', async () => {
    const first = await report(server, 'woocommerce', orders.woocommerce.body);
    const { config } = server;
    await server.close();
    server = await openServer({ ...config, port: 0, now: () => Date.now() + 36_000_000 });
    const again = await report(server, 'woocommerce', orders.woocommerce.body);
    expect(again.json).to.deep.equal(first.json);
    expect(await placed(server)).to.have.lengthOf(1);
    expect((await report(server, 'woocommerce', { ...orders.woocommerce.body, id: 724 })).json).to.have.property('seq', 4);
  });

  it('may come from two shops of one kind, each with its own secret, and only to the show they are for', async () => {
    await closeAll();
    server = await openShow({ orderHooks: [{ shop: 'hmac', secret }, { shop: 'hmac', secret: 'of the second shop' }, { shop: 'vendure', secret, show: 'winter' }] }); // prettier-ignore
    const text = JSON.stringify(orders.hmac.body);
    expect((await report(server, 'hmac', text, sign('hmac', text, 'of the second shop'))).status).to.equal(200);
    expect((await report(server, 'vendure', orders.vendure.body)).status).to.equal(401);
    expect((await report(server, 'shopify', orders.shopify.body)).status).to.equal(401);
    const body = JSON.stringify(orders.hmac.body);
    const nowhere = await call(server, '/shows/nowhere/orders/hmac', { body, headers: { 'x-shopcast-signature': sign('hmac', body) } });
    expect(nowhere.status).to.equal(404);
    expect((await call(server, '/shows/summer/orders/etsy', { body: {} })).status).to.equal(401);
  });

  it('are told apart when two shops of one kind number them alike', async () => {
    await closeAll();
    server = await openShow({ orderHooks: [{ shop: 'hmac', secret }, { shop: 'hmac', secret: 'of the second shop' }] }); // prettier-ignore
    const text = JSON.stringify(orders.hmac.body);
    for (let twice = 0; twice < 2; twice++)
      for (const one of [secret, 'of the second shop'])
        expect((await report(server, 'hmac', text, sign('hmac', text, one))).json).to.include({ outcome: 'accepted' });
    expect(await placed(server)).to.have.lengthOf(2);
  });
  it('may come to where WooCommerce asks, unsigned, whether anybody is there', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const ping = (shop: string, body = 'webhook_id=7') => call(server, `/shows/summer/orders/${shop}`, { body, headers });
    const answer = await ping('woocommerce');
    expect([answer.status, answer.json]).to.deep.equal([200, {}]);
    for (const other of [ping('shopify'), ping('woocommerce', 'webhook_id=7&x=1'), ping('woocommerce', 'webhook_id=')])
      expect((await other).status).to.equal(401);
    expect(await placed(server)).to.deep.equal([]);
    await closeAll();
    server = await openShow();
    expect((await ping('woocommerce')).status, 'where no shop is known').to.equal(401);
  });
  it('may be as long as shops make them', async () => {
    const words = 'An order of a hundred lines comes with all that the shop knows of each. '.repeat(2000);
    const answer = await report(server, 'woocommerce', { ...orders.woocommerce.body, words });
    expect(answer.json).to.include({ outcome: 'accepted' });
    expect((await report(server, 'woocommerce', { words: words.repeat(20) })).status).to.equal(413);
  });
  it('name products as the shop does', async () => {
    const price = { minor: 1990, currency: 'EUR' };
    await run(server, { type: 'list-product', data: { productId: 'lamp', listing: { ref: '5' } } });
    await run(server, { type: 'open-offer', data: { offerId: 'o1', productId: 'lamp', price, quantity: 2, seconds: 600 } });
    await report(server, 'hmac', { orderRef: 'A', lines: [{ variantId: '7', productId: '5', quantity: 2 }] });
    const { state } = (await call(server, '/shows/summer/snapshot.json')).json as { state: ShowState };
    expect(state.products[0]!.sold).to.equal(2);
    expect(state.offers[0]).to.have.property('soldOutAt');
  });
  it('sell an offer out when they take its last unit', async () => {
    const price = { minor: 1990, currency: 'EUR' };
    await run(server, { type: 'list-product', data: { productId: 'lamp', listing: { ref: '5' } } });
    await run(server, {
      type: 'open-offer',
      data: { offerId: 'o1', productId: 'lamp', variantIds: ['7'], price, quantity: 3, seconds: 600 },
    });
    const order = (ref: string, quantity: number) =>
      report(server, 'hmac', { orderRef: ref, lines: [{ variantId: '7', productId: 'lamp', quantity }] });
    const offer = async () => {
      const { state } = (await call(server, '/shows/summer/snapshot.json')).json as { state: ShowState };
      return state.offers.find(({ offerId }) => offerId === 'o1');
    };
    await order('A', 2);
    await order('A', 2);
    expect(JSON.stringify(await offer()), 'two of three, told twice').to.not.match(/sold-?out/i);
    const last = (await order('B', 1)).json as CommandAnswer & { seq: number };
    const { events } = await (await server.rooms.get('summer')).room.read(0, 1000, { role: 'viewer' });
    expect(events.map(({ type }) => type).slice(-2)).to.deep.equal(['order-placed', 'offer-sold-out']);
    expect(last.seq).to.equal(events.at(-1)!.seq);
  });

  it('cannot be sent as a command by anybody', async () => {
    for (const role of ['viewer', 'host', 'moderator', 'producer'] as const) {
      const body = { commandId: 'c', command: { type: 'record-order', data: { orderRef: 'x', lines: [] } } };
      const { json } = await call(server, '/shows/summer/commands', { body, token: await tokenFor(server, role) });
      expect(json).to.include({ outcome: 'refused' });
    }
  });
});
