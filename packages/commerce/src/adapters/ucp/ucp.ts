import type { CallOptions, CartResult, CommerceAdapter, TokenStore } from '../../commerce-adapter.js';
import { askable, checkoutAt, declareCapabilities, emptyCart, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import type { Fetch } from '../../internal/request.js';
import { demand, load, present } from '../../internal/values.js';
import type { CartAnswer, CartReader } from './cart-reader.js';
import type { CartWriter } from './cart-writer.js';
import { catalogue } from './catalogue.js';
import { webUrl, type UcpProfile } from './profile.js';
import { ucpApi } from './ucp-api.js';
import type { WireLink } from './wire.js';

/** How to reach a shop that speaks UCP, the Universal Commerce Protocol. */
export interface UcpOptions {
  /** Address of the shop; its profile is at `/.well-known/ucp` below: `https://shop.example`. */
  readonly url: string;
  /** Address of the profile of whoever embeds Shopcast. The shop reads it to know what both sides speak. */
  readonly profile: string;
  /** Country of the shopper, two letters: a hint for prices, taxes and what is sold. */
  readonly country?: string;
  /** Region of the country, a hint. */
  readonly region?: string;
  /** Postal code, a hint. */
  readonly postalCode?: string;
  /** Language of texts, BCP 47. */
  readonly language?: string;
  /** Currency that is wished for, ISO 4217; the shop decides. Also that of an empty cart, of which the shop says nothing. */
  readonly currency?: string;
  /** Keeps the cart's id. Without it the cart lasts as long as the adapter. */
  readonly tokens?: TokenStore;
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const name = 'ucp';

/**
 * A shop that speaks UCP 2026-04-08 over REST. What it can do is known after the first call, with which `order` appears where it has it.
 * @throws CommerceError `config` when `url` or `profile` is no web address.
 */
export function ucpCommerce(options: UcpOptions): CommerceAdapter {
  const { country, region, postalCode, language, currency, tokens = memoryTokens() } = options;
  for (const key of ['url', 'profile'] as const) {
    demand(webUrl(options[key]), `"${String(options[key])}" is no web address; \`${key}\` needs one.`);
  }
  const shop = options.url.replace(/\/+$/, '');
  const hints = present({ address_country: country, address_region: region, postal_code: postalCode, language, currency });
  const context = Object.keys(hints).length ? hints : undefined;
  const life = lifecycle(name);
  const end = new AbortController();
  life.onDispose(() => end.abort());
  const api = ucpApi({ ...options, url: shop, profile: new URL(options.profile).href }, end.signal);
  const shelf = catalogue(api, context);
  const tokenKey = `${name}:${shop}`;
  let reader: CartReader | undefined;
  let writer: CartWriter | undefined;
  let links: readonly WireLink[] = [];
  /** The currency of the last cart, for one that is not there yet. */
  let lastCurrency = currency;

  const run = <T>(call: CallOptions | undefined, work: (signal: AbortSignal) => Promise<T>) =>
    life.ask(call, async signal => {
      if ((await api.profile()).orders) adapter.order = order;
      return work(signal);
    });

  async function openCart(): Promise<CartReader> {
    const { cartReader } = await load(() => import('./cart-reader.js'));
    return (reader ??= cartReader(api, tokens, tokenKey, shelf.known));
  }

  async function readCart(signal: AbortSignal, quiet?: boolean): Promise<CartAnswer> {
    return tokens.get(tokenKey) ? (await openCart()).read(signal, quiet) : { cart: null, issues: [] };
  }

  async function openWriter(): Promise<CartWriter> {
    const { cartWriter } = await load(() => import('./cart-writer.js'));
    const cart = await openCart();
    return (writer ??= cartWriter(api, cart, context, shelf.stock));
  }

  async function result({ cart, issues }: CartAnswer): Promise<CartResult> {
    links = cart?.links ?? links;
    lastCurrency = cart?.currency ?? lastCurrency;
    const [seen] = shelf.known.values();
    // XXX is what ISO 4217 calls no currency.
    const empty = () => emptyCart(lastCurrency ?? seen?.variant.price.currency ?? 'XXX');
    return resultOf(cart ? (await openCart()).describe(cart) : empty(), issues);
  }

  const order = (ref: string, call?: CallOptions) =>
    run(call, async signal => (await load(() => import('./order.js'))).findOrder(ref, api, signal));

  const adapter: CommerceAdapter = {
    name,
    capabilities: call => run(call, async () => capabilitiesOf(await api.profile())),
    products: (refs, call) => run(call, signal => shelf.products(refs, signal)),
    stock: (variantIds, call) => run(call, signal => shelf.stock(variantIds, signal)),
    cart: call => run(call, async signal => result(await readCart(signal))),
    change: askable((changes, call) => run(call, async signal => result(await (await openWriter()).change(changes, signal)))),
    checkout: call =>
      // Where there is no cart there is nothing to check out: on to the shop.
      run(call, async signal => checkoutAt((await (await openWriter()).checkoutUrl(signal)) ?? `${shop}/`)),
    policies: call =>
      run(call, async signal => {
        if (!links.length) links = (await readCart(signal, true)).cart?.links ?? [];
        return (await load(() => import('./policies.js'))).readPolicies(links, shelf.known);
      }),
    dispose: () => life.dispose(),
  };
  return adapter;
}

const capabilitiesOf = ({ discounts, orders }: UcpProfile) =>
  declareCapabilities({
    stock: 'boolean',
    overAdd: 'varies',
    // A cart is replaced as a whole, and there is no telling that somebody else did so meanwhile.
    concurrency: 'lost-updates',
    codes: discounts ? 'many' : 'none',
    codeVerdict: 'typed',
    identity: 'token',
    checkout: 'url',
    order: orders ? 'order-secret' : 'none',
    policies: true,
  });
