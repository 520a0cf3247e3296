import { multiplyMoney } from '@shopcast/core';
import type { CheckoutHandOff, CommerceAdapter, CommerceCapabilities } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { bambuserProduct, readChain } from './bambuser-product.js';
import { defaultTimeoutMs, withinTime } from '../../internal/values.js';
import { readAmount } from '../host/host-parse.js';
import { hostCommerce } from '../host/host.js';
import type { HostCart, HostLine, HostOutcome, HostProduct, HostVariant } from '../host/host-types.js';

/** What a callback is called with. */
type Verdict = boolean | { readonly success?: boolean; readonly reason?: string; readonly message?: string };
/** A handler as merchants wrote it. */
type Handler = (event: never, callback: (verdict: Verdict) => void) => unknown;

/** The part of the player's interface that handlers use; every other method and constant is there too and does nothing. */
export interface BambuserPlayer {
  readonly EVENT: Readonly<Record<string, string>>;
  readonly BUTTON: Readonly<Record<string, string>>;
  readonly configure: (options: {
    readonly currency?: string;
    readonly locale?: string;
    readonly buttons?: Readonly<Record<string, string>>;
  }) => void;
  readonly on: (event: string, handler: Handler) => void;
  readonly updateProduct: (id: string, build: unknown) => void;
  readonly updateCart: (cart: { readonly items: readonly { readonly sku: string; readonly quantity?: number }[] }) => void;
  readonly showCheckout: (url: string) => void;
}

/** What the handlers do not say. */
export interface BambuserOptions {
  /** ISO 4217. Default: what the handlers pass to `player.configure`. */
  readonly currency?: string;
  /** Address of a product's page, for handlers that look products up by it. */
  readonly urlOf?: (ref: string) => string;
  /** How long a product may take to be told with `updateProduct`, ms, less than `timeoutMs`; then it counts as unknown. Default 5,000. */
  readonly productTimeoutMs?: number;
  /** How long a cart handler may take to call back, ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** Goes to the checkout when `showCheckout` is called after the call has ended. Default: the page itself goes there. */
  readonly open?: (url: string) => void;
  readonly capabilities?: Partial<CommerceCapabilities>;
}

// Names of one event with other makers and in other kits.
const aliases: Readonly<Record<string, string>> = {
  SYNC_PRODUCT_DATA: 'PROVIDE_PRODUCT_DATA',
  SHOULD_ADD_ITEM_TO_CART: 'ADD_TO_CART',
  SHOULD_UPDATE_ITEM_IN_CART: 'UPDATE_ITEM_IN_CART',
  SHOULD_SYNC_CART_STATE: 'SYNC_CART_STATE',
};
const eventName = (event: string): string => {
  const name = event.toUpperCase().replace(/-/g, '_');
  return aliases[name] ?? name;
};
/** Any constant by its own name: `player.BUTTON.MINIMIZE`. */
const constants: Readonly<Record<string, string>> = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? name : undefined) });

/**
 * Takes the handlers a merchant wrote for the player of Bambuser, or of BeLive, so that a shop switches without rewriting:
 * `fromBambuser(window.onBambuserLiveShoppingReady)`. Those players keep a cart of their own and tell the shop of every change; here that
 * cart is kept for them, its amounts are price times quantity, and `updateCart` corrects it.
 * @throws CommerceError `config` when a handler that is needed is missing, or no currency was said.
 */
export function fromBambuser(ready: (player: BambuserPlayer) => void, options: BambuserOptions = {}): CommerceAdapter {
  const { timeoutMs = defaultTimeoutMs, productTimeoutMs = Math.min(5000, timeoutMs / 2) } = options;
  const handlers = new Map<string, Handler[]>();
  const known = new Map<string, { readonly product: HostProduct; readonly variant: HostVariant }>();
  const waiting = new Map<string, Set<(product: HostProduct | null) => void>>();
  const units = new Map<string, number>();
  const listeners = new Set<() => void>();
  let currency = options.currency;
  let checkoutButton: string | undefined;
  /** Whether the page has ever told its cart, so that it can be asked what became of a wish. */
  let tellsCart = false;
  let handOff: ((url: string) => void) | undefined;

  const methods: BambuserPlayer & { readonly PlayerEventType: Readonly<Record<string, string>> } = {
    EVENT: constants,
    PlayerEventType: constants,
    BUTTON: constants,
    configure(given) {
      currency = options.currency ?? given?.currency?.trim().toUpperCase() ?? currency;
      checkoutButton = given?.buttons?.['checkout'] ?? checkoutButton;
    },
    on(event, handler) {
      const name = eventName(String(event));
      handlers.set(name, [...(handlers.get(name) ?? []), handler]);
    },
    updateProduct(id, build) {
      const ref = String(id);
      const product = bambuserProduct(ref, readChain(build), money());
      for (const variant of product?.variants ?? []) known.set(String(variant.id), { product: product as HostProduct, variant });
      for (const tell of waiting.get(ref) ?? []) tell(product);
    },
    updateCart(cart) {
      const before = JSON.stringify([...units]);
      units.clear();
      for (const { sku, quantity = 1 } of cart?.items ?? []) if (quantity > 0) units.set(String(sku), quantity);
      tellsCart = true;
      // Only what differs is news: a page that answers every question with its cart would otherwise be asked for ever.
      if (JSON.stringify([...units]) !== before) for (const listener of [...listeners]) listener();
    },
    showCheckout: url => {
      (handOff ?? options.open ?? ((address: string) => globalThis.location?.assign(address)))(url);
    },
  };
  const money = () => {
    if (currency && /^[A-Z]{3}$/.test(currency)) return currency;
    throw new CommerceError('config', 'fromBambuser needs a currency: player.configure({ currency }), or the option "currency".');
  };
  const fire = (event: string, data: object, callback: (verdict: Verdict) => void = () => undefined): unknown[] =>
    (handlers.get(event) ?? []).map(handler => handler(data as never, callback));

  const inTime = <T>(answer: Promise<T>) => withinTime(answer, timeoutMs, "The page's handler");

  /** Tells a handler of a wish and waits for its verdict. */
  const wish = async (event: string, item: object): Promise<HostOutcome> => {
    const verdict = await inTime<Verdict>(
      new Promise((answer, reject) => {
        // A handler that is an async function and throws never calls back.
        for (const returned of fire(event, item, answer)) Promise.resolve(returned).catch(reject);
      }),
    ).catch((cause: unknown) => {
      if (tellsCart) throw cause;
      // Nobody can be asked whether it was done all the same, and who asked again might add twice.
      return false;
    });
    if (verdict === true || (typeof verdict === 'object' && verdict?.success === true)) return true;
    const { reason, message } = typeof verdict === 'object' ? verdict : {};
    return [{ code: reason === 'out-of-stock' ? 'out-of-stock' : 'other', ...(message ? { message } : {}) }];
  };
  const update = async (sku: string, quantity: number): Promise<HostOutcome> => {
    const outcome = await wish('UPDATE_ITEM_IN_CART', { sku, quantity, previousQuantity: units.get(sku) ?? 0 });
    if (outcome === true) {
      if (quantity) units.set(sku, quantity);
      else units.delete(sku);
    }
    return outcome;
  };
  const add = async (sku: string, quantity: number): Promise<HostOutcome> => {
    // Without a product told there is no price to show in the cart, so it is not put there out of sight.
    if (!known.has(sku)) return 'variant-gone';
    const there = units.get(sku) ?? 0;
    if (there) return update(sku, there + quantity);
    // Those players add one at a time, and many a handler never looks at a quantity here: the rest is an update.
    const outcome = await wish('ADD_TO_CART', { sku, quantity: 1 });
    if (outcome !== true) return outcome;
    units.set(sku, 1);
    const rest = quantity > 1 ? await update(sku, quantity) : true;
    if (rest !== true) await update(sku, 0);
    return rest;
  };
  const cart = (): HostCart => {
    const paid = money();
    const lines: HostLine[] = [];
    for (const [sku, quantity] of units) {
      const found = known.get(sku);
      // An item the show knows no price of cannot be shown with one.
      if (!found) continue;
      const { product, variant } = found;
      const price = readAmount(variant.price, paid, 'price');
      const words = Object.entries(variant.options ?? {}).map(([option, value]) => {
        const values = product.options?.find(({ id }) => id === option)?.values ?? [];
        return values.map(each => (typeof each === 'string' ? { id: each, label: each } : each)).find(({ id }) => id === value)?.label;
      });
      lines.push({
        variantId: sku,
        productId: product.id,
        title: product.title,
        variantTitle: words.join(' / '),
        quantity,
        price,
        compareAt: variant.compareAt,
        image: variant.image ?? product.images?.[0],
      });
    }
    const sum = lines.reduce((total, { price, quantity }) => total + multiplyMoney(readAmount(price, paid, 'price'), quantity).minor, 0);
    return { lines, total: { minor: sum, currency: paid } };
  };
  const ask = (ref: string, ms: number): Promise<HostProduct | null> =>
    new Promise(answer => {
      const tellers = waiting.get(ref) ?? new Set();
      waiting.set(ref, tellers);
      const tell = (product: HostProduct | null) => {
        clearTimeout(timer);
        tellers.delete(tell);
        answer(product);
      };
      const timer = setTimeout(tell, ms, null);
      tellers.add(tell);
    });

  const player = new Proxy(methods, {
    get(target, name) {
      if (name in target) return target[name as keyof typeof target];
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return /^[A-Z_]+$/.test(name) ? constants : () => undefined;
    },
  });
  ready(player);
  const missing = ['PROVIDE_PRODUCT_DATA', 'ADD_TO_CART', 'UPDATE_ITEM_IN_CART', 'CHECKOUT'].filter(name => !handlers.has(name));
  if (missing.length) throw new CommerceError('config', `fromBambuser: no handler was registered for ${missing.join(', ')}.`);

  return hostCommerce({
    currency: money(),
    // An add may be three calls of handlers, each with its own time.
    timeoutMs: timeoutMs * 4,
    // An add of several units is two calls of handlers, of which the second may get lost.
    capabilities: { overAdd: 'varies', checkout: 'url', ...options.capabilities },
    async products(refs) {
      const told = Promise.all(refs.map(ref => ask(ref, productTimeoutMs)));
      fire('PROVIDE_PRODUCT_DATA', { products: refs.map(ref => ({ ref, id: ref, url: options.urlOf?.(ref) ?? '' })) });
      const found = await told;
      return Object.fromEntries(refs.map((ref, at) => [ref, found[at]]));
    },
    async cart() {
      // A page that asks its shop for the cart answers with a promise, and has told it then.
      await inTime(Promise.all(fire('SYNC_CART_STATE', {})));
      return cart();
    },
    add,
    set: (sku, quantity) => (units.has(sku) ? update(sku, quantity) : 'line-gone'),
    async checkout(): Promise<CheckoutHandOff> {
      let url: string | undefined;
      handOff = address => {
        url = address;
      };
      try {
        await inTime(Promise.all(fire('CHECKOUT', {})));
      } finally {
        handOff = undefined;
      }
      return url === undefined ? { handled: true } : { url, target: checkoutButton === 'LINK' ? 'new-tab' : 'same-tab' };
    },
    onExternalChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}
