import type {
  CallOptions,
  CartChange,
  CartIssue,
  CartResult,
  CheckoutHandOff,
  CommerceAdapter,
  CommerceCapabilities,
  Product,
  TokenStore,
  VariantStock,
} from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';
import { understand } from '../../internal/understand.js';
import * as mapping from './mapping.js';
import type { WireOrder, WireProduct, WireRefusal, WireVariant } from './mapping.js';
import * as operations from './operations.js';
import { failureOf, shopApi, type ShopApi } from './shop-api.js';

/** How to reach a Vendure shop and how to read it. */
export interface VendureOptions {
  /** Address of the Shop API: `https://shop.example/shop-api`. */
  readonly url: string;
  /**
   * The shop's own checkout: its address, or a function that goes there. Vendure has none of its own, the storefront brings it.
   */
  readonly checkout: string | (() => void | Promise<void>);
  /** Token of the channel, where the shop has more than the default one. */
  readonly channelToken?: string;
  /** Language of names and descriptions, as Vendure writes it: `de`, `pt_BR`. Default: the channel's. */
  readonly language?: string;
  /** Currency, ISO 4217, where the channel has several. Default: the channel's. */
  readonly currency?: string;
  /**
   * `bearer` (default): the session is a token that `tokens` keeps; works from another origin. `cookie`: the session is the shop's cookie,
   * shared with a storefront on the same site, and no token is kept here.
   */
  readonly session?: 'bearer' | 'cookie';
  /** Keeps the token in `bearer` mode. Without it the cart lasts as long as the adapter. */
  readonly tokens?: TokenStore;
  /** Whether prices are shown with tax (default) or without. */
  readonly prices?: 'gross' | 'net';
  /** Decimals of the shop's `MoneyStrategy`, 0 to 20. Default 2, as Vendure has it for every currency, the yen too. */
  readonly decimals?: number;
  /** Names of custom fields of a variant that hold an amount like its price. */
  readonly customFields?: { readonly lowest30Days?: string; readonly compareAt?: string };
  /** Address of a product's page by its slug. */
  readonly productUrl?: (slug: string) => string;
  /** The shop's `shopListQueryLimit`, 1 or more. Default 100, as Vendure has it. */
  readonly pageSize?: number;
  /** Most variants read of one product; the rest is `truncated`. Default 5,000. */
  readonly maxVariants?: number;
  /** Longest wait for one answer, ms. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const name = 'vendure';
const idLike = /^(\d{1,9}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;

/**
 * A Vendure shop, 2.2 or later.
 * @throws CommerceError `config` when an option cannot be right.
 */
export function vendureCommerce(options: VendureOptions): CommerceAdapter {
  const { customFields = {}, pageSize = 100, maxVariants = 5000 } = options;
  const reading = { prices: 'gross', decimals: 2, ...options } as const;
  const fields = selectFields(customFields);
  const api = shopApi(options);
  const read: ShopApi['read'] = (query, variables, signal) => api.read(query, variables, signal);
  const life = lifecycle(name);
  const productOf = new Map<string, string>();
  let currency = options.currency;
  let stockLevel: CommerceCapabilities['stock'] | undefined;

  /** Learns from a variant how the shop shows its stock. */
  function learn({ stockLevel: level }: WireVariant): void {
    const unknown = mapping.readStock(level, 0).state === 'unknown';
    stockLevel ??= /^-?\d+$/.test(level) ? 'exact' : unknown ? 'none' : 'level';
  }

  async function allVariants(product: WireProduct, signal: AbortSignal): Promise<WireVariant[]> {
    const { totalItems, items } = product.variantList;
    const skips: number[] = [];
    for (let skip = pageSize; skip < Math.min(totalItems, maxVariants); skip += pageSize) skips.push(skip);
    const pages = await Promise.all(
      skips.map(skip =>
        read<{ product: Pick<WireProduct, 'variantList'> | null }>(
          operations.variantsQuery(fields),
          { id: product.id, v: { take: pageSize, skip, sort: { id: 'ASC' } } },
          signal,
        ),
      ),
    );
    return [...items, ...pages.flatMap(page => page.product?.variantList.items ?? [])].slice(0, maxVariants);
  }

  async function findProducts(refs: readonly string[], signal: AbortSignal): Promise<Map<string, Product>> {
    const p = { take: refs.length, filter: { _or: [{ slug: { in: refs } }, { id: { in: refs.filter(ref => idLike.test(ref)) } }] } };
    const v = { take: pageSize, sort: { id: 'ASC' } };
    const { products } = await read<{ products: { items: readonly WireProduct[] } }>(operations.productsQuery(fields), { p, v }, signal);
    const asOf = Date.now();
    const found = new Map<string, Product>();
    for (const product of products.items) {
      const variants = await allVariants(product, signal);
      for (const variant of variants) {
        learn(variant);
        productOf.set(variant.id, product.id);
      }
      const mapped = mapping.readProduct(product, variants, reading, asOf);
      found.set(product.slug, mapped);
      if (!found.has(product.id)) found.set(product.id, mapped);
    }
    return found;
  }

  async function readOrder(signal: AbortSignal): Promise<WireOrder | null> {
    if (api.isNew()) {
      currency ??= (await read<Channel>(operations.currencyQuery, {}, signal)).activeChannel.defaultCurrencyCode;
      return null;
    }
    const data = await read<Channel & { r: WireOrder | null }>(operations.cartQuery, {}, signal);
    currency ??= data.activeChannel.defaultCurrencyCode;
    return data.r;
  }

  async function result(order: WireOrder | null | undefined, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    const shown = order === undefined ? await readOrder(signal) : order;
    for (const { productVariant } of shown?.lines ?? [])
      if (productVariant.productId) productOf.set(productVariant.id, productVariant.productId);
    const cart = mapping.readCart(shown, currency ?? '', reading);
    return { cart, issues: api.takeLost(!!shown) ? [{ code: 'cart-lost' }, ...issues] : issues };
  }

  async function apply(change: CartChange, signal: AbortSignal): Promise<{ order?: WireOrder; issue?: CartIssue }> {
    const { query, variables, about } = wishOf(change);
    for (let attempt = 1; ; attempt++) {
      const { data, problems } = await api.ask<{ r: (WireOrder & WireRefusal) | null }>(query, variables, signal);
      const [problem] = problems;
      const message = problem?.message ?? '';
      if (problem?.code === 'ENTITY_NOT_FOUND') return { issue: { code: 'variant-gone', ...about, message } };
      if (problem?.code === 'USER_INPUT_ERROR' && about.lineKey) return { issue: { code: 'line-gone', ...about, message } };
      if (problem) throw failureOf(problem);
      const answer = data?.r;
      if (!answer) return {};
      if (answer.errorCode === 'ORDER_MODIFICATION_ERROR' && attempt === 1) {
        const reopened = await read<{ r: Partial<WireOrder> | null }>(operations.reopenMutation, {}, signal);
        if (reopened.r?.state === 'AddingItems') continue;
      }
      if (answer.errorCode) return { ...(answer.order ? { order: answer.order } : {}), issue: mapping.readRefusal(answer, about) };
      const waits =
        change.type === 'add-code' &&
        !mapping.readCart(answer, '', reading).codes.find(found => sameCode(found.code, change.code))?.applied;
      return { order: answer, ...(waits ? { issue: { code: 'code-not-applicable', ...about } } : {}) };
    }
  }

  const run = <T>(call: CallOptions | undefined, work: (signal: AbortSignal) => Promise<T>) =>
    life.run(call, signal => understand(name, () => work(signal)));

  return {
    name,
    capabilities: call =>
      run(call, async signal => {
        if (!stockLevel) {
          const variables = { p: { take: 10 }, v: { take: 1 } };
          const { products } = await read<StockAnswer>(operations.stockQuery, variables, signal);
          for (const { variantList } of products.items) variantList.items.forEach(learn);
        }
        return capabilitiesOf(options, stockLevel ?? 'level');
      }),
    products: (refs, call) =>
      run(call, async signal => {
        const asked = [...new Set(refs)];
        const found = new Map<string, Product>();
        for (let at = 0; at < asked.length; at += pageSize) {
          for (const [ref, product] of await findProducts(asked.slice(at, at + pageSize), signal)) found.set(ref, product);
        }
        return new Map(asked.map(ref => [ref, found.get(ref) ?? null]));
      }),
    stock: (variantIds, call) =>
      run(call, async signal => {
        const known = [...new Set(variantIds)].filter(id => productOf.get(id));
        const found = new Map<string, VariantStock>();
        for (let at = 0; at < known.length; at += pageSize) {
          const ids = known.slice(at, at + pageSize);
          const productIds = [...new Set(ids.map(id => productOf.get(id)))];
          const variables = {
            p: { take: productIds.length, filter: { id: { in: productIds } } },
            v: { take: ids.length, filter: { id: { in: ids } } },
          };
          const { products } = await read<StockAnswer>(operations.stockQuery, variables, signal);
          const asOf = Date.now();
          for (const { variantList } of products.items) {
            for (const variant of variantList.items) found.set(variant.id, mapping.readVariantStock(variant, reading, asOf));
          }
        }
        return found;
      }),
    cart: call => run(call, async signal => result(await readOrder(signal), [], signal)),
    change: (changes, call) =>
      run(call, async signal => {
        const issues: CartIssue[] = [];
        let last: WireOrder | undefined;
        for (const change of changes) {
          const { order, issue } = await apply(change, signal);
          last = order;
          if (issue) issues.push(issue);
        }
        return result(last, issues, signal);
      }),
    checkout: call =>
      run(call, async (): Promise<CheckoutHandOff> => {
        if (typeof options.checkout === 'string') return { url: options.checkout, target: 'same-tab' };
        await options.checkout();
        return { handled: true };
      }),
    order: (ref, call) =>
      run(call, async signal => {
        type Answer = { orderByCode: Parameters<typeof mapping.readOrder>[0] | null };
        const { data, problems } = await api.ask<Answer>(operations.orderQuery, { id: ref }, signal, false);
        // An order that does not exist and one that is none of the asker's business are answered alike.
        if (problems[0] && problems[0].code !== 'FORBIDDEN') throw failureOf(problems[0]);
        return data?.orderByCode ? mapping.readOrder(data.orderByCode) : null;
      }),
    dispose: () => life.dispose(),
  };
}

interface Channel {
  readonly activeChannel: { readonly defaultCurrencyCode: string };
}

interface StockAnswer {
  readonly products: { readonly items: readonly { readonly variantList: { readonly items: readonly WireVariant[] } }[] };
}

/** The operation of each kind of change, and the field that says what it is about. */
const wishes = {
  add: [operations.addMutation, 'variantId'],
  set: [operations.setMutation, 'lineKey'],
  remove: [operations.removeMutation, 'lineKey'],
  'add-code': [operations.addCodeMutation, 'code'],
  'remove-code': [operations.removeCodeMutation, 'code'],
} as const;

function wishOf(change: CartChange): { query: string; variables: Record<string, unknown>; about: Partial<CartIssue> } {
  const [query, key] = wishes[change.type];
  const { [key]: id, quantity: n } = change as { readonly quantity?: number } & { readonly [Key in typeof key]?: string };
  return { query, variables: { id, n }, about: { [key === 'code' ? 'discountCode' : key]: id } };
}

function capabilitiesOf({ session, checkout, customFields }: VendureOptions, stock: CommerceCapabilities['stock']): CommerceCapabilities {
  const cookie = session === 'cookie';
  return {
    stock,
    reservation: 'none',
    overAdd: 'clamps',
    // Measured on Postgres, where shops run: five parallel adds are all acknowledged and end as one.
    concurrency: 'lost-updates',
    codes: 'many',
    codeVerdict: 'typed',
    identity: cookie ? 'cookie' : 'token',
    crossOrigin: cookie ? 'no' : 'allow-list',
    checkout: typeof checkout !== 'string' ? 'host-callback' : /^https?:/.test(checkout) ? 'url' : 'same-origin-page',
    hostCart: 'none',
    lineAttributes: false,
    order: 'order-secret',
    reviews: false,
    policies: false,
    lowest30Days: !!customFields?.lowest30Days,
  };
}

/** Custom fields as a selection under our own names. */
function selectFields({ lowest30Days, compareAt }: NonNullable<VendureOptions['customFields']>): string {
  const selected = Object.entries({ lowest30Days, compareAt }).flatMap(([ours, theirs]) => {
    if (theirs === undefined) return [];
    if (!/^[_a-z]\w*$/i.test(theirs)) throw new CommerceError('config', `"${theirs}" is not the name of a custom field.`);
    return [`${ours}:${theirs}`];
  });
  return selected.length ? ` customFields{${selected.join(' ')}}` : '';
}

function sameCode(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
