import type { LitElement, ReactiveController } from 'lit';
import { ShopcastCloseEvent, type ShopcastPanel } from '../events.js';
import { speakInSheet } from './announcer.js';

/** Travels further than this downwards and the sheet closes, in px; a quick flick needs less. */
const closeDistance = 96;
const flickSpeed = 0.6; // px per ms

/** An element that is a sheet while it is `open`. */
export interface SheetHost extends LitElement {
  open: boolean;
}

/**
 * Opens and closes the native modal dialog of its host, drawn by `sheetView`, that works as a sheet over the video: Escape, the
 * back gesture of a phone, a tap beside it and a swipe down close it, and focus returns to where it was. The video keeps playing
 * above. A `role="status"` in the dialog speaks for the show meanwhile.
 */
export class SheetController implements ReactiveController {
  readonly #host: SheetHost;
  readonly #panel: ShopcastPanel;
  #returnTo: HTMLElement | undefined;
  #shown = false;
  #hush: (() => void) | undefined;
  #drag: { readonly id: number; readonly y: number; readonly at: number; moved: number } | undefined;

  constructor(host: SheetHost, panel: ShopcastPanel) {
    this.#host = host;
    this.#panel = panel;
    host.addController(this);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }

  /** Makes the dialog as the host wishes. */
  hostUpdated(): void {
    const dialog = this.#dialog;
    const { open } = this.#host;
    if (!dialog?.isConnected || dialog.open === open) return;
    if (open) {
      this.#returnTo = deepActiveElement();
      dialog.style.removeProperty('translate');
      dialog.showModal();
      this.#shown = true;
      const region = dialog.querySelector<HTMLElement>('[role="status"]');
      this.#hush = region ? speakInSheet(region) : undefined;
    } else {
      this.#hide(dialog);
      this.#giveFocusBack();
    }
  }

  /** The viewer wants it closed: by the button, Escape, the back gesture, the backdrop or a swipe. */
  readonly close = (): void => {
    if (this.#host.dispatchEvent(new ShopcastCloseEvent(this.#panel))) this.#host.open = false;
  };

  hostDisconnected(): void {
    const dialog = this.#dialog;
    if (dialog?.open) this.#hide(dialog);
    this.#drag = undefined;
  }

  #hide(dialog: HTMLDialogElement): void {
    this.#letGo();
    dialog.close();
  }

  #letGo(): void {
    this.#shown = false;
    this.#hush?.();
    this.#hush = undefined;
  }

  /** For `@cancel` of the dialog: Escape and the back gesture. */
  readonly onCancel = (event: Event): void => {
    event.preventDefault();
    this.close();
  };

  /** For `@close` of the dialog: of two Escapes in a row browsers let nobody prevent the second. */
  readonly onNativeClose = (): void => {
    if (!this.#shown) return;
    this.#letGo();
    this.close();
    this.#giveFocusBack();
    // Should the page want it to stay, it opens again.
    this.#host.requestUpdate();
  };

  /** For `@click` of the dialog: a tap on the backdrop hits the dialog itself, outside its box. */
  readonly onClick = (event: MouseEvent): void => {
    const dialog = this.#dialog;
    if (event.target !== dialog || !dialog) return;
    const { clientX: x, clientY: y } = event;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (x < left || x > right || y < top || y > bottom) this.close();
  };

  /** For `@pointerdown` of the grip at the top of the sheet. */
  readonly onGrip = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('button, a, input')) return;
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    this.#drag = { id: event.pointerId, y: event.clientY, at: event.timeStamp, moved: 0 };
    // The same each time, so that a grip that was held before hears nothing twice.
    grip.addEventListener('pointermove', this.#onDrag);
    grip.addEventListener('pointerup', this.#onDrop);
    grip.addEventListener('pointercancel', this.#onDrop);
  };

  readonly #onDrag = (event: PointerEvent): void => {
    if (!this.#drag || event.pointerId !== this.#drag.id) return;
    this.#drag.moved = Math.max(0, event.clientY - this.#drag.y);
    this.#dialog?.style.setProperty('translate', `0 ${this.#drag.moved}px`);
  };

  readonly #onDrop = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = undefined;
    if (!drag) return;
    const speed = drag.moved / Math.max(1, event.timeStamp - drag.at);
    const closes = event.type === 'pointerup' && (drag.moved > closeDistance || (drag.moved > 24 && speed > flickSpeed));
    if (closes) this.close();
    else this.#dialog?.style.removeProperty('translate');
  };

  #giveFocusBack(): void {
    const target = this.#returnTo;
    this.#returnTo = undefined;
    (target?.isConnected ? target : this.#host).focus({ preventScroll: true });
  }
}

/** The element that has the focus, looked for into shadow trees. */
function deepActiveElement(): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : undefined;
}
