import { css } from 'lit';

export const styles = css`
  :host {
    display: contents;
  }
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  .quiet,
  .under-way,
  .removed {
    color: var(--_muted);
    font-size: var(--_text-s);
  }
  h2:focus {
    outline: none;
  }

  .line {
    display: grid;
    grid-template:
      'picture what sum' auto
      'picture many many' auto
      / 4rem minmax(0, 1fr) auto;
    gap: var(--_space-xs) var(--_space-s);
    padding-block: var(--_space-s);
    border-block-end: 1px solid var(--_hairline);
  }
  .line .picture {
    grid-area: picture;
    inline-size: 4rem;
    align-self: start;
  }
  .what {
    grid-area: what;
    overflow-wrap: anywhere;
  }
  .title {
    font-weight: 600;
  }
  .line .title {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .unit {
    font-variant-numeric: tabular-nums;
  }
  .sum {
    grid-area: sum;
    max-inline-size: 9rem;
    text-align: end;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .under-way {
    font-weight: 400;
  }
  .how-many {
    grid-area: many;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-xs);
  }
  .remove {
    font-weight: 400;
    font-size: var(--_text-s);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    padding-inline: var(--_space-xs);
    margin-inline-end: calc(-1 * var(--_space-xs));
  }
  .line > .issue,
  .line > .under-way {
    grid-column: 1 / -1;
  }

  .issue,
  .banner {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-xs);
    padding-block: var(--_space-2xs);
    padding-inline: var(--_space-s) var(--_space-2xs);
    border-inline-start: 3px solid var(--_offer);
    border-radius: var(--_radius-control);
    background: var(--_surface-2);
    font-size: var(--_text-s);
    overflow-wrap: anywhere;
  }
  .issue p,
  .banner p {
    padding-block: var(--_space-2xs);
  }
  .issue .button,
  .banner .button {
    flex: none;
    background: transparent;
  }
  .issues,
  .banner {
    margin-block: var(--_space-xs);
  }
  .issues {
    display: grid;
    gap: var(--_space-xs);
  }
  .banner {
    padding: var(--_space-xs) var(--_space-s);
    border-inline-start-color: var(--_muted);
  }
  .refused {
    margin-block-end: var(--_space-xs);
    padding-block: var(--_space-xs);
    border-inline-start-color: var(--_danger);
  }
  .opened {
    margin-block-end: var(--_space-xs);
    font-size: var(--_text-s);
  }
  .opened a {
    color: inherit;
  }

  .removed {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-s);
    padding-block: var(--_space-xs);
    border-block-end: 1px solid var(--_hairline);
    overflow-wrap: anywhere;
  }
  .removed .button {
    flex: none;
    color: var(--_text);
  }

  .codes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-2xs);
    padding-block-start: var(--_space-m);
  }
  .code-row {
    display: flex;
    gap: var(--_space-xs);
  }
  .code-row input {
    flex: 1 1 auto;
    min-inline-size: 0;
    min-block-size: var(--_target);
    padding: 0 var(--_space-s);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
  }
  .code-row input[aria-invalid] {
    border-color: var(--_danger);
  }
  .codes .issue {
    margin-block-start: var(--_space-2xs);
    border-inline-start-color: var(--_danger);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-xs);
    padding-block-start: var(--_space-2xs);
  }
  .chips li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-xs);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    padding-inline-start: var(--_space-s);
    border-radius: var(--_radius-chip);
    background: var(--_surface-2);
    font-size: var(--_text-s);
    font-weight: 600;
  }
  .chip[data-pending] {
    font-weight: 400;
    color: var(--_muted);
  }
  .chip .button {
    border-radius: var(--_radius-chip);
    background: transparent;
  }

  .sums {
    display: grid;
    gap: var(--_space-2xs);
    font-variant-numeric: tabular-nums;
  }
  .sums > div {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-m);
    font-size: var(--_text-s);
  }
  .sums > div:last-child {
    font-size: var(--_text-m);
    font-weight: 700;
  }
  .sums[aria-busy] dd {
    color: var(--_muted);
  }
  .caption {
    min-block-size: 1.4em;
    margin-block: var(--_space-2xs) var(--_space-xs);
  }
  footer .button.primary {
    inline-size: 100%;
  }

  .state {
    display: grid;
    gap: var(--_space-2xs);
    padding-block: var(--_space-l);
    text-align: center;
  }
  .ghost {
    block-size: 4rem;
    margin-block-end: var(--_space-s);
    border-radius: var(--_radius-control);
    background: var(--_surface-2);
  }
  @media (forced-colors: active) {
    .issue,
    .banner,
    .chip {
      border: 1px solid CanvasText;
    }
  }
`;
