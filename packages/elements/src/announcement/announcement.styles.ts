import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    font-size: var(--_text-s);
  }
  .box {
    padding: var(--_space-xs) var(--_space-s);
    border-radius: var(--_radius-card);
    background: var(--_surface-2);
    color: var(--_text);
    animation: appear var(--_motion) ease-out;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  p.open {
    display: block;
    max-block-size: 12em;
    overflow-y: auto;
  }
  button {
    min-block-size: 2rem;
    margin-block-end: -0.25rem;
    padding: 0;
    border: 0;
    background: none;
    font-weight: 600;
    text-decoration: underline;
    cursor: pointer;
  }
  @media (pointer: coarse) {
    button {
      min-block-size: var(--_target);
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  @media (forced-colors: active) {
    .box {
      border: 1px solid CanvasText;
    }
  }
`;
