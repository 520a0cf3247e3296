import { CommerceError } from '@shopcast/commerce';
import { inShow as inShowClosed, make, open, ready, state } from './gallery.js';

// Standing in the page instead of over it; the last state is a real one.
const { showModal, show } = globalThis.HTMLDialogElement.prototype;
globalThis.HTMLDialogElement.prototype.showModal = function () {
  const modal = this.getRootNode().host?.hasAttribute('data-modal');
  return modal ? showModal.call(this) : show.call(this);
};

/** In a show it is the show that opens it. */
async function inShow(...given) {
  const box = await inShowClosed(...given);
  await box.firstElementChild.updateComplete;
  box.firstElementChild.openPanel('cart');
}

const eur = minor => ({ minor, currency: 'EUR' });
const drawer = (given = {}) => make('shopcast-cart-drawer', { open: true, ...given });
const codes = [
  { code: 'SPRING', percent: 20 },
  { code: 'BIG', percent: 10, minimum: 100_000 },
];
/** Puts these into the cart, then does more. */
const filled =
  (more = () => undefined, items = { espresso: 2, 'mug-slate': 1 }) =>
  async (stage, session) => {
    session.cart.$cart.listen(() => undefined);
    const { products } = await stage.commerce.products(Object.keys(items)).then(known => ({ products: known }));
    for (const [variantId, quantity] of Object.entries(items)) {
      const product = products.get(variantId);
      await session.cart.add({ variantId, quantity, ...(product && { display: { title: product.title } }) });
    }
    await more(stage, session);
  };
/** A shop that stops answering when told. */
function quietable() {
  const quiet = { now: false };
  return { quiet, latency: call => (quiet.now && (call === 'change' || call === 'cart') ? new Promise(() => undefined) : undefined) };
}
const slow = quietable();
const down = { now: false };
const until = (stage, wish) => stage.until(wish);

const narrow = 'narrow';
await inShow('Filled', { then: filled() }, drawer(), narrow);
await inShow(
  'With a code',
  { shop: { discountCodes: codes }, then: filled((_stage, { cart }) => cart.addCode('SPRING')) },
  drawer(),
  narrow,
);
await inShow(
  'With a code that is refused',
  { shop: { discountCodes: codes }, then: filled((_stage, { cart }) => cart.addCode('WINTER')) },
  drawer(),
  narrow,
);
await inShow(
  'A change on its way',
  {
    latency: slow.latency,
    then: filled((_stage, { cart }) => {
      slow.quiet.now = true;
      void cart.setQuantity(cart.$cart.get().lines[0].id, 5);
    }),
  },
  drawer(),
  narrow,
);
await inShow('A line removed', { then: filled((_stage, { cart }) => cart.remove(cart.$cart.get().lines[1].id)) }, drawer(), narrow);
await inShow(
  'Not as many as wanted, and a price that went back',
  {
    list: ['espresso', 'mug'],
    run: [{ type: 'open-offer', data: { offerId: 'o', productId: 'espresso', price: eur(1900), seconds: 60 } }],
    then: async (stage, session) => {
      stage.commerce.shop.setPrice('espresso', 1900);
      await filled(async (_stage, { cart }) => {
        await cart.setQuantity(cart.$cart.get().lines[1].id, 9);
        stage.commerce.shop.setPrice('espresso', 2400);
        await stage.pass(62_000);
        await until(stage, () => cart.$issues.get().some(({ code }) => code === 'price-changed'));
      })(stage, session);
    },
  },
  drawer(),
  narrow,
);
await inShow(
  'A product that is gone, a very long name, and one from right to left',
  {
    list: ['mug'],
    then: filled(
      async (stage, { cart }) => {
        stage.commerce.shop.removeVariant('mug-slate');
        await cart.refresh();
      },
      { 'mug-slate': 1, set: 1, pot: 1, tea: 2 },
    ),
  },
  drawer(),
  narrow,
);
await inShow('Empty', { then: (_stage, { cart }) => void cart.$cart.listen(() => undefined) }, drawer(), narrow);
await inShow('Loading', { latency: call => (call === 'cart' ? new Promise(() => undefined) : undefined) }, drawer(), narrow);
await inShow(
  'The shop does not answer',
  {
    latency: call => {
      if (down.now && call !== 'products') throw new CommerceError('network', 'down');
    },
    then: filled(async (stage, { cart }) => {
      down.now = true;
      void cart.refresh();
      await until(stage, () => cart.$shop.get().state === 'unreachable');
    }),
  },
  drawer(),
  narrow,
);
const patience = { now: false };
await inShow(
  'The shop asks for patience',
  {
    latency: call => {
      if (patience.now && call !== 'products') throw new CommerceError('rate-limited', 'later', { retryAfterMs: 40_000 });
    },
    then: filled(async (stage, { cart }) => {
      patience.now = true;
      void cart.refresh();
      await until(stage, () => cart.$shop.get().state === 'rate-limited');
    }),
  },
  drawer(),
  narrow,
);
const device = { online: true, tell: () => undefined };
const onDevice = {
  online: () => device.online,
  subscribe: listener => {
    device.tell = listener;
    return () => undefined;
  },
};
await inShow(
  'Offline, with a change that waits',
  {
    cart: { online: onDevice },
    then: filled((_stage, { cart }) => {
      device.online = false;
      device.tell();
      void cart.setQuantity(cart.$cart.get().lines[0].id, 5);
    }),
  },
  drawer(),
  narrow,
);
await inShow(
  'The shop refuses its token, before anything is known of the cart',
  {
    latency: call => {
      if (call !== 'products') throw new CommerceError('unauthorized', 'The token is no good.');
    },
    then: async (stage, { cart }) => {
      cart.$cart.listen(() => undefined);
      await until(stage, () => cart.$shop.get().state === 'unreachable');
    },
  },
  drawer(),
  narrow,
);
state('Alone, without a shop', drawer(), narrow);

const line = (given = {}) => ({
  id: 'a',
  variantId: 'a',
  title: 'Turning lamp',
  variantTitle: 'Ash / long arm',
  quantity: 1,
  unit: eur(12900),
  total: eur(12900),
  editable: true,
  pending: false,
  unsure: false,
  ...given,
});
const cartOf = (lines, shop = {}, more = {}) => ({
  shop: {
    currency: 'EUR',
    lines: [],
    quantity: 0,
    subtotal: eur(12900),
    discount: eur(0),
    total: eur(12900),
    taxes: 'included',
    final: false,
    codes: [],
    ...shop,
  },
  lines,
  quantity: lines.reduce((units, { quantity }) => units + quantity, 0),
  codes: [],
  pending: false,
  unsure: false,
  ...more,
});
state(
  'Alone: a gift, a reduced price, tax added',
  drawer({
    '.cart': cartOf(
      [
        line({ unitCompareAt: eur(15900) }),
        line({ id: 'b', variantId: 'b', title: 'Sample of tea', variantTitle: undefined, unit: eur(0), total: eur(0), editable: false }),
        line({ id: 'c', variantId: 'c', title: 'Paper lantern', total: undefined, pending: true, unsure: true }),
      ],
      { taxes: 'added', tax: eur(2451), total: eur(15351), final: true },
    ),
  }),
  narrow,
);
state(
  'Alone: yen, and an amount of seven figures',
  drawer({
    '.cart': cartOf([line({ unit: { minor: 1_299_000, currency: 'JPY' }, total: { minor: 1_299_000, currency: 'JPY' } })], {
      subtotal: { minor: 1_299_000, currency: 'JPY' },
      total: { minor: 1_299_000, currency: 'JPY' },
      discount: { minor: 0, currency: 'JPY' },
      taxes: 'unknown',
    }),
  }),
  narrow,
);
if (new URLSearchParams(location.search).has('modal')) {
  const { session } = await open({ then: filled() });
  const show = make('shopcast-show', { 'without-layout': true, '.session': session }, drawer({ 'data-modal': true }));
  state('Over the page', show);
  await show.updateComplete;
  show.openPanel('cart');
}
await ready();
