import type { Money, StockState } from '@shopcast/core';
import type { CartIssue, CartIssueCode, QuantityRule } from '../../commerce-adapter.js';

/** An amount as a page has it: decimal text (`"19.90"`) or number (`19.9`) in the adapter's currency, or Money. */
export type HostAmount = string | number | Money;

/** What a page knows of a stock: units, yes or no, a word, or both. */
export type HostStock = number | boolean | StockState | { readonly state?: StockState; readonly quantity?: number };

/** What a variant may state; on a product it is the default of its variants. */
export interface HostTerms {
  readonly price?: HostAmount;
  readonly compareAt?: HostAmount | undefined;
  /** Lowest price of the last 30 days, only where the shop states it. */
  readonly lowest30Days?: HostAmount | undefined;
  readonly unitPrice?: { readonly price: HostAmount; readonly per: string } | undefined;
  /** Default: unknown. */
  readonly stock?: HostStock | undefined;
  readonly quantityRule?: Partial<QuantityRule> | undefined;
  readonly image?: string | undefined;
  readonly sku?: string | undefined;
}

/** One variant as the page hands it over. */
export interface HostVariant extends HostTerms {
  readonly id: string | number;
  readonly title?: string | undefined;
  /** Option to value, each by id, or by label where it has no id. */
  readonly options?: Readonly<Record<string, string>> | undefined;
}

/** One value of an option: a label, or more. The id is the label unless it is given. */
export type HostValue =
  string | { readonly id?: string; readonly label: string; readonly swatch?: { readonly color?: string; readonly image?: string } };

/** One product as the page hands it over. Texts may be HTML; they become plain text. Without `variants` it has one, with the product's id. */
export interface HostProduct extends HostTerms {
  readonly id: string | number;
  readonly title: string;
  readonly handle?: string | undefined;
  readonly description?: string | undefined;
  readonly url?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly options?: readonly { readonly id?: string; readonly label: string; readonly values: readonly HostValue[] }[] | undefined;
  readonly variants?: readonly HostVariant[] | undefined;
  readonly rating?: { readonly value: number; readonly count: number } | undefined;
}

/** One line of the page's cart. */
export interface HostLine {
  /** What the page's own functions know the line by. Default: the id of the variant. */
  readonly key?: string | number | undefined;
  readonly variantId: string | number;
  readonly productId?: string | number | undefined;
  readonly title: string;
  readonly variantTitle?: string | undefined;
  /** Whole number; a line of 0 is left out. */
  readonly quantity: number;
  /** Price of one unit as charged. */
  readonly price: HostAmount;
  readonly compareAt?: HostAmount | undefined;
  /** Default: price times quantity. */
  readonly total?: HostAmount | undefined;
  readonly image?: string | undefined;
  readonly max?: number | undefined;
  readonly editable?: boolean | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** The page's cart. Amounts are what the shop charges. */
export interface HostCart {
  readonly lines: readonly HostLine[];
  readonly total: HostAmount;
  /** Default: the total. */
  readonly subtotal?: HostAmount | undefined;
  /** What codes take off, not negative. Default 0. */
  readonly discount?: HostAmount | undefined;
  readonly tax?: HostAmount | undefined;
  readonly taxes?: 'included' | 'added' | 'unknown' | undefined;
  /** False while delivery or tax may still change it. Default false. */
  readonly final?: boolean | undefined;
  /** Codes in the cart; a bare text is an applied one. */
  readonly codes?: readonly (string | { readonly code: string; readonly applied: boolean })[] | undefined;
}

/** The cart alone, or with what has to be told. */
export type HostCartAnswer = HostCart | { readonly cart: HostCart; readonly issues: readonly HostRefusal[] };

/** Why a wish was not fulfilled: a code, or an issue with more to say. */
export type HostRefusal = CartIssueCode | CartIssue;

/** What a function of the page makes of a wish: nothing or `true` when it is done, `false` or reasons when it is not. */
export type HostOutcome = void | undefined | null | boolean | HostRefusal | readonly HostRefusal[];
