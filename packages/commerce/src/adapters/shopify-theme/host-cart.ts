import { moneyToDecimal, type Money } from '@shopcast/core';
import type { Cart } from '../../commerce-adapter.js';
import { listen } from '../../internal/lifecycle.js';
import type { ThemePage } from './theme-page.js';

/** What an event of Shopify's or of a theme says beyond its name. */
interface CartEvent extends Event {
  readonly context?: string;
  readonly detail?: { readonly source?: string; readonly sourceId?: string } | null;
  /** Standard events come when the change begins. */
  readonly promise?: Promise<unknown>;
}

const linesUpdate = 'shopify:cart:lines-update';
/** The two of Shopify's standard, and the one of themes of the family of Horizon. */
const heardEvents = [linesUpdate, 'shopify:cart:discount-update', 'cart:update'];
const dawn = 'cart-update';

/** The page's own cart beside ours: hears when it changes, has it drawn again. */
export function createHostCart(page: ThemePage, name: string) {
  // Another adapter in the same page is somebody else.
  const source = `${name}-${Math.random().toString(36).slice(2)}`;
  let writing = 0;

  const isOwn = ({ context = 'standard-action', detail }: CartEvent) =>
    detail?.source === source || detail?.sourceId === source || (writing > 0 && context === 'standard-action');

  return {
    /** Marks events that an action sends for us. */
    mark: { source },
    /** Runs a change of ours; what an action tells of it is no news. */
    async own<T>(change: () => Promise<T>): Promise<T> {
      writing++;
      try {
        return await change();
      } finally {
        writing--;
      }
    },
    /** Calls the listener after changes of others. Answers how to stop. */
    listen(listener: () => void): () => void {
      let stopped = false;
      const tell = () => void (stopped || listener());
      const hear = (event: CartEvent) => {
        if (isOwn(event)) return;
        if (event.promise) event.promise.then(tell, tell);
        else tell();
      };
      const stop = page.document && listen(page.document, heardEvents, hear);
      const unsubscribe = page.subscribe?.(dawn, data => void (data?.source === source || tell()));
      return () => {
        stopped = true;
        stop?.();
        unsubscribe?.();
      };
    },
    /** Has the page draw its cart again, each family of themes in its own way. */
    redraw(cart: Cart): void {
      page.publish?.(dawn, { source });
      const data = { source, itemCount: cart.quantity };
      page.document?.dispatchEvent(new CustomEvent('cart:update', { bubbles: true, detail: { resource: null, sourceId: source, data } }));
      const standard = {
        action: 'update',
        context: 'cart',
        lines: [],
        detail: { source },
        promise: Promise.resolve({ cart: summaryOf(cart) }),
      };
      page.document?.dispatchEvent(Object.assign(new Event(linesUpdate, { bubbles: true }), standard));
    },
  };
}

/** See {@link createHostCart}. */
export type HostCart = ReturnType<typeof createHostCart>;

/** A cart as standard events tell it. */
function summaryOf({ lines, quantity, total, codes }: Cart) {
  const cost = (money: Money) => ({ totalAmount: { amount: moneyToDecimal(money), currencyCode: money.currency } });
  return {
    totalQuantity: quantity,
    cost: cost(total),
    lines: lines.map(line => ({ id: line.key, quantity: line.quantity, cost: cost(line.total) })),
    discountCodes: codes.map(({ code, applied }) => ({ code, applicable: applied })),
  };
}
