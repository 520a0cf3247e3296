import { commerceConformance } from '@shopcast/testing';
import { wooConformanceShop, wooTwin, type WooProductSeed } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import type { CommerceCapabilities } from '../../commerce-adapter.js';
import { add, unitsOf } from './testing/shopper.js';
import { lamp, open, productOf, type Line } from './testing/theme-page.js';
import { wooCommerce } from './woocommerce.js';

const supports: CommerceCapabilities = {
  stock: 'exact-when-low',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'text',
  identity: 'page',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: false,
  order: 'order-secret',
  reviews: true,
  policies: false,
  lowest30Days: true,
};
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

describe('WooCommerce, on a page of the theme, with cookie and nonce', () => {
  commerceConformance({ test: it, skip, supports, create: () => wooConformanceShop() });
});

describe('WooCommerce, from another origin, with a Cart-Token', () => {
  commerceConformance({
    test: it,
    skip,
    supports: { ...supports, identity: 'token', checkout: 'url', hostCart: 'none' },
    create: () => wooConformanceShop({}, { session: 'token' }),
  });
});

const colour = {
  label: 'Colour & finish',
  taxonomy: 'pa_colour',
  terms: [
    { name: 'Sky Blue', slug: 'blue' },
    { name: 'Red', slug: 'red' },
  ],
};
const engraving = { label: 'Engraving', terms: [{ name: 'None' }, { name: 'Your & my name' }] };
const ring: WooProductSeed = {
  slug: 'ring',
  title: 'Ring',
  price: 9000,
  attributes: [colour, engraving],
  // Blue with any engraving costs less than red with a name; red without one is not made.
  variations: [
    { terms: ['blue', null], stock: 4 },
    { terms: ['red', 'Your & my name'], price: 11_000, stock: 4 },
  ],
};

function answering(status: number, body: unknown, headers: Record<string, string> = {}): Line {
  return ask => (url, init) =>
    init.method === 'POST' ? Promise.resolve(new Response(JSON.stringify(body), { status, headers })) : ask(url, init);
}

describe('WooCommerce, with what is special to it', () => {
  it('loses units when five adds come at the same time, and says so', async () => {
    const { adapter, twin, browser } = open([lamp]);
    await adapter.cart();
    await adapter.change([add('10')]);
    await Promise.all(Array.from({ length: 5 }, () => adapter.change([add('10')])));
    expect(twin.units(browser.user ?? '')[10]).to.be.within(2, 5);
    expect((await adapter.capabilities()).concurrency).to.equal('lost-updates');
  });

  it('thirty adds in two trips, none lost', async () => {
    const { adapter, asked } = open([{ ...lamp, stock: 40 }]);
    const result = await adapter.change(Array.from({ length: 30 }, () => add('10')));
    expect(unitsOf(result)).to.deep.equal({ 10: 30 });
    expect(asked).to.deep.equal(['POST /batch', 'POST /batch']);
  });

  it('a variation that leaves an option open is one variant for each of its values', async () => {
    const { adapter } = open([ring]);
    const { options, variants } = await productOf(adapter, 'ring');
    expect(options.map(({ id, label }) => [id, label])).to.deep.equal([
      ['pa_colour', 'Colour & finish'],
      ['Engraving', 'Engraving'],
    ]);
    expect(variants.map(({ id, title, price }) => [id, title, price.minor])).to.deep.equal([
      ['11?Engraving=None', 'Sky Blue / None', 9000],
      ['11?Engraving=Your+%26+my+name', 'Sky Blue / Your & my name', 9000],
      ['12', 'Red / Your & my name', 11_000],
    ]);
    const named = variants[1]?.id ?? '';
    const result = await adapter.change([add(named), add('12'), add(named)]);
    expect(result.issues).to.deep.equal([]);
    expect(unitsOf(result)).to.deep.equal({ [named]: 2, 12: 1 });
    expect([...(await adapter.stock([named])).keys()]).to.deep.equal([named]);
    expect((await adapter.change([add('11')])).issues[0]?.code).to.equal('selection-incomplete');
  });

  it('reads such a line also where the product was not read before', async () => {
    const { adapter, secondTab } = open([ring]);
    const id = (await productOf(adapter, 'ring')).variants[1]?.id ?? '';
    await adapter.change([add(id)]);
    expect(unitsOf(await secondTab().cart())).to.deep.equal({ [id]: 1 });
  });

  it('stock: shown, low, hidden, beyond, one at a time, and limits that are none', async () => {
    const products = [
      { slug: 'many', title: 'Many 3', price: 1, stock: 7 },
      { slug: 'few', title: 'Few', price: 1, stock: 2 },
      { slug: 'beyond', title: 'Beyond', price: 1, stock: 0, backorders: true },
      { slug: 'both', title: 'Both', price: 1, stock: 5, backorders: true },
      { slug: 'capped', title: 'Capped', price: 1, stock: 9, quantity: { min: 2, max: 4, step: 2 } },
      { slug: 'one', title: 'One', price: 1, soldIndividually: true },
    ];
    const read = async (stockDisplay: 'always' | 'never') => {
      const { adapter } = open(products, {}, { stockDisplay });
      const found = await adapter.products(products.map(({ slug }) => slug));
      return [...found.values()].map(product => {
        const { stock, quantityRule } = product?.variants[0] ?? expect.fail('A variant is missing.');
        return [stock.state, stock.quantity, quantityRule.max];
      });
    };
    expect(await read('always')).to.deep.equal([
      ['in', 7, undefined],
      ['low', 2, undefined],
      ['backorder', undefined, undefined],
      ['in', undefined, undefined],
      ['in', 9, 4],
      ['in', undefined, 1],
    ]);
    // What the shop does not show is not made of its limits; low stock it tells all the same.
    expect((await read('never')).map(([, quantity, max]) => [quantity, max])).to.deep.equal([
      [undefined, 7],
      [2, undefined],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, 4],
      [undefined, 1],
    ]);
  });

  it('prices of plugins, by their place in `extensions`', async () => {
    const extensions = { measure: { each: '12.5', per: '100&nbsp;ml' }, omnibus: { lowest: 4000 } };
    const fields = { lowest30Days: 'omnibus.lowest', unitPrice: { price: 'measure.each', per: 'measure.per' } };
    const { adapter } = open(
      [
        { ...lamp, extensions },
        { ...lamp, slug: 'bare', extensions: { omnibus: null } },
      ],
      { fields },
    );
    const [variant, bare] = [(await productOf(adapter, 'lamp')).variants[0], (await productOf(adapter, 'bare')).variants[0]];
    expect(variant?.lowest30Days).to.deep.equal({ minor: 4000, currency: 'EUR' });
    expect(variant?.unitPrice).to.deep.equal({ price: { minor: 1250, currency: 'EUR' }, per: '100\u00a0ml' });
    expect(bare).to.not.have.any.keys('lowest30Days', 'unitPrice');
  });

  it('rating and reviews', async () => {
    const reviews = [
      { reviewer: 'Ana & Bo', rating: 5, html: '<p>So <b>bright</b>&#33;</p>' },
      { reviewer: 'Cem', rating: 4, html: '<p>Good.</p>' },
    ];
    const { adapter } = open([{ ...lamp, reviews }]);
    expect((await productOf(adapter, 'lamp')).rating).to.deep.equal({ value: 4.5, count: 2 });
    expect(await adapter.reviews?.('10', 1)).to.deep.equal({
      items: [
        { author: 'Ana & Bo', rating: 5, text: 'So bright!', date: '2026-03-01T09:00:00Z' },
        { author: 'Cem', rating: 4, text: 'Good.', date: '2026-03-02T09:00:00Z' },
      ],
      total: 2,
    });
  });

  it('the shop speaks another language: the number is found where there is just one, and codes tell nothing', async () => {
    const words: Record<string, string> = {
      '„Lampe 3“ reicht nicht (noch 2 verfügbar).': '2',
      '„Lampe 3“: noch 2 von 9.': '',
      'Pas assez de « Lampe 3 » en stock.': '',
    };
    for (const [message, available] of Object.entries(words)) {
      const { adapter } = open([lamp], { line: answering(400, { code: 'woocommerce_rest_product_partially_out_of_stock', message }) });
      const { issues } = await adapter.change([add('10', 30)]);
      expect(issues).to.deep.equal([
        { code: 'quantity-limited', variantId: '10', ...(available ? { available: Number(available) } : {}), message },
      ]);
    }
    const german = { code: 'woocommerce_rest_cart_coupon_error', message: 'Gutschein &quot;x&quot; ist abgelaufen.' };
    const { adapter } = open([lamp], { line: answering(400, german) });
    expect((await adapter.change([{ type: 'add-code', code: 'x' }])).issues).to.deep.equal([
      { code: 'code-invalid', discountCode: 'x', message: 'Gutschein "x" ist abgelaufen.' },
    ]);
  });

  it('the limiter, whichever way it answers', async () => {
    const body = { code: 'rate_limit_exceeded', message: 'Too many requests.' };
    for (const status of [400, 429]) {
      const { adapter } = open([lamp], { line: answering(status, body, { 'RateLimit-Retry-After': '7' }) });
      const failure = await adapter.change([add('10')]).catch((error: unknown) => error as { kind?: string; retryAfterMs?: number });
      expect(failure).to.include({ kind: 'rate-limited', retryAfterMs: 7000 });
    }
  });

  it('a wrong address is told as such', async () => {
    const { adapter } = open([lamp], { line: ask => (url, init) => ask(url.replace('/cart', '/basket'), init) });
    const failure = await adapter.cart().catch((error: unknown) => error as { kind?: string });
    expect(failure).to.include({ kind: 'config' });
  });
});

describe("WooCommerce, and the theme's own cart", () => {
  /** As much of jQuery as themes bring. */
  function fakeJQuery() {
    const heard: string[] = [];
    const listeners = new Map<() => void, string[]>();
    const jQuery = () => ({
      trigger(event: string) {
        heard.push(event);
        for (const [listener, events] of listeners) if (events.includes(event)) listener();
      },
      on: (events: string, listener: () => void) => void listeners.set(listener, events.split(' ')),
      off: (_: string, listener: () => void) => void listeners.delete(listener),
    });
    return { jQuery, heard, listeners };
  }

  it('tells the page by both kinds of events, and hears no echo', async () => {
    const body = new EventTarget();
    const { jQuery, heard, listeners } = fakeJQuery();
    const native: string[] = [];
    for (const event of ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart']) body.addEventListener(event, () => native.push(event));
    const twin = wooTwin({ products: [lamp] });
    const adapter = wooCommerce({ fetch: twin.fetch, page: { document: { body }, jQuery } });
    let external = 0;
    const stop = adapter.onExternalChange?.(() => external++);
    adapter.notifyHost?.(await adapter.change([add('10', 2)]));
    const line = (await adapter.cart()).cart.lines[0]?.key ?? '';
    adapter.notifyHost?.(await adapter.change([{ type: 'set', lineKey: line, quantity: 1 }]));
    expect(native).to.deep.equal(['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart']);
    expect(heard).to.deep.equal(['wc_fragment_refresh', 'added_to_cart', 'wc_fragment_refresh', 'removed_from_cart']);
    expect(external).to.equal(0);
    jQuery().trigger('added_to_cart');
    body.dispatchEvent(new CustomEvent('wc-blocks_removed_from_cart'));
    expect(external).to.equal(2);
    stop?.();
    jQuery().trigger('added_to_cart');
    expect(external).to.equal(2);
    adapter.onExternalChange?.(() => external++);
    adapter.dispose();
    expect(listeners.size).to.equal(0);
    body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart'));
    expect(external).to.equal(2);
  });

  it('without a page there is none, and with a token the page has another', () => {
    for (const adapter of [wooCommerce({ page: {} }), wooCommerce({ session: 'token', page: { document: { body: new EventTarget() } } })])
      expect([adapter.onExternalChange, adapter.notifyHost]).to.deep.equal([undefined, undefined]);
  });
});
