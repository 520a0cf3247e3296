import type { LitElement, ReactiveController } from 'lit';

/** Controls stay so long after the last sign of the viewer, ms. */
const stay = 3_000;

/** Whether the viewer is at the controls: moves, touches or presses something in the element. */
export class Attention implements ReactiveController {
  readonly #host: LitElement;
  #quiet = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    host.addEventListener('pointermove', event => event.pointerType === 'mouse' && this.wake());
    host.addEventListener('keydown', this.wake);
    host.addEventListener('focusin', this.wake);
  }

  /** Nothing has come from the viewer for a while: controls may go. */
  get isQuiet(): boolean {
    return this.#quiet;
  }

  hostConnected(): void {
    this.wake();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  readonly wake = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(true), stay);
    this.#set(false);
  };

  /** For a tap on the picture. */
  toggle(): void {
    if (this.#quiet) return this.wake();
    clearTimeout(this.#timer);
    this.#set(true);
  }

  #set(quiet: boolean): void {
    if (quiet === this.#quiet) return;
    this.#quiet = quiet;
    this.#host.requestUpdate();
  }
}
