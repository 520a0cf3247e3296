import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-flex;
    gap: var(--shopcast-space-xs, 0.5rem);
  }
  :host([hidden]) {
    display: none;
  }
`;
