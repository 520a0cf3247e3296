import type { Cart, ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import { ShopcastCartChangedEvent } from '../events.js';

/** A show in a page. */
type Host = LitElement & { readonly session: ShowSession | undefined };

const telling = new WeakSet<Host>();

/** Has a show tell its page what the store's cart holds, as often as that has changed, whoever changed it. Harmless to call again. */
export function tellCart(host: Host): void {
  if (telling.has(host)) return;
  telling.add(host);
  new CartNews(host);
}

class CartNews implements ReactiveController {
  readonly #host: Host;
  #cart: ShowSession['cart'];
  #told = '';
  #stop: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    // It may have left the page while this was on its way.
    if (host.isConnected) this.hostUpdated();
  }

  hostUpdated(): void {
    const cart = this.#host.session?.cart;
    if (cart === this.#cart) return;
    this.hostDisconnected();
    this.#cart = cart;
    this.#stop = cart?.$cart.subscribe(({ shop }) => this.#tell(shop));
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#cart = undefined;
  }

  #tell(cart: Cart | null): void {
    const told = cart && JSON.stringify(cart);
    if (!told || told === this.#told) return;
    this.#told = told;
    this.#host.dispatchEvent(new ShopcastCartChangedEvent(cart));
  }
}
