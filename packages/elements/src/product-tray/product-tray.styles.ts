import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .inline {
    display: var(--shopcast-tray-inline, block);
    container-type: inline-size;
  }
  .content {
    container-type: inline-size;
  }
  h3 {
    margin: var(--_space-m) 0 var(--_space-2xs);
    color: var(--_muted);
    font-size: var(--_text-s);
    font-weight: 600;
  }
  section:first-of-type h3 {
    margin-block-start: 0;
  }
  .rows {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 3.5rem minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--_space-2xs) var(--_space-s);
    min-block-size: 4.75rem;
    padding-block: var(--_space-xs);
  }
  .row + .row {
    border-block-start: 1px solid var(--_hairline);
  }
  .what {
    min-inline-size: 0;
    display: grid;
    justify-items: start;
    gap: 2px;
    font-size: var(--_text-s);
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
    font-weight: 600;
    line-height: 1.3;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .open::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .open:focus-visible {
    outline: none;
  }
  .row:has(.open:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    border-radius: var(--_radius-control);
  }
  .button,
  .moment {
    position: relative;
  }
  .moment {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-2xs);
    min-block-size: var(--_target);
    margin-block: calc(-1 * var(--_space-2xs));
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-size: var(--_text-xs);
    font-weight: 600;
    cursor: pointer;
  }
  .moment svg {
    inline-size: 1rem;
    block-size: 1rem;
  }
  .words {
    margin: 0;
    font-size: var(--_text-xs);
  }
  .nothing,
  .found {
    color: var(--_muted);
  }
  .search {
    display: block;
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding-block-end: var(--_space-2xs);
    background: var(--_surface);
  }
  .search input {
    inline-size: 100%;
    min-block-size: var(--_target);
    padding: 0 var(--_space-s);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    color: var(--_text);
  }
  .search ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .found {
    min-block-size: 1.4em;
    margin: var(--_space-2xs) 0 0;
    font-size: var(--_text-xs);
  }
  @container (max-width: 18rem) {
    .row {
      grid-template-columns: 3rem minmax(0, 1fr);
    }
    .row > .button {
      grid-column: 2;
      justify-self: start;
    }
  }
`;
