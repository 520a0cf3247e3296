import { createHash, randomUUID } from 'node:crypto';
import { createMemoryShop, memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { countries, shippingMethods } from '../../table-goods/catalogue.mjs';
import { memoryApi } from './memory-api.mjs';
import { memoryCodes, memoryProducts } from './memory-catalogue.mjs';
import { refusals } from './refusals.mjs';

const cookieName = 'shopper';
const idOf = cookieHeader => new RegExp(`(?:^|; *)${cookieName}=([\\w-]{36})(?:;|$)`).exec(cookieHeader ?? '')?.[1];

/** The shop as the store's pages need it, in the memory of this process: no shop server, and nothing left after the end. */
export function memoryShop() {
  // As Vendure does: what is there goes into the cart, and a line that nobody touched is corrected when it is read.
  const kept = createMemoryShop({ products: memoryProducts, discountCodes: memoryCodes, overAdd: 'clamps' });
  const placed = new Map();
  const commerceOf = shopper => memoryCommerce({ shop: kept, shopper, checkoutUrl: '/checkout' });
  return {
    kind: 'memory',
    sessionOf: idOf,
    async goods() {
      return memoryProducts.map(({ handle }) => readGoods(kept.product(handle, 'EUR')));
    },
    async product(handle) {
      const product = kept.product(handle, 'EUR');
      return product ? readProduct(product) : undefined;
    },
    countries: async () => countries.filter(({ zone }) => zone === 'Europe'),
    shopper: cookieHeader => memoryShopper({ kept, placed, commerceOf, id: idOf(cookieHeader) }),
    routes: (app, store) => memoryApi(app, store, { kept, commerceOf, idOf }),
  };
}

/** One shopper during one request. `cookies` are what the answer has to set. */
function memoryShopper({ kept, placed, commerceOf, id }) {
  const cookies = [];
  const deliveries = shippingMethods.map(({ code, title, eur }) => ({ id: code, title, price: Math.round(eur * 100) }));

  /** Somebody who puts something into a cart gets one, and a cookie that names it. */
  function known() {
    if (!id) {
      id = randomUUID();
      cookies.push(`${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax`);
    }
    return commerceOf(id);
  }

  async function cart() {
    if (!id) return readCart(undefined, kept);
    const { cart } = await commerceOf(id).cart();
    return readCart(cart, kept, orderCode(id, kept.cartId(id)));
  }

  async function change(one, subject) {
    const { issues } = await known().change([one]);
    const [issue] = issues;
    return issue ? { refusal: refusalOf(issue, subject) } : { cart: await cart() };
  }

  return {
    cookies,
    known,
    cart,
    deliveries: async () => deliveries,
    add: (variantId, quantity) => change({ type: 'add', variantId, quantity }),
    setQuantity: (lineKey, quantity) => change({ type: 'set', lineKey, quantity }),
    addCode: code => change({ type: 'add-code', code }, code),
    removeCode: code => change({ type: 'remove-code', code }, code),
    findOrder: async code => placed.get(code),
    async placeOrder(form) {
      const before = await cart();
      const order = id && (await kept.placeOrder(id));
      if (!order) return { refusal: refusals.soldOut() };
      const delivery = deliveries.find(one => one.id === form.delivery);
      const made = {
        ...before,
        state: 'PaymentSettled',
        delivery,
        total: before.goodsTotal + delivery.price,
        placedAt: new Date().toISOString(),
        parcels: [],
      };
      // By the code of the cart as well: who sends the form twice still has that.
      placed.set(before.code, made);
      return { order: made };
    },
  };
}

/** What the order of a cart will be called: nobody guesses it. */
const orderCode = (id, cartId) => createHash('sha256').update(`${id} ${cartId}`).digest('hex').slice(0, 12).toUpperCase();

function refusalOf({ code, available, message }, subject) {
  switch (code) {
    case 'out-of-stock':
      return refusals.soldOut();
    case 'quantity-limited':
      return refusals.fewer(available ?? 0);
    case 'variant-gone':
      return refusals.gone();
    case 'line-gone':
      return refusals.lineGone();
    case 'code-invalid':
      return refusals.codeUnknown(subject);
    case 'code-expired':
      return refusals.codeOver(subject);
    default:
      return refusals.other(message ? `The shop says: ${message}` : 'The shop did not do it.');
  }
}

function readStock({ state, quantity }) {
  const out = state === 'out';
  return { out, ...(quantity !== undefined && quantity < 10 && { units: quantity }) };
}

function readGoods({ handle, title, images, variants }) {
  const prices = variants.map(({ price }) => price.minor);
  return {
    handle,
    title,
    picture: images[0],
    from: Math.min(...prices),
    upTo: Math.max(...prices),
    out: variants.every(({ stock }) => stock.state === 'out'),
  };
}

function readProduct({ id, handle, title, description, images, options, variants }) {
  return {
    id,
    handle,
    title,
    words: description,
    picture: images[0],
    options: options.map(({ id, label, values }) => ({
      id,
      name: label,
      values: values.map(value => ({ id: value.id, name: value.label })),
    })),
    variants: variants.map(variant => ({
      id: variant.id,
      price: variant.price.minor,
      lowest: variant.lowest30Days?.minor,
      before: variant.compareAt?.minor,
      stock: readStock(variant.stock),
      picture: variant.image ?? images[0],
      values: variant.options,
    })),
  };
}

function readCart(cart, kept, code) {
  const lines = (cart?.lines ?? []).map(line => ({
    key: line.key,
    variantId: line.variantId,
    productId: line.productId,
    handle: line.productId,
    title: line.title,
    choice: line.variantTitle && line.variantTitle !== line.title ? line.variantTitle : '',
    picture: line.image,
    stock: readStock(kept.stock(line.variantId, 'EUR')?.stock ?? { state: 'out' }),
    quantity: line.quantity,
    unit: line.unit.minor,
    before: line.unitCompareAt?.minor,
    reductions: [],
    total: line.total.minor,
  }));
  const codes = cart?.codes ?? [];
  const used = codes.filter(({ applied }) => applied).map(one => one.code);
  return {
    code,
    state: 'AddingItems',
    quantity: cart?.quantity ?? 0,
    lines,
    discounts: cart?.discount.minor ? [{ title: used.join(', '), amount: -cart.discount.minor }] : [],
    codes,
    goodsTotal: cart?.total.minor ?? 0,
    total: cart?.total.minor ?? 0,
  };
}
