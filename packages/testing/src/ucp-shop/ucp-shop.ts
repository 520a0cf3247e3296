import type { Product } from '@shopcast/commerce';
import { createMemoryShop, type MemoryProductJson, type MemoryShop, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { standardMemoryCodes, standardMemoryProducts } from '../commerce-conformance/standard-memory.js';
import {
  cartNode,
  matches,
  optionNodes,
  orderNode,
  productNode,
  selectedOf,
  variantNode,
  type Json,
  type Selected,
} from './ucp-answers.js';
import { ucpCarts, type WrittenCart } from './ucp-carts.js';

/** The version of the protocol the shop speaks. */
export const ucpShopVersion = '2026-04-08';

/** What the shop sells, by default the standard catalogue, and how it behaves where the protocol leaves it to the shop. */
export interface UcpShopOptions extends Partial<Omit<MemoryShopOptions, 'stock' | 'codes' | 'lineKeys'>> {
  /** Where it is. Default `https://shop.example`. */
  readonly origin?: string;
  /** Extensions and further capabilities it has. Default all. */
  readonly has?: readonly ('discount' | 'checkout' | 'order')[];
  /**
   * The variants it tells of one product: those of the selection it answers for (default), by the letter of the protocol; or all of them, up to
   * 250.
   */
  readonly variants?: 'selected' | 'all';
  /** Whether carts say where to go on. Default true; else a checkout session does. */
  readonly continueUrl?: boolean;
  /** Changes the profile before it is sent: another version, a capability less. */
  readonly profile?: (profile: Json) => unknown;
  /**
   * Changes an answer on its way, after the shop has done what was asked: another body or a whole `Response`; `null` for a connection that
   * breaks, `undefined` to leave it. `operation` as in {@link UcpExchange}.
   */
  readonly bend?: (operation: string, answer: unknown, url: string) => unknown;
}

/** One request and what it was answered with. */
export interface UcpExchange {
  /** `POST /carts/{id}`: ids are taken out. */
  readonly operation: string;
  readonly headers: Headers;
  readonly request: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** A shop that speaks the Universal Commerce Protocol. */
export interface UcpShop {
  /** The shop itself; a shopper there is the id of a cart here. */
  readonly shop: MemoryShop;
  readonly origin: string;
  /** Stands for the network. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** What was asked and answered so far. */
  readonly exchanges: readonly UcpExchange[];
  /** Forgets a cart: it has run out. */
  forget(cartId: string): void;
  /** Orders a cart as the shop's checkout does; `null` when something in it cannot be had. The answer is the order's id. */
  placeOrder(cartId: string): Promise<string | null>;
}

const links = [
  { type: 'refund_policy', path: 'returns', title: 'Returns within 30 days' },
  { type: 'shipping_policy', path: 'shipping', title: 'Shipping' },
  { type: 'privacy_policy', path: 'privacy', title: 'Privacy' },
  { type: 'terms_of_service', path: 'terms', title: 'Terms' },
];
const idempotent = /^(?:POST \/carts|PUT \/carts\/|POST \/checkout-sessions)/;

interface Answer {
  readonly status?: number;
  readonly answer: unknown;
}

/** Opens a UCP shop in this process. Free of any test runner; its answers conform to the schemas of the protocol. */
export function ucpShop(options: UcpShopOptions = {}): UcpShop {
  const { origin = 'https://shop.example', has = ['discount', 'checkout', 'order'], continueUrl = true } = options;
  const products: readonly MemoryProductJson[] = options.products ?? standardMemoryProducts();
  const discountCodes = options.discountCodes ?? standardMemoryCodes();
  const shop = createMemoryShop({
    ...options,
    products,
    discountCodes,
    stock: 'boolean',
    codes: has.includes('discount') ? 'many' : 'none',
  });
  const currencies = [shop.options.currency, 'JPY', 'KWD'];
  const productIds = new Map(
    products.flatMap(({ id, handle, variants }) =>
      [id, ...(handle ? [handle] : []), ...(variants ?? []).flatMap(own => (own.sku ? [own.id, own.sku] : [own.id]))].map(ref => [ref, id]),
    ),
  );
  const linksOfShop = links.map(({ type, path, title }) => ({ type, url: `${origin}/policies/${path}`, title }));
  const continueAt = (id: string) => `${origin}/checkout?cart=${id}`;
  const carts = ucpCarts(shop, discountCodes, currencies, id => ({
    links: linksOfShop,
    ...(continueUrl ? { continue_url: continueAt(id) } : {}),
  }));
  const exchanges: UcpExchange[] = [];
  const done = new Map<string, { readonly body: string; readonly status: number; readonly answer: unknown }>();

  const names = ['cart', 'catalog.lookup', ...has].map(name => `dev.ucp.shopping.${name}`);
  const capability = (name: string): Json => ({
    version: ucpShopVersion,
    ...(name.endsWith('.discount') ? { extends: ['dev.ucp.shopping.cart', 'dev.ucp.shopping.checkout'] } : {}),
  });
  const ucp = (status: 'success' | 'error' = 'success'): Json => ({
    version: ucpShopVersion,
    status,
    capabilities: Object.fromEntries(names.map(name => [name, [capability(name)]])),
  });
  const profile: Json = {
    ucp: {
      version: ucpShopVersion,
      services: { 'dev.ucp.shopping': [{ version: ucpShopVersion, transport: 'rest', endpoint: `${origin}/ucp/v1` }] },
      capabilities: ucp()['capabilities'],
      payment_handlers: {},
    },
  };
  const found = (resource: Json): Json => ({ ucp: ucp(resource['messages'] && !resource['id'] ? 'error' : 'success'), ...resource });
  const notFound = (what: string): Json => ({
    ucp: ucp('error'),
    messages: [{ type: 'error', code: 'not_found', content: `There is no ${what}.`, severity: 'unrecoverable' }],
    continue_url: `${origin}/`,
  });
  const find = (ref: string, currency: string): Product | undefined => {
    const product = shop.product(productIds.get(ref) ?? '', currency);
    return product?.variants.length ? product : undefined;
  };
  const currencyOf = (body: Json) => {
    const wish = (body['context'] as { currency?: string } | undefined)?.currency;
    return currencies.find(each => each === wish) ?? shop.options.currency;
  };

  function lookUp(body: Json): Json {
    const currency = currencyOf(body);
    const asked = new Map<string, { product: Product; inputs: Map<string, { id: string; match: string }[]> }>();
    const missing: string[] = [];
    for (const id of new Set(body['ids'] as string[])) {
      const product = find(id, currency);
      const exact = product?.variants.find(variant => variant.id === id || variant.sku === id);
      const byProduct = product && (product.id === id || product.handle === id);
      const variant = byProduct ? product.variants[0] : exact;
      if (!product || !variant) {
        missing.push(id);
        continue;
      }
      const entry = asked.get(product.id) ?? { product, inputs: new Map<string, { id: string; match: string }[]>() };
      asked.set(product.id, entry);
      entry.inputs.set(variant.id, [...(entry.inputs.get(variant.id) ?? []), { id, match: byProduct ? 'featured' : 'exact' }]);
    }
    return {
      ucp: ucp(),
      products: [...asked.values()].map(({ product, inputs }) =>
        productNode(
          product,
          product.variants
            .filter(({ id }) => inputs.has(id))
            .map(variant => ({ ...variantNode(product, variant), inputs: inputs.get(variant.id) })),
        ),
      ),
      ...(missing.length ? { messages: missing.map(id => ({ type: 'info', code: 'not_found', content: id })) } : {}),
    };
  }

  function detail(body: Json): Json {
    const product = find(body['id'] as string, currencyOf(body));
    const featured = product?.variants.find(({ id }) => id === body['id']) ?? product?.variants[0];
    if (!product || !featured) return notFound('such product');
    const wished = (body['selected'] as Selected[] | undefined) ?? [];
    // What leads nowhere is dropped from the end.
    let selected = wished.length ? wished : selectedOf(product, featured);
    while (!product.variants.some(variant => matches(product, variant, selected))) selected = selected.slice(0, -1);
    const narrow = options.variants !== 'all' || wished.length > 0;
    const variants = product.variants.filter(variant => !narrow || matches(product, variant, selected)).slice(0, 250);
    const nodes = variants.map(variant => variantNode(product, variant));
    const node = productNode(product, nodes);
    return { ucp: ucp(), product: product.options.length ? { ...node, options: optionNodes(product, selected), selected } : node };
  }

  async function checkoutOf(body: Json): Promise<Json> {
    const id = body['cart_id'] as string;
    const cart = await carts.read(id);
    if (!cart) return notFound('such cart');
    const lines = cartNode(await shop.readCart(id, cart['currency'] as string), discountCodes, []);
    return {
      ucp: { ...ucp(), payment_handlers: {} },
      id: `checkout_${id}`,
      ...lines,
      status: 'incomplete',
      links: linksOfShop,
      continue_url: continueAt(id),
    };
  }

  const routes: readonly (readonly [RegExp, (body: Json, id: string) => Answer | Promise<Answer>])[] = [
    [/^POST \/catalog\/lookup$/, body => ({ answer: lookUp(body) })],
    [/^POST \/catalog\/product$/, body => ({ answer: detail(body) })],
    [
      /^POST \/carts$/,
      async body => {
        const cart = await carts.create(body as unknown as WrittenCart);
        return { status: cart['id'] ? 201 : 200, answer: found(cart) };
      },
    ],
    [/^GET \/carts\/([^/]+)$/, async (_, id) => ({ answer: orNone(await carts.read(id), 'cart') })],
    [/^PUT \/carts\/([^/]+)$/, async (body, id) => ({ answer: orNone(await carts.update(id, body as unknown as WrittenCart), 'cart') })],
    [/^POST \/checkout-sessions$/, async body => ({ status: 201, answer: await checkoutOf(body) })],
    [
      /^GET \/orders\/([^/]+)$/,
      (_, id) => {
        const order = shop.orders.find(({ ref }) => ref === id);
        return { answer: order ? { ucp: ucp(), ...orderNode(order, origin) } : notFound('such order') };
      },
    ],
  ];
  const orNone = (cart: Json | undefined, what: string) => (cart ? found(cart) : notFound(`such ${what}`));

  let turn: Promise<unknown> = Promise.resolve();
  /** One request after the other: a cart is written as a whole, or not at all. */
  function inTurn<T>(request: () => Promise<T>): Promise<T> {
    const served = turn.then(request);
    turn = served.catch(() => undefined);
    return served;
  }

  /** A request by the rules of the binding: who asks, a number for it, and a key for what must not happen twice. */
  async function serve(line: string, headers: Headers, text: string): Promise<Answer & { status: number }> {
    const lacking = [
      ['ucp-agent', /^profile="https?:\/\/[^"]+"/],
      ['request-id', /^[\da-f-]{36}$/],
      ...(idempotent.test(line) ? [['idempotency-key', /^[\da-f-]{36}$/] as const] : []),
    ].find(([name, form]) => !(form as RegExp).test(headers.get(name as string) ?? ''));
    if (lacking)
      return { status: 400, answer: { code: 'invalid_request', content: `The header ${String(lacking[0])} is missing or unreadable.` } };
    const key = headers.get('idempotency-key');
    const before = key === null ? undefined : done.get(key);
    if (before) {
      return before.body === line + text ? before : { status: 409, answer: { code: 'idempotency_conflict', content: 'Key used before.' } };
    }
    for (const [form, answerTo] of routes) {
      const [whole, id = ''] = form.exec(line) ?? [];
      if (whole === undefined) continue;
      const { status = 200, answer } = await answerTo((text ? JSON.parse(text) : {}) as Json, decodeURIComponent(id));
      if (key !== null) done.set(key, { body: line + text, status, answer });
      return { status, answer };
    }
    return { status: 404, answer: { code: 'not_found', content: 'There is no such operation.' } };
  }

  return {
    shop,
    origin,
    exchanges,
    async fetch(url, init = {}) {
      init.signal?.throwIfAborted();
      const { method = 'GET' } = init;
      const headers = new Headers(init.headers);
      const text = typeof init.body === 'string' ? init.body : '';
      const path = url.startsWith(origin) ? url.slice(origin.length) : '';
      const line = `${method} ${path.replace(/^\/ucp\/v1/, '')}`;
      const isProfile = path === '/.well-known/ucp';
      const { status, answer } = isProfile
        ? { status: 200, answer: options.profile ? options.profile(structuredClone(profile)) : profile }
        : await inTurn(() => serve(line, headers, text));
      const operation = line.replace(/\/(carts|orders)\/.+/, '/$1/{id}');
      exchanges.push({ operation, headers, request: text ? (JSON.parse(text) as unknown) : undefined, status, answer });
      const bent = options.bend?.(operation, structuredClone(answer), url);
      if (bent === null) throw new TypeError('The connection broke.');
      if (bent instanceof Response) return bent;
      return new Response(JSON.stringify(bent ?? answer), { status, headers: { 'content-type': 'application/json' } });
    },
    forget(cartId) {
      carts.forget(cartId);
      shop.loseCart(cartId);
    },
    async placeOrder(cartId) {
      const order = await shop.placeOrder(cartId);
      if (order) carts.forget(cartId);
      return order?.ref ?? null;
    },
  };
}
