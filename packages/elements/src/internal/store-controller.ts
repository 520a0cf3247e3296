import type { LitElement, ReactiveController } from 'lit';

/** What can be followed: a store of nanostores, or what is like one. */
export interface Store<T> {
  get(): T;
  /** Tells of each change from now on. Returns how to stop. */
  listen(listener: () => void): () => void;
}

/** Renders its host again whenever a store changes. Listens only while the host is in a document. */
export class StoreController<T> implements ReactiveController {
  readonly #host: LitElement;
  #store: Store<T> | undefined;
  #stop: (() => void) | undefined;

  /** @param store - May be left out and handed in later through `store`. */
  constructor(host: LitElement, store?: Store<T>) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  /** What the store holds now; `undefined` without a store. */
  get value(): T | undefined {
    return this.#store?.get();
  }

  /** The store followed. Setting another one renders the host again. */
  set store(store: Store<T> | undefined) {
    if (store === this.#store) return;
    this.#store = store;
    if (this.#host.isConnected) this.#follow();
    else this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.#follow();
  }

  hostDisconnected(): void {
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
