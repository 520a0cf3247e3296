import { space } from './space.js';

/** In the show's own root only `:host` applies. */
export const styles = String.raw`
  :host(:not([hidden])) {
    display: block;
    container-type: inline-size;
  }
  button {
    position: relative;
    display: block;
    width: 100%;
    padding: 0;
    border: 0;
    border-radius: var(--shopcast-radius-card, 0.75rem);
    overflow: clip;
    background: #111;
    color: #fff;
    font: inherit;
    font-family: var(--shopcast-font, inherit);
    cursor: pointer;
  }
  span,
  img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: min(100%, var(--s));
    object-fit: cover;
  }
  span {
    display: grid;
    grid-template-rows: 30%;
    align-content: start;
    place-items: center;
    gap: 0.5rem;
  }
  span::before {
    content: '';
  }
  span :empty:not([src], [role]) {
    display: none;
  }
  b {
    z-index: 1;
    padding: 0.5rem 1rem;
    border-radius: 0.5rem;
    background: #000b;
  }
  b:first-of-type {
    position: absolute;
    inset-inline-start: 0.5rem;
    top: 0.5rem;
    padding: 0 0.5rem;
    font-size: 0.75rem;
  }
  [role] {
    padding: 1rem 2rem;
    background: #fff;
    color: #000;
  }
  [role]::before {
    content: '\25B6\FE0E';
  }
  ${space('button', '.landscape')}
  @container (min-width: 900px) {
    span {
      width: calc(100% - var(--p));
      height: 100%;
    }
  }
  :focus-visible {
    outline: 3px solid #fff;
    outline-offset: -3px;
  }
`;
