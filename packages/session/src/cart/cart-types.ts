import type { Cart, CartChange, CartIssue, CartIssueCode, CartLine, CheckoutHandOff, CommerceAdapter } from '@shopcast/commerce';
import type { Money, ShopcastError } from '@shopcast/core';
import type { ReadableAtom } from 'nanostores';
import type { CartClock, OnlineSource, PageSource } from './platform.js';
import type { TabsOptions } from './tabs.js';
import type { SessionTokenStore } from './token-store.js';

/** What a line shows before the shop has answered: from the product the shopper looks at. */
export interface LineDisplay {
  readonly title: string;
  readonly variantTitle?: string;
  readonly productId?: string;
  readonly image?: string;
  /** Price of one unit. */
  readonly unit?: Money;
}

/** A line as the shopper sees it: the shop's, with what is under way. */
export interface ShownLine extends LineDisplay {
  /** Stays the same while the line lives, whatever the shop does with its keys. What `setQuantity` and `remove` take. */
  readonly id: string;
  readonly variantId: string;
  readonly quantity: number;
  /** What the shop states for the line; absent while a change of the line is under way, since nobody here adds amounts up. */
  readonly total?: Money;
  readonly unitCompareAt?: Money;
  readonly max?: number;
  readonly editable: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  /** A change of this line is under way. */
  readonly pending: boolean;
  /** The connection broke during a change of this line: it is being found out whether the shop has it. */
  readonly unsure: boolean;
}

/** A discount code as the shopper sees it. */
export interface ShownCode {
  readonly code: string;
  readonly applied: boolean;
  readonly pending: boolean;
}

/** The cart to show. */
export interface ShownCart {
  /** The shop's cart as it last told it, with its amounts; `null` before the first answer. */
  readonly shop: Cart | null;
  readonly lines: readonly ShownLine[];
  /** Units over all lines shown. */
  readonly quantity: number;
  readonly codes: readonly ShownCode[];
  /** Something is under way, so the amounts of `shop` lag behind the lines. */
  readonly pending: boolean;
  readonly unsure: boolean;
}

/** A change that the shop has not confirmed yet. */
export interface PendingChange {
  readonly id: string;
  readonly type: CartChange['type'];
  readonly lineId?: string;
  readonly variantId?: string;
  readonly quantity?: number;
  readonly code?: string;
  /** `waiting`: not sent, or refused for now and to be sent again. `unsure`: sent, and the answer got lost. */
  readonly state: 'waiting' | 'sending' | 'unsure';
  /** When the shopper asked, ms since 1970. */
  readonly since: number;
  /** Takes the change back while it waits; false when it is too late for that. */
  withdraw(): boolean;
}

/** Issues of the engine itself, beside those of the shop. */
export type EngineIssueCode =
  /** The change never took effect and is rolled back. `failure` says why. */
  | 'not-sent'
  /** It could not be found out whether the change took effect. */
  | 'unsure'
  /** A change that had been given up for lost reached the shop late and was taken back. */
  | 'corrected';

/** Something the shopper should know. */
export interface ShownIssue extends Omit<CartIssue, 'code'> {
  readonly id: string;
  readonly code: CartIssueCode | EngineIssueCode;
  readonly lineId?: string;
  /** When it was found, ms since 1970. */
  readonly at: number;
  readonly failure?: ShopcastError;
  dismiss(): void;
}

/** A removed line that can come back. */
export interface RemovedLine {
  readonly id: string;
  readonly line: ShownLine;
  /** Puts it back: by taking the removal back while it waits, else by adding the units again. */
  undo(): Promise<CartOutcome>;
  dismiss(): void;
}

/** How the shop does. `until` says when it is asked again, ms since 1970. */
export interface ShopState {
  readonly state: 'idle' | 'busy' | 'offline' | 'unreachable' | 'rate-limited';
  readonly until?: number;
}

/** What became of a wish. Promises of outcomes never reject. */
export interface CartOutcome {
  /** The shop's cart; `null` when it is not known. */
  readonly cart: Cart | null;
  /** How much of the wish is in the cart now. */
  readonly applied: 'all' | 'part' | 'none';
  /** What the shop refused or changed. */
  readonly issues: readonly CartIssue[];
  /** Why nothing came of it, when that was not the shop's decision. Codes `cart/*`. */
  readonly failure?: ShopcastError;
}

/** What became of the wish to check out. */
export interface CheckoutOutcome extends CartOutcome {
  /** Where to go; absent when `failure` is there. */
  readonly handOff?: CheckoutHandOff;
}

/** What the shopper wants in the cart. */
export interface CartItem {
  readonly variantId: string;
  /** Whole number >= 1. Default 1. */
  readonly quantity?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly display?: LineDisplay;
}

/** Numbers an engine goes by. All times in ms. */
export interface CartPolicy {
  /** After so long without an answer a change counts as unsure and the cart is read. Default 5,000. */
  readonly unsureAfterMs: number;
  /**
   * After so long a change is given up. Default 30,000, as adapters do themselves: longer than most shops take, since what is
   * given up may still take effect.
   */
  readonly giveUpAfterMs: number;
  /** After so long a reading is given up, to be tried again. Default 10,000. */
  readonly readWithinMs: number;
  /** Pauses between the readings that look for a change whose answer got lost. Default 0, 700, 2,000. */
  readonly settleMs: readonly number[];
  /** How long a change that was sent again may still arrive from its first sending, and is taken back then. Default 60,000. */
  readonly watchMs: number;
  /** How often a change is sent, and a reading tried, before it is given up. Whole number >= 1. Default 8: about half a minute. */
  readonly tries: number;
  /** First and longest pause before a repeat; each is drawn at random between 0 and the doubled pause. Default 400 and 20,000. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** A shop that wants to be left alone for longer fails the change instead. Default 60,000. */
  readonly longestWaitMs: number;
  /** Older knowledge of a cart that the page can change too is read again before an add. Default 60,000. */
  readonly trustMs: number;
  /** The cart is not read more often than this for a page that comes and goes. Default 5,000. */
  readonly refreshMs: number;
  /** `checkout` waits so long for changes under way. Default 20,000. */
  readonly flushMs: number;
  /** At most so many issues are kept. Default 20. */
  readonly maxIssues: number;
  /**
   * Value of the line attribute `_shopcast` where the shop keeps attributes, so that lines of the show are told from those of the
   * page; `false` for none. The same for every add, so that adds of one variant merge. Default `live`.
   */
  readonly tag: string | false;
}

/** What an engine is made of. Only `adapter` is needed. */
export interface CartEngineOptions {
  readonly adapter: CommerceAdapter;
  /** Names shop and cart among the tabs of one origin. Default the adapter's name: say more where two shops of a kind share an origin. */
  readonly shop?: string;
  /** The token store that the adapter was made with, so that it ends with the engine. */
  readonly tokens?: SessionTokenStore;
  /** `false` for an engine that keeps to itself. */
  readonly tabs?: TabsOptions | false;
  readonly clock?: CartClock;
  /** A number >= 0 and < 1. Default `Math.random`. */
  readonly random?: () => number;
  readonly online?: OnlineSource;
  readonly page?: PageSource;
  readonly policy?: Partial<CartPolicy>;
}

/** One shop's cart on one page. See docs/session-cart.md. */
export interface CartEngine {
  readonly $cart: ReadableAtom<ShownCart>;
  readonly $pending: ReadableAtom<readonly PendingChange[]>;
  readonly $issues: ReadableAtom<readonly ShownIssue[]>;
  readonly $removed: ReadableAtom<readonly RemovedLine[]>;
  readonly $shop: ReadableAtom<ShopState>;
  add(item: CartItem): Promise<CartOutcome>;
  /** Absolute quantity, a whole number >= 0; 0 removes. */
  setQuantity(lineId: string, quantity: number): Promise<CartOutcome>;
  /** Removes a line; `$removed` offers it back. */
  remove(lineId: string): Promise<CartOutcome>;
  addCode(code: string): Promise<CartOutcome>;
  removeCode(code: string): Promise<CartOutcome>;
  /** Reads the shop's cart. `reprice`: a price has ended or begun, and the shop is to look at its prices again, see `CartCallOptions`. */
  refresh(options?: { readonly reprice?: boolean }): Promise<CartOutcome>;
  /** Sends what waits, then asks the shop for its checkout. Refuses while anything is unsure, and when the shopper should look first. */
  checkout(): Promise<CheckoutOutcome>;
  /** Aborts what is under way and leaves nothing behind. Promises still open resolve with `cart/disposed`. Does not dispose the adapter. */
  dispose(): void;
}

/** The policy unless said otherwise. */
export const defaultCartPolicy: CartPolicy = {
  unsureAfterMs: 5_000,
  giveUpAfterMs: 30_000,
  readWithinMs: 10_000,
  settleMs: [0, 700, 2_000],
  watchMs: 60_000,
  tries: 8,
  backoffMs: 400,
  backoffMaxMs: 20_000,
  longestWaitMs: 60_000,
  trustMs: 60_000,
  refreshMs: 5_000,
  flushMs: 20_000,
  maxIssues: 20,
  tag: 'live',
};

/** A line that the shop keeps, with the id that the engine gave it. */
export interface KnownLine {
  readonly id: string;
  readonly line: CartLine;
}
