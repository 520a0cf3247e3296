import type { CartResult } from '../../commerce-adapter.js';
import { listen, type Lifecycle } from '../../internal/lifecycle.js';

/** What the adapter uses of jQuery, where the theme has it. */
export type WooJQuery = (target: EventTarget) => {
  trigger(event: string): unknown;
  on(events: string, listener: () => void): unknown;
  off(events: string, listener: () => void): unknown;
};

/** What a theme puts on the page. `globalThis` of a page fits. */
export interface WooPage {
  readonly document?: { readonly body: EventTarget } | undefined;
  readonly jQuery?: WooJQuery | undefined;
  readonly wcBlocksMiddlewareConfig?: { readonly storeApiNonce?: string | undefined } | undefined;
}

/** The theme's own cart: hears and tells by the events that themes listen to. */
export interface HostCart {
  onExternalChange(listener: () => void): () => void;
  notifyHost(result: CartResult): void;
}

const [added, removed] = ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart'] as const;
const classicEvents = 'added_to_cart removed_from_cart wc_fragment_refresh updated_cart_totals';

/** Joins the cart of the page whose `body` this is. */
export function hostCart(page: WooPage, body: EventTarget, life: Lifecycle): HostCart {
  let units = 0;
  let telling = false;
  // Themes load jQuery when they please, so it is looked up each time.
  const classic = () => page.jQuery?.(body);
  return {
    onExternalChange(listener) {
      const hear = () => {
        if (!telling) listener();
      };
      const stop = listen(body, [added, removed], hear);
      const heardBy = classic();
      heardBy?.on(classicEvents, hear);
      return life.onDispose(() => {
        stop();
        heardBy?.off(classicEvents, hear);
      });
    },
    notifyHost({ cart }) {
      const grew = cart.quantity > units;
      units = cart.quantity;
      telling = true;
      try {
        // Without `preserveCartData` the blocks read the cart again.
        body.dispatchEvent(new CustomEvent(grew ? added : removed, { bubbles: true, detail: { preserveCartData: false } }));
        const heardBy = classic();
        heardBy?.trigger('wc_fragment_refresh');
        heardBy?.trigger(grew ? 'added_to_cart' : 'removed_from_cart');
      } finally {
        telling = false;
      }
    },
  };
}
