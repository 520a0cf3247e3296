import type {
  CartIssue,
  CartResult,
  CommerceAdapter,
  CommerceCapabilities,
  Product,
  TokenStore,
  VariantStock,
} from '../../commerce-adapter.js';
import { askable, checkoutAt, checkoutKind, declareCapabilities, resultOf } from '../../internal/cart.js';
import { lifecycle } from '../../internal/lifecycle.js';
import type { Fetch } from '../../internal/request.js';
import { demand, load, portions, present } from '../../internal/values.js';
import * as mapping from './mapping.js';
import type { Reading, WireOrder, WireProduct, WireVariant } from './mapping.js';
import * as operations from './operations.js';
import { shopApi } from './shop-api.js';

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
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

const name = 'vendure';
/** A number or a UUID, which is what ids of Vendure are. */
const idLike = /^(\d{1,9}|[\da-f-]{36})$/i;

/**
 * A Vendure shop, 2.2 or later.
 * @throws CommerceError `config` when an option cannot be right.
 */
export function vendureCommerce(options: VendureOptions): CommerceAdapter {
  const { customFields = {}, pageSize = 100, maxVariants = 5000 } = options;
  const reading: Reading = { tax: options.prices === 'net' ? '' : 'WithTax', decimals: 2, ...options };
  const fields = selectFields(customFields);
  const api = shopApi(options);
  const { read } = api;
  const life = lifecycle(name);
  const productOf = new Map<string, string>();
  let currency = options.currency;
  let stockLevel: CommerceCapabilities['stock'] | undefined;

  /** Learns from a variant how the shop shows its stock. */
  function learn({ stockLevel: level }: WireVariant): void {
    stockLevel ??= /^-?\d+$/.test(level) ? 'exact' : level in mapping.stockStates ? 'level' : 'none';
  }

  async function allVariants({ id, variantList }: WireProduct, signal: AbortSignal): Promise<WireVariant[]> {
    const variants = [...variantList.items];
    const end = Math.min(variantList.totalItems, maxVariants);
    if (variants.length < end) {
      const { furtherVariants } = await load(() => import('./further-variants.js'));
      variants.push(...(await furtherVariants(api, id, fields, { pageSize, end }, signal)));
    }
    return variants.slice(0, end);
  }

  async function findProducts(refs: readonly string[], found: Map<string, Product>, signal: AbortSignal): Promise<void> {
    const p = { take: refs.length, filter: { _or: [{ slug: { in: refs } }, { id: { in: refs.filter(ref => idLike.test(ref)) } }] } };
    const v = { take: pageSize, sort: { id: 'ASC' } };
    const { products } = await read<{ products: { items: readonly WireProduct[] } }>(operations.productsQuery(fields), { p, v }, signal);
    const asOf = Date.now();
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
  }

  async function readOrder(signal: AbortSignal): Promise<WireOrder | null> {
    const isNew = api.isNew();
    if (isNew && currency) return null;
    const query = isNew ? operations.currencyQuery : operations.cartQuery;
    const { activeChannel, r } = await read<Channel & { r?: WireOrder | null }>(query, {}, signal);
    currency ??= activeChannel.defaultCurrencyCode;
    return r ?? null;
  }

  async function result(order: WireOrder | null | undefined, issues: readonly CartIssue[], signal: AbortSignal): Promise<CartResult> {
    const shown = order === undefined ? await readOrder(signal) : order;
    for (const { productVariant } of shown?.lines ?? [])
      if (productVariant.productId) productOf.set(productVariant.id, productVariant.productId);
    return resultOf(mapping.readCart(shown, currency ?? '', reading), issues, api.takeLost(!!shown));
  }

  return {
    name,
    capabilities: call =>
      life.ask(call, async signal => {
        if (!stockLevel) {
          const variables = { p: { take: 10 }, v: { take: 1 } };
          const { products } = await read<StockAnswer>(operations.stockQuery, variables, signal);
          for (const { variantList } of products.items) variantList.items.forEach(learn);
        }
        return capabilitiesOf(options, stockLevel ?? 'level');
      }),
    products: (refs, call) =>
      life.ask(call, async signal => {
        const found = new Map<string, Product>();
        for (const part of portions(refs, pageSize)) await findProducts(part, found, signal);
        return new Map(refs.map(ref => [ref, found.get(ref) ?? null]));
      }),
    stock: (variantIds, call) =>
      life.ask(call, async signal => {
        const known = variantIds.filter(id => productOf.get(id));
        const found = new Map<string, VariantStock>();
        for (const ids of portions(known, pageSize)) {
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
    cart: call =>
      life.ask(call, async signal => {
        const order = await readOrder(signal);
        // Vendure looks at promotions when a cart changes, not when time passes. A cart that is being paid for stays as it is.
        if (!call?.reprice || !order?.lines.length || order.state !== 'AddingItems') return result(order, [], signal);
        const { reprice } = await load(() => import('./cart-changes.js'));
        return result((await reprice(api, signal)) ?? order, [], signal);
      }),
    change: askable((changes, call) =>
      life.ask(call, async signal => {
        const { applyChanges } = await load(() => import('./cart-changes.js'));
        const { order, issues } = await applyChanges(changes, api, reading, signal);
        return result(order, issues, signal);
      }),
    ),
    checkout: call =>
      life.ask(call, async () => {
        if (typeof options.checkout === 'string') return checkoutAt(options.checkout);
        await options.checkout();
        return { handled: true };
      }),
    order: (ref, call) =>
      life.ask(call, async signal => {
        const { findOrder } = await load(() => import('./order.js'));
        return findOrder(ref, api, signal);
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

function capabilitiesOf({ session, checkout, customFields }: VendureOptions, stock: CommerceCapabilities['stock']): CommerceCapabilities {
  return declareCapabilities({
    stock,
    overAdd: 'clamps',
    // Measured on Postgres, where shops run: five parallel adds are all acknowledged and end as one.
    concurrency: 'lost-updates',
    codes: 'many',
    codeVerdict: 'typed',
    identity: session === 'cookie' ? 'page' : 'token',
    checkout: checkoutKind(checkout),
    order: 'order-secret',
    lowest30Days: !!customFields?.lowest30Days,
  });
}

/** Custom fields as a selection under our own names. */
function selectFields({ lowest30Days, compareAt }: NonNullable<VendureOptions['customFields']>): string {
  const selected = Object.entries(present({ lowest30Days, compareAt })).map(([ours, theirs]) => {
    demand(/^[_a-z]\w*$/i.test(theirs), `"${theirs}" is no custom field.`);
    return `${ours}:${theirs}`;
  });
  return selected.length ? ` customFields{${selected.join(' ')}}` : '';
}
