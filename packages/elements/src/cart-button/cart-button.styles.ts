import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
  }
  .button {
    position: relative;
    padding: 0 var(--_space-xs);
  }
  .count {
    min-inline-size: 1.5rem;
    padding: 0 0.375rem;
    border-radius: var(--_radius-chip);
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: var(--_text-s);
    line-height: 1.5rem;
    font-variant-numeric: tabular-nums;
  }
  /* Under way: the line below the number, which says nothing by colour or motion alone: the name of the button says it too. */
  .button[data-pending]::after {
    content: '';
    position: absolute;
    inset-inline: var(--_space-xs);
    inset-block-end: 5px;
    block-size: 2px;
    border-radius: 1px;
    background: currentcolor;
    opacity: 0.7;
  }
  @media (prefers-reduced-motion: no-preference) {
    .button[data-pending]::after {
      animation: under-way 1.2s ease-in-out infinite alternate;
    }
  }
  @keyframes under-way {
    from {
      opacity: 0.25;
    }
    to {
      opacity: 0.85;
    }
  }
  @media (forced-colors: active) {
    .count {
      border: 1px solid ButtonText;
    }
  }
`;
