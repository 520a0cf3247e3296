import { css, html, nothing, type TemplateResult } from 'lit';
import packageIcon from 'lucide/dist/esm/icons/package.mjs';
import { icon } from './icon.js';

/** A picture that cannot be loaded leaves the drawing behind it to be seen. */
const onLoadOrError = ({ target, type }: Event): void => {
  (target as HTMLImageElement).hidden = type === 'error';
};

/**
 * A picture of a product in a place that is kept for it, with a drawing where there is none. Styles: {@link pictureStyles}.
 * @param alt Empty when the title stands beside it.
 */
export function picture(src: string | undefined, alt = '', eager = false): TemplateResult {
  return html`<span class="picture" part="picture">
    <span class="no-picture">${icon(packageIcon)}</span>
    ${
      src
        ? html`<img
            src=${src}
            alt=${alt}
            loading=${eager ? 'eager' : 'lazy'}
            decoding="async"
            draggable="false"
            @error=${onLoadOrError}
            @load=${onLoadOrError}
          />`
        : nothing
    }
  </span>`;
}

export const pictureStyles = css`
  .picture {
    position: relative;
    display: block;
    flex: none;
    overflow: hidden;
    aspect-ratio: 1;
    border-radius: var(--_radius-control);
    background: var(--_surface-2);
  }
  .picture img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: var(--_surface-2);
  }
  .picture img[hidden] {
    display: none;
  }
  .no-picture {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--_muted);
  }
`;
