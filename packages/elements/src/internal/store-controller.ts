import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableAtom } from 'nanostores';

/** Renders its host again whenever a store changes. Listens only while the host is in a document. */
export class StoreController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #store: ReadableAtom<T> | undefined;
  #stop: (() => void) | undefined;
  #connected = false;

  /** @param store - May be left out and handed in later through `store`. */
  constructor(host: ReactiveControllerHost, store?: ReadableAtom<T>) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  /** What the store holds now; `undefined` without a store. */
  get value(): T | undefined {
    return this.#store?.get();
  }

  /** The store followed. Setting another one renders the host again. */
  set store(store: ReadableAtom<T> | undefined) {
    if (store === this.#store) return;
    this.#store = store;
    if (this.#connected) this.#follow();
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#follow();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#stop?.();
    this.#stop = undefined;
  }

  #follow(): void {
    this.#stop?.();
    this.#stop = this.#store?.listen(() => this.#host.requestUpdate());
    // The store may have moved on while nobody listened.
    this.#host.requestUpdate();
  }
}
