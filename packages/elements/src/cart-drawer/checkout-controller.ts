import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How a wish to check out stands. */
export interface CheckoutState {
  readonly leaving: boolean;
  /** Why it came to nothing, in words. */
  readonly refused?: string;
  /** The checkout opened in another tab. */
  readonly opened?: string;
}

const idle: CheckoutState = { leaving: false };

/** Follows what the show makes of the wish to check out, by the events it sends. */
export class CheckoutController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #state = idle;
  #listening: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get state(): CheckoutState {
    return this.#state;
  }

  /** The viewer wants to go. */
  begin(): void {
    this.reset();
    this.#set({ leaving: true });
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener('shopcast-error', ({ detail: { message } }) => this.#end({ leaving: false, refused: message }), { signal });
    document.addEventListener(
      'shopcast-hand-off',
      event => {
        // Somebody further out may still take it over.
        queueMicrotask(() => {
          const { url, target } = event.detail;
          if (event.defaultPrevented) this.#end(idle);
          else if (target === 'new-tab') this.#end({ leaving: false, opened: url });
        });
      },
      { signal },
    );
    // Back from the checkout, the page may be the one that left.
    globalThis.addEventListener('pageshow', () => this.reset(), { signal });
  }

  /** Forgets what was. */
  reset(): void {
    this.#end(idle);
  }

  hostDisconnected(): void {
    this.reset();
  }

  #end(state: CheckoutState): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#set(state);
  }

  #set(state: CheckoutState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#host.requestUpdate();
  }
}
