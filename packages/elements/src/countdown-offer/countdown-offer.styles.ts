import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-xs) var(--_space-m);
    max-inline-size: 100%;
  }
  .words {
    display: grid;
    gap: var(--_space-2xs);
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .time {
    color: var(--_muted);
    font-size: var(--_text-s);
    font-variant-numeric: tabular-nums;
  }
  .time[data-open] {
    color: var(--_offer);
    font-weight: 600;
  }
  .left {
    /* Figures come and go without moving what stands behind them. */
    display: inline-block;
    min-inline-size: 11ch;
  }
  .after {
    font-size: var(--_text-s);
    max-inline-size: 36ch;
  }
  .button {
    flex: none;
  }
`;
