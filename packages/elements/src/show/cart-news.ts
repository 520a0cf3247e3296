import type { Cart, ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import { ShopcastCartChangedEvent } from '../events.js';

/** Tells the page what the store's cart holds, as often as that has changed, whoever changed it. */
export class CartNews implements ReactiveController {
  readonly #host: LitElement & { readonly session: ShowSession | undefined };
  #cart: ShowSession['cart'];
  #told = '';
  #stop: (() => void) | undefined;

  constructor(host: LitElement & { readonly session: ShowSession | undefined }) {
    this.#host = host;
    host.addController(this);
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
