import type { LitElement, ReactiveController } from 'lit';
import { speakInSheet } from './announcer.js';

/** Travels further than this downwards and the sheet closes, in px; a quick flick needs less. */
const closeDistance = 96;
const flickSpeed = 0.6; // px per ms

export interface SheetOptions {
  /** The `<dialog>` in the host's shadow root, once rendered. */
  readonly dialog: () => HTMLDialogElement | null | undefined;
  /** The viewer closed it: by Escape, the back gesture, the backdrop or a swipe. */
  readonly onClose: () => void;
}

/**
 * Opens and closes a native modal dialog that works as a sheet over the video: Escape, the back gesture of a phone, a tap beside it and a swipe
 * down close it, and focus returns to where it was. The video keeps playing above. A `role="status"` in the dialog speaks for the show meanwhile.
 */
export class SheetController implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: SheetOptions;
  #returnTo: HTMLElement | undefined;
  #shown = false;
  #hush: (() => void) | undefined;
  #drag: { readonly id: number; readonly y: number; readonly at: number; moved: number } | undefined;

  constructor(host: LitElement, options: SheetOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Makes the dialog as wished. Call it from `updated`. */
  show(open: boolean): void {
    const dialog = this.#options.dialog();
    if (!dialog?.isConnected || dialog.open === open) return;
    if (open) {
      this.#returnTo = deepActiveElement();
      dialog.style.removeProperty('translate');
      dialog.showModal();
      this.#shown = true;
      const region = dialog.querySelector<HTMLElement>('[role="status"]');
      this.#hush = region ? speakInSheet(region) : undefined;
    } else {
      this.#close(dialog);
      this.#giveFocusBack();
    }
  }

  hostDisconnected(): void {
    const dialog = this.#options.dialog();
    if (dialog?.open) this.#close(dialog);
    this.#drag = undefined;
  }

  #close(dialog: HTMLDialogElement): void {
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
    this.#options.onClose();
  };

  /** For `@close` of the dialog: of two Escapes in a row browsers let nobody prevent the second. */
  readonly onNativeClose = (): void => {
    if (!this.#shown) return;
    this.#letGo();
    this.#options.onClose();
    this.#giveFocusBack();
    // Should the page want it to stay, it opens again.
    this.#host.requestUpdate();
  };

  /** For `@click` of the dialog: a tap on the backdrop hits the dialog itself, outside its box. */
  readonly onClick = (event: MouseEvent): void => {
    const dialog = this.#options.dialog();
    if (event.target !== dialog || !dialog) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.#options.onClose();
  };

  /** For `@pointerdown` of the grip at the top of the sheet. */
  readonly onGrip = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('button, a, input')) return;
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    this.#drag = { id: event.pointerId, y: event.clientY, at: event.timeStamp, moved: 0 };
    grip.addEventListener('pointermove', this.#onDrag);
    grip.addEventListener('pointerup', this.#onDrop, { once: true });
    grip.addEventListener('pointercancel', this.#onDrop, { once: true });
  };

  readonly #onDrag = (event: PointerEvent): void => {
    if (!this.#drag || event.pointerId !== this.#drag.id) return;
    this.#drag.moved = Math.max(0, event.clientY - this.#drag.y);
    this.#options.dialog()?.style.setProperty('translate', `0 ${this.#drag.moved}px`);
  };

  readonly #onDrop = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = undefined;
    (event.currentTarget as HTMLElement).removeEventListener('pointermove', this.#onDrag);
    if (!drag) return;
    const speed = drag.moved / Math.max(1, event.timeStamp - drag.at);
    const closes = event.type === 'pointerup' && (drag.moved > closeDistance || (drag.moved > 24 && speed > flickSpeed));
    if (closes) this.#options.onClose();
    else this.#options.dialog()?.style.removeProperty('translate');
  };

  #giveFocusBack(): void {
    const target = this.#returnTo;
    this.#returnTo = undefined;
    if (target?.isConnected) target.focus({ preventScroll: true });
    else this.#host.focus({ preventScroll: true });
  }
}

/** The element that has the focus, looked for into shadow trees. */
function deepActiveElement(): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : undefined;
}
