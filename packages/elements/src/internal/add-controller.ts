import type { Offer, ShownIssue, Variant } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import { ShopcastAddToCartEvent } from '../events.js';
import type { Messages } from '../messages/en.js';
import { ShowController } from './show-context.js';

/** How a wish to buy stands. */
export type AddState = 'idle' | 'pending' | 'added' | 'refused';

/** "Added" stays so long, ms. */
const shownFor = 4_000;

interface Wish {
  readonly variantId: string;
  /** Ids of the issues that were told before. */
  readonly told: ReadonlySet<string>;
  state: AddState;
  issue?: ShownIssue;
}

/** Follows what becomes of adding a variant, in the cart of the surrounding show. Outside a show everything stays `idle`. */
export class AddController implements ReactiveController {
  readonly #host: LitElement;
  readonly #show: ShowController<readonly ShownIssue[]>;
  #wish: Wish | undefined;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    this.#show = new ShowController(host, session => session.cart?.$issues);
  }

  /** The viewer wants a variant, for the price of an offer where there is one: tells the show, or the page, and follows what becomes of it. */
  add(productId: string, { id: variantId }: Variant, quantity: number, offer?: Pick<Offer, 'offerId'>): void {
    this.#follow(variantId);
    this.#host.dispatchEvent(new ShopcastAddToCartEvent({ variantId, quantity, productId, ...(offer && { offerId: offer.offerId }) }));
  }

  #follow(variantId: string): void {
    this.hostDisconnected();
    const wish: Wish = { variantId, told: new Set(this.#show.value?.map(({ id }) => id)), state: 'idle' };
    this.#wish = wish;
    // Not by rendering: a shop that answers at once would be through before that.
    this.#stop = this.#show.session?.cart?.$pending.listen(pending => {
      const isPending = pending.some(change => change.type === 'add' && change.variantId === variantId);
      if (isPending) wish.state = 'pending';
      else if (wish.state === 'pending') queueMicrotask(() => this.#settle(wish));
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    clearTimeout(this.#timer);
    this.#wish = undefined;
  }

  /** How the wish for a variant stands. */
  of(variantId: string): AddState {
    return this.#wish?.variantId === variantId ? this.#wish.state : 'idle';
  }

  /** Why the shop did not take a variant, or not as many as wished. */
  refusal(variantId: string, t: Messages): string | undefined {
    const issue = this.#wish?.variantId === variantId ? this.#wish.issue : undefined;
    if (!issue) return undefined;
    if (issue.failure) return issue.failure.code === 'cart/offline' ? t.offline : t.shopSilent;
    if (issue.code === 'out-of-stock' || issue.code === 'variant-gone') return t.soldOutNow;
    if (issue.code !== 'quantity-limited') return t.notAdded;
    return issue.available ? t.cartHoldsAtMost(issue.available) : t.noMoreThere;
  }

  #settle(wish: Wish): void {
    if (wish !== this.#wish || wish.state !== 'pending') return;
    this.#stop?.();
    const issue = this.#show.value?.findLast(({ id, variantId }) => !wish.told.has(id) && variantId === wish.variantId);
    wish.state = issue ? 'refused' : 'added';
    if (issue) wish.issue = issue;
    else this.#timer = setTimeout(() => this.#forget(), shownFor);
    this.#host.requestUpdate();
  }

  #forget(): void {
    this.#wish = undefined;
    this.#host.requestUpdate();
  }
}
