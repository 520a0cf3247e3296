import { commerceConformance } from '@shopcast/testing';
import { createShopifyShop, createThemePage, themeConformanceShop, type ThemePageOptions } from '@shopcast/testing/shopify-theme-page';
import { expect } from 'chai';
import type { CommerceAdapter, CommerceCapabilities, Variant } from '../../commerce-adapter.js';
import { failure, firstVariant } from '../testing/ask-shop.js';
import { shopifyThemeCommerce, type ThemePage } from './shopify-theme.js';

const supports: CommerceCapabilities = {
  stock: 'boolean',
  reservation: 'none',
  overAdd: 'varies',
  concurrency: 'conflict-error',
  codes: 'many',
  codeVerdict: 'silent',
  identity: 'page',
  checkout: 'same-origin-page',
  hostCart: 'events',
  lineAttributes: true,
  order: 'none',
  reviews: false,
  policies: false,
  lowest30Days: false,
};
const cannot = { fourOptions: 'a product of Shopify has at most three options' } as const;
const skip = (name: string, reason: string) => it.skip(`${name} (${reason})`);

for (const overAdd of ['nothing', 'rest'] as const) {
  describe(`Shopify, theme page without actions, which adds ${overAdd} of what is too much`, () => {
    commerceConformance({ test: it, skip, supports, cannot, create: () => themeConformanceShop({ overAdd }) });
  });
}

describe('Shopify, theme page with actions of its own', () => {
  commerceConformance({
    test: it,
    skip,
    cannot,
    supports: { ...supports, overAdd: 'clamps', codeVerdict: 'typed' },
    create: () => themeConformanceShop({ actions: 'configured' }),
  });
});

const add = (adapter: CommerceAdapter, { id }: Variant, quantity: number) => adapter.change([{ type: 'add', variantId: id, quantity }]);

describe('Shopify, theme page, products and money', () => {
  it('are found by handle, and by id once they were read', async () => {
    const { adapter, shop } = themeConformanceShop();
    const id = `gid://shopify/Product/${shop.products[1]?.id}`;
    expect((await adapter.products([id])).get(id)).to.equal(null);
    expect((await adapter.products(['rib-socks'])).get('rib-socks')?.id).to.equal(id);
    const bare = id.replace(/\D+/, '');
    const found = await adapter.products([id, bare, 'no such thing/..']);
    expect([found.get(id)?.handle, found.get(bare)?.handle, found.get('no such thing/..')]).to.deep.equal(['rib-socks', 'rib-socks', null]);
  });

  it('of 250 variants say that there may be more', async () => {
    const { adapter, refs } = themeConformanceShop();
    const product = (await adapter.products([refs.huge ?? ''])).get(refs.huge ?? '');
    expect(product?.variants).to.have.length(250);
    expect(product?.truncated).to.equal(true);
    expect(product?.options.map(({ values }) => values.length)).to.deep.equal([16, 16, 8]);
  });

  it('have absolute addresses of images, prices compared with, and prices per measure', async () => {
    const { adapter } = themeConformanceShop();
    const blanket = (await adapter.products(['wool-blanket'])).get('wool-blanket');
    expect(blanket?.images).to.deep.equal(['https://cdn.example/wool-blanket.webp']);
    expect(blanket?.variants[0]).to.deep.include({
      compareAt: { minor: 8000, currency: 'EUR' },
      unitPrice: { price: { minor: 3000, currency: 'EUR' }, per: '1 kg', measure: { content: 2, reference: 1 } },
    });
  });

  it('take the currency from the cart where the page does not say it', async () => {
    const shop = createShopifyShop();
    const { fetch, document } = createThemePage(shop, { country: 'JP' });
    const adapter = shopifyThemeCommerce({ page: { fetch, document } });
    expect((await firstVariant(adapter, 'mug-fjord-saucer-small')).price).to.deep.equal({ minor: 3200, currency: 'JPY' });
    expect((await adapter.cart()).cart.total).to.deep.equal({ minor: 0, currency: 'JPY' });
  });

  it('follow the root of the language, which is never another origin', async () => {
    const { adapter, page } = themeConformanceShop({ root: '/fr/' });
    expect((await adapter.products(['rib-socks'])).get('rib-socks')?.url).to.equal('/fr/products/rib-socks');
    expect(page.asked).to.deep.equal(['GET /fr/products/rib-socks.js']);
    for (const root of ['//evil.example/', 'https://evil.example/', '/a/../', '/fr']) {
      const asked: string[] = [];
      const fetch = async (url: string) => {
        asked.push(url);
        return new Response('{}');
      };
      await failure(shopifyThemeCommerce({ page: { fetch, Shopify: { routes: { root } } } }).cart());
      expect(asked, root).to.deep.equal(['/cart.js']);
    }
  });
});

describe('Shopify, theme page, which way the cart is changed', () => {
  const ways: readonly [options: ThemePageOptions, wish: 'configured' | 'always' | 'never' | undefined, byAction: boolean][] = [
    [{ actions: 'configured' }, undefined, true],
    [{ actions: 'configured' }, 'never', false],
    [{ actions: 'default' }, undefined, false],
    [{ actions: 'default' }, 'always', true],
    [{ actions: 'none' }, 'always', false],
  ];
  for (const [options, wish, byAction] of ways) {
    it(`actions ${options.actions}, wished ${wish ?? 'as by default'}: through ${byAction ? 'the action' : 'the addresses'}`, async () => {
      const { adapter, page } = themeConformanceShop(options, wish ? { actions: wish } : {});
      const socks = await firstVariant(adapter, 'rib-socks');
      const { cart } = await add(adapter, socks, 2);
      await adapter.change([{ type: 'set', lineKey: cart.lines[0]?.key ?? '', quantity: 3 }]);
      await adapter.change([{ type: 'add-code', code: 'SAVE10' }]);
      const result = await adapter.change([{ type: 'remove', lineKey: cart.lines[0]?.key ?? '' }]);
      expect(result.cart.quantity).to.equal(0);
      expect(page.asked.some(line => line.startsWith('POST'))).to.equal(!byAction);
      if (!(byAction && options.actions === 'default')) expect(page.reloads()).to.equal(0);
    });
  }

  it('a line whose id in getCart is not seen to be its key is set by its key, and the theme is told', async () => {
    const { page, shop } = themeConformanceShop({ actions: 'configured', pubsub: true });
    const real = page.Shopify?.actions ?? expect.fail();
    const odd = { cart: { lines: [{ id: 'gid://shopify/CartLine/of-another-kind' }] } };
    const adapter = shopifyThemeCommerce({ page: { ...page, Shopify: { actions: { ...real, getCart: async () => odd } } } });
    const { cart } = await add(adapter, await firstVariant(adapter, 'rib-socks'), 1);
    const result = await adapter.change([{ type: 'set', lineKey: cart.lines[0]?.key ?? '', quantity: 4 }]);
    adapter.notifyHost?.(result);
    expect([...shop.carts.values()][0]?.lines[0]?.quantity).to.equal(4);
    expect(page.asked.filter(line => line.startsWith('POST'))).to.deep.equal(['POST /cart/change.js']);
    expect(page.redrawn).to.deep.equal(['action', 'cart-update']);
  });

  it('an action that fails, or never answers, may have happened', async () => {
    const { page } = themeConformanceShop({ actions: 'configured' });
    const real = page.Shopify?.actions ?? expect.fail();
    const withAction = (updateCart: () => Promise<never>) => {
      const actions = { ...real, updateCart: Object.assign(updateCart, { isDefault: () => false }) };
      return shopifyThemeCommerce({ page: { ...page, Shopify: { actions } }, timeoutMs: 5 });
    };
    const socks = await firstVariant(shopifyThemeCommerce({ page }), 'rib-socks');
    const failed = await failure(
      add(
        withAction(() => Promise.reject(new TypeError('offline'))),
        socks,
        1,
      ),
    );
    expect([failed.kind, failed.effectUnknown]).to.deep.equal(['network', true]);
    const late = await failure(
      add(
        withAction(() => new Promise(() => undefined)),
        socks,
        1,
      ),
    );
    expect([late.kind, late.effectUnknown]).to.deep.equal(['timeout', true]);
  });
});

describe('Shopify, theme page, refusals', () => {
  it('in words for people get their reason from cart, product and rule', async () => {
    const { adapter, shop } = themeConformanceShop();
    const [carafe, lights, candlestick] = await Promise.all(
      ['glass-carafe', 'tea-lights', 'brass-candlestick'].map(ref => firstVariant(adapter, ref)),
    );
    const told = async (variant: Variant | undefined, quantity: number) => {
      const { issues } = await add(adapter, variant ?? expect.fail(), quantity);
      expect(issues).to.have.length(1);
      return issues[0];
    };
    expect(await told(carafe, 9)).to.deep.equal({
      code: 'quantity-limited',
      variantId: carafe?.id,
      message: 'You can only add 3 Glass carafe to the cart.',
    });
    expect(await told(lights, 3)).to.include({ code: 'quantity-rule' });
    expect(await told(lights, 8)).to.include({ code: 'quantity-limited' });
    expect(await told(candlestick, 1)).to.include({ code: 'out-of-stock', available: 0 });
    for (const variant of shop.variants.values()) variant.gone = true;
    expect(await told(carafe, 1)).to.include({ code: 'variant-gone' });
    expect(await told({ ...(carafe ?? expect.fail()), id: 'lamp' }, 1)).to.deep.equal({ code: 'variant-gone', variantId: 'lamp' });
  });

  it('that took a part tell how many the cart can hold, also where the answer was 200', async () => {
    const { adapter } = themeConformanceShop({ overAdd: 'rest' });
    const carafe = await firstVariant(adapter, 'glass-carafe');
    const { cart } = await add(adapter, carafe, 1);
    const set = await adapter.change([{ type: 'set', lineKey: cart.lines[0]?.key ?? '', quantity: 9 }]);
    expect(set.cart.quantity).to.equal(3);
    expect(set.issues).to.deep.equal([{ code: 'quantity-limited', variantId: carafe.id, lineKey: cart.lines[0]?.key, available: 3 }]);
  });

  it('of an action keep their codes', async () => {
    const { adapter } = themeConformanceShop({ actions: 'configured' });
    const carafe = await firstVariant(adapter, 'glass-carafe');
    await add(adapter, carafe, 3);
    expect((await add(adapter, carafe, 1)).issues[0]).to.deep.include({ code: 'quantity-limited', available: 3 });
    const codes = ['NOPE', 'LASTYEAR', 'BIG100'];
    const { cart, issues } = await adapter.change(codes.map(code => ({ type: 'add-code', code })));
    expect(issues.map(({ code, discountCode }) => [code, discountCode])).to.deep.equal([
      ['code-invalid', 'NOPE'],
      ['code-expired', 'LASTYEAR'],
      ['code-not-applicable', 'BIG100'],
    ]);
    // Only applied codes are sent again.
    expect(cart.codes).to.deep.equal([{ code: 'BIG100', applied: false }]);
  });

  it('are not found where another tab added to the same variant meanwhile', async () => {
    const { adapter, secondTab } = themeConformanceShop();
    const socks = await firstVariant(adapter, 'rib-socks');
    await add(adapter, socks, 1);
    const tab = (await secondTab?.()) ?? expect.fail();
    await add(tab, socks, 5);
    const { cart, issues } = await add(adapter, socks, 1);
    expect([cart.quantity, issues]).to.deep.equal([7, []]);
  });

  for (const [status, kind] of [
    [409, 'conflict'],
    [429, 'rate-limited'],
    [430, 'rate-limited'],
    [503, 'unavailable'],
  ] as const) {
    it(`status ${status} rejects as ${kind}`, async () => {
      const { page } = themeConformanceShop();
      const adapter = shopifyThemeCommerce({
        page: { ...page, fetch: async (url, init) => (init.method === 'POST' ? new Response('{}', { status }) : page.fetch(url, init)) },
      });
      expect((await failure(add(adapter, await firstVariant(adapter, 'rib-socks'), 1))).kind).to.equal(kind);
    });
  }

  it('of the read after a change say that the change may have been made', async () => {
    const { page } = themeConformanceShop();
    let wrote = false;
    const fetch: ThemePage['fetch'] = async (url, init) => {
      if (wrote && url === '/cart.js') return new Response('{}', { status: 429, headers: { 'retry-after': '3' } });
      wrote ||= init.method === 'POST';
      return page.fetch(url, init);
    };
    const adapter = shopifyThemeCommerce({ page: { ...page, fetch } });
    const error = await failure(add(adapter, await firstVariant(adapter, 'rib-socks'), 1));
    expect(error).to.include({ kind: 'unavailable', effectUnknown: true, retryAfterMs: 3000 });
    expect(page.cart()?.lines[0]?.quantity).to.equal(1);
  });

  it('a page that is no theme says so', async () => {
    const adapter = shopifyThemeCommerce({ page: { fetch: async () => new Response('<!doctype html>', { status: 404 }) } });
    expect((await failure(adapter.cart())).kind).to.equal('config');
    expect(() => shopifyThemeCommerce({ page: {} as ThemePage }))
      .to.throw()
      .with.property('kind', 'config');
  });
});

describe('Shopify, theme page, beside the cart of the theme', () => {
  it('has it drawn again in every way themes know, and hears none of it itself', async () => {
    const { adapter, page } = themeConformanceShop();
    const heard: string[] = [];
    const stop = adapter.onExternalChange?.(() => heard.push('external'));
    const events: string[] = [];
    for (const type of ['shopify:cart:lines-update', 'cart:update']) page.document.addEventListener(type, () => events.push(type));
    const result = await add(adapter, await firstVariant(adapter, 'rib-socks'), 2);
    adapter.notifyHost?.(result);
    expect(page.redrawn).to.deep.equal(['cart-update']);
    expect(events.sort()).to.deep.equal(['cart:update', 'shopify:cart:lines-update']);
    expect(heard).to.deep.equal([]);
    stop?.();
  });

  it('hands the new cart to who listens to the standard event', async () => {
    const { adapter, page } = themeConformanceShop();
    const told = new Promise<unknown>(resolve =>
      page.document.addEventListener('shopify:cart:lines-update', event => resolve((event as Event & { promise?: unknown }).promise)),
    );
    adapter.notifyHost?.(await add(adapter, await firstVariant(adapter, 'rib-socks'), 2));
    const { cart } = (await told) as { cart: { totalQuantity: number; cost: unknown } };
    expect(cart.totalQuantity).to.equal(2);
    expect(cart.cost).to.deep.equal({ totalAmount: { amount: '18.00', currencyCode: 'EUR' } });
  });

  it('leaves the drawing to a theme whose action changed the cart', async () => {
    const { adapter, page } = themeConformanceShop({ actions: 'configured', pubsub: true });
    adapter.notifyHost?.(await add(adapter, await firstVariant(adapter, 'rib-socks'), 1));
    expect(page.redrawn).to.deep.equal(['action']);
    // A change of another tab, which no action of this page has made.
    adapter.notifyHost?.(await adapter.cart());
    expect(page.redrawn).to.deep.equal(['action', 'cart-update']);
  });

  it('hears a change of the theme when it is done, also one that failed', async () => {
    const { adapter, page } = themeConformanceShop({ actions: 'configured' });
    const heard: string[] = [];
    const next = () => new Promise<void>(resolve => void adapter.onExternalChange?.(() => resolve(void heard.push('told'))));
    let fail: (reason: Error) => void = () => undefined;
    const event = Object.assign(new Event('shopify:cart:discount-update'), {
      promise: new Promise((_, reject) => (fail = reject)),
    });
    const told = next();
    page.document.dispatchEvent(event);
    expect(heard).to.deep.equal([]);
    fail(new Error('offline'));
    await told;
    expect(heard).to.deep.equal(['told']);
  });

  it('two adapters in one page hear each other', async () => {
    const { adapter, page } = themeConformanceShop();
    const other = shopifyThemeCommerce({ page });
    const told = new Promise<void>(resolve => void other.onExternalChange?.(resolve));
    adapter.notifyHost?.(await add(adapter, await firstVariant(adapter, 'rib-socks'), 1));
    await told;
    expect((await other.cart()).cart.quantity).to.equal(1);
  });

  it('listens no longer once it is disposed', async () => {
    const { adapter, page } = themeConformanceShop();
    const heard: string[] = [];
    adapter.onExternalChange?.(() => heard.push('told'));
    adapter.dispose();
    page.publish?.('cart-update', { source: 'product-form' });
    page.document.dispatchEvent(new Event('shopify:cart:lines-update'));
    expect(heard).to.deep.equal([]);
  });
});
