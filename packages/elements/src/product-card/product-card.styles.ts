import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  :host([empty]) {
    display: none;
  }
  .stack {
    display: grid;
    gap: var(--_space-xs);
  }
  .card {
    position: relative;
    display: grid;
    grid-template-columns: 4.5rem minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--_space-2xs) var(--_space-s);
    /* As high as its usual lines, so that what stands above does not move when words come and go. */
    min-block-size: 6rem;
    padding: var(--_space-s);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-card);
    background: var(--_surface);
    color: var(--_text);
    animation: appear var(--_motion) ease-out;
  }
  .what {
    min-inline-size: 0;
    display: grid;
    gap: 2px;
  }
  .title {
    margin: 0;
    font-size: var(--_text-s);
    font-weight: 600;
    line-height: 1.3;
  }
  /* Not the button itself: only some engines cut the lines of one. */
  .lines {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .open {
    display: block;
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  /* The whole card opens the product; what has a task of its own lies above. */
  .open::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
  }
  .open:focus-visible {
    outline: none;
  }
  .card:has(.open:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .button,
  ::slotted(*),
  shopcast-countdown-offer {
    position: relative;
  }
  .words {
    display: flex;
    flex-wrap: wrap;
    column-gap: var(--_space-xs);
    margin: 0;
    font-size: var(--_text-xs);
  }
  .price-cut {
    font-size: var(--_text-xs);
  }
  .chips {
    display: var(--shopcast-card-chips, flex);
    flex-wrap: wrap;
    gap: var(--_space-xs);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .chips li {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .chip {
    display: flex;
    align-items: center;
    gap: var(--_space-xs);
    max-inline-size: 100%;
    min-block-size: var(--_target);
    padding: 4px;
    padding-inline-end: var(--_space-s);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-chip);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_text-xs);
    cursor: pointer;
  }
  .chip .picture {
    inline-size: 2.125rem;
    border-radius: 50%;
  }
  .chip-title {
    min-inline-size: 3rem;
    max-inline-size: 9rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip .price {
    flex: none;
  }
  /* Hardly wider than a hand is: the button goes below. */
  @container (max-width: 19rem) {
    .card {
      grid-template-columns: 3.5rem minmax(0, 1fr);
    }
    .card > .button {
      grid-column: 1 / -1;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
`;
