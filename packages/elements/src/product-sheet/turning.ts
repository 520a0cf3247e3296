import { css, html, type TemplateResult } from 'lit';
import back from 'lucide/dist/esm/icons/chevron-left.mjs';
import forth from 'lucide/dist/esm/icons/chevron-right.mjs';
import { icon } from '../internal/icon.js';
import type { Messages } from '../messages/en.js';
import { fullWords } from './full-words.js';

/** Several pictures that stand side by side. */
export interface TurningView {
  /** Which one is seen, from 0. */
  readonly at: number;
  /** Which one is the last. */
  readonly last: number;
  readonly t: Messages;
  /** Brings another one into view. */
  readonly onTurn: (at: number) => void;
}

/** Turns pictures with arrow keys, Home and End. */
export function turnByKey(event: KeyboardEvent, { at, last, onTurn }: TurningView): void {
  const forwards = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const to = { ArrowLeft: at - 1, ArrowRight: at - 1, Home: 0, End: last, [forwards]: at + 1 }[event.key];
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  onTurn(Math.max(0, Math.min(to, last)));
}

/** Which picture is seen of how many, with a button to each side. */
export function turnView({ at, last, t: said, onTurn }: TurningView): TemplateResult {
  const t = { ...fullWords, ...said };
  const button = (name: string, node: typeof back, to: number): TemplateResult =>
    html`<button
      type="button"
      class="button icon"
      aria-label=${name}
      aria-disabled=${to < 0 || to > last}
      @click=${() => to >= 0 && to <= last && onTurn(to)}
    >
      ${icon(node)}
    </button>`;
  return html`<div class="turn">
    ${button(t.previousPicture, back, at - 1)}<span class="count" aria-hidden="true">${at + 1} / ${last + 1}</span>${button(
      t.nextPicture,
      forth,
      at + 1,
    )}
  </div>`;
}

export const turningStyles = css`
  .turn {
    position: absolute;
    inset-block-end: var(--_space-xs);
    inset-inline: var(--_space-xs);
    display: flex;
    align-items: center;
    justify-content: space-between;
    pointer-events: none;
  }
  .turn .button {
    border-radius: 50%;
    pointer-events: auto;
  }
  .turn .button[aria-disabled='true'] {
    visibility: hidden;
  }
  .turn .button:dir(rtl) svg {
    scale: -1 1;
  }
  .count {
    padding: 2px var(--_space-xs);
    border-radius: var(--_radius-chip);
    background: var(--_surface);
    font-size: var(--_text-xs);
    font-variant-numeric: tabular-nums;
  }
`;
