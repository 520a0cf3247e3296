import type { ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';

/** Keeps stock and price of variants fresh while its host is in the page. */
export class WatchController implements ReactiveController {
  #session: ShowSession | undefined;
  #key = '';
  #stop: (() => void) | undefined;

  constructor(host: LitElement) {
    host.addController(this);
  }

  /** Watches these variants of a show, and no others any more. Cheap to call with every update. */
  watch(session: ShowSession | undefined, variantIds: readonly string[]): void {
    const key = variantIds.join('\n');
    if (session === this.#session && key === this.#key) return;
    this.hostDisconnected();
    this.#session = session;
    this.#key = key;
    if (!session || variantIds.length === 0) return;
    // A watch may tell at once what is known already: not in the midst of an update.
    queueMicrotask(() => {
      if (session === this.#session && key === this.#key) this.#stop ??= session.watchStock(variantIds);
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#session = undefined;
    this.#key = '';
  }
}
