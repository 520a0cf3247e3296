import { css, html, type TemplateResult } from 'lit';
import back from 'lucide/dist/esm/icons/chevron-left.mjs';
import forth from 'lucide/dist/esm/icons/chevron-right.mjs';
import { icon } from '../internal/icon.js';
import { picture } from '../internal/picture.js';
import type { Messages } from '../messages/en.js';

export interface GalleryView {
  readonly pictures: readonly string[];
  /** Which one is seen, from 0. */
  readonly at: number;
  readonly t: Messages;
  /** Another one has come into view. */
  readonly onSeen: (at: number) => void;
}

/** Brings a picture into view. */
export function showPicture(frames: Element | null, at: number): void {
  frames?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'start' });
}

/** Pictures side by side: swiped, or turned with arrow keys and buttons. One picture has no controls, none a drawing in its place. */
export function gallery({ pictures, at, t, onSeen }: GalleryView): TemplateResult {
  const [only] = pictures;
  if (only === undefined) return html`<div class="gallery empty" part="gallery">${picture(undefined)}</div>`;
  if (pictures.length === 1) return html`<div class="gallery" part="gallery">${picture(only, t.pictureOf(1, 1), true)}</div>`;
  const last = pictures.length - 1;
  const scrolled = (event: Event): void => {
    const frames = event.currentTarget as HTMLElement;
    const seen = Math.round(Math.abs(frames.scrollLeft) / Math.max(1, frames.clientWidth));
    if (seen !== at) onSeen(Math.min(seen, last));
  };
  const turn = (event: Event, by: number): void => {
    const to = Math.max(0, Math.min(at + by, last));
    showPicture((event.currentTarget as Element).closest('.gallery')!.querySelector('.frames'), to);
    onSeen(to);
  };
  const onKey = (event: KeyboardEvent): void => {
    const forwards = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const by = { ArrowLeft: -1, ArrowRight: -1, Home: -last, End: last, [forwards]: 1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    turn(event, by);
  };
  return html`<div class="gallery" part="gallery">
    <div class="frames" tabindex="0" role="group" aria-label=${t.pictures} @scroll=${scrolled} @keydown=${onKey}>
      ${pictures.map((src, i) => picture(src, t.pictureOf(i + 1, pictures.length), i === 0))}
    </div>
    <div class="turn">
      <button
        type="button"
        class="button icon"
        aria-label=${t.previousPicture}
        aria-disabled=${at === 0}
        @click=${(event: Event) => turn(event, -1)}
      >
        ${icon(back)}
      </button>
      <span class="count" aria-hidden="true">${at + 1} / ${pictures.length}</span>
      <button
        type="button"
        class="button icon"
        aria-label=${t.nextPicture}
        aria-disabled=${at === last}
        @click=${(event: Event) => turn(event, 1)}
      >
        ${icon(forth)}
      </button>
    </div>
  </div>`;
}

export const galleryStyles = css`
  .gallery {
    position: relative;
  }
  .gallery .picture {
    flex: 0 0 100%;
    inline-size: 100%;
    aspect-ratio: auto;
    block-size: clamp(9rem, 28dvb, 20rem);
    border-radius: var(--_radius-card);
    scroll-snap-align: start;
  }
  .gallery.empty .picture {
    block-size: 6rem;
  }
  .gallery .picture img {
    object-fit: contain;
  }
  .frames {
    display: flex;
    overflow: auto hidden;
    scroll-snap-type: inline mandatory;
    scrollbar-width: none;
    overscroll-behavior-inline: contain;
    border-radius: var(--_radius-card);
  }
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
  .turn :dir(rtl) svg,
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
  @media (prefers-reduced-motion: no-preference) {
    .frames {
      scroll-behavior: smooth;
    }
  }
`;
