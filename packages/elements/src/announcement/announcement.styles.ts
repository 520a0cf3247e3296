import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    font-size: var(--_text-s);
  }
  p {
    margin: 0;
    padding: var(--_space-xs) var(--_space-s);
    border-radius: var(--_radius-card);
    background: var(--_surface-2);
    color: var(--_text);
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    overflow: hidden;
  }
  @media (prefers-reduced-motion: no-preference) {
    p {
      animation: appear var(--_motion) ease-out;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  @media (forced-colors: active) {
    p {
      border: 1px solid CanvasText;
    }
  }
`;
