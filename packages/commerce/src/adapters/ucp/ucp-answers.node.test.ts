import { ucpConformanceShop, type UcpShopOptions } from '@shopcast/testing';
import { expect } from 'chai';
import type { CartChange } from '../../commerce-adapter.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   answers are bent out of every shape here */

/** A shop whose answers are bent on their way. */
const bentShop = (bend: (operation: string, answer: any, url: string) => unknown, options: UcpShopOptions = {}) =>
  ucpConformanceShop({ ...options, bend });
const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it answered'),
    (error: { kind: string; message: string }) => error,
  );
const add = (variantId: string, quantity = 1): CartChange => ({ type: 'add', variantId, quantity });
const refusal = (code: string, extra: object = {}) => ({
  ucp: { version: '2026-04-08', status: 'error' },
  messages: [{ type: 'error', code, content: `It is ${code}.`, severity: 'unrecoverable', ...extra }],
});

describe('UCP, refusals', () => {
  /** What a change is answered with when the shop writes this into its answer. */
  async function issuesOf(write: (answer: any) => unknown, change: CartChange = add('plain', 3)) {
    const shop = bentShop((operation, answer) => (operation === 'PUT /carts/{id}' ? write(answer) : undefined));
    await shop.adapter.change([add('lowStock')]);
    return { ...(await shop.adapter.change([change])), shop };
  }
  const message = (code: string, extra: object = {}) => ({ type: 'error', code, content: 'Words.', severity: 'recoverable', ...extra });

  for (const [code, issue] of [
    ['out_of_stock', 'quantity-limited'],
    ['item_unavailable', 'variant-gone'],
    ['item_ineligible', 'variant-gone'],
    ['quantity_invalid_limit_exceeded', 'quantity-limited'],
    ['quantity_invalid_minimum_not_met', 'quantity-rule'],
    ['something_of_its_own', 'other'],
  ] as const) {
    it(`an answer without a cart that says ${code} leaves the cart, and is ${issue}`, async () => {
      const { cart, issues } = await issuesOf(() => refusal(code, { path: '$.line_items[1]' }));
      expect(cart.lines.map(({ variantId }) => variantId)).to.deep.equal(['lowStock']);
      expect(issues).to.deep.equal([{ code: issue, variantId: 'plain', message: `It is ${code}.` }]);
    });
  }

  it('an item the shop does not know is none of the cart, with a path or without', async () => {
    for (const extra of [{ path: "$['line_items'][1].item" }, {}]) {
      const { cart, issues } = await issuesOf(() => refusal('not_found', extra));
      expect(issues.map(issue => [issue.code, issue.variantId])).to.deep.equal([['variant-gone', 'plain']]);
      expect(cart.quantity).to.equal(1);
    }
  });

  it('a refusal may come with a status of its own', async () => {
    const { issues } = await issuesOf(() => new Response(JSON.stringify(refusal('out_of_stock')), { status: 422 }));
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited']);
  });

  it('what the shop takes in although it cannot be had is taken back', async () => {
    let once = true;
    const { cart, issues, shop } = await issuesOf(answer => {
      if (!once) return undefined;
      once = false;
      return { ...answer, messages: [message('out_of_stock', { path: '$.line_items[1]' })] };
    });
    expect(issues.map(({ code, variantId }) => [code, variantId])).to.deep.equal([['quantity-limited', 'plain']]);
    expect(cart.lines.map(({ variantId, quantity }) => [variantId, quantity])).to.deep.equal([['lowStock', 1]]);
    expect(await shop.control.readCart?.(shop.adapter)).to.deep.equal({ lowStock: 1 });
  });

  it('what stands in the cart already and cannot be had takes nothing back: neither another wish nor one for less', async () => {
    const messages = [message('out_of_stock')];
    const { adapter, control } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, messages } : undefined));
    const { issues } = await adapter.change([add('plain', 3)]);
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited']);
    await adapter.change([add('oneOption-s', 3)]);
    const [line] = (await adapter.change([add('lowStock', 2)])).cart.lines;
    await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 1 }]);
    expect(await control.readCart?.(adapter)).to.deep.equal({ 'oneOption-s': 1, lowStock: 2 });
  });

  it('a wish for less is not taken back, whatever is said of it', async () => {
    let content = 0;
    const { adapter, control } = bentShop((operation, answer) =>
      operation === 'PUT /carts/{id}' ? { ...answer, messages: [message('out_of_stock', { content: `${content++}` })] } : undefined,
    );
    const [line] = (await adapter.change([add('plain', 3)])).cart.lines;
    const { issues } = await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 2 }]);
    expect(issues).to.have.length(1);
    expect(await control.readCart?.(adapter)).to.deep.equal({ plain: 2 });
  });

  it('a warning about something else does not stand for the word that is missing', async () => {
    const warning = { type: 'warning', code: 'final_sale', content: 'No returns.', path: '$.line_items[1]' };
    const { issues } = await issuesOf(answer => ({
      ...answer,
      line_items: answer.line_items.map((line: any) => ({ ...line, quantity: 1 })),
      messages: [warning],
    }));
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited', 'other']);
  });

  it('a loss that a look at the policies or the checkout meets is still told', async () => {
    for (const look of ['policies', 'checkout'] as const) {
      const { adapter, control } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, links: [] } : undefined));
      await adapter.change([add('plain')]);
      await control.loseCart?.(adapter);
      await adapter[look]?.();
      expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
    }
  });

  it('what wants the buyer stays in the cart, and is told', async () => {
    const { cart, issues } = await issuesOf(answer => ({
      ...answer,
      messages: [message('item_ineligible', { severity: 'requires_buyer_review', path: '$.line_items[1]' })],
    }));
    expect(cart.quantity).to.equal(4);
    expect(issues).to.deep.equal([{ code: 'other', variantId: 'plain', lineKey: 'line-2', message: 'Words.' }]);
  });

  it('warnings are told once, and again when they come back; what is for information is not', async () => {
    let messages: object[] = [];
    const { adapter } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, messages } : undefined));
    const told = async () => (await adapter.cart()).issues.map(issue => issue.message);
    const warning = { type: 'warning', code: 'final_sale', content: 'No returns.' };
    await adapter.change([add('plain')]);
    messages = [warning, { type: 'info', content: 'Free shipping soon.' }];
    expect(await told()).to.deep.equal(['No returns.']);
    expect(await told()).to.deep.equal([]);
    expect((await adapter.change([add('plain')])).issues).to.deep.equal([]);
    messages = [];
    expect(await told()).to.deep.equal([]);
    messages = [warning];
    expect((await adapter.change([add('plain')])).issues).to.have.length(1);
  });

  it('a wish that is cut short without a word is told all the same', async () => {
    const cut = (quantity: number) => (answer: any) => ({
      ...answer,
      line_items: answer.line_items.flatMap((line: any) => (line.item.id === 'plain' ? (quantity ? [{ ...line, quantity }] : []) : [line])),
      messages: undefined,
    });
    expect((await issuesOf(cut(2))).issues).to.deep.equal([{ code: 'quantity-limited', variantId: 'plain' }]);
    expect((await issuesOf(cut(0))).issues).to.deep.equal([{ code: 'out-of-stock', variantId: 'plain' }]);
    const silent = await issuesOf(answer => ({ ...answer, messages: undefined }), { type: 'add-code', code: 'NOPE' });
    expect(silent.issues).to.deep.equal([{ code: 'code-not-applicable', discountCode: 'NOPE' }]);
  });

  it('a code that is refused is told each time it is tried, not sent again, and one that is dropped as dropped', async () => {
    const { adapter, ucp } = ucpConformanceShop();
    await adapter.change([add('plain', 6), { type: 'add-code', code: 'big100' }]);
    const code = 'LASTYEAR';
    for (let round = 0; round < 2; round++) {
      const { cart, issues } = await adapter.change([{ type: 'add-code', code }]);
      expect(issues).to.deep.equal([{ code: 'code-expired', discountCode: code, message: '"LASTYEAR" is not applied.' }]);
      expect(cart.codes).to.deep.equal([
        { code: 'big100', applied: true },
        { code, applied: false },
      ]);
      expect((await adapter.cart()).issues).to.deep.equal([]);
    }
    const [line] = (await adapter.cart()).cart.lines;
    const { issues } = await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 1 }]);
    expect(issues.map(issue => [issue.code, issue.discountCode])).to.deep.equal([['code-dropped', 'big100']]);
    expect((ucp.exchanges.at(-1)?.request as any).discounts).to.deep.equal({ codes: ['big100'] });
  });

  it('a cart that goes while it is written is lost, once', async () => {
    let gone = false;
    const lossy = bentShop(operation => {
      if (operation === 'PUT /carts/{id}') gone = true;
      return gone && /carts\//.test(operation) ? refusal('not_found') : undefined;
    });
    await lossy.adapter.change([add('plain')]);
    const { cart, issues } = await lossy.adapter.change([add('plain'), add('plain')]);
    expect([cart.lines, issues]).to.deep.equal([[], [{ code: 'cart-lost' }]]);
    expect(cart.currency).to.equal('EUR');
  });

  it('a look-up that fails does not undo a change that was answered', async () => {
    const { adapter } = bentShop(operation => (operation === 'POST /catalog/lookup' ? null : undefined));
    const { issues } = await adapter.change([add('plain'), add('soldOut', 2)]);
    expect(issues.map(({ code }) => code)).to.deep.equal(['out-of-stock']);
  });
});

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

describe('UCP, products', () => {
  /** The product as it is read when its look-up is changed like this. */
  async function read(change: (product: any) => unknown) {
    const { adapter } = bentShop((operation, answer) =>
      operation === 'POST /catalog/lookup' ? { ...answer, products: answer.products.map(change) } : undefined,
    );
    return (await adapter.products(['plain'])).get('plain') ?? expect.fail('There is no product.');
  }
  const withVariant = (own: object) => read(product => ({ ...product, variants: product.variants.map((v: any) => ({ ...v, ...own })) }));

  it('are looked up ten at a time, by handle too, and a whole one takes as few requests as it can', async () => {
    const shop = ucpConformanceShop();
    const refs = ['plain', 'glass-carafe', ...Array.from({ length: 10 }, (_, at) => `none-${at}`)];
    const found = await shop.adapter.products(refs);
    expect([...found.keys()]).to.deep.equal(refs);
    expect(found.get('glass-carafe')?.id).to.equal('lowStock');
    expect(shop.ucp.exchanges).to.have.length(3);
    for (const [ref, variants, requests] of [
      ['twoOptions', 5, 3],
      ['huge', 2048, 17],
    ] as const) {
      const before = shop.ucp.exchanges.length;
      const product = (await shop.adapter.products([ref])).get(ref);
      expect(product?.variants).to.have.length(variants);
      expect(product).to.not.have.property('truncated');
      expect(shop.ucp.exchanges.length - before - 1, ref).to.equal(requests);
    }
  });

  it('that would take too many requests are told as truncated', async () => {
    // A shop that never answers with more than one variant, whatever is selected.
    const shop = bentShop((operation, answer) => {
      if (operation !== 'POST /catalog/product') return undefined;
      return { ...answer, product: { ...answer.product, variants: answer.product.variants.slice(0, 1) } };
    });
    const product = (await shop.adapter.products(['huge'])).get('huge');
    expect(product?.truncated).to.equal(true);
    expect(product?.variants.length).to.be.within(1, 40);
    expect(shop.ucp.exchanges.length).to.be.at.most(42);
  });

  it('with the price per measure, a rating out of five, images and links that are web addresses', async () => {
    const measure = { value: 250, unit: 'ml' };
    const price = { minor: 796, currency: 'EUR' };
    const unit_price = { amount: 796, currency: 'EUR', measure, reference: { value: 100, unit: 'ml' } };
    expect((await withVariant({ unit_price })).variants[0]?.unitPrice).to.deep.equal({
      price,
      per: '100 ml',
      measure: { content: 250, reference: 100 },
    });
    const litres = { ...unit_price, reference: { value: 1, unit: 'l' } };
    expect((await withVariant({ unit_price: litres })).variants[0]?.unitPrice).to.deep.equal({ price, per: '1 l' });
    const media = [
      { type: 'video', url: 'https://v.example/a' },
      { type: 'image', url: 'javascript:0' },
      { type: 'image', url: 'https://i.example/b' },
    ];
    const product = await read(own => ({ ...own, media, url: 'javascript:0', rating: { value: 9, scale_max: 10, count: 4 } }));
    expect(product).to.deep.include({ images: ['https://i.example/b'], rating: { value: 4.5, count: 4 } });
    expect(product).to.not.have.property('url');
    expect(await read(own => ({ ...own, rating: { value: 9, scale_max: 10 } }))).to.not.have.property('rating');
  });

  it('with their text as text, whichever form it has', async () => {
    const of = async (description: object) => (await read(product => ({ ...product, description }))).description;
    expect(await of({ html: '<p>Oak &amp; ash</p>' })).to.equal('Oak & ash');
    expect(await of({ markdown: '*Oak*' })).to.equal('*Oak*');
    expect(await of({ plain: 'a < b', html: '<p>no</p>' })).to.equal('a < b');
  });

  it('with the stock as far as the shop tells it', async () => {
    for (const [availability, state] of [
      [{ available: true }, 'in'],
      [{ available: false, status: 'in_stock' }, 'out'],
      [{ available: true, status: 'preorder' }, 'backorder'],
      [{ status: 'backorder' }, 'backorder'],
      [{ status: 'discontinued' }, 'out'],
      [{ status: 'in_stock' }, 'in'],
      [{}, 'unknown'],
      [undefined, 'unknown'],
    ] as const) {
      expect((await withVariant({ availability })).variants[0]?.stock.state, JSON.stringify(availability)).to.equal(state);
    }
  });

  it('a variant that is told apart by nothing is left out, and the product said not to be whole', async () => {
    const shop = bentShop((operation, answer) => {
      if (operation !== 'POST /catalog/product') return undefined;
      const variants = answer.product.variants.map((v: any) => (v.id === 'oneOption-m' ? { ...v, options: [] } : v));
      return { ...answer, product: { ...answer.product, variants } };
    });
    const product = (await shop.adapter.products(['oneOption'])).get('oneOption');
    expect(product?.variants.map(({ id }) => id).sort()).to.deep.equal(['oneOption-l', 'oneOption-s']);
    expect(product?.truncated).to.equal(true);
  });

  it('an empty cart is in the currency that is wished for, or of what was read, or in none', async () => {
    const currencyOf = async (adapter: ReturnType<typeof ucpConformanceShop>['adapter']) => (await adapter.cart()).cart.currency;
    expect(await currencyOf(ucpConformanceShop({}, { currency: 'JPY' }).adapter)).to.equal('JPY');
    const { adapter } = ucpConformanceShop();
    expect(await currencyOf(adapter)).to.equal('XXX');
    await adapter.products(['plain']);
    expect(await currencyOf(adapter)).to.equal('EUR');
  });

  it('totals of several kinds are those of the shop, and a tax that is told was added', async () => {
    const totals = [
      { type: 'subtotal', amount: 1990 },
      { type: 'items_discount', amount: -100 },
      { type: 'discount', amount: -90 },
      { type: 'tax', amount: 200 },
      { type: 'tax', amount: 50 },
      { type: 'fee', amount: 10, display_text: 'Bags' },
      { type: 'total', amount: 2060 },
    ];
    const { adapter } = bentShop((operation, answer) => (operation === 'POST /carts' ? { ...answer, totals } : undefined));
    const eur = (minor: number) => ({ minor, currency: 'EUR' });
    expect((await adapter.change([add('plain')])).cart).to.deep.include({
      ...{ subtotal: eur(1990), discount: eur(190), tax: eur(250), total: eur(2060), taxes: 'added', final: false },
    });
  });
});
