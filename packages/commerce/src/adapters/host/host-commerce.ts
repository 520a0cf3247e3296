import type {
  CallOptions,
  CartChange,
  CartIssue,
  CartLine,
  CartResult,
  CheckoutHandOff,
  CommerceAdapter,
  CommerceCapabilities,
  OrderStatus,
  Policy,
  Product,
  Reviews,
  VariantStock,
} from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { askable, checkoutAt, checkoutKind, declareCapabilities } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import { defaultTimeoutMs, demand, isWebAddress, load, present, withinTime } from '../../internal/values.js';
import { fail, readAmountIf, readCart, readIssue, readProduct, readStock, type Edge } from './host-parse.js';
import type { HostAmount, HostCart, HostCartAnswer, HostOutcome, HostProduct, HostStock } from './host-types.js';

type Answer<T> = T | Promise<T>;

/** The functions of the page every host needs. Each gets `{ signal }` last, and may answer at once or with a promise. */
interface HostReads {
  /** ISO 4217, of amounts that are bare texts or numbers. */
  readonly currency: string;
  /** Products by ref: in the order asked for, or found by id or handle, or in a record by ref. `null` or missing is unknown. */
  readonly products: (
    refs: readonly string[],
    options: CallOptions,
  ) => Answer<readonly (HostProduct | null | undefined)[] | Readonly<Record<string, HostProduct | null | undefined>>>;
  /** The page's cart as it is now. */
  readonly cart: (options: CallOptions) => Answer<HostCartAnswer>;
  /** Where the checkout is, or a function that goes there; one that answers a URL only names it. */
  readonly checkout: string | ((options: CallOptions) => Answer<string | CheckoutHandOff | void>);
  /** A cheap refresh by variant. Default: the products are read again. */
  readonly stock?: (
    variantIds: readonly string[],
    options: CallOptions,
  ) => Answer<Readonly<Record<string, HostStock | { readonly stock: HostStock; readonly price?: HostAmount }>>>;
  /** The page calls the listener when its cart changed, and gives a function to stop that. */
  readonly onExternalChange?: (listener: () => void) => () => void;
  /** The page redraws its own cart. */
  readonly notifyHost?: (result: CartResult) => void;
  readonly order?: (ref: string, options: CallOptions) => Answer<OrderStatus | null>;
  readonly reviews?: (productId: string, page: number, options: CallOptions) => Answer<Reviews>;
  readonly policies?: (options: CallOptions) => Answer<readonly Policy[]>;
  /** What differs from the careful defaults, and ought to be true. */
  readonly capabilities?: Partial<CommerceCapabilities>;
  /** Longest wait for a function of the page, ms. Default 30,000. */
  readonly timeoutMs?: number;
}

/** Changes one by one; the cart is read after them. */
export interface HostSteps {
  readonly add: (
    variantId: string,
    quantity: number,
    options: CallOptions & { readonly attributes?: Readonly<Record<string, string>> | undefined },
  ) => Answer<HostOutcome>;
  /** Absolute quantity, from 0. `line` is undefined when the page's last cart does not hold the key. */
  readonly set: (lineKey: string, quantity: number, line: CartLine | undefined, options: CallOptions) => Answer<HostOutcome>;
  readonly addCode?: (code: string, options: CallOptions) => Answer<HostOutcome>;
  readonly removeCode?: (code: string, options: CallOptions) => Answer<HostOutcome>;
  change?: never;
}

/** All changes of a call at once, answered with the cart after them. */
interface HostBatch {
  readonly change: (changes: readonly CartChange[], options: CallOptions) => Answer<HostCartAnswer>;
  add?: never;
  set?: never;
  addCode?: unknown;
}

/** The page's own functions. */
export type HostOptions = HostReads & (HostSteps | HostBatch);

/**
 * Any shop on earth, through functions the page has anyway. What they answer is parsed, texts become plain text, and what cannot be read
 * becomes an error of kind `protocol`; a function that throws, one of kind `unavailable`.
 * @throws CommerceError `config` when a function is missing.
 */
export function hostCommerce(options: HostOptions): CommerceAdapter {
  const needed = ['products', 'cart', ...(options.change ? ['change'] : ['add', 'set'])] as (keyof HostOptions)[];
  for (const name of needed) demand(typeof options[name] === 'function', `hostCommerce needs the function "${name}".`);
  demand(options.checkout, 'hostCommerce needs "checkout".');
  const said = options.capabilities ?? {};
  const capabilities = declareCapabilities({
    stock: 'boolean',
    overAdd: 'varies',
    concurrency: 'lost-updates',
    codes: options.addCode ? 'many' : 'none',
    codeVerdict: 'silent',
    identity: 'page',
    checkout: checkoutKind(options.checkout),
    hostCart: options.onExternalChange ? 'events' : 'none',
    ...said,
    order: options.order ? (said.order ?? 'order-secret') : 'none',
    reviews: !!options.reviews,
    policies: !!options.policies,
  });
  const life = lifecycle('host');
  const edge: Edge = { currency: options.currency, stock: capabilities.stock };
  /** Which ref a variant came with, so that its stock can be read again. */
  const refOf = new Map<string, string>();
  let lastLines: readonly CartLine[] = [];

  /** Runs a function of the page; bounded in time, its throw an error with a code. */
  const ask = <T>(call: CallOptions | undefined, name: string, run: (own: CallOptions) => Answer<T>): Promise<T> =>
    life.run(call, async signal => {
      const words = `The page's "${name}"`;
      try {
        return await withinTime(run({ signal }), options.timeoutMs ?? defaultTimeoutMs, words);
      } catch (cause) {
        if (cause instanceof CommerceError) throw cause;
        throw new CommerceError('unavailable', `${words} threw.`, { cause });
      }
    });
  const toResult = (answer: HostCartAnswer): CartResult => {
    const { cart: found, issues } = Object(answer) as Partial<Extract<HostCartAnswer, { cart: unknown }>>;
    const cart = readCart(found ?? (answer as HostCart), edge);
    lastLines = cart.lines;
    return { cart, issues: issues?.map(issue => readIssue(issue)) ?? [] };
  };
  const products = async (refs: readonly string[], call?: CallOptions): Promise<Map<string, Product | null>> => {
    const found = await ask(call, 'products', own => (refs.length ? options.products(refs, own) : []));
    if (typeof found !== 'object' || !found) fail('products', found);
    const read = new Map<string, Product | null>();
    for (const [at, ref] of refs.entries()) {
      const product = findProduct(found, refs, at);
      const parsed = product ? readProduct(product, edge) : null;
      read.set(ref, parsed);
      for (const { id } of parsed?.variants ?? []) refOf.set(id, ref);
    }
    return read;
  };
  const cart = (call?: CallOptions) => ask(call, 'cart', async own => toResult(await options.cart(own)));

  return {
    name: 'host',
    capabilities: call => life.run(call, () => capabilities),
    products,
    async stock(variantIds, call) {
      const read = new Map<string, VariantStock>();
      if (options.stock) {
        const found = await ask(call, 'stock', own => (variantIds.length ? options.stock?.(variantIds, own) : {}));
        for (const id of variantIds) {
          const given = found?.[id];
          if (given == null) continue;
          const { stock, price } = typeof given === 'object' && 'stock' in given ? given : { stock: given };
          read.set(id, {
            stock: readStock(stock, edge),
            ...present({ price: readAmountIf(price, options.currency, `price of "${id}"`) }),
          });
        }
        return read;
      }
      const refs = [...new Set(variantIds.flatMap(id => refOf.get(id) ?? []))];
      for (const product of (await products(refs, call)).values()) {
        for (const { id, stock, price } of product?.variants ?? []) if (variantIds.includes(id)) read.set(id, { stock, price });
      }
      return read;
    },
    cart,
    change: askable(async (changes, call) => {
      if (!changes.length) return cart(call);
      if (options.change) return ask(call, 'change', async own => toResult(await options.change(changes, own)));
      const { changeStepwise } = await load(() => import('./host-steps.js'));
      const run = (change: CartChange, step: (own: CallOptions) => Promise<CartIssue[]>) => ask(call, change.type, step);
      return changeStepwise(changes, options, { run, lines: () => lastLines, cart: () => cart(call) });
    }),
    async checkout(call) {
      const { checkout } = options;
      const answer = await ask(call, 'checkout', own => (typeof checkout === 'string' ? checkout : checkout(own)));
      if (answer == null || (typeof answer === 'object' && 'handled' in answer)) return { handled: true };
      const handOff = typeof answer === 'string' ? checkoutAt(answer) : answer;
      if (!isWebAddress(handOff.url)) fail('checkout', handOff.url);
      return handOff;
    },
    ...(options.onExternalChange && {
      onExternalChange(listener) {
        return life.onDispose(options.onExternalChange?.(listener) ?? (() => undefined));
      },
    }),
    notifyHost: result => options.notifyHost?.(result),
    ...(options.order && { order: (ref, call) => ask(call, 'order', own => options.order?.(ref, own) ?? null) }),
    ...(options.reviews && {
      reviews: (id, page, call) => ask(call, 'reviews', async own => (await options.reviews?.(id, page, own)) ?? { items: [], total: 0 }),
    }),
    ...(options.policies && { policies: call => ask(call, 'policies', async own => (await options.policies?.(own)) ?? []) }),
    dispose: () => life.dispose(),
  } satisfies CommerceAdapter;
}

/** The product for the ref at this place: by key, by id or handle, or, when there is one for each ref, by place. */
function findProduct(
  found: readonly (HostProduct | null | undefined)[] | Readonly<Record<string, HostProduct | null | undefined>>,
  refs: readonly string[],
  at: number,
): HostProduct | null | undefined {
  const ref = refs[at] as string;
  if (!Array.isArray(found)) return (found as Readonly<Record<string, HostProduct | null | undefined>>)[ref];
  const all = found as readonly (HostProduct | null | undefined)[];
  const isFor = (product: HostProduct | null | undefined, wanted: string) => String(product?.id) === wanted || product?.handle === wanted;
  const named = all.find(product => isFor(product, ref));
  const placed = all.length === refs.length && !refs.some(other => isFor(all[at], other)) ? all[at] : undefined;
  return named ?? placed;
}
