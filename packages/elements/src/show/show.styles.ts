import { css } from 'lit';

/** How the pieces of a show look. Where they stand is in show-layout.styles.ts. */
export const styles = css`
  :host {
    --_stage: var(--shopcast-stage, #101113);
    --_panel-width: var(--shopcast-panel-width, 24rem);
    --_max-height: var(--shopcast-max-height, 56rem);
    display: block;
    text-align: start;
  }
  [hidden] {
    display: none !important;
  }
  .window {
    container: shopcast-show / inline-size;
    position: relative;
    border-radius: var(--_radius-card);
    overflow: clip;
    color: var(--_text);
    outline: none;
  }
  /* In a page stage and panel cover all of it, and a colour behind them would show at the corners. */
  .window:popover-open {
    background: var(--_stage);
  }
  .stage {
    container: shopcast-stage / size;
    position: relative;
    overflow: hidden;
    background: var(--_stage);
    color-scheme: dark;
    color: var(--_text);
  }
  .poster,
  .player,
  ::slotted([slot='player']) {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .poster {
    object-fit: cover;
  }
  [data-covered] .player,
  [data-covered] ::slotted([slot='player']) {
    visibility: hidden;
  }

  .top {
    position: absolute;
    inset: 0 0 auto;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: var(--_space-xs);
    min-block-size: calc(var(--_target) + 2 * var(--_space-2xs));
    padding: calc(var(--_space-2xs) + env(safe-area-inset-top, 0px)) var(--_space-2xs) var(--_space-s) var(--_space-s);
    background: linear-gradient(var(--_scrim), transparent);
    font-size: var(--_text-s);
    pointer-events: none;
  }
  .top > * {
    pointer-events: auto;
  }
  .host {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-xs);
    min-inline-size: 0;
    padding: var(--_space-2xs) var(--_space-s) var(--_space-2xs) var(--_space-2xs);
    border-radius: var(--_radius-chip);
    background: var(--_scrim);
    font-weight: 600;
  }
  .host:not(:has(.face)) {
    padding-inline-start: var(--_space-s);
  }
  .face {
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border-radius: 50%;
    object-fit: cover;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .button.over {
    margin-inline-start: auto;
    border-radius: 50%;
    background: var(--_scrim);
    color: var(--_text);
  }

  .state {
    position: absolute;
    z-index: 1;
    inset-inline: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--_space-xs);
    text-align: center;
    text-wrap: balance;
    pointer-events: none;
  }
  .state > *,
  .state ::slotted(*) {
    pointer-events: auto;
  }
  .state p,
  .state h2 {
    margin: 0;
    max-inline-size: 30rem;
  }
  .state h2,
  .state p:first-child {
    font-size: var(--_text-l);
    font-weight: 600;
    line-height: 1.25;
  }
  .state .button {
    margin-block-start: var(--_space-xs);
    text-decoration: none;
  }

  /* A small landscape video: the words have to do with less. */
  @container shopcast-stage (max-height: 16rem) {
    .state {
      gap: var(--_space-2xs);
      font-size: var(--_text-s);
    }
    .state h2,
    .state p:first-child {
      font-size: var(--_text-m);
    }
    [data-phase='scheduled'] [part='state__text'] {
      display: none;
    }
    .state .button {
      margin-block-start: var(--_space-2xs);
    }
    [data-covered] .host {
      display: none;
    }
  }

  .side {
    position: absolute;
    z-index: 1;
    inset-inline-end: var(--_space-xs);
    inset-block-end: calc(100% / 3);
  }

  .panel {
    display: flex;
    flex-direction: column;
    gap: var(--_space-xs);
    min-block-size: 0;
    min-inline-size: 0;
  }
  .announcement {
    min-block-size: 0;
    overflow: hidden;
  }
  .card {
    flex: none;
  }
  .chat {
    flex: 1 1 0;
    min-block-size: 0;
    overflow: hidden;
  }
  .bar {
    flex: none;
    display: flex;
    align-items: center;
    gap: var(--_space-xs);
    min-block-size: var(--_target);
  }
  .bar .input {
    flex: auto;
    min-inline-size: 0;
  }
  .bar .button {
    flex: none;
    font-size: var(--_text-s);
    font-variant-numeric: tabular-nums;
  }

  .notice {
    position: absolute;
    z-index: 3;
    inset-block-start: calc(var(--_target) + var(--_space-m) + env(safe-area-inset-top, 0px));
    inset-inline: var(--_space-s);
    inline-size: fit-content;
    max-inline-size: min(24rem, calc(100% - 2 * var(--_space-s)));
    margin: 0 auto;
    padding: var(--_space-xs) var(--_space-m);
    border-radius: var(--_radius-card);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.28);
    font-size: var(--_text-s);
    pointer-events: none;
    animation: appear var(--_motion) ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(-8px);
    }
  }
  @media (forced-colors: active) {
    .notice,
    .host,
    .button.over {
      border: 1px solid CanvasText;
    }
  }
`;
