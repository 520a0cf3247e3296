import { html, nothing, type TemplateResult } from 'lit';
import closeIcon from 'lucide/dist/esm/icons/x.mjs';
import type { Messages } from '../messages/en.js';
import { icon } from './icon.js';
import type { SheetController } from './sheet-controller.js';

export interface SheetView {
  readonly title: string;
  readonly content: unknown;
  /** What stays at the bottom while the content scrolls. */
  readonly footer?: unknown;
  /** The title takes the focus when it opens, rather than the button that closes. */
  readonly focusTitle?: boolean;
}

/** A sheet; without a view, as it is while closed: what nobody sees is not drawn. Styles: `sheet` of sheet.styles.ts beside `buttons`. */
export function sheetView(
  { onCancel, onNativeClose, onClick, onGrip, close }: SheetController,
  t: Messages,
  view?: SheetView,
): TemplateResult {
  return html`<dialog part="dialog" class="sheet" aria-labelledby="title" @cancel=${onCancel} @close=${onNativeClose} @click=${onClick}>
    <div class="visually-hidden" role="status"></div>
    ${
      view &&
      html`<header class="grip" @pointerdown=${onGrip}>
          <h2 id="title" part="title" dir="auto" tabindex=${view.focusTitle ? -1 : nothing}>${view.title}</h2>
          <button part="close" type="button" class="button quiet icon" aria-label=${t.close} title=${t.close} @click=${close}>
            ${icon(closeIcon)}
          </button>
        </header>
        <div class="content">${view.content}</div>
        ${view.footer}`
    }
  </dialog>`;
}
