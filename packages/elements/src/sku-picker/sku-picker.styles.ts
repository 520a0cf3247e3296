import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .picker {
    display: grid;
    gap: var(--_space-m);
  }
  .head .price-now {
    font-size: var(--_text-l);
  }
  .option {
    min-inline-size: 0;
  }
  .option-label {
    display: flex;
    gap: var(--_space-xs);
    margin-block-end: var(--_space-xs);
    font-size: var(--_text-s);
    font-weight: 600;
  }
  .chosen {
    color: var(--_muted);
    font-weight: 400;
  }
  .values {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-xs);
  }
  .value {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-xs);
    min-block-size: var(--_target);
    min-inline-size: var(--_target);
    max-inline-size: 100%;
    padding: var(--_space-2xs) var(--_space-s);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    font-size: var(--_text-s);
    overflow-wrap: anywhere;
    cursor: pointer;
    touch-action: manipulation;
  }
  .value input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .value:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .value:has(:checked) {
    border-color: var(--_text);
    box-shadow: inset 0 0 0 1px var(--_text);
    font-weight: 600;
  }
  .value:has(:disabled) {
    cursor: default;
  }
  .value:not(.there) {
    border-style: dashed;
    color: var(--_muted);
  }
  .value:not(.there):has(:checked) {
    border-style: solid;
  }
  .value:not(.there) .value-label {
    text-decoration: line-through;
  }
  .swatch {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    border-radius: 50%;
    border: 1px solid var(--_control-border);
    forced-color-adjust: none;
  }
  .value.pictured {
    flex-direction: column;
    gap: var(--_space-2xs);
    inline-size: 4.75rem;
    padding: var(--_space-2xs);
    text-align: center;
    font-size: var(--_text-xs);
  }
  .swatch-picture {
    inline-size: 100%;
    aspect-ratio: 1;
    object-fit: cover;
    border-radius: calc(var(--_radius-control) - 2px);
    background: var(--_surface-2);
  }
  .value:not(.there) :is(.swatch, .swatch-picture) {
    opacity: 0.45;
  }
  /* Kept whether there is something to say or not, so that the button below never moves under the thumb. */
  .status {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-s);
    min-block-size: var(--_target);
    font-size: var(--_text-s);
  }
  .status p {
    margin: 0;
    min-inline-size: 0;
  }
  .status .button {
    max-inline-size: 55%;
    padding-inline: var(--_space-s);
    line-height: 1.25;
  }
  .value.out {
    color: var(--_muted);
    font-weight: 400;
  }
  .buy {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-s);
  }
  .buy .primary {
    flex: 1 1 9rem;
  }
  .note {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_text-s);
  }
  a {
    color: var(--_accent);
  }
  @media (forced-colors: active) {
    .value:has(:checked) {
      border-color: Highlight;
      box-shadow: inset 0 0 0 2px Highlight;
      outline: 1px solid Highlight;
    }
    .value:not(.there) {
      color: GrayText;
    }
  }
`;
