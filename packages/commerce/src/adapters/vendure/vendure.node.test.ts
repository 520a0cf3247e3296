import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CartChange, CommerceAdapter } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import type { Fetch } from '../../internal/request.js';
import { vendureCommerce, type VendureOptions } from './vendure.js';

interface Recording {
  readonly query: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: { readonly data?: Record<string, unknown> | null; readonly errors?: readonly unknown[] };
}

/** What a Vendure 3.7.3 answered, word for word. */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/recorded.json', import.meta.url), 'utf8')) as Record<string, Recording>;
const addOne: CartChange = { type: 'add', variantId: '6', quantity: 5 };

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A recording as it would have answered our operation: our names for its one field. */
function answerOf(name: string): Answer {
  const { status, headers = {}, body } = recorded[name] as Recording;
  const fields = Object.values(body.data ?? {});
  const product = body.data?.['product'] as { variants?: unknown[] } | undefined;
  const items = product?.variants ? [{ ...product, variantList: { totalItems: product.variants.length, items: product.variants } }] : [];
  const data = { ...body.data, r: fields[0], products: { items }, activeChannel: { defaultCurrencyCode: 'USD' } };
  return { status, headers, body: body.errors ? body : { data } };
}

/** An adapter whose shop gives these answers, one for each request, and the last one from then on. */
function shopOf(answers: readonly (Answer | string)[], options: Partial<VendureOptions> = {}) {
  const asked: { url: string; headers: Record<string, string>; query: string; variables: Record<string, unknown>; credentials: unknown }[] =
    [];
  const kept = new Map<string, string>([['vendure:https://shop.example/shop-api:', 'known']]);
  const fetch: Fetch = (url, init) => {
    const body = JSON.parse(init.body as string) as { query: string; variables: Record<string, unknown> };
    asked.push({ url, headers: init.headers as Record<string, string>, ...body, credentials: init.credentials });
    const next = answers[Math.min(asked.length, answers.length) - 1] ?? '';
    const { status = 200, headers = {}, body: answer } = typeof next === 'string' ? answerOf(next) : next;
    return Promise.resolve(new Response(JSON.stringify(answer), { status, headers }));
  };
  const tokens = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string | null) => void kept.set(key, value ?? ''),
  };
  const url = 'https://shop.example/shop-api';
  return { adapter: vendureCommerce({ url, checkout: '/checkout', tokens, fetch, ...options }), asked, kept };
}

const change = (answers: readonly (Answer | string)[], ...changes: CartChange[]) => shopOf(answers).adapter.change(changes);
const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof CommerceError ? error.kind : error),
  );

describe('Vendure, recorded answers', () => {
  for (const name of Object.keys(recorded)) {
    it(`"${name}" is understood or refused as an answer, by every call`, async () => {
      const calls: ((adapter: CommerceAdapter) => Promise<unknown>)[] = [
        adapter => adapter.change([addOne]),
        adapter => adapter.cart(),
        adapter => adapter.products(['hoodie', '1']),
        adapter => adapter.order?.('X') ?? Promise.resolve(),
        adapter => adapter.capabilities(),
      ];
      for (const call of calls) {
        const outcome = await kindOf(call(shopOf([name]).adapter));
        expect(outcome).to.be.oneOf(['answered', 'protocol', 'unauthorized', 'unavailable', 'config']);
      }
    });
  }

  it('a line with the price charged, in a cart whose tax is told', async () => {
    const { cart, issues } = await change(['add'], addOne);
    expect(issues).to.deep.equal([]);
    expect(cart).to.deep.include({
      currency: 'USD',
      quantity: 2,
      subtotal: { minor: 11976, currency: 'USD' },
      total: { minor: 11976, currency: 'USD' },
      tax: { minor: 1996, currency: 'USD' },
      taxes: 'included',
      final: false,
    });
    expect(cart.lines[0]).to.deep.include({ key: '1', variantId: '1', unit: { minor: 5988, currency: 'USD' }, quantity: 2 });
  });

  it('more than there is: what the cart holds now is what it can hold', async () => {
    const { cart, issues } = await change(['add_over_stock'], addOne);
    expect(issues).to.deep.equal([
      {
        code: 'quantity-limited',
        variantId: '6',
        available: 3,
        message: 'Only 2 items were added to the order due to insufficient stock',
      },
    ]);
    expect(cart.quantity).to.equal(5);
  });

  it('set to more than there is: the number is what the line holds now', async () => {
    const { issues } = await change(['adjust_over'], { type: 'set', lineKey: '1', quantity: 50 });
    expect(issues[0]).to.deep.include({ code: 'quantity-limited', lineKey: '1', available: 5 });
  });

  it('none left to add beside those in the cart: no number is better than a wrong one', async () => {
    const { body } = answerOf('add_over_stock2') as { body: { data: { r: object } } };
    const none = { body: { data: { r: { ...body.data.r, quantityAvailable: 0 } } } };
    const { issues } = await change([none], { type: 'add', variantId: '2', quantity: 3 });
    expect(issues[0]).to.include({ code: 'quantity-limited' }).and.not.to.have.property('available');
  });

  for (const [name, wish, code] of [
    ['add_oos', { type: 'add', variantId: '7', quantity: 1 }, 'out-of-stock'],
    ['add_unknown', { type: 'add', variantId: '99999', quantity: 1 }, 'variant-gone'],
    ['add_limit', { type: 'add', variantId: '5', quantity: 1500 }, 'cart-full'],
    ['add_neg', { type: 'add', variantId: '6', quantity: 1 }, 'quantity-rule'],
    ['adjust_bad', { type: 'set', lineKey: '9999', quantity: 1 }, 'line-gone'],
    ['coupon_unknown', { type: 'add-code', code: 'NOPE' }, 'code-invalid'],
    ['coupon_expired', { type: 'add-code', code: 'EXPIRED' }, 'code-expired'],
  ] as const) {
    it(`"${name}" is ${code}, and the cart is read again where the refusal lacks it`, async () => {
      const { cart, issues } = await change([name, 'add'], wish);
      expect(issues.map(issue => issue.code)).to.deep.equal([code]);
      expect(issues[0]).to.have.property('message').that.is.a('string');
      if (name !== 'add_oos') expect(cart.quantity).to.equal(2);
    });
  }

  it('codes take off what the shop states, from what the shop had before', async () => {
    const { cart, issues } = await change(['coupon_min'], { type: 'add-code', code: 'min100' });
    expect(issues).to.deep.equal([]);
    expect(cart.discount.minor).to.equal(2334 + 2100);
    expect(cart.subtotal.minor - cart.discount.minor).to.equal(cart.total.minor);
    expect(cart.codes).to.deep.equal([
      { code: 'LIVE10', applied: true },
      { code: 'MIN100', applied: true },
    ]);
  });

  it('a code that waits for its condition is not applied, and that is told', async () => {
    const answer = answerOf('coupon_min') as { body: { data: { r: object } } };
    const waiting = { body: { data: { ...answer.body.data, r: { ...answer.body.data.r, promotions: [{ couponCode: 'LIVE10' }] } } } };
    const { cart, issues } = await change([waiting], { type: 'add-code', code: 'MIN100' });
    expect(issues).to.deep.equal([{ code: 'code-not-applicable', discountCode: 'MIN100' }]);
    expect(cart.codes[1]).to.deep.equal({ code: 'MIN100', applied: false });
  });

  it('an order that refuses changes is opened again, once', async () => {
    const reopened = { body: { data: { r: { state: 'AddingItems' } } } };
    const { adapter, asked } = shopOf(['add_in_arranging', reopened, 'add_back']);
    const { cart, issues } = await adapter.change([addOne]);
    expect(issues).to.deep.equal([]);
    expect(cart.quantity).to.equal(5);
    expect(asked[1]?.query).to.include('transitionOrderToState');
    const stuck = await change(['add_in_arranging', 'transition', 'add'], addOne);
    expect(stuck.issues.map(issue => issue.code)).to.deep.equal(['cart-locked']);
  });

  it('another token is a lost cart, told once, and the new one is kept', async () => {
    const { adapter, kept, asked } = shopOf(['bad_token', 'activeOrder_none']);
    const read = await adapter.cart();
    expect(read.issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect(read.cart.lines).to.deep.equal([]);
    expect(asked[0]?.headers).to.include({ authorization: 'Bearer known' });
    expect([...kept.values()]).to.deep.equal([recorded['bad_token']?.headers?.['vendure-auth-token']]);
  });

  it('a new token for somebody new is no loss', async () => {
    const { adapter, kept } = shopOf(['par_seed']);
    kept.clear();
    expect((await adapter.change([addOne])).issues).to.deep.equal([]);
    expect(kept.size).to.equal(1);
  });

  it('with a cookie no token is sent or kept, and a new session after a cart is a loss', async () => {
    const { adapter, asked, kept } = shopOf(['add', 'bad_token'], { session: 'cookie' });
    kept.clear();
    expect((await adapter.change([addOne])).issues).to.deep.equal([]);
    expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect(asked[1]?.headers).not.to.have.property('authorization');
    expect(asked[1]?.credentials).to.equal('include');
    expect(kept.size).to.equal(0);
  });

  it('options and variants by id, stock as a level', async () => {
    const { adapter } = shopOf(['product_by_slug'], { productUrl: slug => `/things/${slug}` });
    const hoodie = (await adapter.products(['hoodie'])).get('hoodie');
    expect(hoodie).to.deep.include({ id: '1', title: 'Hoodie', handle: 'hoodie', url: '/things/hoodie', description: 'Heavy hoodie' });
    expect(hoodie?.options.map(option => option.values.length)).to.deep.equal([2, 3]);
    expect(hoodie?.variants.map(variant => variant.stock.state)).to.deep.equal(['in', 'low', 'out', 'low', 'in']);
    expect(hoodie?.variants[3]?.options).to.deep.equal({ '1': '2', '2': '3' });
    expect(hoodie?.variants[1]?.price).to.deep.equal({ minor: 6588, currency: 'USD' });
    expect(await adapter.capabilities()).to.include({ stock: 'level', identity: 'token', checkout: 'same-origin-page' });
  });

  it('an order for its guest; none for somebody it does not concern', async () => {
    const known = shopOf(['orderByCode_sameSession']);
    expect(await known.adapter.order?.('X')).to.include({ state: 'paid' });
    const other = shopOf([{ body: { errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }], data: { orderByCode: null } } }]);
    expect(await other.adapter.order?.('X')).to.equal(null);
  });
});

describe('Vendure, what no recording shows', () => {
  const variantPage = (from: number, count: number, total: number) => ({
    totalItems: total,
    items: Array.from({ length: count }, (_, at) => ({
      id: String(from + at),
      name: `V ${from + at}`,
      price: 100,
      priceWithTax: 119,
      currencyCode: 'EUR',
      stockLevel: '7',
      options: [],
    })),
  });
  const product = (variantList: unknown) => ({ id: '1', slug: 'cloth', name: 'Cloth', optionGroups: [], variantList });
  const answer = (data: unknown) => ({ body: { data } });

  it('reads variants page by page, up to the most that is wanted', async () => {
    const pages = [
      answer({ products: { items: [product(variantPage(0, 100, 250))] } }),
      answer({ product: product(variantPage(100, 100, 250)) }),
      answer({ product: product(variantPage(200, 50, 250)) }),
    ];
    const whole = shopOf(pages);
    const cloth = (await whole.adapter.products(['cloth'])).get('cloth');
    expect(cloth?.variants.map(variant => variant.id)).to.deep.equal(Array.from({ length: 250 }, (_, at) => String(at)));
    expect(cloth).not.to.have.property('truncated');
    expect(whole.asked.map(({ variables }) => (variables['v'] as { skip?: number }).skip)).to.deep.equal([undefined, 100, 200]);
    const part = (await shopOf(pages, { maxVariants: 150 }).adapter.products(['cloth'])).get('cloth');
    expect(part).to.include({ truncated: true });
    expect(part?.variants).to.have.length(150);
  });

  it('amounts in hundredths become minor units of the currency, the yen and the dinar too', async () => {
    const priced = (currencyCode: string, priceWithTax: number) => ({ ...variantPage(0, 1, 1).items[0], currencyCode, priceWithTax });
    const priceOf = async (variant: unknown, options?: Partial<VendureOptions>) => {
      const { adapter } = shopOf([answer({ products: { items: [product({ totalItems: 1, items: [variant] })] } })], options);
      return (await adapter.products(['cloth'])).get('cloth')?.variants[0]?.price;
    };
    expect(await priceOf(priced('JPY', 296_050))).to.deep.equal({ minor: 2961, currency: 'JPY' });
    expect(await priceOf(priced('KWD', 625))).to.deep.equal({ minor: 6250, currency: 'KWD' });
    expect(await priceOf(priced('EUR', 33_285), { decimals: 3 })).to.deep.equal({ minor: 3329, currency: 'EUR' });
    expect(await priceOf(priced('EUR', 119), { prices: 'net' })).to.deep.equal({ minor: 100, currency: 'EUR' });
  });

  it('stock as a number, as a word nobody knows, and uncounted', async () => {
    const levels = ['12', '0', '-3', 'PLENTY', String(Number.MAX_SAFE_INTEGER)];
    const items = levels.map((stockLevel, at) => ({ ...variantPage(at, 1, 1).items[0], stockLevel }));
    const { adapter } = shopOf([answer({ products: { items: [product({ totalItems: 5, items })] } })]);
    const variants = (await adapter.products(['cloth'])).get('cloth')?.variants ?? [];
    expect(variants.map(({ stock: { state, quantity } }) => [state, quantity])).to.deep.equal([
      ['in', 12],
      ['out', 0],
      ['out', 0],
      ['unknown', undefined],
      ['in', undefined],
    ]);
    expect(await adapter.capabilities()).to.include({ stock: 'exact' });
    const uncounted = { products: { items: [{ variantList: { items: [items[4]] } }] } };
    expect(await shopOf([answer(uncounted)]).adapter.capabilities()).to.include({ stock: 'exact' });
    const worded = { products: { items: [{ variantList: { items: [items[3]] } }] } };
    expect(await shopOf([answer(worded)]).adapter.capabilities()).to.include({ stock: 'none' });
  });

  it('asking what the shop can do does not make it forget whose a variant in the cart is', async () => {
    const line = { id: '9', quantity: 1, productVariant: { id: '0', productId: '1', name: 'Cloth' } };
    const prices = { unitPriceWithTax: 119, discountedUnitPriceWithTax: 119, discountedLinePriceWithTax: 119 };
    const cart = {
      r: {
        currencyCode: 'EUR',
        couponCodes: [],
        discounts: [],
        totalQuantity: 1,
        total: 100,
        totalWithTax: 119,
        subTotalWithTax: 119,
        lines: [{ ...line, ...prices }],
      },
    };
    const variants = answer({ products: { items: [{ variantList: variantPage(0, 1, 1) }] } });
    const { adapter, asked } = shopOf([answer({ ...cart, activeChannel: { defaultCurrencyCode: 'EUR' } }), variants]);
    await adapter.cart();
    await adapter.capabilities();
    expect([...(await adapter.stock(['0'])).keys()]).to.deep.equal(['0']);
    expect(asked[2]?.variables['p']).to.deep.include({ filter: { id: { in: ['1'] } } });
  });

  it('channel, language and currency travel with every request, custom fields under our names', async () => {
    const { adapter, asked } = shopOf([answer({ products: { items: [] } })], {
      channelToken: 'jp',
      language: 'pt_BR',
      currency: 'JPY',
      customFields: { lowest30Days: 'omnibus' },
    });
    await adapter.products(['cloth']);
    expect(asked[0]?.url).to.equal('https://shop.example/shop-api?languageCode=pt_BR&currencyCode=JPY');
    expect(asked[0]?.headers).to.include({ 'vendure-token': 'jp' });
    expect(asked[0]?.query).to.include('customFields{lowest30Days:omnibus}');
    const wrong = () => vendureCommerce({ url: '', checkout: '', customFields: { compareAt: 'a}b' } });
    expect(wrong).to.throw(CommerceError, 'a}b').with.property('kind', 'config');
  });

  it('problems that are no refusal end the call by their kind', async () => {
    const problem = (code: string) => ({ body: { errors: [{ message: 'Words', extensions: { code } }], data: null } });
    expect(await kindOf(shopOf([problem('CHANNEL_NOT_FOUND')]).adapter.cart())).to.equal('config');
    expect(await kindOf(shopOf([problem('USER_INPUT_ERROR')]).adapter.change([addOne]))).to.equal('config');
    expect(await kindOf(shopOf([problem('FORBIDDEN')]).adapter.change([addOne]))).to.equal('unauthorized');
    expect(await kindOf(shopOf([problem('INTERNAL_SERVER_ERROR')]).adapter.products(['x']))).to.equal('unavailable');
    expect(await kindOf(shopOf([{ ...problem('GRAPHQL_VALIDATION_FAILED'), status: 400 }]).adapter.cart())).to.equal('config');
    expect(await kindOf(shopOf([{ body: [] }]).adapter.cart())).to.equal('protocol');
    expect(await kindOf(shopOf([{ body: null }]).adapter.cart())).to.equal('protocol');
    expect(await kindOf(shopOf([answer({ products: { items: [product(null)] } })]).adapter.products(['cloth']))).to.equal('protocol');
  });

  it('a function goes to the checkout by itself', async () => {
    let gone = 0;
    const { adapter } = shopOf(['add'], { checkout: () => void gone++ });
    expect(await adapter.checkout()).to.deep.equal({ handled: true });
    expect(gone).to.equal(1);
    expect((await adapter.capabilities()).checkout).to.equal('host-callback');
  });
});
