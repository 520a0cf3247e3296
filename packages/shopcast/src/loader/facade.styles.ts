/**
 * The space is that of packages/elements/src/show/show-layout.styles.ts, by the same tokens and at the same widths: a test compares the two. In the show's own
 * root only `:host` applies. `--s` is the height of the video, `--h` of the panel below it.
 */
export const styles = String.raw`
  :host(:not([hidden])) {
    display: block;
    container-type: inline-size;
  }
  button {
    --m: var(--shopcast-max-height, 56rem);
    --p: var(--shopcast-panel-width, 24rem);
    --s: calc(100cqw * 16 / 9);
    --h: calc(var(--s) + 11.75rem);
    position: relative;
    display: block;
    width: 100%;
    height: min(var(--s), 92dvb, var(--m));
    padding: 0;
    border: 0;
    border-radius: var(--shopcast-radius-card, 0.75rem);
    overflow: clip;
    background: #101113;
    color: #fff;
    font: inherit;
    font-family: var(--shopcast-font, inherit);
    line-height: 1.4;
    cursor: pointer;
  }
  .landscape {
    --s: calc(100cqw * 9 / 16);
    height: var(--h);
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
    place-content: center;
    place-items: center;
    gap: 0.5rem;
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
    inset-inline-start: 0.75rem;
    top: 0.75rem;
    padding: 0.25rem 0.5rem;
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
  @container (max-width: 339px) {
    button {
      height: var(--h);
    }
  }
  @container (min-width: 900px) {
    button {
      height: min(86dvb, var(--m));
      min-height: 30rem;
    }
    .landscape {
      height: clamp(30rem, (100cqw - var(--p)) * 9 / 16, min(86dvb, var(--m)));
    }
    span {
      width: calc(100% - var(--p));
      height: 100%;
    }
  }
  :focus-visible {
    outline: 3px solid #9db8ff;
    outline-offset: -3px;
  }
  [aria-busy] {
    cursor: progress;
  }
`;
