import { refusals, ShopSilent } from './refusals.mjs';
import * as queries from './vendure-queries.mjs';

/** The cookies by which Vendure knows a shopper; no others are passed on. */
const sessionCookies = ['session', 'session.sig'];
/** Longest wait for one answer, ms. */
const patience = 10_000;
/** A list of goods is shown so long before the shop is asked again, ms. Products, carts and orders are always asked for. */
const shelfLife = 5_000;

/**
 * The shop as the store's pages need it, by Vendure's Shop API.
 * @param {string} url of the shop
 */
export function vendureShop(url) {
  const api = new URL('/shop-api', url);

  /** Asks once. @returns {Promise<{ data: any, cookies: string[] }>} */
  async function ask(query, variables = {}, cookie = '') {
    let response;
    let answer;
    try {
      response = await fetch(api, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(patience),
      });
      answer = await response.json();
    } catch (error) {
      throw new ShopSilent('Vendure does not answer.', { cause: error });
    }
    const [problem] = answer?.errors ?? [];
    const code = problem?.extensions?.code;
    // An id that is none, or no longer one, is the shopper's to hear of; the rest is between store and shop.
    if (code === 'ENTITY_NOT_FOUND' || code === 'USER_INPUT_ERROR' || code === 'FORBIDDEN') return { data: {}, code, cookies: [] };
    if (problem || !answer?.data) throw new ShopSilent(`Vendure answered: ${problem?.message ?? response.status}`);
    return { data: answer.data, cookies: response.headers.getSetCookie() };
  }

  let shelf;
  async function goods() {
    if (!shelf || shelf.until < Date.now()) {
      const asked = ask(queries.goods).then(({ data }) => data.products.items.map(readGoods));
      shelf = { until: Date.now() + shelfLife, asked };
      asked.catch(() => (shelf = undefined));
    }
    return shelf.asked;
  }

  return {
    kind: 'vendure',
    goods,
    /** What a shopper's cart hangs on; nothing for somebody new. */
    sessionOf: cookieHeader => [...readJar(cookieHeader)].map(pair => pair.join('=')).join('; ') || undefined,
    async product(handle) {
      const variants = [];
      let product;
      // Vendure tells a hundred variants at a time.
      do {
        ({ product } = (await ask(queries.product, { slug: handle, skip: variants.length })).data);
        if (!product) return undefined;
        variants.push(...product.variantList.items);
      } while (product.variantList.items.length > 0 && variants.length < product.variantList.totalItems);
      return readProduct(product, variants);
    },
    countries: async () => (await ask(queries.countries)).data.availableCountries,
    shopper: cookieHeader => vendureShopper(ask, cookieHeader),
  };
}

/** The shop's own cookies out of all that a browser sent. */
function readJar(cookieHeader = '') {
  const jar = new Map();
  for (const pair of cookieHeader.split(/; */)) {
    const at = pair.indexOf('=');
    if (sessionCookies.includes(pair.slice(0, at))) jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return jar;
}

/** One shopper during one request. `cookies` are what the answer has to set. */
function vendureShopper(ask, cookieHeader) {
  const jar = readJar(cookieHeader);
  const cookies = [];
  const cookie = () => [...jar].map(pair => pair.join('=')).join('; ');

  async function send(query, variables) {
    const answer = await ask(query, variables, cookie());
    for (const line of answer.cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
      cookies.push(line);
    }
    return { result: answer.data.r, code: answer.code };
  }

  /** Changes the cart. Back from a payment that was not made, the order is opened again first. */
  async function change(query, variables, gone = refusals.gone) {
    let { result, code } = await send(query, variables);
    if (result?.errorCode === 'ORDER_MODIFICATION_ERROR') {
      await send(queries.toState, { state: 'AddingItems' });
      ({ result, code } = await send(query, variables));
    }
    if (code) return { refusal: gone() };
    const refusal = result?.errorCode && refusalOf(result, variables);
    return refusal ? { refusal } : { cart: readOrder(result) };
  }

  async function cart() {
    if (jar.size === 0) return emptyCart;
    const { result } = await send(queries.cart);
    return result ? readOrder(result) : emptyCart;
  }

  async function findOrder(code) {
    const { result } = await send(queries.orderByCode, { code });
    return result?.orderPlacedAt ? readOrder(result) : undefined;
  }

  /**
   * Pays for the cart: address, delivery, payment, in this order. `goodsTotal` is what the shopper saw.
   * @returns {Promise<{ order?: object, refusal?: import('./refusals.mjs').Refusal }>}
   */
  async function placeOrder({ goodsTotal, ...form }) {
    // Left in the middle of a payment: begun anew.
    if ((await cart()).state === 'ArrangingPayment') await send(queries.toState, { state: 'AddingItems' });
    const { email, name, street, postcode, city, country, delivery } = form;
    const [firstName, ...rest] = name.split(/\s+/);
    const steps = [
      [queries.customer, { input: { emailAddress: email, firstName, lastName: rest.join(' ') } }],
      [queries.address, { input: { fullName: name, streetLine1: street, postalCode: postcode, city, countryCode: country } }],
      [queries.delivery, { id: delivery }],
      [queries.toState, { state: 'ArrangingPayment' }],
      [queries.pay, { input: { method: 'instant', metadata: {} } }],
    ];
    let order;
    for (const [query, variables] of steps) {
      const { cart, refusal } = await change(query, variables);
      if (refusal) return { refusal };
      // Vendure looks at prices and promotions anew here: what has ended meanwhile is no longer taken off, and nobody pays what they did not see.
      if (cart.goodsTotal !== goodsTotal) return { refusal: refusals.otherPrice() };
      order = cart;
    }
    return { order };
  }

  return {
    cookies,
    cart,
    findOrder,
    placeOrder,
    async deliveries() {
      const { data } = await ask(queries.deliveries, {}, cookie());
      return data.eligibleShippingMethods.map(({ id, name, priceWithTax }) => ({ id, title: name, price: priceWithTax }));
    },
    add: (variantId, quantity) => change(queries.add, { variantId, quantity }),
    setQuantity: (key, quantity) =>
      quantity === 0
        ? change(queries.remove, { key }, refusals.lineGone)
        : change(queries.setQuantity, { key, quantity }, refusals.lineGone),
    addCode: code => change(queries.addCode, { code }),
    removeCode: code => change(queries.removeCode, { code }),
  };
}

function refusalOf({ errorCode, message, transitionError, quantityAvailable }, { code }) {
  switch (errorCode) {
    case 'INSUFFICIENT_STOCK_ERROR':
      return quantityAvailable > 0 ? refusals.fewer(quantityAvailable) : refusals.soldOut();
    case 'ORDER_LIMIT_ERROR':
      return refusals.full();
    case 'COUPON_CODE_INVALID_ERROR':
      return refusals.codeUnknown(code);
    case 'COUPON_CODE_EXPIRED_ERROR':
      return refusals.codeOver(code);
    case 'COUPON_CODE_LIMIT_ERROR':
      return refusals.codeUsed(code);
    default:
      return refusals.other(`The shop says: ${transitionError ?? message}`);
  }
}

/** Vendure names pictures by whole addresses; the store serves them under the same path. */
const pictureAt = asset => (asset ? new URL(asset.preview).pathname : undefined);

/** The shop tells stock as a number or as a level. */
function readStock(level) {
  if (!/^-?\d+$/.test(level)) return { out: level === 'OUT_OF_STOCK', ...(level === 'LOW_STOCK' && { low: true }) };
  const units = Math.max(0, Number(level));
  return { out: units === 0, ...(units < 10 && { units }) };
}

function readGoods({ slug, name, featuredAsset, low, high }) {
  const stock = low.items.map(({ stockLevel }) => readStock(stockLevel));
  return {
    handle: slug,
    title: name,
    picture: pictureAt(featuredAsset),
    from: low.items[0]?.priceWithTax,
    upTo: high.items[0]?.priceWithTax,
    // Of those that were not told nobody says that they are sold out.
    out: low.totalItems === stock.length && stock.every(({ out }) => out),
  };
}

function readProduct({ id, slug, name, description, featuredAsset, optionGroups }, variants) {
  return {
    id,
    handle: slug,
    title: name,
    words: description,
    picture: pictureAt(featuredAsset),
    options: optionGroups.map(group => ({ id: group.id, name: group.name, values: group.options })),
    variants: variants.map(variant => ({
      id: variant.id,
      price: variant.priceWithTax,
      lowest: variant.customFields?.lowest30Days ?? undefined,
      before: variant.customFields?.compareAt ?? undefined,
      stock: readStock(variant.stockLevel),
      picture: pictureAt(variant.featuredAsset ?? featuredAsset),
      values: Object.fromEntries(variant.options.map(option => [option.groupId, option.id])),
    })),
  };
}

/** The reductions of a line itself, without its share of those of the whole order. */
const ownDiscounts = ({ discounts }) => discounts.filter(({ type }) => type !== 'DISTRIBUTED_ORDER_PROMOTION');

export const emptyCart = { quantity: 0, goodsTotal: 0, total: 0, lines: [], discounts: [], codes: [], state: 'empty' };

function readOrder(order) {
  const lines = order.lines.map(line => ({
    key: line.id,
    variantId: line.productVariant.id,
    productId: line.productVariant.productId,
    handle: line.productVariant.product.slug,
    title: line.productVariant.product.name,
    choice: line.productVariant.options.map(({ name }) => name).join(', '),
    picture: pictureAt(line.productVariant.featuredAsset ?? line.featuredAsset),
    stock: readStock(line.productVariant.stockLevel),
    quantity: line.quantity,
    unit: line.discountedUnitPriceWithTax,
    before: line.unitPriceWithTax > line.discountedUnitPriceWithTax ? line.unitPriceWithTax : undefined,
    reductions: ownDiscounts(line).map(({ description }) => description),
    total: line.discountedLinePriceWithTax,
  }));
  // Vendure lists reductions of lines among those of the order; the lines tell theirs themselves.
  const ofLines = new Map();
  for (const { description, amountWithTax } of order.lines.flatMap(ownDiscounts))
    ofLines.set(description, (ofLines.get(description) ?? 0) + amountWithTax);
  const discounts = order.discounts
    .map(({ description, amountWithTax }) => ({ title: description, amount: amountWithTax - (ofLines.get(description) ?? 0) }))
    .filter(({ amount }) => amount !== 0);
  const [shipping] = order.shippingLines;
  return {
    code: order.code,
    state: order.state,
    quantity: order.totalQuantity,
    lines,
    discounts,
    codes: order.couponCodes.map(code => ({ code, applied: order.promotions.some(({ couponCode }) => couponCode === code) })),
    goodsTotal: order.totalWithTax - order.shippingWithTax,
    total: order.totalWithTax,
    ...(shipping && { delivery: { id: shipping.shippingMethod.id, title: shipping.shippingMethod.name, price: order.shippingWithTax } }),
    placedAt: order.orderPlacedAt ?? undefined,
    parcels: (order.fulfillments ?? []).map(({ state, trackingCode }) => ({
      sent: state !== 'Pending',
      tracking: trackingCode || undefined,
    })),
  };
}
