import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-2xs);
    flex: none;
    font-size: var(--_text-xs);
    font-weight: 600;
    color-scheme: dark;
  }
  .badge,
  .viewers {
    display: inline-flex;
    align-items: center;
    min-block-size: 1.75rem;
    padding: 0 var(--_space-xs);
    border-radius: var(--_radius-chip);
    background: var(--_scrim);
    color: var(--_text);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .badge.live::before {
    content: '';
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin-inline-end: 0.375rem;
    border-radius: 50%;
    background: var(--_live);
    forced-color-adjust: none;
  }
  @media (forced-colors: active) {
    .badge,
    .viewers {
      border: 1px solid CanvasText;
    }
  }
`;
