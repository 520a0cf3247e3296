import { expect } from 'chai';
import { bambuserPage, commerceConformance, memoryConformanceShop } from '@shopcast/testing';
import type { CommerceAdapter, CommerceCapabilities } from '../../commerce-adapter.js';
import { fromBambuser } from './bambuser.js';

// Merchants' handlers are JavaScript: the tests write them as such.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment */
type Loose = any;

const supports: CommerceCapabilities = {
  stock: 'boolean',
  reservation: 'none',
  overAdd: 'varies',
  concurrency: 'lost-updates',
  codes: 'none',
  codeVerdict: 'silent',
  identity: 'page',
  checkout: 'url',
  hostCart: 'events',
  lineAttributes: false,
  order: 'none',
  reviews: false,
  policies: false,
  lowest30Days: false,
};

const fixed = 'the player of these handlers knows colour and size only, each variant in stock or not';
describe('fromBambuser, with handlers as documented', () => {
  commerceConformance({
    test: it,
    skip: (name, reason) => it.skip(`${name} (${reason})`),
    supports,
    async create() {
      const shop = memoryConformanceShop({ stock: 'exact' }, bambuserPage());
      // These players ask for all products of a show as they open.
      const opened = async (adapter: CommerceAdapter) => {
        await adapter.products(['plain', 'lowStock', 'soldOut']);
        return adapter;
      };
      const { oneOption, reduced, ...refs } = shop.refs;
      for (const key of ['twoOptions', 'threeOptions', 'fourOptions', 'huge', 'ruled', 'lastUnit'] as const)
        delete (refs as Record<string, string>)[key];
      const { addFromElsewhere, setStock } = shop.control;
      const { secondTab: _, inCurrency: __, ...rest } = shop;
      void [_, __, reduced, oneOption];
      await opened(shop.adapter);
      return {
        ...rest,
        another: async () => opened(await shop.another()),
        refs,
        control: { ...(addFromElsewhere && { addFromElsewhere }), ...(setStock && { setStock }) },
      };
    },
    cannot: {
      oneOption: `its option is named Size whatever the shop calls it; ${fixed}`,
      twoOptions: fixed,
      threeOptions: fixed,
      fourOptions: fixed,
      huge: fixed,
      ruled: fixed,
      reduced: fixed,
      lastUnit: 'orders are out of sight of the handlers',
      placeOrder: 'orders are out of sight of the handlers',
      readCart: 'the handlers cannot read a cart',
      loseCart: 'the handlers cannot tell of it',
      removeVariant: 'the handlers know one reason, out-of-stock',
      setPrice: 'prices come with the next product data, not with the cart',
      secondTab: 'the cart of a player begins empty on each page',
      JPY: 'a page has one currency',
      KWD: 'a page has one currency',
    },
  });
});

/** Handlers that say yes to everything, but for what a test changes. */
function handlers(changed: Record<string, Loose> = {}, seen: Loose[] = []) {
  return (player: Loose) => {
    player.configure({ currency: 'SEK', locale: 'sv-SE' });
    const all: Record<string, Loose> = {
      PROVIDE_PRODUCT_DATA: (event: Loose) => event.products.forEach(({ id }: Loose) => player.updateProduct(id, hoodie)),
      ADD_TO_CART: (item: Loose, callback: Loose) => callback(true, seen.push(['add', item])),
      UPDATE_ITEM_IN_CART: (item: Loose, callback: Loose) => callback(true, seen.push(['update', item])),
      CHECKOUT: () => player.showCheckout('/cart'),
      ...changed,
    };
    for (const [name, handler] of Object.entries(all))
      if (handler) player.on(player.EVENT[name], (...args: Loose[]) => handler(...args, player));
  };
}
const hoodie = (factory: Loose) =>
  factory
    .inheritFromPlaceholder()
    .publicUrl('https://shop.example/hoodie')
    .product((details: Loose) =>
      details
        .name('Hoodie &amp; hat')
        .brandName('Brand')
        .sku('1111')
        .variations((variation: Loose) =>
          ['black', 'white'].map(colour =>
            variation()
              .name(colour)
              .sku(`1111-${colour}`)
              .attributes((a: Loose) => a.colorName(colour).colorHexCode('#000000'))
              .imageUrls([`/${colour}.jpg`])
              .sizes((size: Loose) =>
                ['Small', 'Large'].map(name =>
                  size()
                    .name(name)
                    .sku(`1111-${colour}-${name}`)
                    .inStock(!(colour === 'white' && name === 'Large'))
                    .price((p: Loose) => p.current('1.299,00 kr').original(1400).currency('SEK')),
                ),
              ),
          ),
        ),
    );
const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: { kind: string }) => error.kind,
  );
const add = (quantity: number) => [{ type: 'add', variantId: '1111-black-Small', quantity }] as const;

describe('fromBambuser', () => {
  it('makes options and variants of variations and sizes', async () => {
    const product = (await fromBambuser(handlers()).products(['hoodie'])).get('hoodie');
    expect(product).to.deep.include({
      id: 'hoodie',
      title: 'Hoodie & hat',
      url: 'https://shop.example/hoodie',
      images: ['/black.jpg', '/white.jpg'],
    });
    expect(product?.options).to.deep.equal([
      {
        id: 'colour',
        label: 'Colour',
        values: [
          { id: '1111-black', label: 'black', swatch: { color: '#000000' } },
          { id: '1111-white', label: 'white', swatch: { color: '#000000' } },
        ],
      },
      {
        id: 'size',
        label: 'Size',
        values: [
          { id: 'Small', label: 'Small' },
          { id: 'Large', label: 'Large' },
        ],
      },
    ]);
    expect(product?.variants.map(({ id, stock }) => [id, stock.state])).to.deep.equal([
      ['1111-black-Small', 'in'],
      ['1111-black-Large', 'in'],
      ['1111-white-Small', 'in'],
      ['1111-white-Large', 'out'],
    ]);
    expect(product?.variants[0]).to.deep.include({
      price: { minor: 129900, currency: 'SEK' },
      compareAt: { minor: 140000, currency: 'SEK' },
    });
  });
  it('adds one, and the rest as an update, since handlers look at no quantity of an add', async () => {
    const seen: Loose[] = [];
    const adapter = fromBambuser(handlers({}, seen));
    await adapter.products(['hoodie']);
    const { cart, issues } = await adapter.change(add(3));
    expect(issues).to.deep.equal([]);
    expect(cart.lines[0]).to.deep.include({
      variantId: '1111-black-Small',
      quantity: 3,
      variantTitle: 'black / Small',
      total: { minor: 389700, currency: 'SEK' },
    });
    await adapter.change([{ type: 'remove', lineKey: '1111-black-Small' }]);
    expect(seen).to.deep.equal([
      ['add', { sku: '1111-black-Small', quantity: 1 }],
      ['update', { sku: '1111-black-Small', quantity: 3, previousQuantity: 1 }],
      ['update', { sku: '1111-black-Small', quantity: 0, previousQuantity: 3 }],
    ]);
  });
  it('takes false, a reason and words of the handler as refusals', async () => {
    const verdicts = [false, { success: false, reason: 'out-of-stock' }, { success: false, reason: 'custom', message: 'Not <i>today</i>' }];
    const adapter = fromBambuser(handlers({ ADD_TO_CART: (_: Loose, callback: Loose) => callback(verdicts.shift()) }));
    await adapter.products(['hoodie']);
    const { cart, issues } = await adapter.change([...add(1), ...add(1), ...add(1)]);
    expect(cart.lines).to.deep.equal([]);
    expect(issues.map(({ code, message }) => [code, message])).to.deep.equal([
      ['other', undefined],
      ['out-of-stock', undefined],
      ['other', 'Not today'],
    ]);
  });
  it('empties its cart when the page says so, tells of it once, and asks for the state at each read', async () => {
    let asked = 0;
    const adapter = fromBambuser(
      handlers({
        SYNC_CART_STATE(_: Loose, __: Loose, player: Loose) {
          if (++asked === 3) player.updateCart({ items: [] });
        },
      }),
    );
    let heard = 0;
    adapter.onExternalChange?.(() => heard++);
    await adapter.products(['hoodie']);
    expect((await adapter.change(add(1))).cart.quantity).to.equal(1);
    expect((await adapter.cart()).cart.quantity).to.equal(1);
    expect((await adapter.cart()).cart.quantity).to.equal(0);
    expect([asked, heard]).to.deep.equal([3, 1]);
  });
  it('hands off where showCheckout points, or not at all', async () => {
    expect(await fromBambuser(handlers()).checkout()).to.deep.equal({ url: '/cart', target: 'same-tab' });
    expect(await fromBambuser(handlers({ CHECKOUT: () => undefined })).checkout()).to.deep.equal({ handled: true });
    const opened: string[] = [];
    let later = () => {};
    const adapter = fromBambuser(
      handlers({ CHECKOUT: (_: Loose, __: Loose, player: Loose) => void (later = () => player.showCheckout('/late')) }),
      {
        open: url => opened.push(url),
      },
    );
    expect(await adapter.checkout()).to.deep.equal({ handled: true });
    later();
    expect(opened).to.deep.equal(['/late']);
  });
  it('counts a product nobody tells as unknown', async () => {
    const adapter = fromBambuser(handlers({ PROVIDE_PRODUCT_DATA: () => undefined }), { productTimeoutMs: 1 });
    expect((await adapter.products(['hoodie'])).get('hoodie')).to.equal(null);
  });
  for (const [what, handler, kind] of [
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      'unavailable',
    ],
    ['rejects', () => Promise.reject(new Error('boom')), 'unavailable'],
    ['never calls back', () => undefined, 'timeout'],
  ] as const) {
    it(`a handler that ${what}: an error where the page tells its cart, so that it can be asked; else refused, not to be repeated`, async () => {
      const open = async (more: Record<string, Loose>) => {
        const adapter = fromBambuser(handlers({ ADD_TO_CART: handler, ...more }), { timeoutMs: 10 });
        await adapter.products(['hoodie']);
        await adapter.cart();
        return adapter;
      };
      const telling = await open({ SYNC_CART_STATE: (_: Loose, __: Loose, player: Loose) => player.updateCart({ items: [] }) });
      expect(await kindOf(telling.change(add(1)))).to.equal(kind);
      const { cart, issues } = await (await open({})).change(add(1));
      expect([cart.lines, issues.map(({ code }) => code)]).to.deep.equal([[], ['other']]);
    });
  }
  it('waits for the cart of a page that asks its shop for it', async () => {
    let inShop = 2;
    const adapter = fromBambuser(
      handlers({
        async SYNC_CART_STATE(_: Loose, __: Loose, player: Loose) {
          await Promise.resolve();
          player.updateCart({ items: [{ sku: '1111-black-Small', quantity: inShop }] });
        },
      }),
    );
    await adapter.products(['hoodie']);
    expect((await adapter.cart()).cart.quantity).to.equal(2);
    inShop = 5;
    expect((await adapter.cart()).cart.quantity).to.equal(5);
  });
  it('refuses what it was never told of, instead of keeping it out of sight', async () => {
    const seen: Loose[] = [];
    const { cart, issues } = await fromBambuser(handlers({}, seen)).change(add(1));
    expect([cart.lines, issues, seen]).to.deep.equal([[], [{ code: 'variant-gone', variantId: '1111-black-Small' }], []]);
  });
  it('does not begin without the handlers and the currency it needs', () => {
    expect(() => fromBambuser(handlers({ CHECKOUT: undefined })))
      .to.throw('CHECKOUT')
      .with.property('kind', 'config');
    expect(() => fromBambuser(() => undefined)).to.throw('PROVIDE_PRODUCT_DATA, ADD_TO_CART, UPDATE_ITEM_IN_CART, CHECKOUT');
    const without = (player: Loose) => handlers()({ ...player, configure: () => undefined, on: player.on, EVENT: player.EVENT });
    expect(() => fromBambuser(without))
      .to.throw('currency')
      .with.property('kind', 'config');
  });
  it('knows the names BeLive gives the events, and takes any method and constant of the player', async () => {
    const adapter = fromBambuser((player: Loose) => {
      handlers({ PROVIDE_PRODUCT_DATA: undefined })(player);
      player.setLanguage?.('sv');
      expect(player.FLOATING_PLAYER_NAVIGATION_MODE.MANUAL).to.be.a('string');
      player.on(player.PlayerEventType.SYNC_PRODUCT_DATA, (event: Loose) =>
        event.products.forEach(({ id }: Loose) => player.updateProduct(id, hoodie)),
      );
    });
    expect((await adapter.products(['hoodie'])).get('hoodie')?.title).to.equal('Hoodie & hat');
  });
});
