import type { Cart } from '@shopcast/session';

/**
 * Every event that Shopcast elements send: the API between elements and page. An *intent* is a wish in the imperative and can be
 * cancelled, then nobody acts on it but the page; a *fact* tells what happened. All bubble and cross shadow roots.
 */
abstract class ShopcastIntent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail) {
    super(type, { detail, bubbles: true, composed: true, cancelable: true });
  }
}

abstract class ShopcastFact<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail) {
    super(type, { detail, bubbles: true, composed: true });
  }
}

/** The parts of a show that open and close; `show` is the show itself, in its full window. */
export type ShopcastPanel = 'cart' | 'tray' | 'sheet' | 'picker' | 'chat' | 'show';

/** The viewer wants a variant. */
export class ShopcastAddToCartEvent extends ShopcastIntent<{
  readonly variantId: string;
  readonly quantity: number;
  readonly productId?: string;
  readonly offerId?: string;
}> {
  constructor(detail: ShopcastAddToCartEvent['detail']) {
    super('shopcast-add-to-cart', detail);
  }
}

/** The viewer wants another quantity of a cart line; 0 removes it. */
export class ShopcastSetQuantityEvent extends ShopcastIntent<{
  readonly lineKey: string;
  readonly variantId: string;
  readonly quantity: number;
}> {
  constructor(detail: ShopcastSetQuantityEvent['detail']) {
    super('shopcast-set-quantity', detail);
  }
}

/** The viewer wants a line back that was removed from the cart. */
export class ShopcastUndoRemoveEvent extends ShopcastIntent<{
  readonly removalId: string;
  readonly variantId: string;
  readonly quantity: number;
}> {
  constructor(detail: ShopcastUndoRemoveEvent['detail']) {
    super('shopcast-undo-remove', detail);
  }
}

/** The viewer enters a discount code. */
export class ShopcastAddCodeEvent extends ShopcastIntent<{ readonly code: string }> {
  constructor(code: string) {
    super('shopcast-add-code', { code });
  }
}

/** The viewer takes a discount code back. */
export class ShopcastRemoveCodeEvent extends ShopcastIntent<{ readonly code: string }> {
  constructor(code: string) {
    super('shopcast-remove-code', { code });
  }
}

/** The viewer wants to check out, in the shop's own checkout. */
export class ShopcastCheckoutEvent extends ShopcastIntent<Record<never, never>> {
  constructor() {
    super('shopcast-checkout', {});
  }
}

/** The viewer wants an offer. */
export class ShopcastClaimEvent extends ShopcastIntent<{ readonly offerId: string | undefined; readonly productId?: string }> {
  constructor(offerId: string | undefined, productId?: string) {
    super('shopcast-claim', productId === undefined ? { offerId } : { offerId, productId });
  }
}

/** The viewer wants to see a panel. */
export class ShopcastOpenEvent extends ShopcastIntent<{ readonly panel: ShopcastPanel; readonly productId?: string }> {
  constructor(panel: ShopcastPanel, productId?: string) {
    super('shopcast-open', productId === undefined ? { panel } : { panel, productId });
  }
}

/** The viewer closes a panel. */
export class ShopcastCloseEvent extends ShopcastIntent<{ readonly panel: ShopcastPanel }> {
  constructor(panel: ShopcastPanel) {
    super('shopcast-close', { panel });
  }
}

/** The viewer wants to watch from a moment on (server ms); without one, to be live again. */
export class ShopcastSeekEvent extends ShopcastIntent<{ readonly at?: number }> {
  constructor(at?: number) {
    super('shopcast-seek', at === undefined ? {} : { at });
  }
}

/** The viewer is about to leave for the shop's checkout. Cancel it to go there in another way. */
export class ShopcastHandOffEvent extends ShopcastIntent<{ readonly url: string; readonly target: 'same-tab' | 'new-tab' }> {
  constructor(url: string, target: 'same-tab' | 'new-tab') {
    super('shopcast-hand-off', { url, target });
  }
}

/** The shop has confirmed units in its cart. */
export class ShopcastAddedToCartEvent extends ShopcastFact<{
  readonly variantId: string;
  readonly quantity: number;
  readonly productId?: string;
}> {
  constructor(detail: ShopcastAddedToCartEvent['detail']) {
    super('shopcast-added-to-cart', detail);
  }
}

/** What the store's cart holds has become known, or has changed: by the show, by the page, in another tab or by the shop. */
export class ShopcastCartChangedEvent extends ShopcastFact<{ readonly cart: Cart }> {
  constructor(cart: Cart) {
    super('shopcast-cart-changed', { cart });
  }
}

/** The choice in a SKU picker changed; `variantId` is there once the choice names one variant. */
export class ShopcastSelectionChangedEvent extends ShopcastFact<{
  readonly productId?: string;
  readonly selection: Readonly<Record<string, string>>;
  readonly variantId?: string;
  readonly quantity: number;
}> {
  constructor(detail: ShopcastSelectionChangedEvent['detail']) {
    super('shopcast-selection-changed', detail);
  }
}

/**
 * How it stands with the video. `idle`: nothing to play, or not asked to yet; `blocked`: the browser wants a tap first; `missing`: not there yet;
 * `interrupted`: it played, and is looked for again; `failed` and `unsupported`: it cannot be played here.
 */
export type ShopcastPlayerState =
  | 'idle'
  | 'loading'
  | 'playing'
  | 'paused'
  | 'waiting'
  | 'blocked'
  | 'missing'
  | 'interrupted'
  | 'offline'
  | 'failed'
  | 'unsupported'
  | 'ended';

/** How it stands with the video has changed. */
export class ShopcastPlayerStateEvent extends ShopcastFact<{ readonly state: ShopcastPlayerState }> {
  constructor(state: ShopcastPlayerState) {
    super('shopcast-player-state', { state });
  }
}

/**
 * Another stream plays. `start`: the first; `failed`: the one before failed; `better`: one that failed earlier is back; `retry`: all had
 * failed. `index`: its place in order of preference.
 */
export class ShopcastStreamChangedEvent extends ShopcastFact<{
  readonly url: string;
  readonly index: number;
  readonly reason: 'start' | 'failed' | 'better' | 'retry';
}> {
  constructor(detail: ShopcastStreamChangedEvent['detail']) {
    super('shopcast-stream-changed', detail);
  }
}

/** Something could not be done. `code` is from the closed list in docs/errors.md, or a cart issue. */
export class ShopcastErrorEvent extends ShopcastFact<{ readonly code: string; readonly message: string }> {
  constructor(code: string, message: string) {
    super('shopcast-error', { code, message });
  }
}

declare global {
  // Those that are heard at the document, where all of them arrive.
  interface DocumentEventMap {
    'shopcast-cart-changed': ShopcastCartChangedEvent;
    'shopcast-player-state': ShopcastPlayerStateEvent;
    'shopcast-stream-changed': ShopcastStreamChangedEvent;
    'shopcast-error': ShopcastErrorEvent;
    'shopcast-hand-off': ShopcastHandOffEvent;
  }
  interface HTMLElementEventMap {
    'shopcast-add-to-cart': ShopcastAddToCartEvent;
    'shopcast-set-quantity': ShopcastSetQuantityEvent;
    'shopcast-undo-remove': ShopcastUndoRemoveEvent;
    'shopcast-add-code': ShopcastAddCodeEvent;
    'shopcast-remove-code': ShopcastRemoveCodeEvent;
    'shopcast-checkout': ShopcastCheckoutEvent;
    'shopcast-claim': ShopcastClaimEvent;
    'shopcast-open': ShopcastOpenEvent;
    'shopcast-close': ShopcastCloseEvent;
    'shopcast-seek': ShopcastSeekEvent;
    'shopcast-hand-off': ShopcastHandOffEvent;
    'shopcast-added-to-cart': ShopcastAddedToCartEvent;
    'shopcast-cart-changed': ShopcastCartChangedEvent;
    'shopcast-selection-changed': ShopcastSelectionChangedEvent;
    'shopcast-player-state': ShopcastPlayerStateEvent;
    'shopcast-stream-changed': ShopcastStreamChangedEvent;
    'shopcast-error': ShopcastErrorEvent;
  }
}
