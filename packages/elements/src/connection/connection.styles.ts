import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    min-inline-size: 0;
    font-size: var(--_text-xs);
    color-scheme: dark;
  }
  .text {
    display: inline-flex;
    align-items: center;
    min-block-size: 1.75rem;
    max-inline-size: 100%;
    padding: var(--_space-2xs) var(--_space-s);
    border-radius: 0.875rem;
    background: var(--_scrim);
    color: var(--_text);
    line-height: 1.25;
    animation: appear var(--_motion) ease-out;
  }
  .text.offline,
  .text.retrying {
    color: var(--_offer);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .text {
      border: 1px solid CanvasText;
    }
  }
`;
