import { commerceConformance, ucpConformanceShop } from '@shopcast/testing';
import { expect } from 'chai';
import type { CartChange } from '../../commerce-adapter.js';
import { failure } from '../testing/ask-shop.js';
import { add, bentShop } from './testing/bent-shop.js';
import { cannot, supports } from './testing/supports.js';

const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('UCP, a shop by the letter that rejects a wish for too many', () => {
  commerceConformance({ test: it, skip, supports, cannot, create: () => ucpConformanceShop() });
});

describe('UCP, a shop that clamps, keeps stale lines, tells all variants and has neither codes, orders nor a continue_url', () => {
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, codes: 'none', order: 'none' },
    create: () => ucpConformanceShop({ overAdd: 'clamps', staleLines: 'kept', variants: 'all', has: ['checkout'], continueUrl: false }),
  });
});

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   answers are bent out of every shape here */

const operations = ({ ucp }: ReturnType<typeof bentShop>) => ucp.exchanges.map(({ operation }) => operation);

describe('UCP, what is agreed on', () => {
  const spoken = '2026-04-08';
  const profiles: Record<string, [(profile: any) => unknown, string, RegExp]> = {
    'an older version': [({ ucp }) => ({ ucp: { ...ucp, version: '2026-01-23' } }), 'config', /2026-01-23.*2026-04-08/],
    'the very old form': [
      () => ({ ucp: { version: '2026-01-11', capabilities: [{ name: 'dev.ucp.shopping.cart' }] } }),
      'config',
      /2026-01-11/,
    ],
    'a newer version': [({ ucp }) => ({ ucp: { ...ucp, version: '2027-01-01' } }), 'config', /2027-01-01.*2026-04-08/],
    'a newer version and older ones, but not ours': [
      ({ ucp }) => ({ ucp: { ...ucp, version: '2027-01-01', supported_versions: { '2026-08-25': 'https://shop.example/old' } } }),
      'config',
      /2027-01-01, 2026-08-25.*2026-04-08/,
    ],
    'a link to the version that leads elsewhere': [
      ({ ucp }) => ({ ucp: { ...ucp, version: '2027-01-01', supported_versions: { [spoken]: 'https://shop.example/.well-known/ucp' } } }),
      'config',
      /2027-01-01/,
    ],
    'a link that is none': [
      ({ ucp }) => ({ ucp: { ...ucp, version: '2027-01-01', supported_versions: { [spoken]: 'javascript:0' } } }),
      'config',
      /2027-01-01/,
    ],
    'no cart': [
      ({ ucp }) => (delete ucp.capabilities['dev.ucp.shopping.cart'], { ucp }),
      'config',
      /does not offer dev\.ucp\.shopping\.cart/,
    ],
    'no look-up': [({ ucp }) => (delete ucp.capabilities['dev.ucp.shopping.catalog.lookup'], { ucp }), 'config', /catalog\.lookup/],
    'no capabilities': [({ ucp }) => (delete ucp.capabilities, { ucp }), 'config', /shopping\.cart/],
    'a cart of another version': [
      ({ ucp }) => ((ucp.capabilities['dev.ucp.shopping.cart'][0].version = '2026-08-25'), { ucp }),
      'config',
      /cart in version 2026-08-25.*2026-04-08/,
    ],
    'no service over REST': [({ ucp }) => ((ucp.services['dev.ucp.shopping'][0].transport = 'mcp'), { ucp }), 'config', /over REST/],
    'no service': [({ ucp }) => ({ ucp: { ...ucp, services: {} } }), 'config', /dev\.ucp\.shopping/],
    'an endpoint that is no web address': [
      ({ ucp }) => ((ucp.services['dev.ucp.shopping'][0].endpoint = 'javascript:alert(1)//'), { ucp }),
      'protocol',
      /endpoint/,
    ],
    'nothing in it': [() => ({}), 'protocol', /ucp\.version/],
    'a list': [() => [], 'protocol', /ucp\.version/],
    null: [() => null, 'protocol', /ucp\.version/],
    'a text': [() => 'ucp', 'protocol', /ucp\.version/],
    'lists for registries': [({ ucp }) => ({ ucp: { ...ucp, services: [], capabilities: [] } }), 'config', /dev\.ucp\.shopping/],
    'null for a service': [({ ucp }) => ({ ucp: { ...ucp, services: { 'dev.ucp.shopping': [null] } } }), 'config', /dev\.ucp\.shopping/],
  };
  for (const [name, [profile, kind, words]] of Object.entries(profiles)) {
    it(`a profile with ${name} is refused as ${kind}, by every call, and nothing else is asked`, async () => {
      const shop = bentShop(() => undefined, { profile });
      const { adapter } = shop;
      for (const call of [adapter.capabilities(), adapter.cart(), adapter.products(['plain']), adapter.change([add('plain')])]) {
        const error = await failure(call);
        expect(error.kind).to.equal(kind);
        expect(error.message).to.match(words);
      }
      expect(new Set(operations(shop))).to.deep.equal(new Set(['GET /.well-known/ucp']));
    });
  }

  it('a newer shop is read by the profile of our version it links to', async () => {
    const link = 'https://shop.example/profiles/2026-04-08';
    let ours: unknown;
    const shop = bentShop((_, answer, url) => (url === link ? new Response(JSON.stringify(ours)) : undefined), {
      profile: ({ ucp }: any) => ((ours = { ucp }), { ucp: { ...ucp, version: '2026-08-25', supported_versions: { [spoken]: link } } }),
    });
    expect((await shop.adapter.change([add('plain', 2)])).cart.quantity).to.equal(2);
  });

  it('is read once for all calls, and again only when that failed', async () => {
    let broken = true;
    const shop = bentShop(operation => (operation.endsWith('ucp') && broken ? new Response('<p>', { status: 502 }) : undefined));
    const { adapter } = shop;
    expect((await failure(adapter.cart())).kind).to.equal('unavailable');
    broken = false;
    await Promise.all([adapter.cart(), adapter.capabilities(), adapter.products(['plain']), adapter.stock(['plain'])]);
    await adapter.cart();
    expect(operations(shop).filter(operation => operation.endsWith('ucp'))).to.have.length(2);
  });

  it('a caller who gives up does not take the profile from the others', async () => {
    const { adapter } = ucpConformanceShop();
    const stop = new AbortController();
    const [first, second] = [failure(adapter.cart({ signal: stop.signal })), adapter.cart()];
    stop.abort();
    expect((await first).kind).to.equal('aborted');
    expect((await second).cart.lines).to.deep.equal([]);
  });

  it('codes are there where the extension extends carts, and not where it extends checkouts only', async () => {
    for (const [extended, codes] of [
      ['dev.ucp.shopping.cart', 'many'],
      [['dev.ucp.shopping.checkout'], 'none'],
      [undefined, 'none'],
    ] as const) {
      const { adapter } = ucpConformanceShop({
        profile: ({ ucp }: any) => ((ucp.capabilities['dev.ucp.shopping.discount'][0].extends = extended), { ucp }),
      });
      expect((await adapter.capabilities()).codes).to.equal(codes);
    }
  });

  it('without a profile under the address it is no such shop', async () => {
    const { adapter } = bentShop(() => new Response('<h1>Not found</h1>', { status: 404 }));
    expect((await failure(adapter.capabilities())).kind).to.equal('config');
  });
});

describe('UCP, requests', () => {
  it('say who asks and in which language, and where the shopper is', async () => {
    const { adapter, ucp } = ucpConformanceShop({}, { profile: 'https://page.example/ü', language: 'de', country: 'DE', region: 'BE' });
    await adapter.change([add('plain')]);
    const { headers, request } = ucp.exchanges.at(-1) ?? expect.fail();
    expect(headers.get('ucp-agent')).to.equal('profile="https://page.example/%C3%BC"');
    expect(headers.get('accept-language')).to.equal('de');
    expect(request).to.deep.include({ context: { address_country: 'DE', address_region: 'BE', language: 'de' } });
    expect(ucp.exchanges[0]?.headers.has('ucp-agent'), 'a profile is read without headers of its own').to.equal(false);
  });

  it('a write repeated word for word after a failure has the key of the first try, so a cart is made once', async () => {
    let broken = true;
    const shop = bentShop(operation => (operation === 'POST /carts' && broken ? ((broken = false), null) : undefined));
    expect((await failure(shop.adapter.change([add('plain')]))).kind).to.equal('network');
    const { cart } = await shop.adapter.change([add('plain')]);
    expect(cart.quantity).to.equal(1);
    expect(shop.ucp.shop.cartsMade).to.equal(1);
    await shop.adapter.change([add('plain')]);
    const keys = shop.ucp.exchanges
      .filter(({ headers }) => headers.has('idempotency-key'))
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).to.equal(keys[1]);
    expect(keys[1]).to.not.equal(keys[2]);
  });

  it('a failed write that is wished for again later is another one, and is done', async () => {
    let broken = false;
    const shop = bentShop(operation => (operation === 'PUT /carts/{id}' && broken ? ((broken = false), null) : undefined));
    const { adapter, control } = shop;
    const [line] = (await adapter.change([add('plain', 2)])).cart.lines;
    const five: CartChange = { type: 'set', lineKey: line?.key ?? '', quantity: 5 };
    broken = true;
    expect((await failure(adapter.change([five]))).kind).to.equal('network');
    await control.addFromElsewhere?.(adapter, 'plain', 1);
    expect((await adapter.change([five])).cart.quantity).to.equal(5);
    expect(await control.readCart?.(adapter)).to.deep.equal({ plain: 5 });
  });

  it('the same write later has a key of its own: it is another wish', async () => {
    const { adapter } = ucpConformanceShop();
    await adapter.change([add('plain')]);
    const key = async () => (await adapter.cart()).cart.lines[0]?.key ?? '';
    for (const quantity of [5, 2, 5]) {
      const { cart } = await adapter.change([{ type: 'set', lineKey: await key(), quantity }]);
      expect(cart.quantity).to.equal(quantity);
    }
  });

  it('the whole cart goes back, with what the shop keeps of the buyer', async () => {
    const buyer = { email: 'a@example.com' };
    const signals = { 'dev.ucp.user_agent': 'x' };
    const { adapter, ucp } = bentShop((operation, answer) => (/carts\/\{id}/.test(operation) ? { ...answer, buyer, signals } : undefined));
    await adapter.change([add('plain'), { type: 'add-code', code: 'SAVE10' }]);
    await adapter.change([add('oneOption-s')]);
    const line = { id: 'line-1', item: { id: 'plain' }, quantity: 1 };
    expect(ucp.exchanges.at(-1)).to.deep.include({
      operation: 'PUT /carts/{id}',
      request: {
        id: 'cart_1',
        buyer,
        signals,
        line_items: [line, { item: { id: 'oneOption-s' }, quantity: 1 }],
        discounts: { codes: ['SAVE10'] },
      },
    });
  });

  it('what belongs to a line goes with it, is no line to add to, and cannot be changed by itself', async () => {
    const child = { id: 'c', parent_id: 'line-1', item: { id: 'oneOption-s', title: 'Gift', price: 0 }, quantity: 1, totals: [] };
    const shop = bentShop((operation, answer) =>
      operation === 'GET /carts/{id}' ? { ...answer, line_items: [...answer.line_items, child] } : undefined,
    );
    const { adapter, ucp } = shop;
    await adapter.change([add('plain')]);
    const { lines } = (await adapter.cart()).cart;
    expect(lines.map(({ key, editable }) => [key, editable])).to.deep.equal([
      ['line-1', true],
      ['c', false],
    ]);
    await adapter.change([add('oneOption-s')]);
    expect((ucp.exchanges.at(-1)?.request as any).line_items.map(({ id }: any) => id)).to.deep.equal(['line-1', 'c', undefined]);
    await adapter.change([{ type: 'remove', lineKey: 'line-1' }]);
    expect((ucp.exchanges.at(-1)?.request as any).line_items.map(({ id }: any) => id)).to.deep.equal(['line-2']);
  });

  it('what cannot be asked for is not asked for', async () => {
    const { adapter, ucp } = ucpConformanceShop({ has: [] });
    const changes: CartChange[] = [add('plain', 0), add('plain', 1.5), add('plain', -1), { type: 'add-code', code: 'SAVE10' }];
    const { issues } = await adapter.change([...changes, { type: 'remove-code', code: 'X' }, { type: 'set', lineKey: 'x', quantity: 1 }]);
    expect(issues.map(({ code }) => code)).to.deep.equal([
      ...['quantity-rule', 'quantity-rule', 'quantity-rule', 'code-not-applicable', 'line-gone'],
    ]);
    expect(ucp.exchanges).to.have.length(1);
  });
});
