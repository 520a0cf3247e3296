import type { Money, StockState, UnitPrice } from '@shopcast/core';

/** What a shop knows about the units of one variant, and when it said so. */
export interface Stock {
  readonly state: StockState;
  /** Sellable units, only when the shop states them. */
  readonly quantity?: number;
  /** When the shop said it, ms since 1970. */
  readonly asOf: number;
}

/** One value of an option, such as Blue. */
export interface OptionValue {
  readonly id: string;
  readonly label: string;
  readonly swatch?: { readonly color?: string; readonly image?: string };
}

/** One option of a product, such as Colour, with its values in the shop's order. */
export interface ProductOption {
  readonly id: string;
  readonly label: string;
  readonly values: readonly OptionValue[];
}

/** How many units may be bought at once. */
export interface QuantityRule {
  /** Smallest quantity, a whole number >= 1. */
  readonly min: number;
  readonly max?: number;
  /** Quantities are `min` plus a multiple of this, a whole number >= 1. */
  readonly step: number;
}

/** One purchasable combination of option values. */
export interface Variant {
  readonly id: string;
  readonly sku?: string;
  readonly title: string;
  /** Option id to value id. A combination that no variant has does not exist. */
  readonly options: Readonly<Record<string, string>>;
  readonly price: Money;
  /** The price the shop compares with, as the shop states it. */
  readonly compareAt?: Money;
  /** Lowest price of the last 30 days (EU 98/6/EC art. 6a), only when the shop states it. */
  readonly lowest30Days?: Money;
  readonly unitPrice?: UnitPrice;
  readonly stock: Stock;
  readonly image?: string;
  readonly quantityRule: QuantityRule;
}

/** A product as the shop tells it. All texts are plain text. */
export interface Product {
  readonly id: string;
  readonly handle?: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  readonly images: readonly string[];
  readonly options: readonly ProductOption[];
  readonly variants: readonly Variant[];
  /** More variants exist than were loaded. */
  readonly truncated?: boolean;
  readonly rating?: { readonly value: number; readonly count: number };
}

/** One line of the shop's cart. */
export interface CartLine {
  /** Opaque, and may change with any answer: identify by `variantId` across answers. */
  readonly key: string;
  /** The line's own key where it has no variant: one that the staff made up, or whose variant the shop has deleted. */
  readonly variantId: string;
  readonly productId?: string;
  readonly title: string;
  /** The chosen values as the shop words them: "Blue / 42". */
  readonly variantTitle?: string;
  readonly quantity: number;
  /** Price of one unit as charged now. */
  readonly unit: Money;
  readonly unitCompareAt?: Money;
  /** What the shop states for the line. */
  readonly total: Money;
  readonly image?: string;
  readonly max?: number;
  /** False where the shop forbids changing the quantity (gifts, bundles). */
  readonly editable: boolean;
  /** Free data sent with the add, where the shop keeps it. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A discount code in the cart. */
export interface CartCode {
  readonly code: string;
  readonly applied: boolean;
}

/** The shop's cart. Amounts are the shop's own; nobody here adds them up. */
export interface Cart {
  readonly currency: string;
  readonly lines: readonly CartLine[];
  /** Units over all lines. */
  readonly quantity: number;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly total: Money;
  readonly tax?: Money;
  readonly taxes: 'included' | 'added' | 'unknown';
  /** False while shipping or tax may still change. */
  readonly final: boolean;
  readonly codes: readonly CartCode[];
}

/**
 * Why a wish was not, or not wholly, fulfilled. Decisions use the code; `message` is for eyes only. An issue is told once, with the
 * answer that brought it. `cart-lost`: the shop has forgotten the cart; the answer is its new or empty one, and whoever asked looks there
 * which of the changes it holds before repeating one. A code that was added and is not applied has one of `code-invalid`, `code-expired`,
 * `code-not-applicable`, also where the shop says nothing.
 */
export type CartIssueCode =
  | 'out-of-stock'
  | 'quantity-limited'
  | 'quantity-rule'
  | 'variant-gone'
  | 'price-changed'
  | 'line-gone'
  | 'line-removed'
  | 'cart-locked'
  | 'cart-lost'
  | 'cart-full'
  | 'code-invalid'
  | 'code-expired'
  | 'code-not-applicable'
  | 'code-dropped'
  | 'selection-incomplete'
  | 'other';

/** One such reason. */
export interface CartIssue {
  readonly code: CartIssueCode;
  readonly variantId?: string;
  readonly lineKey?: string;
  readonly discountCode?: string;
  /** Units of the variant this cart can hold in all, those in it already included, when the shop says. 0 is none. */
  readonly available?: number;
  /** The shop's words: plain text, never markup. */
  readonly message?: string;
}

/** A wish about the cart. */
export type CartChange =
  /** `quantity`: a whole number from 1 to a million. */
  | { readonly type: 'add'; readonly variantId: string; readonly quantity: number; readonly attributes?: Readonly<Record<string, string>> }
  /** Absolute quantity, a whole number from 0, which removes, to a million. Safe to repeat. */
  | { readonly type: 'set'; readonly lineKey: string; readonly quantity: number }
  | { readonly type: 'remove'; readonly lineKey: string }
  | { readonly type: 'add-code'; readonly code: string }
  | { readonly type: 'remove-code'; readonly code: string };

/** The shop's cart after an attempt, and what of the attempt did not work. */
export interface CartResult {
  readonly cart: Cart;
  readonly issues: readonly CartIssue[];
}

/** What the shop can and cannot do. Honest: the conformance kit compares it with what happens. */
export interface CommerceCapabilities {
  /** What is told of the stock: nothing (`unknown`), in or out, in, low or out, and the number always or only when it is low. */
  readonly stock: 'none' | 'boolean' | 'level' | 'exact-when-low' | 'exact';
  /** Whether units in a cart are held for its shopper. */
  readonly reservation: 'none' | 'in-cart';
  /** What a wish for more than there is does: nothing, as much as there is, or either. */
  readonly overAdd: 'rejects' | 'clamps' | 'varies';
  /** What parallel calls on one cart do. Where it is not `serialised`, some are lost, or rejected with kind `conflict`. */
  readonly concurrency: 'serialised' | 'lost-updates' | 'versioned' | 'conflict-error';
  /** How many discount codes a cart takes. */
  readonly codes: 'none' | 'one' | 'many';
  /** How the shop says why a code is refused: by a code of its own; in words only, which are handed on; or not at all, so nobody knows. */
  readonly codeVerdict: 'typed' | 'text' | 'silent';
  /**
   * What tells the shop whose cart it is: the page with its cookies, whose own cart it is then; or what the adapter keeps in its token
   * store, without which the cart is lost.
   */
  readonly identity: 'page' | 'token';
  /** An absolute URL, one on the shop's own origin, or a function of the page. */
  readonly checkout: 'url' | 'same-origin-page' | 'host-callback';
  /** `events`: there are `onExternalChange` and `notifyHost`. */
  readonly hostCart: 'events' | 'none';
  /** Whether `attributes` of an add come back on its line. */
  readonly lineAttributes: boolean;
  /** Whether `order` is there, and what it is asked by: a ref only the guest has, or number and e-mail. */
  readonly order: 'none' | 'order-secret' | 'lookup';
  /** Whether `reviews` is there. */
  readonly reviews: boolean;
  /** Whether `policies` is there. */
  readonly policies: boolean;
  /** Whether variants state `lowest30Days`. */
  readonly lowest30Days: boolean;
}

/** Travels with every call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** How a cart is read. */
export interface CartCallOptions extends CallOptions {
  /** A price has changed by itself: a shop that works its prices out only when a cart changes is made to do so, and changes nothing else. */
  readonly reprice?: boolean;
}

/** How the shopper gets to the shop's own checkout. */
export type CheckoutHandOff = { readonly url: string; readonly target: 'same-tab' | 'new-tab' } | { readonly handled: true };

/** Price and stock of a variant, read cheaply. */
export interface VariantStock {
  readonly stock: Stock;
  readonly price?: Money;
}

/** An order as its guest may see it. */
export interface OrderStatus {
  readonly number: string;
  readonly state: 'open' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'unknown';
  readonly tracking: readonly { readonly code?: string; readonly url?: string }[];
}

/** One page of reviews. */
export interface Reviews {
  readonly items: readonly { readonly author: string; readonly rating: number; readonly text: string; readonly date: string }[];
  readonly total: number;
}

/** A policy of the shop: returns, delivery, privacy. */
export interface Policy {
  readonly kind: 'returns' | 'delivery' | 'privacy' | 'terms';
  readonly title: string;
  readonly text?: string;
  readonly url?: string;
}

/** Where an adapter keeps the token without which the shop's cart would be lost. The session hands it in. */
export interface TokenStore {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

/**
 * One shop behind one small contract. Business refusals are data in the result; only failures of the call itself throw,
 * as `CommerceError`. The session calls `change` one at a time per cart, so an adapter need not queue, retry or remember.
 */
export interface CommerceAdapter {
  /** Name of the kind of shop: `vendure`. */
  readonly name: string;
  /** Resolves when known; some shops tell only with their first answer. By then the optional parts are there that the shop has. */
  capabilities(options?: CallOptions): Promise<CommerceCapabilities>;
  /** Products by id or handle; `null` for a ref the shop does not know. Every ref asked for is a key of the answer. */
  products(refs: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, Product | null>>;
  /** A cheap refresh for what is on screen. A variant that is gone is absent from the answer. */
  stock(variantIds: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, VariantStock>>;
  /** The cart as it is; an empty cart where there is none yet, without creating one where the shop allows. */
  cart(options?: CartCallOptions): Promise<CartResult>;
  /**
   * Applies the changes in order and answers with the shop's cart after them. One that is refused does not take back the others; a quantity
   * that is none (-1, 1.5, NaN) is refused as `quantity-rule`, one beyond a million as `quantity-limited`. Line keys are those of the last
   * answer.
   */
  change(changes: readonly CartChange[], options?: CallOptions): Promise<CartResult>;
  checkout(options?: CallOptions): Promise<CheckoutHandOff>;
  /** The page or another tab changed the cart. Returns how to stop listening. */
  onExternalChange?(listener: () => void): () => void;
  /** Tells the page that the cart changed, so that it redraws its own. */
  notifyHost?(result: CartResult): void;
  order?(ref: string, options?: CallOptions): Promise<OrderStatus | null>;
  reviews?(productId: string, page: number, options?: CallOptions): Promise<Reviews>;
  policies?(options?: CallOptions): Promise<readonly Policy[]>;
  /** Ends all listening; later calls reject with kind `disposed`. */
  dispose(): void;
}
