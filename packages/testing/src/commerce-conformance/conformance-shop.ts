import type { CommerceAdapter } from '@shopcast/commerce';
import type { StandardCodeKey, StandardProductKey } from './standard-catalogue.js';

/** What became of an order somebody tried to place. `ref` is what `adapter.order(ref)` understands. */
export type PlacedOrder = { readonly placed: true; readonly ref: string } | { readonly placed: false };

/**
 * What the kit does to the shop behind the adapter's back: by an admin API, by the twin's own handle, by another browser tab. A shop that
 * cannot do one of these leaves it out and says why in `cannot`. Variants are named as the adapter names them.
 */
export interface ShopControl {
  /** Sets the units in stock, a whole number >= 0. */
  setStock?(variantId: string, units: number): Promise<void> | void;
  /** Sets the price, minor units of the shop's currency. */
  setPrice?(variantId: string, minor: number): Promise<void> | void;
  /** Takes the variant out of the shop. */
  removeVariant?(variantId: string): Promise<void> | void;
  /** Makes the shop forget the cart of the adapter: its session ran out. */
  loseCart?(adapter: CommerceAdapter): Promise<void> | void;
  /** Adds to the cart of the adapter from elsewhere: the page's own form, another tab. */
  addFromElsewhere?(adapter: CommerceAdapter, variantId: string, quantity: number): Promise<void> | void;
  /** Orders what is in the adapter's cart, as the shop's checkout would. */
  placeOrder?(adapter: CommerceAdapter): Promise<PlacedOrder> | PlacedOrder;
  /** Units in the adapter's cart by variant, as the shop itself has them: the truth. */
  readCart?(adapter: CommerceAdapter): Promise<Readonly<Record<string, number>>> | Readonly<Record<string, number>>;
}

/** Everything a case needs, made fresh for it. */
export interface ConformanceShop {
  /** A new shopper without a cart. */
  readonly adapter: CommerceAdapter;
  /** A second shopper in the same shop. */
  another(): Promise<CommerceAdapter> | CommerceAdapter;
  /** The first shopper in a second tab: the same cart, another adapter. `lost`: with an empty token store, page and cookies as they are. */
  secondTab?(tokens?: 'lost'): Promise<CommerceAdapter> | CommerceAdapter;
  /** A shopper in the same shop in another currency, where `plain` costs what `otherPrices` says. */
  inCurrency?(currency: 'JPY' | 'KWD'): Promise<CommerceAdapter> | CommerceAdapter;
  readonly control: ShopControl;
  /** The shop's ref of every product of the standard catalogue it was seeded with. */
  readonly refs: Readonly<Partial<Record<StandardProductKey, string>>>;
  /** Discount codes that are spelled otherwise than in the standard catalogue. */
  readonly codes?: Readonly<Partial<Record<StandardCodeKey, string>>>;
  /** How many variants `huge` has, where it cannot have 2,048. */
  readonly hugeCount?: number;
  /** Ends the adapters made here and puts back what the case changed in the shop. */
  dispose(): Promise<void> | void;
}

/** A thing a case needs of the shop, and that some shops cannot offer. */
export type ConformanceNeed =
  | Exclude<StandardProductKey, 'plain' | 'lowStock' | 'soldOut'>
  | `code:${StandardCodeKey}`
  | keyof ShopControl
  | 'secondTab'
  | 'JPY'
  | 'KWD';
