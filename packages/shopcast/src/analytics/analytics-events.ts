import type { ShopcastShow } from '@shopcast/elements';
import { moneyToDecimal, type Money, type ShowSession } from '@shopcast/session';

/** An item as GA4 wants it. @see https://developers.google.com/analytics/devguides/collection/ga4/reference/events */
export interface AnalyticsItem {
  /** The SKU where the shop has one, else the variant's or the product's id. */
  readonly item_id: string;
  readonly item_name?: string;
  readonly item_variant?: string;
  /** In the currency's own unit. */
  readonly price?: number;
  readonly quantity?: number;
  readonly item_list_id: string;
  readonly item_list_name: string;
}

/** One entry for analytics: the name of a GA4 event and its parameters. */
export interface AnalyticsEntry {
  readonly event: string;
  /** Of the shop. */
  readonly ecommerce?: {
    readonly currency?: string;
    readonly value?: number;
    readonly items: readonly AnalyticsItem[];
    readonly promotion_id?: string;
    readonly item_list_id?: string;
    readonly item_list_name?: string;
  };
  /** Of the video. */
  readonly video_title?: string;
  readonly video_provider?: 'shopcast';
}

/** What of a variant or product is known, and how many. */
interface Wanted {
  readonly variantId?: string | undefined;
  readonly productId?: string | undefined;
  readonly quantity?: number;
}

const numberOf = (money: Money): number => Number(moneyToDecimal(money));

function listOf({ manifest }: ShowSession): Pick<AnalyticsItem, 'item_list_id' | 'item_list_name'> {
  return { item_list_id: manifest.showId, item_list_name: manifest.title };
}

/** An item and its price. The price is what the cart says, else what the shop says of the variant; never a guess. */
function itemOf(session: ShowSession, { variantId, productId, quantity }: Wanted): { item: AnalyticsItem; unit?: Money } {
  const listed = session.$products
    .get()
    .find(one => one.productId === productId || (variantId !== undefined && one.product?.variants.some(({ id }) => id === variantId)));
  const variant = listed?.product?.variants.find(({ id }) => id === variantId);
  const line = session.cart?.$cart.get().shop?.lines.find(one => one.variantId === variantId);
  const unit = line?.unit ?? variant?.price;
  const item = {
    item_id: variant?.sku ?? variantId ?? listed?.product?.id ?? productId ?? '',
    ...(listed && { item_name: listed.title }),
    ...(variant && { item_variant: variant.title }),
    ...(unit && { price: numberOf(unit) }),
    ...(quantity !== undefined && { quantity }),
    ...listOf(session),
  };
  return unit ? { item, unit } : { item };
}

function entryOf(event: string, session: ShowSession, wanted: Wanted, more: object = {}): AnalyticsEntry {
  const { item, unit } = itemOf(session, wanted);
  const value = unit && numberOf({ ...unit, minor: unit.minor * (wanted.quantity ?? 1) });
  return { event, ecommerce: { ...(unit && { currency: unit.currency, value }), items: [item], ...more } };
}

/** The cart as the shop states it. */
function cartEntry(event: string, session: ShowSession): AnalyticsEntry {
  const cart = session.cart?.$cart.get().shop;
  const items = (cart?.lines ?? []).map(({ variantId, productId, quantity }) => itemOf(session, { variantId, productId, quantity }).item);
  return { event, ecommerce: { ...(cart && { currency: cart.total.currency, value: numberOf(cart.total) }), items } };
}

function openEntry(session: ShowSession, { panel, productId }: HTMLElementEventMap['shopcast-open']['detail']): AnalyticsEntry | undefined {
  if (panel === 'cart') return cartEntry('view_cart', session);
  if (panel === 'sheet' || panel === 'picker') return entryOf('view_item', session, { productId });
  if (panel !== 'tray') return undefined;
  const items = session.$products.get().map(one => itemOf(session, { productId: one.productId }).item);
  return { event: 'view_item_list', ecommerce: { ...listOf(session), items } };
}

type Translations = {
  readonly [Type in keyof HTMLElementEventMap as Type extends `shopcast-${string}` ? Type : never]?: (
    session: ShowSession,
    detail: HTMLElementEventMap[Type]['detail' & keyof HTMLElementEventMap[Type]],
    seen: (what: string) => boolean,
  ) => AnalyticsEntry | undefined;
};

/** What each of our events is in the words of GA4; `seen` tells whether something was told of this show before, and remembers it. */
const translations = {
  'shopcast-added-to-cart': (session, detail) => entryOf('add_to_cart', session, detail),
  'shopcast-set-quantity': (session, { quantity, variantId }) => {
    const line = session.cart?.$cart.get().shop?.lines.find(one => one.variantId === variantId);
    return quantity === 0 ? entryOf('remove_from_cart', session, { variantId, quantity: line?.quantity ?? 1 }) : undefined;
  },
  'shopcast-checkout': session => cartEntry('begin_checkout', session),
  'shopcast-claim': (session, { offerId, productId }) =>
    entryOf('select_promotion', session, { productId }, offerId === undefined ? {} : { promotion_id: offerId }),
  'shopcast-open': openEntry,
  'shopcast-selection-changed': (session, { variantId, productId }, seen) =>
    variantId === undefined || seen(`select ${variantId}`)
      ? undefined
      : entryOf('select_item', session, { variantId, productId }, listOf(session)),
  'shopcast-player-state': ({ manifest }, { state }, seen) =>
    state !== 'playing' || seen('start') ? undefined : { event: 'video_start', video_title: manifest.title, video_provider: 'shopcast' },
} satisfies Translations;

/** The types of events that mean something to analytics. */
export const analyticsTypes = Object.keys(translations) as readonly (keyof typeof translations)[];

const told = new WeakMap<ShowSession, Set<string>>();

/** What one of our events is in the words of GA4; `undefined` when it is nothing. */
export function analyticsEntry(event: CustomEvent<unknown>, show: ShopcastShow): AnalyticsEntry | undefined {
  const { session } = show;
  if (!session) return undefined;
  const before = told.get(session) ?? new Set();
  told.set(session, before);
  const seen = (what: string): boolean => before.has(what) || !before.add(what);
  const translate = translations[event.type as keyof typeof translations] as (
    session: ShowSession,
    detail: unknown,
    seen: (what: string) => boolean,
  ) => AnalyticsEntry | undefined;
  return translate(session, event.detail, seen);
}
