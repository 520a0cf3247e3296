import { css, html, nothing, type TemplateResult } from 'lit';
import { picture } from '../internal/picture.js';
import type { Messages } from '../messages/en.js';

export interface GalleryView {
  readonly pictures: readonly string[];
  readonly t: Messages;
  /** Another one has come into view: which, from 0. */
  readonly onSeen: (at: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** What turns them, once its code is there. */
  readonly controls: TemplateResult | undefined;
}

/** Pictures side by side, to be swiped. Of a thing without any there is a drawing. */
export function gallery({ pictures, t, onSeen, onKey, controls }: GalleryView): TemplateResult {
  const count = pictures.length;
  const several = count > 1;
  const scrolled = ({ currentTarget }: Event): void => {
    const { scrollLeft, clientWidth } = currentTarget as HTMLElement;
    onSeen(Math.round(Math.abs(scrollLeft) / Math.max(1, clientWidth)));
  };
  return html`<div class="gallery" part="gallery">
    <div
      class="frames"
      tabindex=${several ? 0 : nothing}
      role=${several ? 'group' : nothing}
      aria-label=${several ? t.pictures : nothing}
      @scroll=${scrolled}
      @keydown=${onKey}
    >
      ${(count > 0 ? pictures : [undefined]).map((src, i) => picture(src, t.pictureOf(i + 1, count), i === 0))}
    </div>
    ${controls}
  </div>`;
}

export const galleryStyles = css`
  .gallery {
    position: relative;
  }
  .gallery .picture {
    flex: 0 0 100%;
    aspect-ratio: auto;
    block-size: clamp(9rem, 28dvb, 20rem);
    border-radius: var(--_radius-card);
    scroll-snap-align: start;
  }
  .gallery .picture:not(:has(img)) {
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
`;
