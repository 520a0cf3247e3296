import type { LitElement, ReactiveController } from 'lit';

/** Closes what is on top when a phone's back gesture or Escape asks for it. Not every browser has it. */
interface CloseWatcher extends EventTarget {
  destroy(): void;
}
declare const CloseWatcher: undefined | (new () => CloseWatcher);

export interface FullWindowOptions {
  /** The box that fills the window, once rendered. */
  readonly box: () => HTMLElement | undefined;
  /** The viewer wants to leave. */
  readonly onLeave: () => void;
}

/**
 * Lets a box of the shadow tree fill the window and come back to its place: in the browser's top layer, above whatever the page does, with the
 * focus kept inside, and without moving the video in the tree, which would stop it. The place it leaves keeps its size.
 */
export class FullWindow implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: FullWindowOptions;
  #on = false;
  #watcher: CloseWatcher | undefined;
  #overflow = '';

  constructor(host: LitElement, options: FullWindowOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.show(false);
  }

  /** Makes the box as wished. Call it from `updated`. */
  show(on: boolean): void {
    const box = this.#options.box();
    if (!box || on === this.#on) return;
    this.#on = on;
    const page = document.documentElement;
    if (on) {
      this.#host.style.setProperty('--_place', `${this.#host.offsetHeight}px`);
      box.popover = 'manual';
      box.showPopover();
      this.#overflow = page.style.overflow;
      page.style.overflow = 'hidden';
      document.addEventListener('focusin', this.#keepFocus);
      this.#watch();
    } else {
      if (box.matches(':popover-open')) box.hidePopover();
      box.popover = null;
      this.#host.style.removeProperty('--_place');
      page.style.overflow = this.#overflow;
      document.removeEventListener('focusin', this.#keepFocus);
      this.#watcher?.destroy();
      this.#watcher = undefined;
    }
  }

  /** For `@keydown` of the box, where nobody else watches for Escape. */
  readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.#on || this.#watcher) return;
    event.preventDefault();
    this.#options.onLeave();
  };

  #watch(): void {
    if (typeof CloseWatcher !== 'function') return;
    this.#watcher = new CloseWatcher();
    this.#watcher.addEventListener('close', () => {
      this.#watcher = undefined;
      this.#options.onLeave();
      // A page that keeps the window full is asked again by the next gesture.
      void this.#host.updateComplete.then(() => {
        if (this.#on && !this.#watcher) this.#watch();
      });
    });
  }

  /** Somebody outside got the focus while the box covers the page: nobody could see it there. */
  readonly #keepFocus = (event: FocusEvent): void => {
    const target = event.target as Node;
    if (this.#host.contains(target) || target.getRootNode() !== document) return;
    this.#options.box()?.focus({ preventScroll: true });
  };
}
